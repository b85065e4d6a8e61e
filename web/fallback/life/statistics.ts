/** Statistics of the present state, as the engine's WorldStats record: the twin of src/life/statistics.h. */
import {
  DeathCause,
  GENE_COUNT,
  GeneStats,
  HISTOGRAM_BINS,
  LEDGER_SCALE,
  MAX_TRIBES,
  TICKS_PER_SECOND,
  TribeStats,
  WorldStats,
} from '../../generated/life-layout.js';
import { ALIVE, ANIMAL_WORDS, BIRTH_TICK, ENERGY, INFO, TRAIT_WORDS, TRIBE_MASK } from './columns.js';
import { AMOUNTS, Amount, COUNTS, Count, type Partition } from './partition.js';
import { GENE_LEAST, GENE_MOST } from './rules.js';
import type { WorldState } from './world-state.js';

const f = Math.fround;
/** Genes are counted in 2^-16 of their range, and in 2^-12 of it for their squares. */
const STEPS = 1 << 16;
const SQUARE_SHIFT = 4;
const SQUARE_STEPS = STEPS >> SQUARE_SHIFT;
const BIN_SHIFT = 12;
const TO_STEPS = GENE_MOST.map((most, gene) => STEPS / f(most - (GENE_LEAST[gene] as number)));

/** Adds a tick's sums to those from the start. */
export function addSums(world: WorldState, p: Partition): void {
  const { amounts, counts } = world.totals;
  for (let i = 0; i < AMOUNTS; i++) amounts[i] = (amounts[i] as bigint) + BigInt(p.amounts[i] as number);
  for (let i = 0; i < COUNTS; i++) counts[i] = (counts[i] as number) + (p.counts[i] as number);
}

/** Sums over a tribe; whole numbers below 2^53, so that their order does not matter. */
class TribeSums {
  energy = 0;
  ageTicks = 0;
  readonly steps = new Float64Array(GENE_COUNT);
  readonly squares = new Float64Array(GENE_COUNT);
  readonly least = new Float32Array(GENE_COUNT).fill(1e9);
  readonly most = new Float32Array(GENE_COUNT).fill(-1e9);

  add(other: TribeSums): void {
    this.energy += other.energy;
    this.ageTicks += other.ageTicks;
    for (let g = 0; g < GENE_COUNT; g++) {
      this.steps[g] = (this.steps[g] as number) + (other.steps[g] as number);
      this.squares[g] = (this.squares[g] as number) + (other.squares[g] as number);
      this.widen(g, other.least[g] as number);
      this.widen(g, other.most[g] as number);
    }
  }

  widen(gene: number, value: number): void {
    if (value < (this.least[gene] as number)) this.least[gene] = value;
    if (value > (this.most[gene] as number)) this.most[gene] = value;
  }
}

/** Gathers the statistics of the present state, but for the hashes. */
export function gatherStatistics(world: WorldState): ArrayBuffer {
  const record = new ArrayBuffer(WorldStats.size);
  const words = new Uint32Array(record);
  const numbers = new Float32Array(record);
  const sums = Array.from({ length: MAX_TRIBES }, () => new TribeSums());
  countAnimals(world, words, sums);
  const total = new TribeSums();
  sums.forEach((tribe, number) => {
    const at = tribeAt(number);
    if (words[at] !== 0) total.add(tribe);
    addTribeCounts(words, at);
    countEvents(world.totals.counts, words, number);
    finish(words, numbers, at, tribe);
  });
  finish(words, numbers, WorldStats.total / 4, total);
  writeWorld(world, record, total);
  return record;
}

/** Word at which a tribe's record begins. */
function tribeAt(tribe: number): number {
  return (WorldStats.tribes + tribe * TribeStats.size) / 4;
}

function countAnimals(world: WorldState, words: Uint32Array, sums: readonly TribeSums[]): void {
  const { animals, traits } = world.store;
  for (let own = 0; own < world.animalEnd; own++) {
    const info = animals.words[own * ANIMAL_WORDS + INFO] as number;
    if ((info & ALIVE) === 0) continue;
    const tribe = sums[info & TRIBE_MASK] as TribeSums;
    const at = tribeAt(info & TRIBE_MASK);
    words[at] = (words[at] as number) + 1;
    tribe.energy += ((animals.numbers[own * ANIMAL_WORDS + ENERGY] as number) * LEDGER_SCALE) | 0;
    tribe.ageTicks += (world.tick - (traits.words[own * TRAIT_WORDS + BIRTH_TICK] as number)) | 0;
    for (let g = 0; g < GENE_COUNT; g++) {
      const value = traits.numbers[own * TRAIT_WORDS + g] as number;
      const steps = f(f(value - (GENE_LEAST[g] as number)) * (TO_STEPS[g] as number)) | 0;
      const coarse = steps >>> SQUARE_SHIFT;
      tribe.steps[g] = (tribe.steps[g] as number) + steps;
      tribe.squares[g] = (tribe.squares[g] as number) + coarse * coarse;
      tribe.widen(g, value);
      const bin = steps >>> BIN_SHIFT;
      const binAt = at + histogramAt(g) + (bin < HISTOGRAM_BINS ? bin : HISTOGRAM_BINS - 1);
      words[binAt] = (words[binAt] as number) + 1;
    }
  }
}

/** Word of a tribe's record at which a gene's histogram begins. */
function histogramAt(gene: number): number {
  return (TribeStats.genes + gene * GeneStats.size + GeneStats.histogram) / 4;
}

/** Adds a tribe's population and histograms to those of all. */
function addTribeCounts(words: Uint32Array, at: number): void {
  const total = WorldStats.total / 4;
  words[total] = (words[total] as number) + (words[at] as number);
  for (let g = 0; g < GENE_COUNT; g++) {
    for (let k = histogramAt(g); k < histogramAt(g) + HISTOGRAM_BINS; k++) {
      words[total + k] = (words[total + k] as number) + (words[at + k] as number);
    }
  }
}

/** Writes what befell a tribe from the start, and adds it to all. */
function countEvents(counts: Uint32Array, words: Uint32Array, tribe: number): void {
  const at = tribeAt(tribe);
  const add = (offset: number, from: number): void => {
    const events = counts[from + tribe] as number;
    words[at + offset / 4] = events;
    words[(WorldStats.total + offset) / 4] = (words[(WorldStats.total + offset) / 4] as number) + events;
  };
  add(TribeStats.births, Count.births);
  add(TribeStats.starved, Count.deaths + DeathCause.starved * MAX_TRIBES);
  add(TribeStats.killed, Count.deaths + DeathCause.killed * MAX_TRIBES);
  add(TribeStats.old, Count.deaths + DeathCause.old * MAX_TRIBES);
  add(TribeStats.kills, Count.kills);
}

/** Writes means, ranges and deviations. */
function finish(words: Uint32Array, numbers: Float32Array, at: number, sums: TribeSums): void {
  const population = words[at] as number;
  const count = population > 1 ? population : 1;
  numbers[at + TribeStats.meanEnergy / 4] = sums.energy / LEDGER_SCALE / count;
  numbers[at + TribeStats.meanAge / 4] = sums.ageTicks / count / TICKS_PER_SECOND;
  if (population === 0) return;
  for (let g = 0; g < GENE_COUNT; g++) {
    const least = GENE_LEAST[g] as number;
    const range = (GENE_MOST[g] as number) - least;
    const mean = (sums.steps[g] as number) / count / STEPS;
    // Squares come in coarser steps, each cut down by half a step on average: so must their mean.
    const coarse = mean - 0.5 / SQUARE_STEPS;
    const variance = (sums.squares[g] as number) / count / SQUARE_STEPS / SQUARE_STEPS - coarse * coarse;
    const gene = at + (TribeStats.genes + g * GeneStats.size) / 4;
    numbers[gene + GeneStats.mean / 4] = least + mean * range;
    numbers[gene + GeneStats.deviation / 4] = Math.sqrt(variance > 0 ? variance : 0) * range;
    numbers[gene + GeneStats.least / 4] = sums.least[g] as number;
    numbers[gene + GeneStats.most / 4] = sums.most[g] as number;
  }
}

function writeWorld(world: WorldState, record: ArrayBuffer, total: TribeSums): void {
  const words = new Uint32Array(record);
  const doubles = new Float64Array(record);
  const population = words[(WorldStats.total + TribeStats.population) / 4] as number;
  words[WorldStats.tick / 4] = world.tick;
  words[WorldStats.population / 4] = population;
  words[WorldStats.capacity / 4] = world.store.capacity;
  words[WorldStats.birthsRefused / 4] = world.birthsRefused;
  words[WorldStats.sightCutOff / 4] = world.totals.counts[Count.sightCutOff] as number;
  words[WorldStats.extinct / 4] = population === 0 ? 1 : 0;
  words[WorldStats.frameAnimals / 4] = population;
  let now = 0;
  let most = 0;
  for (let c = 0; c < world.columns * world.rows; c++) {
    const food = world.store.food[c] as number;
    if (food > 0) now += food;
    most += world.store.foodCapacity[c] as number;
  }
  doubles[WorldStats.foodNow / 8] = now;
  doubles[WorldStats.foodMost / 8] = most;
  doubles[WorldStats.energyStock / 8] = total.energy / LEDGER_SCALE;
  const write = (offset: number, amount: number): void => {
    doubles[offset / 8] = Number(world.totals.amounts[amount]) / LEDGER_SCALE;
  };
  write(WorldStats.energyBurnt, Amount.burnt);
  write(WorldStats.energyEaten, Amount.eaten);
  write(WorldStats.energyBorn, Amount.born);
  write(WorldStats.energyLost, Amount.lost);
  write(WorldStats.foodGrown, Amount.foodGrown);
  write(WorldStats.foodEaten, Amount.foodEaten);
}
