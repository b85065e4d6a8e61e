/**
 * The sense phase: each animal adds up its neighbours, one after the other, in canonical order: rows of
 * cells dy = 0, -1, +1, -2, +2 ...; in a row cells from left to right; in a cell by id. At most
 * maxNeighbours within the sight radius count, itself among them. The twin of src/life/sense.h, where
 * four animals list their neighbours first: what is added to what, and in which order, is the same.
 */
import { GHOST_CELLS } from '../../generated/life-layout.js';
import { lookAround } from './meet.js';
import { BLOCK } from './mind.js';
import { type Partition, slotOfRow } from './partition.js';
import { loadSelf } from './self.js';
import { beginSteering, steerAll, steerFlock } from './steer.js';
import type { WorldState } from './world-state.js';

/** Runs the sense and steer phase of partition p, block by block. */
export function senseAndSteer(world: WorldState, p: Partition): void {
  beginSteering(world, p);
  const movementOnly = world.rules.options.movementOnly !== 0;
  for (let row = 0; row < p.height; row++) {
    let slot = slotOfRow(p, row);
    const end = p.ownRowStart[row + 1] as number;
    for (let own = p.ownRowStart[row] as number; own < end; own += BLOCK, slot += BLOCK) {
      const count = end - own < BLOCK ? end - own : BLOCK;
      loadSelf(world, slot, own, count);
      lookAround(world, p, row + GHOST_CELLS, slot, own, count);
      if (movementOnly) steerFlock(world, p, slot, own, count);
      else steerAll(world, p, slot, own, count);
    }
  }
}
