/**
 * Snapshots (docs/snapshot-format.md), byte for byte as src/life/snapshot.h writes them and with the same
 * refusals of what is wrong with one. Where their parts stand is said in web/life/shared/snapshot.ts.
 */
import {
  GENE_COUNT,
  HYBRID_TRIBE,
  MAX_ENERGY,
  MIN_COLUMNS,
  MOST_HUE,
  MOST_IDS,
  MOST_SUM_BITS,
  MOST_TICKS,
  OLDEST_BIRTH,
  OPTIONS,
  SNAPSHOT_LAYOUT_ID,
  SNAPSHOT_MAGIC,
  SNAPSHOT_VERSION,
  SnapshotAnimal,
  SnapshotHeader,
  SnapshotTotals,
  TribeSetup,
  Want,
} from '../../generated/life-layout.js';
import type { RoomFor } from '../../life/shared/kernel.js';
import { type SnapshotParts, snapshotChecksum, verifyChecksum } from '../../life/shared/snapshot.js';
import { failure, outOfRange, type Status } from '../core/status.js';
import {
  ALIVE,
  ANIMAL_WORDS,
  BIRTH_TICK,
  ENERGY,
  FOOD_CELL,
  HUNTING,
  HYBRID,
  ID,
  INFO,
  PREDATOR,
  SATIATED,
  TRAIT_WORDS,
  TRIBE_MASK,
  VX,
  VY,
  WANT_BITS,
  WANT_SHIFT,
  WILLING,
  X,
  Y,
} from './columns.js';
import { optionsFrom, readOptions } from './founding.js';
import { isComplete } from './genes.js';
import { cellOf } from './grid.js';
import { AMOUNTS, COUNTS, Count } from './partition.js';
import { hashState } from './phase-hash.js';
import { FASTEST, type Founding, GENE_LEAST, GENE_MOST, makeRules, optionName, type Tribe } from './rules.js';
import type { WorldState } from './world-state.js';

const f = Math.fround;
const SAVED_WORDS = SnapshotAnimal.size / 4;
const MOST_SUM = 2n ** BigInt(MOST_SUM_BITS);
const KNOWN_INFO = TRIBE_MASK | ALIVE | PREDATOR | WILLING | HYBRID | (WANT_BITS << WANT_SHIFT) | HUNTING | SATIATED;
const MOST_FOOD = mostOf('foodCapacity');
const LONGEST_REST = mostOf('foodCooldown');
/** More than there are animals: what an id is multiplied with so that an index fits below it. */
const INDEX_SPAN = 2 ** 21;

function mostOf(name: (typeof OPTIONS)[number]['name']): number {
  return f(OPTIONS.find((option) => option.name === name)?.most ?? 0);
}

function refuse(why: string): string {
  return failure(`The snapshot ${why}`);
}

/** Writes a snapshot of the present state, at the beginning of what `roomFor` gives. */
export function saveWorld(world: WorldState, roomFor: RoomFor = (bytes) => new ArrayBuffer(bytes)): ArrayBuffer {
  const { founding, store } = world;
  const cells = world.columns * world.rows;
  const tribes = SnapshotHeader.size + 8 * OPTIONS.length;
  const totals = roundUp8(tribes + TribeSetup.size * founding.tribes.length);
  const animals = totals + SnapshotTotals.size;
  const food = animals + SnapshotAnimal.size * world.population;
  const labels = food + 8 * cells;
  const bytes = roundUp8(labels + founding.labels.length);
  const snapshot = roomFor(bytes);
  new Uint8Array(snapshot, 0, animals).fill(0);
  new Uint8Array(snapshot, labels, bytes - labels).fill(0);
  new Float64Array(snapshot, SnapshotHeader.size, OPTIONS.length).set(readOptions(founding.options));
  founding.tribes.forEach((tribe, number) => {
    writeTribe(new DataView(snapshot, tribes + number * TribeSetup.size, TribeSetup.size), tribe);
  });
  new BigInt64Array(snapshot, totals, AMOUNTS).set(world.totals.amounts);
  const counts = new Uint32Array(snapshot, totals + 8 * AMOUNTS, COUNTS);
  counts.set(world.totals.counts);
  counts[Count.invalid] = 0;
  saveAnimals(world, new Uint32Array(snapshot, animals, SAVED_WORDS * world.population));
  new Float32Array(snapshot, food, cells).set(store.food);
  new Float32Array(snapshot, food + 4 * cells, cells).set(store.foodCapacity);
  new Uint8Array(snapshot, labels, founding.labels.length).set(founding.labels);
  writeHeader(world, snapshot, bytes);
  return snapshot;
}

function roundUp8(bytes: number): number {
  return (bytes + 7) & ~7;
}

function writeHeader(world: WorldState, snapshot: ArrayBuffer, bytes: number): void {
  const header = new Uint32Array(snapshot, 0, SnapshotHeader.size / 4);
  header[SnapshotHeader.magic / 4] = SNAPSHOT_MAGIC;
  header[SnapshotHeader.version / 4] = SNAPSHOT_VERSION;
  header[SnapshotHeader.layoutId / 4] = SNAPSHOT_LAYOUT_ID;
  header[SnapshotHeader.bytes / 4] = bytes;
  header[SnapshotHeader.optionCount / 4] = OPTIONS.length;
  header[SnapshotHeader.tribeCount / 4] = world.founding.tribes.length;
  header[SnapshotHeader.animalCount / 4] = world.population;
  header[SnapshotHeader.cellCount / 4] = world.columns * world.rows;
  header[SnapshotHeader.tick / 4] = world.tick;
  header[SnapshotHeader.nextId / 4] = world.nextId;
  header[SnapshotHeader.birthsRefused / 4] = world.birthsRefused;
  header[SnapshotHeader.labelBytes / 4] = world.founding.labels.length;
  hashState(world, header, SnapshotHeader.hashLow / 4);
  header[SnapshotHeader.checksum / 4] = snapshotChecksum(snapshot, bytes);
}

function writeTribe(view: DataView, { share, pattern, hue, genes }: Tribe): void {
  view.setFloat32(TribeSetup.share, share, true);
  view.setUint32(TribeSetup.pattern, pattern, true);
  view.setFloat32(TribeSetup.hue, hue, true);
  for (let g = 0; g < GENE_COUNT; g++) view.setFloat32(TribeSetup.genes + 4 * g, genes[g] as number, true);
}

function readTribe(view: DataView): Tribe {
  return {
    share: view.getFloat32(TribeSetup.share, true),
    pattern: view.getUint32(TribeSetup.pattern, true),
    hue: view.getFloat32(TribeSetup.hue, true),
    genes: Float32Array.from({ length: GENE_COUNT }, (_, g) => view.getFloat32(TribeSetup.genes + 4 * g, true)),
  };
}

/** The living animals by ascending id: id * INDEX_SPAN + index into `animals`, below 2^53. */
function orderById(world: WorldState): Float64Array {
  const { words } = world.store.animals;
  const order = new Float64Array(world.population);
  let count = 0;
  for (let own = 0; own < world.animalEnd; own++) {
    const at = own * ANIMAL_WORDS;
    if (((words[at + INFO] as number) & ALIVE) !== 0) order[count++] = (words[at + ID] as number) * INDEX_SPAN + own;
  }
  return order.sort();
}

function saveAnimals(world: WorldState, into: Uint32Array): void {
  const animals = world.store.animals.words;
  const traits = world.store.traits.words;
  let to = 0;
  for (const key of orderById(world)) {
    const own = key % INDEX_SPAN;
    into.set(animals.subarray(own * ANIMAL_WORDS, (own + 1) * ANIMAL_WORDS), to);
    into.set(traits.subarray(own * TRAIT_WORDS, (own + 1) * TRAIT_WORDS), to + ANIMAL_WORDS);
    to += SAVED_WORDS;
  }
}

/**
 * What the world of a snapshot was founded with, or what is wrong with it; the rest of the bytes is
 * checked too, but for the animals and the food.
 * @throws LifeSnapshotError for what is wrong with the bytes as a whole
 */
export function readFounding(snapshot: ArrayBuffer, parts: SnapshotParts): Founding | string {
  verifyChecksum(snapshot, parts);
  const { header } = parts;
  const options = optionsFrom(new Float64Array(snapshot, parts.options, OPTIONS.length), checkWhole);
  if (typeof options === 'string') return options;
  const tribes = Array.from({ length: header.tribeCount }, (_, t) =>
    readTribe(new DataView(snapshot, parts.tribes + t * TribeSetup.size, TribeSetup.size)),
  );
  const odd = tribes.find(({ hue }) => !(hue >= 0 && hue <= MOST_HUE));
  if (odd !== undefined) return outOfRange('hue of a tribe', odd.hue, 0, MOST_HUE, 'deg');
  const labels = new Uint8Array(snapshot.slice(parts.labels, parts.labels + header.labelBytes));
  const { columns, rows, maxEntities } = options;
  const isOpen = columns < MIN_COLUMNS || rows < MIN_COLUMNS || maxEntities === 0;
  if (isOpen || columns * rows !== header.cellCount || header.animalCount > maxEntities) {
    return refuse('is damaged: its counts do not fit its options.');
  }
  if (header.tick >= MOST_TICKS || header.nextId < 1 || header.nextId > MOST_IDS) {
    return refuse('is damaged: it is of a world that ran for longer than one can.');
  }
  return { options, tribes, labels };
}

function checkWhole(index: number, value: number): Status {
  return OPTIONS[index]?.type === 'u32' && !Number.isInteger(value) ? failure(`${optionName(index)} takes a whole number.`) : null;
}

/**
 * Fills a world that was founded with that founding, but holds nobody, with a snapshot's animals and
 * food. Says what is wrong; the world must not be used then.
 */
export function loadWorld(snapshot: ArrayBuffer, parts: SnapshotParts, world: WorldState): Status {
  const { header } = parts;
  world.tick = header.tick;
  world.nextId = header.nextId;
  world.birthsRefused = header.birthsRefused;
  world.population = header.animalCount;
  world.animalEnd = header.animalCount;
  world.newbornBegin = header.animalCount;
  world.birthCount = 0;
  world.slicesMatchPlan = false;
  makeRules(world.rules, world.founding.options, world.tick);
  const status = loadTotals(snapshot, parts, world) ?? loadAnimals(snapshot, parts, world) ?? loadFood(snapshot, parts, world);
  if (status !== null) return status;
  const hash = new Uint32Array(2);
  hashState(world, hash, 0);
  const isSame = hash[0] === header.hashLow && hash[1] === header.hashHigh;
  return isSame ? null : refuse('is damaged: its state hash is not that of its animals and food.');
}

function loadTotals(snapshot: ArrayBuffer, { totals }: SnapshotParts, world: WorldState): Status {
  const amounts = new BigInt64Array(snapshot, totals, AMOUNTS);
  if (!amounts.every((sum) => sum >= -MOST_SUM && sum <= MOST_SUM)) {
    return refuse('is damaged: its sums are beyond what a world comes to.');
  }
  world.totals.amounts.set(amounts);
  world.totals.counts.set(new Uint32Array(snapshot, totals + 8 * AMOUNTS, COUNTS));
  world.totals.counts[Count.invalid] = 0;
  return null;
}

function loadAnimals(snapshot: ArrayBuffer, { animals, byId }: SnapshotParts, world: WorldState): Status {
  const { store, population } = world;
  const saved = new Uint32Array(snapshot, animals, SAVED_WORDS * population);
  const { numbers, words } = store.animals;
  let lastId = 0;
  for (let own = 0; own < population; own++) {
    const from = own * SAVED_WORDS;
    const at = own * ANIMAL_WORDS;
    words.set(saved.subarray(from, from + ANIMAL_WORDS), at);
    store.traits.words.set(saved.subarray(from + ANIMAL_WORDS, from + SAVED_WORDS), own * TRAIT_WORDS);
    if (!isSound(world, own) || !hasSoundTraits(world, own)) return refuse('is damaged: it holds an animal that cannot be.');
    store.cells[own] = cellOf(numbers[at + X] as number, numbers[at + Y] as number, world.columns);
    const id = words[at + ID] as number;
    if (byId && id <= lastId) return refuse('is damaged: its animals are not in the order of their ids.');
    lastId = id;
  }
  return byId || idsDiffer(world) ? null : refuse('is damaged: two of its animals have the same id.');
}

function idsDiffer(world: WorldState): boolean {
  const ids = orderById(world).map((key) => (key - (key % INDEX_SPAN)) / INDEX_SPAN);
  return ids.every((id, i) => i === 0 || id !== ids[i - 1]);
}

function isWithin(value: number | undefined, least: number, most: number): boolean {
  return value !== undefined && value >= least && value <= most;
}

/** Whether an entry of `animals` is an animal that can be. */
function isSound(world: WorldState, own: number): boolean {
  const { numbers, words } = world.store.animals;
  const at = own * ANIMAL_WORDS;
  const x = numbers[at + X] as number;
  const y = numbers[at + Y] as number;
  const info = words[at + INFO] as number;
  const id = words[at + ID] as number;
  const tribe = info & TRIBE_MASK;
  return (
    x >= 0 &&
    x < world.rules.worldWidth &&
    y >= 0 &&
    y < world.rules.worldHeight &&
    isWithin(numbers[at + VX], -FASTEST, FASTEST) &&
    isWithin(numbers[at + VY], -FASTEST, FASTEST) &&
    isWithin(numbers[at + ENERGY], 0, MAX_ENERGY) &&
    (info & ALIVE) !== 0 &&
    (info & ~KNOWN_INFO) === 0 &&
    (tribe < world.founding.tribes.length || tribe === HYBRID_TRIBE) &&
    ((info >>> WANT_SHIFT) & WANT_BITS) <= Want.mate &&
    id !== 0 &&
    id < world.nextId &&
    (words[at + FOOD_CELL] as number) <= world.columns * world.rows
  );
}

function hasSoundTraits(world: WorldState, own: number): boolean {
  const { numbers, words } = world.store.traits;
  const at = own * TRAIT_WORDS;
  for (let g = 0; g < GENE_COUNT; g++) {
    if (!isWithin(numbers[at + g], GENE_LEAST[g] as number, GENE_MOST[g] as number)) return false;
  }
  return isComplete(world.store.traits, own) && isWithin((words[at + BIRTH_TICK] as number) | 0, OLDEST_BIRTH, world.tick);
}

function loadFood(snapshot: ArrayBuffer, { header, food }: SnapshotParts, { store }: WorldState): Status {
  const cells = header.cellCount;
  store.food.set(new Float32Array(snapshot, food, cells));
  store.foodCapacity.set(new Float32Array(snapshot, food + 4 * cells, cells));
  const isRight =
    store.food.every((now) => isWithin(now, -LONGEST_REST, MOST_FOOD)) && store.foodCapacity.every((most) => isWithin(most, 0, MOST_FOOD));
  return isRight ? null : refuse('is damaged: it holds food that cannot be.');
}
