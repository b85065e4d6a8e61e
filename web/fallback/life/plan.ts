/**
 * How a world is cut into partitions.
 *
 * The twin of src/life/partition.h.
 */
import { GHOST_CELLS, type PartitionStrategy } from '../../generated/life-layout.js';
import { type CellRect, makePlan } from '../runtime/partitioner.js';
import { segmentsOf } from './ghost-zone.js';
import type { Partition } from './partition.js';
import type { WorldState } from './world-state.js';

/** Cells. A partition narrower than both its ghost zones would hold more ghosts than animals. */
export const LEAST_SIDE = 2 * GHOST_CELLS;

/** Cuts the world by a plan; the next exchange looks through all animals. */
export function setPlan(world: WorldState, plan: readonly CellRect[]): void {
  const { store } = world;
  world.plan = plan;
  world.slicesMatchPlan = false;
  let cells = 0;
  let starts = 0;
  let rows = 0;
  plan.forEach((rect, index) => {
    const p = world.partitions[index] as Partition;
    p.rect = rect;
    p.width = rect.x1 - rect.x0;
    p.height = rect.y1 - rect.y0;
    p.stride = p.width + 2 * GHOST_CELLS;
    p.localRows = p.height + 2 * GHOST_CELLS;
    p.cellBegin = cells;
    p.cellCounts = store.cellCounts.subarray(cells, cells + p.width * p.height);
    p.cellStart = store.cellStarts.subarray(starts, starts + p.stride * p.localRows + 1);
    p.ownRowStart = store.rowStarts.subarray(rows, rows + p.height + 1);
    p.segments = segmentsOf(world, p);
    cells += p.cellCounts.length;
    starts += p.cellStart.length;
    rows += p.ownRowStart.length;
  });
}

/** The plan whose partitions have about equal areas; by bisection unless a strategy is given. */
export function makeEvenPlan(world: WorldState, count: number, leastSide: number, strategy?: PartitionStrategy): CellRect[] {
  return makePlan({ columns: world.columns, rows: world.rows, count, strategy, leastSide });
}
