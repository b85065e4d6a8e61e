/** Everything the phases work on: the twin of src/life/world_state.h. */
import { MAX_WORKERS } from '../../generated/life-layout.js';
import type { CellRect } from '../runtime/partitioner.js';
import type { Store } from './columns.js';
import { Mind } from './mind.js';
import { AMOUNTS, COUNTS, Partition } from './partition.js';
import { emptyRules, type Founding, type Rules } from './rules.js';

/** Sums from the founding on; counts of sightCutOff and invalid are of the last tick. */
export interface Totals {
  /** i64, since a long run adds up to more than 2^53. */
  readonly amounts: BigInt64Array;
  readonly counts: Uint32Array;
}

export class WorldState {
  readonly founding: Founding;
  readonly rules: Rules = emptyRules();
  readonly store: Store;
  /** The rectangles of the partitions that are in use. */
  plan: readonly CellRect[] = [];
  readonly partitions: readonly Partition[] = Array.from({ length: MAX_WORKERS }, (_, index) => new Partition(index));
  /**
   * False when animals do not stand in the slices of the present plan: before the first tick, and
   * after the plan changed. The exchange then looks through all of them.
   */
  slicesMatchPlan = false;

  readonly columns: number;
  readonly rows: number;
  /** The tick being run, or the next one. */
  tick = 0;
  /** Alive after the last tick. */
  population = 0;
  nextId = 1;
  /** From the start. */
  birthsRefused = 0;
  readonly totals: Totals = { amounts: new BigInt64Array(AMOUNTS), counts: new Uint32Array(COUNTS) };
  /** Entries of `animals` left by the last tick, dead ones included. */
  animalEnd = 0;
  /** Entries from here to animalEnd belong to no slice. */
  newbornBegin = 0;
  /** Births admitted in this tick. */
  birthCount = 0;
  /** Id of the first of them. */
  firstNewbornId = 0;
  /** What the animal at hand sees and wants. */
  readonly mind = new Mind();

  constructor(founding: Founding, store: Store) {
    this.founding = founding;
    this.store = store;
    this.columns = founding.options.columns;
    this.rows = founding.options.rows;
  }
}

/** Number of the partition that owns a cell. */
export function partitionOf(world: WorldState, cellX: number, cellY: number): number {
  const plan = world.plan;
  let p = 0;
  for (; p < plan.length - 1; p++) {
    const rect = plan[p] as CellRect;
    if (cellX >= rect.x0 && cellX < rect.x1 && cellY >= rect.y0 && cellY < rect.y1) break;
  }
  return p;
}

/** The partition that owns the animal at an own index. */
export function homeOf(world: WorldState, own: number): Partition {
  let p = 0;
  let home = world.partitions[0] as Partition;
  while (own >= home.ownBegin + home.ownCount) {
    p += 1;
    home = world.partitions[p] as Partition;
  }
  return home;
}
