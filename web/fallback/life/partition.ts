/** A part of the world, and the slices of the Store that belong to it: the twin of src/life/partition.h. */
import { GHOST_CELLS, MAX_TRIBES, MAX_WORKERS } from '../../generated/life-layout.js';
import type { CellRect } from '../runtime/partitioner.js';

/** Where the amounts of a TickSums stand: energy and food, counted in 1 / LEDGER_SCALE. */
export const Amount = { burnt: 0, eaten: 1, born: 2, lost: 3, foodGrown: 4, foodEaten: 5 } as const;
export const AMOUNTS = 6;

/** Where the counts of a TickSums stand; those by tribe are MAX_TRIBES in a row, deaths by cause before tribe. */
export const Count = {
  sightCutOff: 0,
  births: 1,
  deaths: 1 + MAX_TRIBES,
  kills: 1 + 4 * MAX_TRIBES,
  invalid: 1 + 5 * MAX_TRIBES,
} as const;
export const COUNTS = 2 + 5 * MAX_TRIBES;

/**
 * A partition: a rectangle of whole cells. Its local grid is that rectangle with GHOST_CELLS more on
 * every side; the slots of a local row (ghosts, own animals, ghosts) are contiguous.
 *
 * A phase of a partition writes this partition's fields and slices and reads other partitions' only
 * as the phase table says.
 */
export class Partition {
  readonly index: number;
  rect: CellRect = { x0: 0, y0: 0, x1: 0, y1: 0 };
  width = 0;
  height = 0;
  /** Cells of a local row: width + 2 GHOST_CELLS. */
  stride = 0;
  localRows = 0;

  /** Slice of the own-indexed arrays. */
  ownBegin = 0;
  ownCount = 0;
  /** Slice of the sight columns. */
  slotBegin = 0;
  slotCount = 0;
  /** Its slice when `animals` was written. */
  previousBegin = 0;
  previousEnd = 0;

  /** Its share of the arrays that have a word for every cell. */
  cellBegin = 0;
  /** Own cells: animals. */
  cellCounts: Uint32Array = new Uint32Array(0);
  /** Local cells + 1: first slot. */
  cellStart: Uint32Array = new Uint32Array(0);
  /** Own rows + 1: first own index. */
  ownRowStart: Uint32Array = new Uint32Array(0);
  /** The runs of its local grid that one partition owns (ghost-zone.ts). */
  segments: Int32Array = new Int32Array(0);

  /** Of its slice, after the last tick. */
  aliveCount = 0;
  actorCount = 0;
  partnerCount = 0;
  requestCount = 0;
  outboxCount = 0;
  /** Intents on the animals of each partition, made by sense. */
  readonly intentsFor = new Uint32Array(MAX_WORKERS);
  /** Sums of a tick, whole numbers: what one tick can move stays far below 2^53. */
  readonly amounts = new Float64Array(AMOUNTS);
  readonly counts = new Uint32Array(COUNTS);

  constructor(index: number) {
    this.index = index;
  }
}

/** First slot of the own animals of own row `row`. */
export function slotOfRow(p: Partition, row: number): number {
  return p.cellStart[(row + GHOST_CELLS) * p.stride + GHOST_CELLS] as number;
}

/** Slot of an own animal; searches for its row, so it is for the few. */
export function slotOfOwn(p: Partition, own: number): number {
  const row = lastAtOrBelow(p.ownRowStart, p.height + 1, own);
  return slotOfRow(p, row) + (own - (p.ownRowStart[row] as number));
}

/** The last of `count` rising numbers that is at most `value`; the first one is. */
export function lastAtOrBelow(numbers: Uint32Array, count: number, value: number): number {
  let below = 0;
  let above = count;
  while (above - below > 1) {
    const middle = (below + above) >>> 1;
    if ((numbers[middle] as number) <= value) below = middle;
    else above = middle;
  }
  return below;
}
