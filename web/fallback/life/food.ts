/**
 * Food stands in the world's cells: the twin of src/life/food.h. A cell that was grazed to nothing
 * rests, then grows again from a seed on an S-curve.
 */
import {
  CELL_SIZE,
  FOOD_FINE_SHARE,
  FOOD_FINE_SIZE,
  FOOD_FOUNDING,
  FOOD_LEAST_CAPACITY,
  FOOD_ROOTS,
  FOOD_SCAN_REACH,
  FOOD_SCAN_TICKS,
  FOOD_SEA_LEVEL,
  FOOD_SEED,
  FOOD_SHORE,
  LEDGER_SCALE,
  Purpose,
} from '../../generated/life-layout.js';
import { pmax, pmin } from '../core/math.js';
import { randomKey, randomUnit } from '../core/rng.js';
import { ANIMAL_WORDS, FOOD_CELL, ID } from './columns.js';
import { cellCoordinate, torusOffset } from './grid.js';
import { Amount, type Partition } from './partition.js';
import { type Options, TICK } from './rules.js';
import type { WorldState } from './world-state.js';

const f = Math.fround;
const ROOTS = f(FOOD_ROOTS);
const SEED = f(FOOD_SEED);
const LEAST_CAPACITY = f(FOOD_LEAST_CAPACITY);
const SEA_LEVEL = f(FOOD_SEA_LEVEL);
const FOUNDING_SHARE = f(FOOD_FOUNDING);

/**
 * 1 + the cell that an animal goes to for food, or 0 when none has what it wants: it looks around every
 * FOOD_SCAN_TICKS and holds on to a cell in between.
 *
 * @param k its number in the block
 */
export function foodTarget(world: WorldState, slot: number, k: number): number {
  const { words } = world.store.sight;
  const held = words[slot * ANIMAL_WORDS + FOOD_CELL] as number;
  if (held !== 0 && (world.store.food[held - 1] as number) >= (world.mind.least[k] as number)) return held;
  const isDue = (world.rules.tick + (words[slot * ANIMAL_WORDS + ID] as number)) % FOOD_SCAN_TICKS === 0;
  return isDue ? bestCell(world, slot, k) : 0;
}

/**
 * 1 + the cell within reach with the most food for the way to it, or 0. Ties go to the cell met first,
 * row by row from the top left.
 */
function bestCell(world: WorldState, slot: number, k: number): number {
  const { columns, rows } = world;
  const { food, sightX, sightY } = world.store;
  const x = sightX[slot] as number;
  const y = sightY[slot] as number;
  const reach = pmin(world.mind.sight[k] as number, FOOD_SCAN_REACH);
  const least = world.mind.least[k] as number;
  const cellX = cellCoordinate(x);
  const cellY = cellCoordinate(y);
  const cells = cellCoordinate(reach);
  const reach2 = f(reach * reach);
  const perReach2 = f(0.5 / reach2);
  let best = 0;
  let found = 0;
  for (let oy = -cells; oy <= cells; oy++) {
    const row = wrapCell(cellY + oy, rows) * columns;
    const dy = f((cellY + oy + 0.5) * CELL_SIZE - y);
    const dy2 = f(dy * dy);
    for (let ox = -cells; ox <= cells; ox++) {
      const cell = row + wrapCell(cellX + ox, columns);
      const now = food[cell] as number;
      if (now < least) continue;
      const dx = f((cellX + ox + 0.5) * CELL_SIZE - x);
      const d2 = f(f(dx * dx) + dy2);
      const score = f(now * f(1 - f(d2 * perReach2)));
      if (d2 <= reach2 && score > best) {
        best = score;
        found = cell + 1;
      }
    }
  }
  return found;
}

function wrapCell(cell: number, cells: number): number {
  return cell < 0 ? cell + cells : cell >= cells ? cell - cells : cell;
}

/** Fills the capacities from seeded noise and the food with what a full world has. */
export function foundFood(world: WorldState): void {
  const { options } = world.founding;
  const { food, foodCapacity } = world.store;
  for (let y = 0; y < world.rows; y++) {
    for (let x = 0; x < world.columns; x++) {
      const coarse = patchNoise(options, x, y, options.foodPatchSize);
      const fine = patchNoise(options, x, y, f(options.foodPatchSize * FOOD_FINE_SIZE));
      const noise = f(f(coarse * (1 - FOOD_FINE_SHARE)) + f(fine * FOOD_FINE_SHARE));
      // Patchiness turns the smooth noise into islands: what lies under the sea level is desert.
      const level = f(options.foodPatchiness * SEA_LEVEL);
      const land = pmax(0, f(f(noise - level) / f(1 - level)));
      const share = f(1 + f(f(pmin(1, f(land * FOOD_SHORE)) - 1) * options.foodPatchiness));
      const cell = y * world.columns + x;
      const capacity = f(options.foodCapacity * share);
      foodCapacity[cell] = capacity;
      food[cell] = capacity * FOUNDING_SHARE;
    }
  }
}

/** Smooth noise in [0, 1): random values at the corners of squares of `size` cells, blended. */
function patchNoise(options: Options, x: number, y: number, size: number): number {
  // The squares divide the torus evenly, so that the pattern has no seam.
  const across = squaresIn(options.columns, size);
  const down = squaresIn(options.rows, size);
  const u = f(f(x * across) / options.columns);
  const v = f(f(y * down) / options.rows);
  const iu = u | 0;
  const iv = v | 0;
  const su = smooth(f(u - iu));
  const sv = smooth(f(v - iv));
  const key = randomKey(options.seed, 0, Purpose.food);
  const variant = (size | 0) % 64;
  const left = iu % across;
  const right = (iu + 1) % across;
  const upper = (iv % down) * across;
  const lower = ((iv + 1) % down) * across;
  const top = blend(randomUnit(key, (upper + left) * 64 + variant), randomUnit(key, (upper + right) * 64 + variant), su);
  const bottom = blend(randomUnit(key, (lower + left) * 64 + variant), randomUnit(key, (lower + right) * 64 + variant), su);
  return blend(top, bottom, sv);
}

function squaresIn(cells: number, size: number): number {
  const squares = f(cells / size) | 0;
  return squares > 1 ? squares : 1;
}

function smooth(t: number): number {
  return f(f(t * t) * f(3 - f(2 * t)));
}

function blend(from: number, to: number, share: number): number {
  return f(from + f(f(to - from) * share));
}

/** Grows the food of p's cells into foodNext. */
export function growFood(world: WorldState, p: Partition): void {
  const { columns } = world;
  for (let y = p.rect.y0; y < p.rect.y1; y++) growRow(world, p, y * columns + p.rect.x0, y * columns + p.rect.x1);
}

function growRow(world: WorldState, p: Partition, begin: number, end: number): void {
  const { food, foodNext, foodCapacity } = world.store;
  const rate = f(world.rules.options.foodRegrowth * TICK);
  let grown = 0;
  for (let c = begin; c < end; c++) {
    const now = food[c] as number;
    const capacity = foodCapacity[c] as number;
    if (now >= capacity) {
      foodNext[c] = now + 0; // a full cell stays as it is, and -0 becomes 0
      continue;
    }
    let next: number;
    if (now < 0) {
      const rested = f(now + TICK);
      next = rested < 0 ? rested : f(capacity * SEED);
    } else {
      const rooted = f(now + f(capacity * ROOTS));
      const growth = f(f(rate * rooted) * f(1 - f(now / pmax(capacity, LEAST_CAPACITY))));
      next = pmin(capacity, f(now + pmax(0, growth)));
    }
    foodNext[c] = next;
    grown += (f(pmax(0, next) - pmax(0, now)) * LEDGER_SCALE) | 0;
  }
  p.amounts[Amount.foodGrown] = (p.amounts[Amount.foodGrown] as number) + grown;
}

/**
 * Adds `amount` (or takes it away when negative) to the cells within `radius` of (x, y). Returns what
 * was added, in food units.
 */
export function paintFood(world: WorldState, x: number, y: number, radius: number, amount: number): number {
  const { food } = world.store;
  const { worldWidth, worldHeight, options } = world.rules;
  const radius2 = f(radius * radius);
  let added = 0;
  for (let cellY = 0; cellY < world.rows; cellY++) {
    const dy = torusOffset(y, (cellY + 0.5) * CELL_SIZE, worldHeight);
    const dy2 = f(dy * dy);
    if (dy2 > radius2) continue;
    for (let cellX = 0; cellX < world.columns; cellX++) {
      const dx = torusOffset(x, (cellX + 0.5) * CELL_SIZE, worldWidth);
      if (f(f(dx * dx) + dy2) > radius2) continue;
      const cell = cellY * world.columns + cellX;
      const before = pmax(0, food[cell] as number);
      const after = pmin(pmax(0, f(before + amount)), options.foodCapacity);
      food[cell] = after;
      added += after - before;
    }
  }
  return added;
}
