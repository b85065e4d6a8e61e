/** The ground under the animals: the night, food that grows on it, and density as heat. */
import type { LifeFrame } from '../../life/shared/frame.js';
import { NIGHT, type Rgb } from './palette.js';

/** Bytes over the world, row by row; repeats like the torus. */
export interface Field {
  readonly columns: number;
  readonly rows: number;
  readonly bytes: Uint8Array;
}

/** Food cells in a density cell's side. */
const DENSITY_CELLS = 4;
/** Density, as a multiple of the mean, at which heat is two thirds of its most. */
const DENSITY_SCALE = 3;

/** Colours of rich food and of great density. */
export const MEADOW: Rgb = [15, 47, 48];
export const EMBER: Rgb = [255, 116, 54];
/** How much heat covers the ground at most. */
export const EMBER_COVER = 0.62;

/** Counts the animals by square and gives how crowded each is. */
export function densityField(frame: LifeFrame): Field {
  const columns = Math.max(4, Math.ceil(frame.columns / DENSITY_CELLS));
  const rows = Math.max(4, Math.ceil(frame.rows / DENSITY_CELLS));
  const counts = new Uint32Array(columns * rows);
  const { positions, count } = frame;
  const perX = columns / frame.worldWidth;
  const perY = rows / frame.worldHeight;
  for (let i = 0, at = 0; i < count; i += 1, at += 4) {
    const column = Math.min(columns - 1, ((positions[at] as number) * perX) | 0);
    const row = Math.min(rows - 1, ((positions[at + 1] as number) * perY) | 0);
    const cell = row * columns + column;
    counts[cell] = (counts[cell] as number) + 1;
  }
  const scale = (columns * rows) / (Math.max(1, count) * DENSITY_SCALE);
  const bytes = Uint8Array.from(counts, (animals) => 255 * (1 - Math.exp(-animals * scale)));
  return { columns, rows, bytes };
}

/** The frame's food, or null. */
export function foodField(frame: LifeFrame): Field | null {
  return frame.food === null ? null : { columns: frame.columns, rows: frame.rows, bytes: frame.food };
}

/** Colour of the ground where there is this much food and heat, 0 to 255 each. */
export function groundColor(food: number, heat: number): Rgb {
  const grown = (food / 255) ** 0.9;
  const cover = (heat / 255) * EMBER_COVER;
  const channel = (index: 0 | 1 | 2): number => {
    const meadow = NIGHT[index] + (MEADOW[index] - NIGHT[index]) * grown;
    return meadow + (EMBER[index] - meadow) * cover;
  };
  return [channel(0), channel(1), channel(2)];
}
