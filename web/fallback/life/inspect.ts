/** One animal, looked at closely, as src/life/inspect.cpp does it. */
import {
  BODY_RADIUS,
  CELL_SIZE,
  GENE_COUNT,
  HUNGRY_HUNTER_SIGHT,
  HUNTER_DIET,
  HUNTING_ENERGY_DIET,
  HUNTING_ENERGY_MOST,
  HUNTING_ENERGY_NONE,
  Inspection,
  MAX_ENERGY,
  MAX_VISION,
  NO_ANIMAL,
  Want,
} from '../../generated/life-layout.js';
import { pmax, pmin } from '../core/math.js';
import {
  ALIVE,
  ANIMAL_WORDS,
  BIRTH_TICK,
  COS_HALF_VIEW,
  ENERGY,
  FOOD_CELL,
  HYBRID,
  ID,
  INFO,
  PREDATOR,
  TRAIT_WORDS,
  TRIBE_MASK,
  VX,
  VY,
  WANT_BITS,
  WANT_SHIFT,
  X,
  Y,
} from './columns.js';
import { cellOf, torusOffset } from './grid.js';
import { Gene, TICK } from './rules.js';
import type { WorldState } from './world-state.js';

const f = Math.fround;
const HUNTER_FROM = f(HUNTER_DIET);
const SIGHT_PER_HUNGER = f(f(HUNGRY_HUNTER_SIGHT) / MAX_ENERGY);
const TOUCH2 = 4 * BODY_RADIUS * BODY_RADIUS;

/** The id of the animal nearest to (x, y) within radius, or 0; ties go to the lower id. */
export function pick(world: WorldState, x: number, y: number, radius: number): number {
  const { numbers, words } = world.store.animals;
  let nearest = f(f(radius) * f(radius));
  let found: number = NO_ANIMAL;
  for (let own = 0; own < world.animalEnd; own++) {
    const at = own * ANIMAL_WORDS;
    if (((words[at + INFO] as number) & ALIVE) === 0) continue;
    const d2 = distance2(world, f(x), f(y), numbers[at + X] as number, numbers[at + Y] as number);
    const id = words[at + ID] as number;
    if (d2 > nearest || (d2 === nearest && found !== 0 && id > found)) continue;
    nearest = d2;
    found = id;
  }
  return found;
}

function distance2(world: WorldState, fromX: number, fromY: number, toX: number, toY: number): number {
  const dx = torusOffset(fromX, toX, world.rules.worldWidth);
  const dy = torusOffset(fromY, toY, world.rules.worldHeight);
  return f(f(dx * dx) + f(dy * dy));
}

/** An Inspection record; its id is 0 when no such animal is alive. */
export function inspect(world: WorldState, id: number): ArrayBuffer {
  const record = new ArrayBuffer(Inspection.size);
  const words = new Uint32Array(record);
  words[Inspection.tick / 4] = world.tick;
  const own = id === NO_ANIMAL ? -1 : findAnimal(world, id);
  if (own < 0) return record;
  describeAnimal(world, own, record);
  lookAround(world, own, record);
  if (words[Inspection.hasTarget / 4] === 0) aimAtFood(world, own, record);
  return record;
}

/** Index of a living animal, or -1. */
function findAnimal(world: WorldState, id: number): number {
  const { words } = world.store.animals;
  for (let own = 0; own < world.animalEnd; own++) {
    const at = own * ANIMAL_WORDS;
    if (words[at + ID] === id && ((words[at + INFO] as number) & ALIVE) !== 0) return own;
  }
  return -1;
}

function describeAnimal(world: WorldState, own: number, record: ArrayBuffer): void {
  const words = new Uint32Array(record);
  const numbers = new Float32Array(record);
  const { animals, traits, food } = world.store;
  const at = own * ANIMAL_WORDS;
  const info = animals.words[at + INFO] as number;
  words[Inspection.id / 4] = animals.words[at + ID] as number;
  words[Inspection.tribe / 4] = info & TRIBE_MASK;
  words[Inspection.want / 4] = (info >>> WANT_SHIFT) & WANT_BITS;
  words[Inspection.hybrid / 4] = (info & HYBRID) !== 0 ? 1 : 0;
  // Position, velocity and energy stand in the record as they do in the animal.
  for (let k = 0; k <= ENERGY; k++) numbers[Inspection.x / 4 + k] = animals.numbers[at + k] as number;
  const ticks = (world.tick - (traits.words[own * TRAIT_WORDS + BIRTH_TICK] as number)) | 0;
  numbers[Inspection.age / 4] = f(ticks) * TICK;
  numbers[Inspection.sight / 4] = sightOf(world, own);
  const cell = cellOf(animals.numbers[at + X] as number, animals.numbers[at + Y] as number, world.columns);
  numbers[Inspection.food / 4] = pmax(0, food[cell] as number);
  for (let g = 0; g < GENE_COUNT; g++) numbers[Inspection.genes / 4 + g] = traits.numbers[own * TRAIT_WORDS + g] as number;
}

function sightOf(world: WorldState, own: number): number {
  const genes = world.store.traits.numbers;
  const vision = genes[own * TRAIT_WORDS + Gene.vision] as number;
  const diet = genes[own * TRAIT_WORDS + Gene.diet] as number;
  const energy = world.store.animals.numbers[own * ANIMAL_WORDS + ENERGY] as number;
  const huntBelow = pmin(HUNTING_ENERGY_MOST, f(HUNTING_ENERGY_NONE - f(HUNTING_ENERGY_DIET * pmax(0, diet))));
  if (world.founding.options.movementOnly !== 0 || diet <= HUNTER_FROM || energy >= huntBelow) return vision;
  const hunger = f(f(MAX_ENERGY - energy) * SIGHT_PER_HUNGER);
  return pmin(MAX_VISION, f(vision * f(1 + hunger)));
}

/** Whether an animal sees what is at this offset. */
function sees(world: WorldState, own: number, sight: number, dx: number, dy: number): boolean {
  const animals = world.store.animals.numbers;
  const d2 = f(f(dx * dx) + f(dy * dy));
  if (d2 >= f(sight * sight)) return false;
  // Bodies that touch are felt from all sides.
  if (d2 < TOUCH2) return true;
  const vx = animals[own * ANIMAL_WORDS + VX] as number;
  const vy = animals[own * ANIMAL_WORDS + VY] as number;
  const speed = f(Math.sqrt(f(f(vx * vx) + f(vy * vy))));
  const cosHalfView = world.store.traits.numbers[own * TRAIT_WORDS + COS_HALF_VIEW] as number;
  return f(f(dx * vx) + f(dy * vy)) >= f(f(cosHalfView * speed) * f(Math.sqrt(d2)));
}

/** Counts the animals in sight, and finds the one that is hunted or fled from. */
function lookAround(world: WorldState, own: number, record: ArrayBuffer): void {
  const words = new Uint32Array(record);
  const numbers = new Float32Array(record);
  const animals = world.store.animals;
  const x = numbers[Inspection.x / 4] as number;
  const y = numbers[Inspection.y / 4] as number;
  const sight = numbers[Inspection.sight / 4] as number;
  const want = words[Inspection.want / 4];
  const hunts = want === Want.hunt || want === Want.stalk;
  let neighbours = 0;
  let allies = 0;
  let predators = 0;
  let nearest = f(1e9);
  for (let other = 0; other < world.animalEnd; other++) {
    const at = other * ANIMAL_WORDS;
    const info = animals.words[at + INFO] as number;
    if ((info & ALIVE) === 0 || other === own) continue;
    const dx = torusOffset(x, animals.numbers[at + X] as number, world.rules.worldWidth);
    const dy = torusOffset(y, animals.numbers[at + Y] as number, world.rules.worldHeight);
    if (!sees(world, own, sight, dx, dy)) continue;
    const isAlly = (info & TRIBE_MASK) === words[Inspection.tribe / 4];
    const isPredator = !isAlly && (info & PREDATOR) !== 0;
    neighbours++;
    if (isAlly) allies++;
    if (isPredator) predators++;
    const d2 = f(f(dx * dx) + f(dy * dy));
    if (!((hunts && !isAlly) || (want === Want.flee && isPredator)) || d2 >= nearest) continue;
    nearest = d2;
    words[Inspection.targetId / 4] = animals.words[at + ID] as number;
    words[Inspection.hasTarget / 4] = 1;
    numbers[Inspection.targetX / 4] = x + dx;
    numbers[Inspection.targetY / 4] = y + dy;
  }
  words[Inspection.neighbours / 4] = neighbours;
  words[Inspection.allies / 4] = allies;
  words[Inspection.predators / 4] = predators;
}

/** The food cell it goes to, where it has no other target. */
function aimAtFood(world: WorldState, own: number, record: ArrayBuffer): void {
  const foodCell = world.store.animals.words[own * ANIMAL_WORDS + FOOD_CELL] as number;
  if (foodCell === 0) return;
  const numbers = new Float32Array(record);
  const x = numbers[Inspection.x / 4] as number;
  const y = numbers[Inspection.y / 4] as number;
  const row = ((foodCell - 1) / world.columns) | 0;
  const column = foodCell - 1 - row * world.columns;
  new Uint32Array(record)[Inspection.hasTarget / 4] = 1;
  numbers[Inspection.targetX / 4] = x + torusOffset(x, (column + 0.5) * CELL_SIZE, world.rules.worldWidth);
  numbers[Inspection.targetY / 4] = y + torusOffset(y, (row + 0.5) * CELL_SIZE, world.rules.worldHeight);
}
