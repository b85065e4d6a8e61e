#include "life/statistics.h"

#include <algorithm>

#include "core/simd/f32x4.h"
#include "life/genes.h"

namespace skyflock::life {

namespace {

using core::F4;
using core::I4;

/// Vectors that hold the genes of an animal; what of its traits follows the genes fills the last.
constexpr uint32_t kGeneVectors = 3;
constexpr uint32_t kGeneLanes = 4 * kGeneVectors;
static_assert(sizeof(Traits) == kGeneLanes * sizeof(float));

/// Genes are counted in 2^-16 of their range, and in 2^-12 of it for their squares.
constexpr uint32_t kStepBits = 16;
constexpr int kSquareShift = 4;
constexpr int kBinShift = 12;
/// Animals until a lane of squares, 2^24 each, is full.
constexpr uint32_t kAnimalsAtOnce = 64;

/// Sums over the genes of a tribe, as integers, so that their order does not matter.
struct TribeSums {
  int64_t steps[kGeneLanes] = {};
  int64_t squares[kGeneLanes] = {};
  float least[kGeneLanes];
  float most[kGeneLanes];
  uint32_t recentSteps[kGeneLanes] = {};  ///< of the last animals, fewer than kAnimalsAtOnce
  uint32_t recentSquares[kGeneLanes] = {};
  int64_t energy = 0;  ///< 1 / ledgerScale e
  int64_t ageTicks = 0;

  TribeSums() {
    for (uint32_t g = 0; g < kGeneLanes; ++g) {
      least[g] = 1e9f;
      most[g] = -1e9f;
    }
  }

  void flush() {
    for (uint32_t g = 0; g < kGeneLanes; ++g) {
      steps[g] += recentSteps[g];
      squares[g] += recentSquares[g];
      recentSteps[g] = 0;
      recentSquares[g] = 0;
    }
  }
};

/// How genes are counted.
struct GeneScale {
  float least[kGeneLanes] = {};
  float toSteps[kGeneLanes] = {};

  GeneScale() {
    for (uint32_t g = 0; g < constants::geneCount; ++g) {
      least[g] = kGeneRanges[g].least;
      toSteps[g] =
          static_cast<float>(1 << kStepBits) / (kGeneRanges[g].most - kGeneRanges[g].least);
    }
  }
};

double root(double v) { return __builtin_sqrt(v); }

void finish(TribeStats& stats, const TribeSums& sums) {
  const auto count = static_cast<double>(std::max(1u, stats.population));
  const auto scale = static_cast<double>(constants::ledgerScale);
  stats.meanEnergy = static_cast<float>(static_cast<double>(sums.energy) / scale / count);
  stats.meanAge =
      static_cast<float>(static_cast<double>(sums.ageTicks) / count / constants::ticksPerSecond);
  if (stats.population == 0) return;
  constexpr double kSteps = 1 << kStepBits;
  constexpr double kSquareSteps = 1 << (kStepBits - kSquareShift);
  for (uint32_t g = 0; g < constants::geneCount; ++g) {
    GeneStats& out = stats.genes[g];
    const auto least = static_cast<double>(kGeneRanges[g].least);
    const double range = static_cast<double>(kGeneRanges[g].most) - least;
    const double mean = static_cast<double>(sums.steps[g]) / count / kSteps;
    // Squares come in coarser steps, each cut down by half a step on average: so must their mean.
    const double coarse = mean - 0.5 / kSquareSteps;
    const double square =
        static_cast<double>(sums.squares[g]) / count / kSquareSteps / kSquareSteps;
    out.mean = static_cast<float>(least + mean * range);
    out.deviation = static_cast<float>(root(std::max(0.0, square - coarse * coarse)) * range);
    out.least = sums.least[g];
    out.most = sums.most[g];
  }
}

void addGenes(TribeStats& stats, TribeSums& sums, const Traits& traits, const GeneScale& scale) {
  for (uint32_t g = 0; g < kGeneLanes; g += 4) {
    const F4 value = F4::load(traits.genes + g);
    const I4 steps =
        ((value - F4::load(scale.least + g)) * F4::load(scale.toSteps + g)).truncToI4();
    const I4 coarse = steps.shr<kSquareShift>();
    (I4::load(sums.recentSteps + g) + steps).store(sums.recentSteps + g);
    (I4::load(sums.recentSquares + g) + coarse * coarse).store(sums.recentSquares + g);
    pmin(F4::load(sums.least + g), value).store(sums.least + g);
    pmax(F4::load(sums.most + g), value).store(sums.most + g);
    int32_t bins[4];
    steps.shr<kBinShift>().store(bins);
    for (uint32_t k = 0; k < 4 && g + k < constants::geneCount; ++k) {
      constexpr auto kLast = static_cast<int32_t>(constants::histogramBins) - 1;
      ++stats.genes[g + k].histogram[std::min(kLast, bins[k])];
    }
  }
  if (stats.population % kAnimalsAtOnce == 0) sums.flush();
}

void merge(TribeStats& total, TribeSums& totalSums, const TribeStats& tribe,
           const TribeSums& sums) {
  total.population += tribe.population;
  totalSums.energy += sums.energy;
  totalSums.ageTicks += sums.ageTicks;
  for (uint32_t g = 0; g < constants::geneCount; ++g) {
    totalSums.steps[g] += sums.steps[g];
    totalSums.squares[g] += sums.squares[g];
    totalSums.least[g] = std::min(totalSums.least[g], sums.least[g]);
    totalSums.most[g] = std::max(totalSums.most[g], sums.most[g]);
    for (uint32_t b = 0; b < constants::histogramBins; ++b) {
      total.genes[g].histogram[b] += tribe.genes[g].histogram[b];
    }
  }
}

void countEvents(const TickSums& totals, WorldStats& stats) {
  for (uint32_t t = 0; t < constants::maxTribes; ++t) {
    TribeStats& tribe = stats.tribes[t];
    tribe.births = totals.births[t];
    tribe.starved = totals.deaths[static_cast<uint32_t>(DeathCause::starved)][t];
    tribe.killed = totals.deaths[static_cast<uint32_t>(DeathCause::killed)][t];
    tribe.old = totals.deaths[static_cast<uint32_t>(DeathCause::old)][t];
    tribe.kills = totals.kills[t];
    stats.total.births += tribe.births;
    stats.total.starved += tribe.starved;
    stats.total.killed += tribe.killed;
    stats.total.old += tribe.old;
    stats.total.kills += tribe.kills;
  }
}

}  // namespace

void addSums(TickSums& totals, const TickSums& tick) {
  totals.burnt += tick.burnt;
  totals.eaten += tick.eaten;
  totals.born += tick.born;
  totals.lost += tick.lost;
  totals.foodGrown += tick.foodGrown;
  totals.foodEaten += tick.foodEaten;
  totals.sightCutOff += tick.sightCutOff;
  totals.invalid += tick.invalid;
  for (uint32_t t = 0; t < constants::maxTribes; ++t) {
    totals.births[t] += tick.births[t];
    totals.kills[t] += tick.kills[t];
    for (uint32_t cause = 0; cause < 3; ++cause) totals.deaths[cause][t] += tick.deaths[cause][t];
  }
}

void gatherStatistics(const WorldState& world, WorldStats& stats) {
  stats = {};
  TribeSums sums[constants::maxTribes];
  const GeneScale scale;
  const Store& store = world.store;
  for (uint32_t i = 0; i < world.animalEnd; ++i) {
    const Animal& a = store.animals[i];
    if ((a.info & info::alive) == 0) continue;
    const uint32_t t = a.info & info::tribeMask;
    const Traits& traits = store.traits[i];
    TribeStats& tribe = stats.tribes[t];
    ++tribe.population;
    sums[t].energy += static_cast<int64_t>(a.energy * constants::ledgerScale);
    sums[t].ageTicks += static_cast<int32_t>(world.tick) - traits.birthTick;
    addGenes(tribe, sums[t], traits, scale);
  }
  TribeSums totalSums;
  for (uint32_t t = 0; t < constants::maxTribes; ++t) {
    sums[t].flush();
    merge(stats.total, totalSums, stats.tribes[t], sums[t]);
    finish(stats.tribes[t], sums[t]);
  }
  finish(stats.total, totalSums);
  countEvents(world.totals, stats);

  const auto ledgerScale = static_cast<double>(constants::ledgerScale);
  stats.tick = world.tick;
  stats.population = stats.total.population;
  stats.capacity = store.capacity;
  stats.birthsRefused = world.birthsRefused;
  stats.sightCutOff = world.totals.sightCutOff;
  stats.extinct = stats.population == 0 ? 1 : 0;
  stats.frameAnimals = stats.population;
  for (int32_t c = 0; c < world.columns * world.rows; ++c) {
    stats.foodNow += static_cast<double>(std::max(0.0f, store.food[c]));
    stats.foodMost += static_cast<double>(store.foodCapacity[c]);
  }
  stats.energyStock = static_cast<double>(totalSums.energy) / ledgerScale;
  stats.energyBurnt = static_cast<double>(world.totals.burnt) / ledgerScale;
  stats.energyEaten = static_cast<double>(world.totals.eaten) / ledgerScale;
  stats.energyBorn = static_cast<double>(world.totals.born) / ledgerScale;
  stats.energyLost = static_cast<double>(world.totals.lost) / ledgerScale;
  stats.foodGrown = static_cast<double>(world.totals.foodGrown) / ledgerScale;
  stats.foodEaten = static_cast<double>(world.totals.foodEaten) / ledgerScale;
}

}  // namespace skyflock::life
