#include "life/food.h"

#include <algorithm>

#include "core/rng.h"
#include "life/grid.h"

namespace skyflock::life {

using core::F4;
using core::I4;
using core::M4;

namespace {

int32_t wrap(int32_t cell, int32_t cells) {
  return cell < 0 ? cell + cells : cell >= cells ? cell - cells : cell;
}

/// 1 + the cell within reach with the most food for the way to it, or 0 when none has `least`. Ties
/// go to the cell met first, row by row from the top left.
uint32_t bestCell(const WorldState& world, float x, float y, float reach, float least) {
  constexpr float kCell = constants::cellSize;
  const int32_t cellX = cellCoordinate(x);
  const int32_t cellY = cellCoordinate(y);
  const auto cells = static_cast<int32_t>(reach * (1.0f / kCell));
  const float reach2 = reach * reach;
  const float perReach2 = 0.5f / reach2;
  float best = 0.0f;
  uint32_t bestCell = 0;
  for (int32_t oy = -cells; oy <= cells; ++oy) {
    const int32_t row = wrap(cellY + oy, world.rows) * world.columns;
    const float dy = (static_cast<float>(cellY + oy) + 0.5f) * kCell - y;
    for (int32_t ox = -cells; ox <= cells; ++ox) {
      const int32_t cell = row + wrap(cellX + ox, world.columns);
      const float food = world.store.food[cell];
      if (food < least) continue;
      const float dx = (static_cast<float>(cellX + ox) + 0.5f) * kCell - x;
      const float d2 = dx * dx + dy * dy;
      const float score = food * (1.0f - d2 * perReach2);
      if (d2 <= reach2 && score > best) {
        best = score;
        bestCell = static_cast<uint32_t>(cell) + 1;
      }
    }
  }
  return bestCell;
}

}  // namespace

FoodGroup lookForFood(const WorldState& world, const SelfGroup& self, M4 eatsPlants,
                      uint32_t count) {
  const Rules& rules = world.rules;
  FoodGroup group;
  float dx[4] = {};
  float dy[4] = {};
  float x[4];
  float y[4];
  float energy[4];
  float standards[4];
  float sight[4];
  uint32_t ids[4];
  self.x.store(x);
  self.y.store(y);
  self.energy.store(energy);
  self.standards.store(standards);
  self.sight.store(sight);
  self.id.store(ids);
  const int eaters = bits(eatsPlants & (self.energy < constants::fullEnergy));
  int grazing = 0;
  int targeted = 0;
  for (uint32_t k = 0; k < 4; ++k) {
    group.cells[k] = 0;
    if (k >= count || (eaters >> k & 1) == 0) continue;
    const float least =
        std::max(constants::grazeLeast, standards[k] * energy[k] * (1.0f / constants::maxEnergy) *
                                            rules.options.foodCapacity * 0.5f);
    const int32_t here = cellCoordinate(y[k]) * world.columns + cellCoordinate(x[k]);
    const bool grazes = world.store.food[here] >= least;
    if (grazes) grazing |= 1 << k;
    if (grazes || energy[k] >= constants::hungryEnergy) continue;
    uint32_t target = world.store.sight.animals[self.firstSlot + k].foodCell;
    if (target != 0 && world.store.food[target - 1] < least) target = 0;
    if (target == 0 && (rules.tick + ids[k]) % constants::foodScanTicks == 0) {
      target = bestCell(world, x[k], y[k], std::min(sight[k], constants::foodScanReach), least);
    }
    group.cells[k] = target;
    if (target == 0) continue;
    targeted |= 1 << k;
    const auto cell = static_cast<int32_t>(target - 1);
    const int32_t cellY = cell / world.columns;
    const int32_t cellX = cell - cellY * world.columns;
    dx[k] = torusOffset(x[k], (static_cast<float>(cellX) + 0.5f) * constants::cellSize,
                        rules.worldWidth);
    dy[k] = torusOffset(y[k], (static_cast<float>(cellY) + 0.5f) * constants::cellSize,
                        rules.worldHeight);
  }
  group.hasTarget = M4::fromBits(targeted);
  group.graze = M4::fromBits(grazing);
  group.dx = F4::load(dx);
  group.dy = F4::load(dy);
  return group;
}

namespace {

/// Smooth noise in [0, 1): random values at the corners of squares of `size` cells, blended.
float patchNoise(const LifeOptions& options, int32_t x, int32_t y, float size) {
  // The squares divide the torus evenly, so that the pattern has no seam.
  const auto across = std::max(1, static_cast<int32_t>(static_cast<float>(options.columns) / size));
  const auto down = std::max(1, static_cast<int32_t>(static_cast<float>(options.rows) / size));
  const float u =
      static_cast<float>(x) * static_cast<float>(across) / static_cast<float>(options.columns);
  const float v =
      static_cast<float>(y) * static_cast<float>(down) / static_cast<float>(options.rows);
  const auto iu = static_cast<int32_t>(u);
  const auto iv = static_cast<int32_t>(v);
  const float fu = u - static_cast<float>(iu);
  const float fv = v - static_cast<float>(iv);
  const float su = fu * fu * (3.0f - 2.0f * fu);
  const float sv = fv * fv * (3.0f - 2.0f * fv);
  const auto corner = [&](int32_t cx, int32_t cy) {
    const uint32_t key = core::randomKey(options.seed, 0, static_cast<uint32_t>(Purpose::food));
    return core::randomUnit(key, static_cast<uint32_t>(((cy % down) * across + cx % across) * 64 +
                                                       static_cast<int32_t>(size) % 64));
  };
  const float top = corner(iu, iv) + (corner(iu + 1, iv) - corner(iu, iv)) * su;
  const float bottom = corner(iu, iv + 1) + (corner(iu + 1, iv + 1) - corner(iu, iv + 1)) * su;
  return top + (bottom - top) * sv;
}

}  // namespace

void foundFood(WorldState& world) {
  const LifeOptions& options = world.founding.options;
  for (int32_t y = 0; y < world.rows; ++y) {
    for (int32_t x = 0; x < world.columns; ++x) {
      const float coarse = patchNoise(options, x, y, options.foodPatchSize);
      const float fine = patchNoise(options, x, y, options.foodPatchSize * constants::foodFineSize);
      const float noise =
          coarse * (1.0f - constants::foodFineShare) + fine * constants::foodFineShare;
      // Patchiness turns the smooth noise into islands: what lies under the sea level is desert.
      const float level = options.foodPatchiness * constants::foodSeaLevel;
      const float land = std::max(0.0f, (noise - level) / (1.0f - level));
      const float share =
          1.0f + (std::min(1.0f, land * constants::foodShore) - 1.0f) * options.foodPatchiness;
      const int32_t cell = y * world.columns + x;
      const float capacity = options.foodCapacity * share;
      world.store.foodCapacity[cell] = capacity;
      world.store.food[cell] = capacity * constants::foodFounding;
    }
  }
}

void growFood(const WorldState& world, Partition& p) {
  const Store& store = world.store;
  const LifeOptions& options = world.rules.options;
  const float rate = options.foodRegrowth * constants::tickSeconds;
  const auto addLanes = [&](I4 gain, int32_t count) {
    int32_t gains[4];
    gain.store(gains);
    for (int32_t k = 0; k < count; ++k) p.sums.foodGrown += gains[k];
  };
  for (int32_t y = p.rect.y0; y < p.rect.y1; ++y) {
    const int32_t begin = y * world.columns + p.rect.x0;
    const int32_t end = begin + p.rect.width();
    for (int32_t c = begin; c < end; c += 4) {
      const F4 now = F4::load(store.food + c);
      const F4 capacity = F4::load(store.foodCapacity + c);
      const F4 rooted = now + capacity * constants::foodRoots;
      const F4 growth = rate * rooted * (1.0f - now / pmax(capacity, constants::foodLeastCapacity));
      const F4 grown = pmin(pmax(capacity, now), now + pmax(0.0f, growth));
      const F4 rested = now + constants::tickSeconds;
      const F4 seed = capacity * constants::foodSeed;
      const F4 next = core::select(now < 0.0f, core::select(rested < 0.0f, rested, seed), grown);
      const I4 gain = ((pmax(0.0f, next) - pmax(0.0f, now)) * constants::ledgerScale).truncToI4();
      if (end - c >= 4) {
        next.store(store.foodNext + c);
        addLanes(gain, 4);
        continue;
      }
      // A row's end is written cell by cell: what follows may belong to another partition.
      float out[4];
      next.store(out);
      for (int32_t k = 0; k < end - c; ++k) store.foodNext[c + k] = out[k];
      addLanes(gain, end - c);
    }
  }
}

double paintFood(WorldState& world, float x, float y, float radius, float amount) {
  double added = 0.0;
  for (int32_t cellY = 0; cellY < world.rows; ++cellY) {
    const float dy = torusOffset(y, (static_cast<float>(cellY) + 0.5f) * constants::cellSize,
                                 world.rules.worldHeight);
    if (dy * dy > radius * radius) continue;
    for (int32_t cellX = 0; cellX < world.columns; ++cellX) {
      const float dx = torusOffset(x, (static_cast<float>(cellX) + 0.5f) * constants::cellSize,
                                   world.rules.worldWidth);
      if (dx * dx + dy * dy > radius * radius) continue;
      float& food = world.store.food[cellY * world.columns + cellX];
      const float before = std::max(0.0f, food);
      const float after =
          std::min(std::max(0.0f, before + amount), world.rules.options.foodCapacity);
      food = after;
      added += static_cast<double>(after) - static_cast<double>(before);
    }
  }
  return added;
}

}  // namespace skyflock::life
