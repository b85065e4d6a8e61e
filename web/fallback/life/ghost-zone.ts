/**
 * The ghost zone of a partition: the cells within GHOST_CELLS of its rectangle, copied from the
 * partitions that own them. The twin of src/life/ghost_zone.h. On a torus they may be the partition's
 * own cells from the far side; the copy then stands at x ± width, y ± height, rounded to f32.
 */
import { GHOST_CELLS } from '../../generated/life-layout.js';
import type { CellRect } from '../runtime/partitioner.js';
import { ANIMAL_WORDS, X, Y } from './columns.js';
import { lastAtOrBelow, type Partition, slotOfRow } from './partition.js';
import { partitionOf, type WorldState } from './world-state.js';

/**
 * Words of a segment, a run of cells of one local row that one partition owns: the owner's number,
 * its first cell in the owner's rectangle (x, y), its first cell in the local grid, the number of its
 * cells, and how often the world's width and height are added to its positions (-1 to 1).
 */
export const SEGMENT_WORDS = 7;

/** The segments of p's local grid, row by row, left to right; they change with the plan only. */
export function segmentsOf(world: WorldState, p: Partition): Int32Array {
  const segments: number[] = [];
  for (let localY = 0; localY < p.localRows; localY++) {
    const rawY = p.rect.y0 - GHOST_CELLS + localY;
    const y = (rawY + world.rows) % world.rows;
    let localX = 0;
    while (localX < p.stride) {
      const rawX = p.rect.x0 - GHOST_CELLS + localX;
      const x = (rawX + world.columns) % world.columns;
      const owner = partitionOf(world, x, y);
      const rect = world.plan[owner] as CellRect;
      const left = p.stride - localX;
      const cells = rect.x1 - x < left ? rect.x1 - x : left;
      const wrapX = rawX < 0 ? -1 : rawX >= world.columns ? 1 : 0;
      const wrapY = rawY < 0 ? -1 : rawY >= world.rows ? 1 : 0;
      segments.push(owner, x - rect.x0, y - rect.y0, localY * p.stride + localX, cells, wrapX, wrapY);
      localX += cells;
    }
  }
  return Int32Array.from(segments);
}

/** Slots that partition p needs, own animals and ghosts together. Reads every partition's cellCounts. */
export function countSlots(world: WorldState, p: Partition): number {
  const { segments } = p;
  let slots = 0;
  for (let s = 0; s < segments.length; s += SEGMENT_WORDS) {
    const owner = world.partitions[segments[s] as number] as Partition;
    const { cellCounts } = owner;
    const first = (segments[s + 2] as number) * owner.width + (segments[s + 1] as number);
    const end = first + (segments[s + 4] as number);
    for (let c = first; c < end; c++) slots += cellCounts[c] as number;
  }
  return slots;
}

/** Writes the number of animals of every local cell to p.cellStart. */
export function fillCellCounts(world: WorldState, p: Partition): void {
  const { segments, cellStart } = p;
  for (let s = 0; s < segments.length; s += SEGMENT_WORDS) {
    const owner = world.partitions[segments[s] as number] as Partition;
    const { cellCounts } = owner;
    const first = (segments[s + 2] as number) * owner.width + (segments[s + 1] as number);
    const to = segments[s + 3] as number;
    const cells = segments[s + 4] as number;
    for (let c = 0; c < cells; c++) cellStart[to + c] = cellCounts[first + c] as number;
  }
}

/** Copies the ghost animals. Reads the own slots of every partition. */
export function fillGhosts(world: WorldState, p: Partition): void {
  const { segments, cellStart } = p;
  const { worldWidth, worldHeight } = world.rules;
  for (let s = 0; s < segments.length; s += SEGMENT_WORDS) {
    const owner = world.partitions[segments[s] as number] as Partition;
    const wrapX = segments[s + 5] as number;
    const wrapY = segments[s + 6] as number;
    if (owner === p && wrapX === 0 && wrapY === 0) continue;
    const first = ((segments[s + 2] as number) + GHOST_CELLS) * owner.stride + (segments[s + 1] as number) + GHOST_CELLS;
    const begin = owner.cellStart[first] as number;
    const end = owner.cellStart[first + (segments[s + 4] as number)] as number;
    if (begin === end) continue;
    copyGhosts(world, begin, end, cellStart[segments[s + 3] as number] as number, wrapX * worldWidth, wrapY * worldHeight);
  }
}

function copyGhosts(world: WorldState, begin: number, end: number, first: number, shiftX: number, shiftY: number): void {
  const { sightX, sightY } = world.store;
  const { numbers, words } = world.store.sight;
  let to = first;
  for (let from = begin; from < end; from++, to++) {
    const read = from * ANIMAL_WORDS;
    const write = to * ANIMAL_WORDS;
    for (let k = Y + 1; k < ANIMAL_WORDS; k++) words[write + k] = words[read + k] as number;
    const x = Math.fround((numbers[read + X] as number) + shiftX);
    const y = Math.fround((numbers[read + Y] as number) + shiftY);
    numbers[write + X] = x;
    numbers[write + Y] = y;
    sightX[to] = x;
    sightY[to] = y;
  }
}

/** Own index of the animal that stands in a slot of partition p, in whichever partition it is own. */
export function ownOfSlot(world: WorldState, p: Partition, slot: number): number {
  // The last cell that begins at or before the slot; empty cells before it begin there as well.
  const local = lastAtOrBelow(p.cellStart, p.stride * p.localRows + 1, slot);
  const localY = (local / p.stride) | 0;
  const localX = local - localY * p.stride;
  const y = (p.rect.y0 - GHOST_CELLS + localY + world.rows) % world.rows;
  const x = (p.rect.x0 - GHOST_CELLS + localX + world.columns) % world.columns;
  const owner = world.partitions[partitionOf(world, x, y)] as Partition;
  const ownerY = y - owner.rect.y0;
  const ownerCell = (ownerY + GHOST_CELLS) * owner.stride + (x - owner.rect.x0) + GHOST_CELLS;
  const ownerSlot = (owner.cellStart[ownerCell] as number) + slot - (p.cellStart[local] as number);
  return (owner.ownRowStart[ownerY] as number) + ownerSlot - slotOfRow(owner, ownerY);
}
