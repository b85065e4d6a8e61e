#include "life/statistics.h"

#include <algorithm>

#include "core/simd/f32x4.h"
#include "life/genes.h"

namespace skyflock::life {

namespace {

/// Sums of a gene over a tribe, as integers, so that their order does not matter. Genes are counted
/// in 1 / 65536 of their range.
struct GeneSums {
  int64_t sum = 0;
  int64_t squares = 0;
  float least = 1e9f, most = -1e9f;
};

struct TribeSums {
  GeneSums genes[constants::geneCount];
  int64_t energy = 0;  ///< 1 / ledgerScale e
  int64_t ageTicks = 0;
};

double root(double v) { return __builtin_sqrt(v); }

void finish(TribeStats& stats, const TribeSums& sums) {
  const auto count = static_cast<double>(std::max(1u, stats.population));
  const auto scale = static_cast<double>(constants::ledgerScale);
  stats.meanEnergy = static_cast<float>(static_cast<double>(sums.energy) / scale / count);
  stats.meanAge =
      static_cast<float>(static_cast<double>(sums.ageTicks) / count / constants::ticksPerSecond);
  for (uint32_t g = 0; g < constants::geneCount; ++g) {
    GeneStats& out = stats.genes[g];
    const GeneSums& in = sums.genes[g];
    if (stats.population == 0) continue;
    const auto least = static_cast<double>(kGeneRanges[g].least);
    const double range = static_cast<double>(kGeneRanges[g].most) - least;
    const double mean = static_cast<double>(in.sum) / count / 65536.0;
    const double square = static_cast<double>(in.squares) / count / 65536.0 / 65536.0;
    out.mean = static_cast<float>(least + mean * range);
    out.deviation = static_cast<float>(root(std::max(0.0, square - mean * mean)) * range);
    out.least = in.least;
    out.most = in.most;
  }
}

void add_gene(GeneStats& stats, GeneSums& sums, float value, int32_t steps, int32_t bin) {
  sums.sum += steps;
  sums.squares += static_cast<int64_t>(steps) * steps;
  sums.least = std::min(sums.least, value);
  sums.most = std::max(sums.most, value);
  ++stats.histogram[bin];
}

void merge(TribeStats& total, TribeSums& totalSums, const TribeStats& tribe,
           const TribeSums& sums) {
  total.population += tribe.population;
  totalSums.energy += sums.energy;
  totalSums.ageTicks += sums.ageTicks;
  for (uint32_t g = 0; g < constants::geneCount; ++g) {
    GeneSums& to = totalSums.genes[g];
    const GeneSums& from = sums.genes[g];
    to.sum += from.sum;
    to.squares += from.squares;
    to.least = std::min(to.least, from.least);
    to.most = std::max(to.most, from.most);
    for (uint32_t b = 0; b < constants::histogramBins; ++b) {
      total.genes[g].histogram[b] += tribe.genes[g].histogram[b];
    }
  }
}

void count_events(const TickSums& totals, WorldStats& stats) {
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

void add_sums(TickSums& totals, const TickSums& tick) {
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

void gather_statistics(const WorldState& world, WorldStats& stats) {
  stats = {};
  TribeSums sums[constants::maxTribes];
  float toSteps[constants::geneCount];
  for (uint32_t g = 0; g < constants::geneCount; ++g) {
    toSteps[g] = 65536.0f / (kGeneRanges[g].most - kGeneRanges[g].least);
  }
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
    for (uint32_t g = 0; g < constants::geneCount; ++g) {
      const float value = traits.genes[g];
      const auto steps = static_cast<int32_t>((value - kGeneRanges[g].least) * toSteps[g]);
      const int32_t bin = std::min(static_cast<int32_t>(constants::histogramBins) - 1, steps >> 12);
      add_gene(tribe.genes[g], sums[t].genes[g], value, steps, bin);
    }
  }
  TribeSums totalSums;
  for (uint32_t t = 0; t < constants::maxTribes; ++t) {
    merge(stats.total, totalSums, stats.tribes[t], sums[t]);
    finish(stats.tribes[t], sums[t]);
  }
  finish(stats.total, totalSums);
  count_events(world.totals, stats);

  const auto scale = static_cast<double>(constants::ledgerScale);
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
  stats.energyStock = static_cast<double>(totalSums.energy) / scale;
  stats.energyBurnt = static_cast<double>(world.totals.burnt) / scale;
  stats.energyEaten = static_cast<double>(world.totals.eaten) / scale;
  stats.energyBorn = static_cast<double>(world.totals.born) / scale;
  stats.energyLost = static_cast<double>(world.totals.lost) / scale;
  stats.foodGrown = static_cast<double>(world.totals.foodGrown) / scale;
  stats.foodEaten = static_cast<double>(world.totals.foodEaten) / scale;
}

}  // namespace skyflock::life
