#include "life/commands.h"

#include <cmath>
#include <iterator>

#include "life/food.h"
#include "life/founding.h"
#include "life/genes.h"
#include "life/spawn.h"

namespace skyflock::life {

namespace {

core::Status checkRange(const char* name, double value, double least, double most) {
  // Written so that a NaN is refused too.
  if (value >= least && value <= most) return {};
  return core::Status::outOfRange(name, value, least, most, "");
}

core::Status checkCircle(const WorldState& world, const Command& c) {
  core::Status status =
      checkRange("x", static_cast<double>(c.x), 0, static_cast<double>(world.rules.worldWidth));
  if (status.ok())
    status =
        checkRange("y", static_cast<double>(c.y), 0, static_cast<double>(world.rules.worldHeight));
  if (status.ok())
    status = checkRange("radius", static_cast<double>(c.radius), 0.1,
                        static_cast<double>(constants::mostRadius));
  return status;
}

}  // namespace

core::Status checkCommand(const WorldState& world, const Command& c) {
  const LifeOptions& o = world.founding.options;
  const bool living = o.movementOnly == 0;
  core::Status status;
  switch (static_cast<CommandKind>(c.kind)) {
    case CommandKind::setOption: {
      const auto count = static_cast<double>(std::size(kLifeOptions));
      status = checkRange("option", c.index, 0, count - 1);
      if (!status.ok()) return status;
      const OptionInfo& info = kLifeOptions[c.index];
      if (c.index < constants::foundingOptions) {
        return core::Status::failure(info.name,
                                     "is fixed once the world is founded; found a new one.");
      }
      status = checkRange(info.name, c.value, info.least, info.most);
      if (status.ok() && info.isInteger && c.value != std::floor(c.value)) {
        return core::Status::failure(info.name, "takes a whole number.");
      }
      return status;
    }
    case CommandKind::paintFood:
      if (!living)
        return core::Status::failure("paintFood", "has no meaning in a world that only moves.");
      status = checkRange("amount", c.value, -1000, 1000);
      return status.ok() ? checkCircle(world, c) : status;
    case CommandKind::spawn:
      status = checkRange("tribe", c.index, 0, world.founding.tribeCount - 1.0);
      if (status.ok()) status = checkRange("count", c.count, 1, world.store.capacity);
      return status.ok() ? checkCircle(world, c) : status;
    case CommandKind::kill:
      return checkCircle(world, c);
    case CommandKind::setGene: {
      status = checkRange("tribe", c.index, 0, world.founding.tribeCount - 1.0);
      if (status.ok()) status = checkRange("gene", c.count, 0, constants::geneCount - 1.0);
      if (!status.ok()) return status;
      const GeneRange& range = kGeneRanges[c.count];
      return checkRange(kGeneRanges[c.count].name, c.value, static_cast<double>(range.least),
                        static_cast<double>(range.most));
    }
  }
  return checkRange("command kind", c.kind, 1, 5);
}

void applyCommand(WorldState& world, const Command& c) {
  switch (static_cast<CommandKind>(c.kind)) {
    case CommandKind::setOption:
      writeOption(world.founding.options, c.index, c.value);
      break;
    case CommandKind::paintFood:
      world.totals.foodGrown +=
          static_cast<int64_t>(paintFood(world, c.x, c.y, c.radius, static_cast<float>(c.value)) *
                               static_cast<double>(constants::ledgerScale));
      break;
    case CommandKind::spawn:
      spawnAround(world, c.index, c.count, c.x, c.y, c.radius);
      break;
    case CommandKind::kill:
      killAround(world, c.x, c.y, c.radius);
      break;
    case CommandKind::setGene:
      world.founding.tribes[c.index].genes[c.count] = static_cast<float>(c.value);
      break;
  }
}

}  // namespace skyflock::life
