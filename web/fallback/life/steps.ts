/**
 * What a tick does for a partition, step after step; between two steps everybody waits for everybody.
 *
 * The twin of src/life/world.cpp.
 */
import { fillGhosts } from './ghost-zone.js';
import { countCells, sortAnimals } from './grid.js';
import { interact, settle } from './interact.js';
import { move } from './lifecycle.js';
import type { Partition } from './partition.js';
import { senseAndSteer } from './sense.js';
import type { WorldState } from './world-state.js';

/** Numbers of the steps, in order. */
export const TickStep = { count: 0, sort: 1, ghosts: 2, sense: 3, interact: 4, settle: 5, move: 6 } as const;

/** By step, the work for a partition. */
export const TICK_WORK: readonly ((world: WorldState, p: Partition) => void)[] = [
  countCells,
  sortAnimals,
  fillGhosts,
  senseAndSteer,
  interact,
  settle,
  move,
];
