#include "life/world.h"

#include <algorithm>
#include <new>

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
#include "life/spawn.h"
#include "life/statistics.h"

namespace skyflock::life {

size_t World::bytes_needed(const Founding& founding, uint32_t partitions) {
  core::Arena counter(nullptr, 0);
  counter.allocate<World>(1);
  WorldState unused;
  allocate_store(counter, founding, partitions, unused);
  return counter.used();
}

World* World::found(const Founding& founding, std::span<std::byte> memory, core::Status& status,
                    uint32_t partitions) {
  Founding resolved = founding;
  status = resolve_founding(resolved);
  if (!status.ok()) return nullptr;
  if (memory.size() < bytes_needed(resolved, partitions)) {
    status = core::Status::failure("The world does not fit into the memory it was given.");
    return nullptr;
  }
  core::Arena arena(memory.data(), memory.size());
  World* world = new (arena.allocate<World>(1)) World();
  WorldState& state = world->state_;
  state.founding = resolved;
  state.columns = static_cast<int32_t>(resolved.options.columns);
  state.rows = static_cast<int32_t>(resolved.options.rows);
  allocate_store(arena, resolved, partitions, state);
  state.rules = make_rules(resolved.options, 0);
  world->set_plan(plan_by_area(state.columns, state.rows, partitions));
  found_food(state);
  for (int32_t c = 0; c < state.columns * state.rows; ++c) {
    state.totals.foodGrown += static_cast<int64_t>(state.store.food[c] * constants::ledgerScale);
  }
  spawn_founders(state);
  return world;
}

void World::set_plan(const PartitionPlan& plan) {
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
    counts += p.rect.width() * p.rect.height();
    starts += p.stride * p.localRows + 1;
    rowStarts += p.rect.height() + 1;
  }
}

core::Status World::enqueue(const Command& command) {
  const core::Status status = check_command(state_, command);
  if (!status.ok()) return status;
  if (commandCount_ == kMaxCommands) {
    return core::Status::failure(
        "1024 commands wait for the next tick already; let the world run first.");
  }
  commands_[commandCount_++] = command;
  return status;
}

void World::apply_commands() {
  for (uint32_t i = 0; i < commandCount_; ++i) apply_command(state_, commands_[i]);
  commandCount_ = 0;
}

template <typename Work>
void World::run_phase(Phase phase, Work&& work) {
  const double begin = clock_ != nullptr ? clock_() : 0.0;
  work();
  const auto index = static_cast<uint32_t>(phase);
  if (clock_ != nullptr) phaseMilliseconds_[index] = static_cast<float>(clock_() - begin);
  if (hashesPhases_) phaseHashes_[index] = hash_phase(state_, phase);
}

void World::step() {
  if (!health_.ok()) return;
  const auto each = [&](auto&& work) {
    for (uint32_t i = 0; i < state_.plan.count; ++i) work(state_, state_.partitions[i]);
  };
  run_phase(Phase::plan, [&] {
    apply_commands();
    state_.rules = make_rules(state_.founding.options, state_.tick);
  });
  bool fits = true;
  run_phase(Phase::exchange, [&] {
    each(count_cells);
    fits = assign_slices(state_);
    if (!fits) return;
    each(sort_animals);
    each(fill_ghosts);
  });
  if (!fits) {
    health_ = core::Status::failure(
        "So many animals crowd at the world's border that their ghosts do not fit; found the world "
        "with a higher maxEntities.");
    return;
  }
  run_phase(Phase::sense, [&] { each(sense_and_steer); });
  run_phase(Phase::interact, [&] { each(interact); });
  run_phase(Phase::settle, [&] { each(settle); });
  run_phase(Phase::admit, [&] { admit(state_); });
  run_phase(Phase::move, [&] { each(move); });
  run_phase(Phase::commit, [&] { commit(); });
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
    population += p.ownCount;
    add_sums(totals, p.sums);
    for (uint32_t t = 0; t < constants::maxTribes; ++t) {
      for (uint32_t cause = 0; cause < 3; ++cause) population -= p.sums.deaths[cause][t];
    }
  }
  s.animalEnd = s.newbornBegin + s.birthCount;
  s.population = population + s.birthCount;
  s.slicesMatchPlan = true;
  std::swap(s.store.traits, s.store.traitsNext);
  if (s.rules.options.movementOnly == 0) std::swap(s.store.food, s.store.foodNext);
  ++s.tick;
  if (totals.invalid != 0) {
    health_ = core::Status::failure("An animal's next state is not a finite number.");
  }
}

uint32_t World::tick() const { return state_.tick; }
uint32_t World::population() const { return state_.population; }
core::StateHash World::hash() const { return hash_state(state_); }
void World::set_phase_hashing(bool on) { hashesPhases_ = on; }
void World::select(uint32_t id) { selected_ = id; }
const Founding& World::founding() const { return state_.founding; }
std::span<const float> World::phase_milliseconds() const { return phaseMilliseconds_; }
void World::set_clock(double (*nowMilliseconds)()) { clock_ = nowMilliseconds; }
const core::Status& World::health() const { return health_; }

}  // namespace skyflock::life
