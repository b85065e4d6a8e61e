#include "life/commands.h"

#include <cmath>
#include <iterator>

#include "life/food.h"
#include "life/founding.h"
#include "life/genes.h"
#include "life/spawn.h"

namespace skyflock::life {

namespace {

core::Status check_range(const char* name, double value, double least, double most) {
  // Written so that a NaN is refused too.
  if (value >= least && value <= most) return {};
  return core::Status::out_of_range(name, value, least, most, "");
}

core::Status check_circle(const WorldState& world, const Command& c) {
  core::Status status =
      check_range("x", static_cast<double>(c.x), 0, static_cast<double>(world.rules.worldWidth));
  if (status.ok())
    status =
        check_range("y", static_cast<double>(c.y), 0, static_cast<double>(world.rules.worldHeight));
  if (status.ok()) status = check_range("radius", static_cast<double>(c.radius), 0.1, 4096);
  return status;
}

}  // namespace

core::Status check_command(const WorldState& world, const Command& c) {
  const LifeOptions& o = world.founding.options;
  const bool living = o.movementOnly == 0;
  core::Status status;
  switch (static_cast<CommandKind>(c.kind)) {
    case CommandKind::setOption: {
      const auto count = static_cast<double>(std::size(kLifeOptions));
      status = check_range("option", c.index, 0, count - 1);
      if (!status.ok()) return status;
      const OptionInfo& info = kLifeOptions[c.index];
      if (c.index < constants::foundingOptions) {
        return core::Status::failure(info.name,
                                     "is fixed once the world is founded; found a new one.");
      }
      status = check_range(info.name, c.value, info.least, info.most);
      if (status.ok() && info.isInteger && c.value != std::floor(c.value)) {
        return core::Status::failure(info.name, "takes a whole number.");
      }
      return status;
    }
    case CommandKind::paintFood:
      if (!living)
        return core::Status::failure("paintFood", "has no meaning in a world that only moves.");
      status = check_range("amount", c.value, -1000, 1000);
      return status.ok() ? check_circle(world, c) : status;
    case CommandKind::spawn:
      status = check_range("tribe", c.index, 0, world.founding.tribeCount - 1.0);
      if (status.ok()) status = check_range("count", c.count, 1, world.store.capacity);
      return status.ok() ? check_circle(world, c) : status;
    case CommandKind::kill:
      return check_circle(world, c);
    case CommandKind::setGene: {
      status = check_range("tribe", c.index, 0, world.founding.tribeCount - 1.0);
      if (status.ok()) status = check_range("gene", c.count, 0, constants::geneCount - 1.0);
      if (!status.ok()) return status;
      const GeneRange& range = kGeneRanges[c.count];
      return check_range(kGeneRanges[c.count].name, c.value, static_cast<double>(range.least),
                         static_cast<double>(range.most));
    }
  }
  return check_range("command kind", c.kind, 1, 5);
}

void apply_command(WorldState& world, const Command& c) {
  switch (static_cast<CommandKind>(c.kind)) {
    case CommandKind::setOption:
      write_option(world.founding.options, c.index, c.value);
      break;
    case CommandKind::paintFood:
      world.totals.foodGrown +=
          static_cast<int64_t>(paint_food(world, c.x, c.y, c.radius, static_cast<float>(c.value)) *
                               static_cast<double>(constants::ledgerScale));
      break;
    case CommandKind::spawn:
      spawn_around(world, c.index, c.count, c.x, c.y, c.radius);
      break;
    case CommandKind::kill:
      kill_around(world, c.x, c.y, c.radius);
      break;
    case CommandKind::setGene:
      world.founding.tribes[c.index].genes[c.count] = static_cast<float>(c.value);
      break;
  }
}

}  // namespace skyflock::life
