#include "life/faults.h"

#include <atomic>
#include <cstring>
#include <utility>

#include "life/world.h"

namespace skyflock::life::faults {

namespace {

/// The next fault: in this tick, step and partition, so many times.
struct Fault {
  Kind kind = Kind::none;
  uint32_t tick = 0, step = 0, partition = 0;
  std::atomic<uint32_t> times{0};
};

Fault fault;
runtime::Program faultless;

uint32_t overflowStack(volatile uint32_t* frame) {
  volatile uint32_t room[64] = {};
  room[0] = frame[0] + 1;
  if (room[0] == 0) return 0;
  return overflowStack(room) + room[0];
}

void ruin(World& world, const Partition& p) {
  Store& store = world.state().store;
  const uint32_t nan = 0x7fc00000u;
  volatile uint32_t* decisions = reinterpret_cast<volatile uint32_t*>(store.decisions + p.ownBegin);
  switch (fault.kind) {
    case Kind::none:
      break;
    case Kind::trap:
      decisions[0] = nan;
      trap();
      break;
    case Kind::outOfBounds:
      decisions[1] = *reinterpret_cast<volatile uint32_t*>(uintptr_t{0xfffffff0u});
      break;
    case Kind::hang:
      for (volatile uint32_t turns = 0;;) turns = turns + 1;
    case Kind::zombie:
      for (uint32_t i = 0;; ++i) decisions[i % (4 * p.ownCount + 1)] = i;
    case Kind::notANumber:
      decisions[0] = nan;
      break;
    case Kind::wildWrite:
      std::memset(store.decisions + store.animalCapacity, 0x77, 4096);
      break;
    case Kind::stackOverflow:
      decisions[0] = overflowStack(decisions);
      break;
  }
}

void ruinIfDue(void* context, uint32_t step, uint32_t part) {
  if (step != fault.step || part != fault.partition || fault.times.load() == 0) return;
  fault.times.fetch_sub(1);
  auto& world = *static_cast<World*>(context);
  ruin(world, world.state().partitions[part]);
}

/// Stand in for every step's part, or its pieces, in a tick with a fault.
template <uint32_t kStep>
void faultyPart(void* context, uint32_t part) {
  faultless.steps[kStep].part(context, part);
  ruinIfDue(context, kStep, part);
}
template <uint32_t kStep>
void faultyPiece(void* context, uint32_t part, uint32_t piece) {
  faultless.steps[kStep].piece(context, part, piece);
  if (piece == 0) ruinIfDue(context, kStep, part);
}

template <uint32_t... kSteps>
void makeFaulty(runtime::Step* steps, std::integer_sequence<uint32_t, kSteps...>) {
  constexpr decltype(runtime::Step::part) kParts[] = {faultyPart<kSteps>...};
  constexpr decltype(runtime::Step::piece) kPieces[] = {faultyPiece<kSteps>...};
  for (uint32_t s = 0; s < faultless.stepCount; ++s) {
    steps[s] = faultless.steps[s];
    if (steps[s].part != nullptr) steps[s].part = kParts[s];
    if (steps[s].piece != nullptr) steps[s].piece = kPieces[s];
  }
}

}  // namespace

void (*trap)() = [] { __builtin_trap(); };

void inject(Kind kind, uint32_t tick, uint32_t step, uint32_t partition, uint32_t times) {
  fault.kind = kind;
  fault.tick = tick;
  fault.step = step;
  fault.partition = partition;
  fault.times.store(times);
}

runtime::Program withFault(const runtime::Program& program, uint32_t tick) {
  static runtime::Step steps[runtime::kMaxSteps];
  if (fault.times.load() == 0 || fault.tick != tick) return program;
  faultless = program;
  runtime::Program faulty = program;
  makeFaulty(steps, std::make_integer_sequence<uint32_t, runtime::kMaxSteps>());
  faulty.steps = steps;
  return faulty;
}

}  // namespace skyflock::life::faults
