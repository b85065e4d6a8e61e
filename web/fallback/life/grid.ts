/**
 * The exchange phase: animals are brought into (cell, id) order and the ghost zone is filled. The twin
 * of src/life/grid.h; its steps are countCells, then sortAnimals, then fillGhosts (ghost-zone.ts).
 */
import { CELL_SIZE, GHOST_CELLS } from '../../generated/life-layout.js';
import { ANIMAL_WORDS, ID, NOWHERE, SLICE_GAP, TRAIT_WORDS } from './columns.js';
import { countSlots, fillCellCounts } from './ghost-zone.js';
import { forEachSource } from './migration.js';
import { type Partition, slotOfRow } from './partition.js';
import type { WorldState } from './world-state.js';

const f = Math.fround;
const PER_CELL = 1 / CELL_SIZE;

/** World cell of a position; exact, since the cell size is a power of two. */
export function cellCoordinate(position: number): number {
  return (position * PER_CELL) | 0;
}

/** Number of the cell in which a position lies. */
export function cellOf(x: number, y: number, columns: number): number {
  return cellCoordinate(y) * columns + cellCoordinate(x);
}

/** Shortest way from `from` to `to` on a circle of this length, in u. */
export function torusOffset(from: number, to: number, length: number): number {
  const d = f(to - from);
  const half = 0.5 * length;
  if (d > half) return f(d - length);
  if (d < -half) return f(d + length);
  return d;
}

/** Counts the animals of partition p's cells and sets its ownCount. */
export function countCells(world: WorldState, p: Partition): void {
  p.cellCounts.fill(0);
  p.ownCount = 0;
  forEachSource(world, p, countRange);
}

/** Counts the animals of every partition's cells, wherever they stand. */
export function countAllCells(world: WorldState): void {
  for (let i = 0; i < world.plan.length; i++) {
    const p = world.partitions[i] as Partition;
    p.cellCounts.fill(0);
    p.ownCount = tally(world, p, 0, world.animalEnd);
  }
}

function countRange(world: WorldState, p: Partition, begin: number, end: number): void {
  p.ownCount += tally(world, p, begin, end);
}

/** Adds those of the entries begin .. end - 1 of `animals` that are in p's rectangle to its cells; returns how many. */
export function tally(world: WorldState, p: Partition, begin: number, end: number): number {
  const { cells } = world.store;
  const { cellCounts, width } = p;
  const { x0, y0, x1, y1 } = p.rect;
  const columns = world.columns;
  let count = 0;
  for (let i = begin; i < end; i++) {
    const cell = cells[i] as number;
    if (cell === NOWHERE) continue;
    const y = (cell / columns) | 0;
    const x = cell - y * columns;
    if (x < x0 || x >= x1 || y < y0 || y >= y1) continue;
    const own = (y - y0) * width + (x - x0);
    cellCounts[own] = (cellCounts[own] as number) + 1;
    count++;
  }
  return count;
}

/**
 * Gives the partitions their slices; run once between countCells and sortAnimals. False when the
 * ghosts do not fit into the sight columns.
 */
export function assignSlices(world: WorldState): boolean {
  let own = 0;
  let slot = SLICE_GAP; // slot 0 means none
  for (let i = 0; i < world.plan.length; i++) {
    const p = world.partitions[i] as Partition;
    p.ownBegin = own;
    p.slotBegin = slot;
    p.slotCount = countSlots(world, p);
    own += p.ownCount + SLICE_GAP;
    slot += p.slotCount + SLICE_GAP;
  }
  return slot <= world.store.sightCapacity;
}

/** Sorts p's animals into its slices and writes their sight columns. */
export function sortAnimals(world: WorldState, p: Partition): void {
  layOutCells(world, p);
  forEachSource(world, p, placeRange);
  sortWithinCells(world, p);
  copyInOrder(world, p);
}

/** Prefix sums over the local grid: where every cell's slots and every row's own animals begin. */
export function layOutCells(world: WorldState, p: Partition): void {
  fillCellCounts(world, p); // until the sums below, cellStart holds counts
  const { cellStart, ownRowStart, stride, width, height, cellBegin } = p;
  const { cursors } = world.store;
  const cells = stride * p.localRows;
  let slot = p.slotBegin;
  for (let c = 0; c < cells; c++) {
    const count = cellStart[c] as number;
    cellStart[c] = slot;
    slot += count;
  }
  cellStart[cells] = slot;
  let own = p.ownBegin;
  for (let y = 0; y < height; y++) {
    ownRowStart[y] = own;
    const start = (y + GHOST_CELLS) * stride + GHOST_CELLS;
    for (let x = 0; x < width; x++) {
      cursors[cellBegin + y * width + x] = own;
      own += (cellStart[start + x + 1] as number) - (cellStart[start + x] as number);
    }
  }
  ownRowStart[height] = own;
}

/** Puts the ids and sources of animals in cell order. */
function placeRange(world: WorldState, p: Partition, begin: number, end: number): void {
  const { cells, cursors, sortedIds, sortedSource } = world.store;
  const words = world.store.animals.words;
  const { width, cellBegin } = p;
  const { x0, y0, x1, y1 } = p.rect;
  const columns = world.columns;
  for (let i = begin; i < end; i++) {
    const cell = cells[i] as number;
    if (cell === NOWHERE) continue;
    const y = (cell / columns) | 0;
    const x = cell - y * columns;
    if (x < x0 || x >= x1 || y < y0 || y >= y1) continue;
    const own = cellBegin + (y - y0) * width + (x - x0);
    const at = cursors[own] as number;
    cursors[own] = at + 1;
    sortedIds[at] = words[i * ANIMAL_WORDS + ID] as number;
    sortedSource[at] = i;
  }
}

/** Brings the animals of every cell into id order; few of them are out of it. */
function sortWithinCells(world: WorldState, p: Partition): void {
  const { cursors, sortedIds, sortedSource } = world.store;
  const end = p.cellBegin + p.width * p.height;
  let begin = p.ownBegin;
  for (let c = p.cellBegin; c < end; c++) {
    const next = cursors[c] as number;
    for (let i = begin + 1; i < next; i++) {
      const id = sortedIds[i] as number;
      if ((sortedIds[i - 1] as number) < id) continue;
      const source = sortedSource[i] as number;
      let hole = i;
      while (hole > begin && (sortedIds[hole - 1] as number) > id) {
        sortedIds[hole] = sortedIds[hole - 1] as number;
        sortedSource[hole] = sortedSource[hole - 1] as number;
        hole--;
      }
      sortedIds[hole] = id;
      sortedSource[hole] = source;
    }
    begin = next;
  }
}

/** Copies animals and traits once, in order. */
function copyInOrder(world: WorldState, p: Partition): void {
  const { sortedSource, sightX, sightY } = world.store;
  const animals = world.store.animals.words;
  const positions = world.store.animals.numbers;
  const sight = world.store.sight.words;
  const traits = world.store.traits.words;
  const traitsNext = world.store.traitsNext.words;
  for (let row = 0; row < p.height; row++) {
    let slot = slotOfRow(p, row);
    const end = p.ownRowStart[row + 1] as number;
    for (let own = p.ownRowStart[row] as number; own < end; own++, slot++) {
      const from = sortedSource[own] as number;
      const animalFrom = from * ANIMAL_WORDS;
      const animalTo = slot * ANIMAL_WORDS;
      for (let k = 0; k < ANIMAL_WORDS; k++) sight[animalTo + k] = animals[animalFrom + k] as number;
      sightX[slot] = positions[animalFrom] as number;
      sightY[slot] = positions[animalFrom + 1] as number;
      const traitFrom = from * TRAIT_WORDS;
      const traitTo = own * TRAIT_WORDS;
      for (let k = 0; k < TRAIT_WORDS; k++) traitsNext[traitTo + k] = traits[traitFrom + k] as number;
    }
  }
}
