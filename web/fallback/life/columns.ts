/**
 * The memory of a world between and within ticks: the twin of src/life/columns.h.
 *
 * Records stand as words in typed arrays, f32 and u32 views over the same bytes. Everything is
 * allocated once, at the founding.
 */
import { GHOST_CELLS, INFO_ALIVE, INFO_HUNTING, INFO_SATIATED } from '../../generated/life-layout.js';
import { INTENT_WORDS } from '../core/sort.js';
import type { Options } from './rules.js';

/** Words of an Animal record, and where its fields stand. */
export const ANIMAL_WORDS = 8;
export const X = 0;
export const Y = 1;
export const VX = 2;
export const VY = 3;
export const ENERGY = 4;
export const INFO = 5;
export const ID = 6;
export const FOOD_CELL = 7;

/** Words of a Traits record, and where what follows its genes stands. */
export const TRAIT_WORDS = 12;
export const COS_HALF_VIEW = 9;
export const BIRTH_TICK = 10;
export const DIGEST = 11;

/** Words of a Decision record: next velocity, then what overlapping bodies do. */
export const DECISION_WORDS = 4;

/** Bits of INFO, of the action column and of the outcome column, by the names that src/life/columns.h has for them. */
export {
  ACTION_ATTACK as ATTACK,
  ACTION_BREED as BREED,
  ACTION_GRAZE as GRAZE,
  ACTION_MATE as MATE,
  INFO_ALIVE as ALIVE,
  INFO_HUNTING as HUNTING,
  INFO_HYBRID as HYBRID,
  INFO_PREDATOR as PREDATOR,
  INFO_SATIATED as SATIATED,
  INFO_TRIBE as TRIBE_MASK,
  INFO_WANT_SHIFT as WANT_SHIFT,
  INFO_WILLING as WILLING,
  OUTCOME_ACCEPTED as ACCEPTED,
  OUTCOME_ADMITTED as ADMITTED,
  OUTCOME_KILL as KILL,
  WANT_BITS,
} from '../../generated/life-layout.js';
export const COUNTED = INFO_ALIVE | INFO_HUNTING | INFO_SATIATED;

/** Cell of an animal that is no longer there. */
export const NOWHERE = -1;

/** Entries that keep the slices of two partitions apart. */
export const SLICE_GAP = 4;

/** A record array as f32 and as u32. */
export interface Records {
  readonly numbers: Float32Array;
  readonly words: Uint32Array;
}

/**
 * Every array of a world. All of them are indexed by `own` (a world-wide index into the (cell, id)
 * order, partition after partition) unless said otherwise.
 */
export interface Store {
  /** Animals that may be alive. */
  readonly capacity: number;
  /** Entries of the own-indexed arrays, gaps included. */
  readonly animalCapacity: number;
  /** Slots of the sight columns. */
  readonly sightCapacity: number;
  /** Partitions there is room for. */
  readonly mostPartitions: number;
  /** Bytes of all arrays. */
  readonly bytes: number;

  /** Left by the last move, read by the next exchange. */
  readonly animals: Records;
  /** Of this tick's own order, and the other half of the double buffer. */
  traits: Records;
  traitsNext: Records;
  /** Cells of the animals, or NOWHERE; made by move. */
  readonly cells: Int32Array;
  /** Scratch of the exchange: ids in cell order, the index into animals of each, the next place of every cell. */
  readonly sortedIds: Uint32Array;
  readonly sortedSource: Uint32Array;
  readonly cursors: Uint32Array;
  /** Scratch of interact and of admit: Intent records. */
  readonly intents: Uint32Array;
  /** By slot: own animals and ghosts in local-grid order; positions stand twice, as columns for the search. */
  readonly sightX: Float32Array;
  readonly sightY: Float32Array;
  readonly sight: Records;

  /** Made by sense. */
  readonly foodCellNext: Uint32Array;
  readonly decisions: Float32Array;
  readonly actions: Uint32Array;
  /** `own` index of the prey or mate. */
  readonly targets: Uint32Array;
  /** e, the attack's strength. */
  readonly strikes: Float32Array;
  /** The own animals with an intent, in order, from the partition's ownBegin on. */
  readonly actors: Uint32Array;
  /** Made by interact: e, eaten less lost to attacks. */
  readonly gains: Float32Array;
  /** Made by interact: 1 + own index of the first attacker when killed, or 0. */
  readonly killedBy: Uint32Array;
  /** Made by interact at the actor. */
  readonly outcomes: Uint32Array;
  readonly spoils: Float32Array;
  /** Made by settle: e. */
  readonly settled: Float32Array;
  /** Made by interact: actors whose mate is the partition's, in order. */
  readonly partners: Uint32Array;
  /** Made by settle: own animals that ask for a birth. */
  readonly requests: Uint32Array;
  /** Made by admit at the parent, when admitted. */
  readonly birthRanks: Uint32Array;
  /** Made by move: animals that left their partition. */
  readonly outbox: Uint32Array;

  /** By cell: food units when 0 or more, else the seconds it rests. */
  food: Float32Array;
  foodNext: Float32Array;
  readonly foodCapacity: Float32Array;

  /** Shared out to the partitions. */
  readonly cellCounts: Uint32Array;
  readonly cellStarts: Uint32Array;
  readonly rowStarts: Uint32Array;
}

/** Memory for an array was refused. */
export class MemoryRefusal extends RangeError {
  readonly bytes: number;

  constructor(bytes: number) {
    super(`${bytes} bytes of memory were refused`);
    this.name = 'MemoryRefusal';
    this.bytes = bytes;
  }
}

/** What `make` gives for so many words. @throws MemoryRefusal */
function wordsOf<Made>(count: number, make: (count: number) => Made): Made {
  try {
    return make(count);
  } catch (error) {
    throw error instanceof RangeError ? new MemoryRefusal(4 * count) : error;
  }
}

/**
 * Makes the arrays of a world, sized as `allocateStore` sizes them.
 * @throws MemoryRefusal
 */
export function allocateStore(options: Options, partitions: number): Store {
  const { maxEntities, columns, rows } = options;
  const own = maxEntities + SLICE_GAP * partitions + 8;
  // The ghosts of one partition on a torus are at most three copies of everybody, of which only
  // crowds at the border come near; small worlds get room for all.
  const crowd = (maxEntities >>> 5) + 32768;
  const ghosts = (3 * maxEntities < crowd ? 3 * maxEntities : crowd) * partitions;
  const slots = maxEntities + ghosts + SLICE_GAP * partitions + 12;
  const cells = columns * rows;
  const localCells = cells + 2 * GHOST_CELLS * partitions * (columns + rows) + (4 * GHOST_CELLS * GHOST_CELLS + 1) * partitions;
  let bytes = 0;
  const floats = (count: number): Float32Array => {
    bytes += 4 * count;
    return wordsOf(count, (length) => new Float32Array(length));
  };
  const words = (count: number): Uint32Array => {
    bytes += 4 * count;
    return wordsOf(count, (length) => new Uint32Array(length));
  };
  const records = (count: number, wordsOfOne: number): Records => {
    const numbers = floats(count * wordsOfOne);
    return { numbers, words: new Uint32Array(numbers.buffer) };
  };
  const columnsOfStore = {
    animals: records(own, ANIMAL_WORDS),
    traits: records(own, TRAIT_WORDS),
    traitsNext: records(own, TRAIT_WORDS),
    cells: new Int32Array(words(own).buffer),
    sortedIds: words(own),
    sortedSource: words(own),
    cursors: words(cells),
    intents: words(own * INTENT_WORDS),
    sightX: floats(slots),
    sightY: floats(slots),
    sight: records(slots, ANIMAL_WORDS),
    foodCellNext: words(own),
    decisions: floats(own * DECISION_WORDS),
    actions: words(own),
    targets: words(own),
    strikes: floats(own),
    actors: words(own),
    gains: floats(own),
    killedBy: words(own),
    outcomes: words(own),
    spoils: floats(own),
    settled: floats(own),
    partners: words(own),
    requests: words(own),
    birthRanks: words(own),
    outbox: words(own),
    food: floats(cells),
    foodNext: floats(cells),
    foodCapacity: floats(cells),
    cellCounts: words(cells),
    cellStarts: words(localCells),
    rowStarts: words((rows + 1) * partitions),
  };
  return {
    capacity: maxEntities,
    animalCapacity: own - 4,
    sightCapacity: slots - 8,
    mostPartitions: partitions,
    bytes,
    ...columnsOfStore,
  };
}
