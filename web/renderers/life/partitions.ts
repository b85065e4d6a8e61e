/** Who owns which part of the world, as numbers to draw: colours, loads, and the animals that cross a border. */
import { CELL_SIZE, FRAME_DISPLACEMENT_SCALE, FrameAnimal } from '../../generated/life-layout.js';
import type { LifeFrame } from '../../life/shared/frame.js';
import type { WorkerStats } from '../../life/shared/records.js';
import { type Rgb, tribeColor } from './palette.js';

/** A rectangle of the world's cells; the right and the lower edge are outside. */
export type CellRect = WorkerStats['partition'];

/** An animal that left one partition for another in a frame's tick, where it stands now. */
export interface Crossing {
  /** World units. */
  readonly x: number;
  readonly y: number;
  /** Direction of its way, of length 1. */
  readonly dx: number;
  readonly dy: number;
  /** The worker it belongs to now. */
  readonly to: number;
}

/** Degrees between the hues of two workers in a row: the golden angle, which never comes round. */
const HUE_STEP = 137.508;
const FIRST_HUE = 205;

/** A worker's colour: neighbours by number are far apart. */
export function workerColor(worker: number): Rgb {
  return tribeColor((FIRST_HUE + worker * HUE_STEP) % 360);
}

/** Each time as a share of the longest; all 0 while none has passed. */
export function shareOfMost(times: readonly number[]): number[] {
  const most = Math.max(0, ...times);
  return times.map((time) => (most > 0 ? time / most : 0));
}

/** The worker whose partition a cell is in, or -1. */
export function ownerOf(partitions: readonly CellRect[], column: number, row: number): number {
  return partitions.findIndex(({ left, top, right, bottom }) => column >= left && column < right && row >= top && row < bottom);
}

/** The animals of a frame that changed partitions in its tick, at most `most` of them. */
export function crossingsOf(frame: LifeFrame, partitions: readonly CellRect[], most: number): Crossing[] {
  const found: Crossing[] = [];
  if (partitions.length < 2) return found;
  const { animals, columns, rows, count } = frame;
  const view = new DataView(animals.buffer, animals.byteOffset, animals.byteLength);
  for (let animal = 0; animal < count && found.length < most; animal += 1) {
    const at = animal * FrameAnimal.size;
    const x = view.getFloat32(at + FrameAnimal.x, true);
    const y = view.getFloat32(at + FrameAnimal.y, true);
    const dx = view.getInt16(at + FrameAnimal.dx, true) / FRAME_DISPLACEMENT_SCALE;
    const dy = view.getInt16(at + FrameAnimal.dy, true) / FRAME_DISPLACEMENT_SCALE;
    const column = Math.floor(x / CELL_SIZE);
    const row = Math.floor(y / CELL_SIZE);
    const wasColumn = Math.floor((x - dx) / CELL_SIZE);
    const wasRow = Math.floor((y - dy) / CELL_SIZE);
    // Most stay in their cell; only the others are worth a search.
    if (column === wasColumn && row === wasRow) continue;
    const to = ownerOf(partitions, column, row);
    if (to === ownerOf(partitions, (wasColumn + columns) % columns, (wasRow + rows) % rows)) continue;
    const way = Math.hypot(dx, dy);
    found.push({ x, y, dx: dx / way, dy: dy / way, to });
  }
  return found;
}

/**
 * Which copies of a stretch of the torus lie in a view: the first and the last multiple of the period
 * that brings it there. The last is below the first where none does.
 */
export function copiesBetween(
  start: number,
  end: number,
  viewStart: number,
  viewEnd: number,
  period: number,
): [first: number, last: number] {
  return [Math.floor((viewStart - end) / period) + 1, Math.ceil((viewEnd - start) / period) - 1];
}
