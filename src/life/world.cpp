#include "life/world.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <new>
#include <numeric>

#include "core/arena.h"
#include "life/commands.h"
#include "life/food.h"
#include "life/founding.h"
#include "life/ghost_zone.h"
#include "life/grid.h"
#include "life/interact.h"
#include "life/lifecycle.h"
#include "life/phase_hash.h"
#include "life/sense.h"
#include "life/snapshot.h"
#include "life/spawn.h"
#include "life/statistics.h"

namespace skyflock::life {

namespace {

/// Cells. A partition narrower than both its ghost zones would hold more ghosts than animals.
constexpr int32_t kLeastSide = 2 * static_cast<int32_t>(constants::ghostCells);

}  // namespace

size_t World::bytesNeeded(const Founding& founding, uint32_t partitions) {
  core::Arena counter(nullptr, 0);
  counter.allocate<World>(1);
  WorldState unused;
  allocateStore(counter, founding, partitions, unused);
  return counter.used();
}

World* World::create(const Founding& resolved, std::span<std::byte> memory, core::Status& status,
                     uint32_t partitions) {
  if (memory.size() < bytesNeeded(resolved, partitions)) {
    status = core::Status::failure("The world does not fit into the memory it was given.");
    return nullptr;
  }
  core::Arena arena(memory.data(), memory.size());
  World* world = new (arena.allocate<World>(1)) World();
  WorldState& state = world->state_;
  state.founding = resolved;
  state.columns = static_cast<int32_t>(resolved.options.columns);
  state.rows = static_cast<int32_t>(resolved.options.rows);
  allocateStore(arena, resolved, partitions, state);
  state.guards = arena.guards();
  state.rules = makeRules(resolved.options, 0);
  world->setPlan(planByArea(state.columns, state.rows, partitions));
  return world;
}

World* World::found(const Founding& founding, std::span<std::byte> memory, core::Status& status,
                    uint32_t partitions) {
  World* world = foundEmpty(founding, memory, status, partitions);
  if (world != nullptr) world->spawnFounders(world->state_.founding.options.entities);
  return world;
}

World* World::foundEmpty(const Founding& founding, std::span<std::byte> memory,
                         core::Status& status, uint32_t partitions) {
  Founding resolved = founding;
  status = resolveFounding(resolved);
  World* world = status.ok() ? create(resolved, memory, status, partitions) : nullptr;
  if (world == nullptr) return nullptr;
  WorldState& state = world->state_;
  foundFood(state);
  for (int32_t c = 0; c < state.columns * state.rows; ++c) {
    state.totals.foodGrown += static_cast<int64_t>(state.store.food[c] * constants::ledgerScale);
  }
  return world;
}

uint32_t World::spawnFounders(uint32_t most) { return life::spawnFounders(state_, most); }

World* World::restore(std::span<const std::byte> snapshot, const Founding& founding,
                      std::span<std::byte> memory, core::Status& status, uint32_t partitions) {
  Founding resolved = founding;
  status = resolveFounding(resolved);
  World* world = status.ok() ? create(resolved, memory, status, partitions) : nullptr;
  if (world == nullptr) return nullptr;
  status = loadWorld(snapshot, world->state_);
  return status.ok() ? world : nullptr;
}

size_t World::snapshotBytes() const { return life::snapshotBytes(state_); }
void World::save(std::byte* into) const { saveWorld(state_, into); }

void World::setPlan(const PartitionPlan& plan) {
  state_.plan = plan;
  state_.slicesMatchPlan = false;
  uint32_t* counts = state_.store.cellCounts;
  uint32_t* starts = state_.store.cellStarts;
  uint32_t* rowStarts = state_.store.rowStarts;
  for (uint32_t i = 0; i < plan.count; ++i) {
    Partition& p = state_.partitions[i];
    p.index = i;
    p.rect = plan.rects[i];
    p.stride = p.rect.width() + 2 * static_cast<int32_t>(constants::ghostCells);
    p.localRows = p.rect.height() + 2 * static_cast<int32_t>(constants::ghostCells);
    p.cellCounts = counts;
    p.cellBegin = static_cast<uint32_t>(counts - state_.store.cellCounts);
    p.cellStart = starts;
    p.ownRowStart = rowStarts;
    p.rowTallies = state_.store.rowTallies + (rowStarts - state_.store.rowStarts);
    counts += p.rect.width() * p.rect.height();
    starts += p.stride * p.localRows + 1;
    rowStarts += p.rect.height() + 1;
  }
}

void World::setPartitions(uint32_t count, runtime::PartitionStrategy strategy) {
  strategy_ = strategy;
  balancer_ = {};
  setPlan(runtime::makeEvenPlan({.columns = state_.columns,
                                 .rows = state_.rows,
                                 .count = count,
                                 .strategy = strategy,
                                 .leastSide = kLeastSide}));
  isPlanDue_ = count > 1;
}

void World::planAnew() {
  // The counts are those of the present plan's partitions from its first exchange on.
  if (!isPlanDue_ || !state_.slicesMatchPlan) return;
  isPlanDue_ = false;
  runtime::Workload load;
  load.plan = state_.plan;
  for (uint32_t i = 0; i < state_.plan.count; ++i) {
    load.counts[i] = state_.partitions[i].cellCounts;
    load.items[i] = state_.partitions[i].ownCount;
  }
  runtime::CostModel model;
  scaleByTimes(model, load, balancer_.milliseconds());
  const runtime::PartitionPlan plan = makePlan({.columns = state_.columns,
                                                .rows = state_.rows,
                                                .count = state_.plan.count,
                                                .strategy = strategy_,
                                                .leastSide = kLeastSide},
                                               load, model, planScratch_);
  if (plan == state_.plan) return;
  // Borders through a crowd cost many ghosts; a plan that leaves little room for them is no gain.
  const uint64_t slots = itemsWithGhosts(plan, load, static_cast<int32_t>(constants::ghostCells));
  if (slots <= state_.store.sightCapacity / 4 * uint64_t{3}) setPlan(plan);
}

/// Gives the partitions their slices. Where the ghosts of a plan by cost don't fit, an even plan
/// has its turn.
bool World::layOutSlices() {
  if (assignSlices(state_)) return true;
  setPlan(planByArea(state_.columns, state_.rows, state_.plan.count));
  for (uint32_t i = 0; i < state_.plan.count; ++i) countCells(state_, state_.partitions[i]);
  return assignSlices(state_);
}

core::Status World::enqueue(const Command& command) {
  const core::Status status = checkCommand(state_, command);
  if (!status.ok()) return status;
  if (commandCount_ == constants::maxCommands) {
    return core::Status::failure(
        "1024 commands wait for the next tick already; let the world run first.");
  }
  commands_[commandCount_++] = command;
  return status;
}

void World::applyCommands() {
  for (uint32_t i = 0; i < commandCount_; ++i) applyCommand(state_, commands_[i]);
  commandCount_ = 0;
}

void World::endPhase(Phase phase) {
  if (hashesPhases_) phaseHashes_[static_cast<uint32_t>(phase)] = hashPhase(state_, phase);
}

/// The steps of tickProgram, and the phases they belong to.
struct World::Steps {
  static World& world(void* context) { return *static_cast<World*>(context); }

  template <void (*kWork)(WorldState&, Partition&)>
  static void part(void* context, uint32_t index) {
    WorldState& state = world(context).state_;
    kWork(state, state.partitions[index]);
  }

  /// Sense is most of a tick, and its rows are independent: they are its pieces.
  static uint32_t rows(void* context, uint32_t index) {
    return static_cast<uint32_t>(world(context).state_.partitions[index].rect.height());
  }
  static void senseRow(void* context, uint32_t index, uint32_t row) {
    WorldState& state = world(context).state_;
    senseAndSteer(state, state.partitions[index], row);
  }

  template <Phase kPhase>
  static bool end(void* context) {
    world(context).endPhase(kPhase);
    return true;
  }

  static bool endCounting(void* context) {
    if (world(context).layOutSlices()) return true;
    world(context).health_ = core::Status::failure(
        "So many animals crowd at the world's border that their ghosts do not fit; found the world "
        "with a higher maxEntities.");
    return false;
  }

  static bool endSettling(void* context) {
    world(context).endPhase(Phase::settle);
    admit(world(context).state_);
    world(context).endPhase(Phase::admit);
    return true;
  }

  static bool endMoving(void* context) {
    world(context).endPhase(Phase::move);
    world(context).commit();
    world(context).endPhase(Phase::commit);
    return world(context).health_.ok();
  }

  static void keep(void* context, uint32_t index) {
    world(context).kept_[index] = world(context).state_.partitions[index];
  }
  static void restore(void* context, uint32_t index) {
    world(context).state_.partitions[index] = world(context).kept_[index];
  }

  /// A step, the phase that it belongs to, and the one that its end is booked to.
  struct PhaseStep {
    runtime::Step step;
    Phase phase, endPhase;
  };
  static constexpr PhaseStep kPhaseSteps[] = {
      {{part<countCells>, endCounting}, Phase::exchange, Phase::exchange},
      {{part<sortAnimals>, nullptr}, Phase::exchange, Phase::exchange},
      {{part<fillGhosts>, end<Phase::exchange>}, Phase::exchange, Phase::exchange},
      {{nullptr, nullptr, rows, senseRow}, Phase::sense, Phase::sense},
      {{part<collectIntents>, end<Phase::sense>}, Phase::sense, Phase::sense},
      {{part<interact>, end<Phase::interact>}, Phase::interact, Phase::interact},
      {{part<settle>, endSettling}, Phase::settle, Phase::admit},
      {{part<move>, endMoving}, Phase::move, Phase::commit},
  };
  static constexpr uint32_t kCount = std::size(kPhaseSteps);
  /// The steps alone, side by side, as a program wants them.
  static constexpr auto kSteps = [] {
    std::array<runtime::Step, kCount> steps;
    for (uint32_t s = 0; s < kCount; ++s) steps[s] = kPhaseSteps[s].step;
    return steps;
  }();
};

runtime::Program World::tickProgram() {
  return {.steps = Steps::kSteps.data(),
          .stepCount = Steps::kCount,
          .parts = state_.plan.count,
          .context = this,
          .keep = Steps::keep,
          .restore = Steps::restore};
}

bool World::isExchange(uint32_t step) {
  return step < Steps::kCount && Steps::kPhaseSteps[step].phase == Phase::exchange;
}

void World::takeTimes(const runtime::PartTimes* parts, const runtime::PartTimes* workers,
                      const float* thenMilliseconds) {
  float* phases = phaseMilliseconds_;
  for (uint32_t phase = 1; phase < kPhases; ++phase) phases[phase] = 0.0f;
  for (uint32_t s = 0; s < Steps::kCount; ++s) {
    float slowest = 0.0f;
    for (uint32_t i = 0; i < state_.plan.count; ++i) {
      slowest = std::max(slowest, workers[i].compute[s]);
    }
    phases[static_cast<uint32_t>(Steps::kPhaseSteps[s].phase)] += slowest;
    phases[static_cast<uint32_t>(Steps::kPhaseSteps[s].endPhase)] += thenMilliseconds[s];
  }
  float partitions[kMaxPartitions] = {};
  for (uint32_t i = 0; i < state_.plan.count; ++i) {
    for (uint32_t s = 0; s < Steps::kCount; ++s) partitions[i] += parts[i].compute[s];
  }
  if (balancer_.update(partitions, state_.plan.count)) isPlanDue_ = true;
}

bool World::beginTick() {
  if (!health_.ok()) return false;
  const double begin = clock_ != nullptr ? clock_() : 0.0;
  planAnew();
  applyCommands();
  state_.rules = makeRules(state_.founding.options, state_.tick);
  if (clock_ != nullptr) {
    phaseMilliseconds_[static_cast<uint32_t>(Phase::plan)] = static_cast<float>(clock_() - begin);
  }
  endPhase(Phase::plan);
  return true;
}

void World::step() {
  if (!beginTick()) return;
  runtime::PartTimes times[kMaxPartitions];
  float thenMilliseconds[runtime::kMaxSteps] = {};
  runtime::runSerially(tickProgram(), times, thenMilliseconds, clock_);
  takeTimes(times, times, thenMilliseconds);
}

void World::commit() {
  WorldState& s = state_;
  TickSums& totals = s.totals;
  totals.sightCutOff = 0;
  totals.invalid = 0;
  uint32_t population = 0;
  for (uint32_t i = 0; i < s.plan.count; ++i) {
    Partition& p = s.partitions[i];
    p.previousBegin = p.ownBegin;
    p.previousEnd = p.ownBegin + p.ownCount;
    p.aliveCount = p.ownCount;
    for (uint32_t t = 0; t < constants::maxTribes; ++t) {
      for (uint32_t cause = 0; cause < 3; ++cause) p.aliveCount -= p.sums.deaths[cause][t];
    }
    population += p.aliveCount;
    addSums(totals, p.sums);
  }
  s.animalEnd = s.newbornBegin + s.birthCount;
  s.population = population + s.birthCount;
  s.slicesMatchPlan = true;
  std::swap(s.store.traits, s.store.traitsNext);
  if (s.rules.options.movementOnly == 0) std::swap(s.store.food, s.store.foodNext);
  ++s.tick;
  if (!s.guards.intact()) {
    health_ = core::Status::failure("Something was written beyond the end of an array.");
  }
  if (totals.invalid != 0) {
    health_ = core::Status::failure("An animal's next state is not a finite number.");
  }
}

uint32_t World::tick() const { return state_.tick; }
uint32_t World::population() const { return state_.population; }
core::StateHash World::hash() const { return hashState(state_); }
void World::setPhaseHashing(bool on) { hashesPhases_ = on; }
void World::select(uint32_t id) { selected_ = id; }
const Founding& World::founding() const { return state_.founding; }
std::span<const float> World::phaseMilliseconds() const { return phaseMilliseconds_; }
double World::criticalPathMilliseconds() const {
  return std::accumulate(std::begin(phaseMilliseconds_), std::end(phaseMilliseconds_), 0.0);
}
void World::setClock(double (*nowMilliseconds)()) { clock_ = nowMilliseconds; }
const core::Status& World::health() const { return health_; }

}  // namespace skyflock::life
