/**
 * Animals near a point, between two ticks: the twin of src/life/nearby.h. Rows of cells are looked at whole, since what holds the
 * world of tier `js-workers` is told where the animals of each row begin, but not of each cell.
 */
import { BODY_RADIUS, CELL_SIZE, NearAnimal, Nearby, PUSH_SHARE } from '../../generated/life-layout.js';
import { INTENT_WORDS, sortIntents } from '../core/sort.js';
import { ALIVE, ANIMAL_WORDS, ENERGY, HYBRID, ID, INFO, TRIBE_MASK, WANT_BITS, WANT_SHIFT, X, Y } from './columns.js';
import { cellCoordinate, torusOffset } from './grid.js';
import type { Partition } from './partition.js';
import { FASTEST, TICK } from './rules.js';
import type { WorldState } from './world-state.js';

const f = Math.fround;
const PUSH = 2 * BODY_RADIUS * PUSH_SHARE;
const WORDS = NearAnimal.size / 4;

/**
 * Finds the animals within `radius` of (x, y), across the world's borders too: at most `most` of them, the nearest first, and of those
 * that are as near the lower id. Gives a Nearby record and the NearAnimal records that follow it.
 */
export function findNearby(world: WorldState, x: number, y: number, radius: number, most: number): ArrayBuffer {
  const { intents } = world.store;
  const { numbers, words } = world.store.animals;
  const { worldWidth, worldHeight } = world.rules;
  // An intent's words: the square of the distance, whose bits are in its order since it is never negative, the id, the place.
  const squares = new Float32Array(intents.buffer);
  const [fromX, fromY] = [f(x), f(y)];
  let count = 0;
  let farthest = f(f(radius) * f(radius));
  forEachNear(world, fromY, f(radius) + longestMove(world), (begin, end) => {
    for (let i = begin; i < end; i++) {
      const at = i * ANIMAL_WORDS;
      if (((words[at + INFO] as number) & ALIVE) === 0) continue;
      const dx = torusOffset(fromX, numbers[at + X] as number, worldWidth);
      const dy = torusOffset(fromY, numbers[at + Y] as number, worldHeight);
      const d2 = f(f(dx * dx) + f(dy * dy));
      if (d2 > farthest) continue;
      const to = count * INTENT_WORDS;
      squares[to] = d2;
      intents[to + 1] = words[at + ID] as number;
      intents[to + 2] = i;
      count++;
      if (count < 2 * most) continue;
      // The half that is nearer stays, and says who may still come.
      sortIntents(intents, 0, count);
      count = most;
      farthest = squares[(most - 1) * INTENT_WORDS] as number;
    }
  });
  sortIntents(intents, 0, count);
  return describe(world, count < most ? count : most);
}

/** u: no animal moves farther along an axis in a tick. Of the neighbours that count, each may push it, by PUSH_SHARE of a body at most. */
function longestMove(world: WorldState): number {
  // One of them is the animal itself, which leaves more than all roundings come to.
  return FASTEST * TICK + PUSH * world.rules.options.maxNeighbours;
}

/** Calls `range` for the entries begin .. end - 1 of `animals` among which all are that are within reach. */
function forEachNear(world: WorldState, y: number, reach: number, range: (begin: number, end: number) => void): void {
  if (!world.slicesMatchPlan) {
    range(0, world.animalEnd);
    return;
  }
  const { begin, end } = rowsOf(world, y, reach);
  for (let i = 0; i < world.plan.length; i++) {
    const p = world.partitions[i] as Partition;
    // What is within reach may lie on both sides of the border.
    for (let shift = -world.rows; shift <= world.rows; shift += world.rows) {
      const first = (begin + shift > p.rect.y0 ? begin + shift : p.rect.y0) - p.rect.y0;
      const last = (end + shift < p.rect.y1 ? end + shift : p.rect.y1) - p.rect.y0;
      if (first < last) range(p.ownRowStart[first] as number, p.ownRowStart[last] as number);
    }
  }
  range(world.newbornBegin, world.animalEnd);
}

/** The rows within reach of a coordinate, counted on beyond the border where they lie across it; each stands once. */
function rowsOf({ rows }: WorldState, y: number, reach: number): { begin: number; end: number } {
  const height = rows * CELL_SIZE;
  const whole = { begin: 0, end: rows };
  if (2 * reach >= height) return whole;
  // A height more keeps it positive, so that truncation rounds down.
  const begin = cellCoordinate(y - reach + height) - rows;
  const end = cellCoordinate(y + reach) + 1;
  return end - begin < rows ? { begin, end } : whole;
}

/** The first `count` that were found, as records. */
function describe(world: WorldState, count: number): ArrayBuffer {
  const { intents } = world.store;
  const { numbers, words } = world.store.animals;
  const squares = new Float32Array(intents.buffer);
  const record = new ArrayBuffer(Nearby.size + count * NearAnimal.size);
  const outNumbers = new Float32Array(record);
  const outWords = new Uint32Array(record);
  outWords[Nearby.tick / 4] = world.tick;
  outWords[Nearby.count / 4] = count;
  for (let k = 0; k < count; k++) {
    const from = (intents[k * INTENT_WORDS + 2] as number) * ANIMAL_WORDS;
    const to = Nearby.size / 4 + k * WORDS;
    const info = words[from + INFO] as number;
    const hybrid = (info & HYBRID) !== 0 ? 1 : 0;
    outWords[to + NearAnimal.id / 4] = words[from + ID] as number;
    // Position, velocity and energy stand in the record as they do in the animal.
    for (let word = X; word <= ENERGY; word++) outNumbers[to + NearAnimal.x / 4 + word] = numbers[from + word] as number;
    outNumbers[to + NearAnimal.distance / 4] = Math.sqrt(squares[k * INTENT_WORDS] as number);
    outWords[to + NearAnimal.tribe / 4] = (info & TRIBE_MASK) | (((info >>> WANT_SHIFT) & WANT_BITS) << 8) | (hybrid << 16);
  }
  return record;
}
