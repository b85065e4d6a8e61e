/** Puts founders and spawned animals into a world, and takes animals out: the twin of src/life/spawn.h. */
import {
  CROWD_AREA,
  DeathCause,
  Draw,
  FOUNDER_AGES,
  FOUNDER_ENERGY_LEAST,
  FOUNDER_ENERGY_SPREAD,
  HERD_DIET,
  HERD_SIZE,
  LEDGER_SCALE,
  MAX_TRIBES,
  MOVER_ENERGY,
  PACK_DIET,
  PACK_SIZE,
  Purpose,
  SpawnPattern,
} from '../../generated/life-layout.js';
import { cosTurns, sinTurns, squareRoot } from '../core/math.js';
import { randomKey, randomUnit } from '../core/rng.js';
import { ALIVE, ANIMAL_WORDS, ENERGY, FOOD_CELL, ID, INFO, NOWHERE, TRAIT_WORDS, TRIBE_MASK, VX, VY, X, Y } from './columns.js';
import { founderTraits, infoOf } from './genes.js';
import { cellOf, torusOffset } from './grid.js';
import { Amount, Count } from './partition.js';
import { Gene, type Options, TICK, type Tribe } from './rules.js';
import type { WorldState } from './world-state.js';

const f = Math.fround;

const HERDS_BELOW = f(HERD_DIET);
const PACKS_ABOVE = f(PACK_DIET);
const PER_PI = f(0.31830989);
const OLDEST_FOUNDER = f(FOUNDER_AGES);

function draw(options: Options, id: number, what: number): number {
  return randomUnit(randomKey(options.seed, 0, Purpose.spawnPlace), id * Draw.count + what);
}

function wrapFar(v: number, length: number): number {
  let wrapped = v;
  while (wrapped < 0) wrapped = f(wrapped + length);
  while (wrapped >= length) wrapped = f(wrapped - length);
  return wrapped;
}

/** A sum from the start, counted in 1 / LEDGER_SCALE. */
export function addToTotal(world: WorldState, amount: number, whole: number): void {
  const { amounts } = world.totals;
  amounts[amount] = (amounts[amount] as bigint) + BigInt(whole);
}

function count(world: WorldState, at: number): void {
  const { counts } = world.totals;
  counts[at] = (counts[at] as number) + 1;
}

/** Writes one animal at the end of `animals`, anywhere around the torus. */
function put(world: WorldState, tribe: number, x: number, y: number): void {
  const o = world.founding.options;
  const living = o.movementOnly === 0;
  const id = world.nextId++;
  const own = world.animalEnd++;
  // Founders are of all ages, so that they do not die all at once.
  const ageShare = living ? f(draw(o, id, Draw.age) * OLDEST_FOUNDER) : 0;
  const ageTicks = f(f(ageShare * o.deathAge) / TICK) | 0;
  const { traits } = world.store;
  founderTraits(o, world.founding.tribes[tribe] as Tribe, id, world.tick - ageTicks, traits, own);
  const heading = draw(o, id, Draw.heading);
  const speed = traits.numbers[own * TRAIT_WORDS + Gene.speed] as number;
  const energy = living ? f(FOUNDER_ENERGY_LEAST + f(FOUNDER_ENERGY_SPREAD * draw(o, id, Draw.energy))) : MOVER_ENERGY;
  const { numbers, words } = world.store.animals;
  const at = own * ANIMAL_WORDS;
  const wrappedX = wrapFar(x, world.rules.worldWidth);
  const wrappedY = wrapFar(y, world.rules.worldHeight);
  numbers[at + X] = wrappedX;
  numbers[at + Y] = wrappedY;
  numbers[at + VX] = cosTurns(heading) * speed;
  numbers[at + VY] = sinTurns(heading) * speed;
  numbers[at + ENERGY] = energy;
  words[at + INFO] = infoOf(o, traits.numbers, own, energy, f(f(ageTicks) * TICK), tribe, false);
  words[at + ID] = id;
  words[at + FOOD_CELL] = 0;
  world.store.cells[own] = cellOf(wrappedX, wrappedY, world.columns);
  world.population++;
  addToTotal(world, Amount.born, (energy * LEDGER_SCALE) | 0);
}

/** Puts an animal at a point of a disc, evenly over its area. */
function putInDisc(world: WorldState, tribe: number, x: number, y: number, radius: number): void {
  const o = world.founding.options;
  const id = world.nextId;
  const side = draw(o, id, Draw.angle);
  const distance = f(radius * squareRoot(draw(o, id, Draw.distance)));
  put(world, tribe, f(x + f(cosTurns(side) * distance)), f(y + f(sinTurns(side) * distance)));
}

/** How many animals stand together, or 0: anywhere. */
function crowdSize(tribe: Tribe, animals: number): number {
  if (tribe.pattern === SpawnPattern.scattered) return 0;
  if (tribe.pattern === SpawnPattern.blob) return animals > 1 ? animals : 1;
  if (tribe.pattern === SpawnPattern.herd) return HERD_SIZE;
  const diet = tribe.genes[Gene.diet] as number;
  return diet < HERDS_BELOW ? HERD_SIZE : diet > PACKS_ABOVE ? PACK_SIZE : 0;
}

/**
 * Puts up to `most` of the founders who are still to come into a world that has not run yet, in their order; gives how many
 * are still to come then. However many come at a time, each is the same.
 */
export function spawnFounders(world: WorldState, most: number): number {
  const { options: o, tribes } = world.founding;
  const { worldWidth, worldHeight } = world.rules;
  // Founders stand in the middle `spawnArea` of the world.
  const side = squareRoot(o.spawnArea);
  const left = f(f(0.5 * worldWidth) * f(1 - side));
  const top = f(f(0.5 * worldHeight) * f(1 - side));
  let shares = 0;
  for (const { share } of tribes) shares += share;
  let upTo = 0;
  let before = 0;
  const rest = o.entities - world.animalEnd;
  const until = world.animalEnd + (most < rest ? most : rest);
  for (let t = 0; t < tribes.length; t++) {
    const tribe = tribes[t] as Tribe;
    upTo += tribe.share;
    const end = t + 1 === tribes.length ? o.entities : (o.entities * (upTo / shares)) >>> 0;
    const animals = end - before;
    const size = crowdSize(tribe, animals);
    const crowd = size < animals ? size : animals;
    const radius = squareRoot(f(f(f(crowd) * CROWD_AREA) * PER_PI));
    while (world.animalEnd < end && world.animalEnd < until) {
      // A crowd stands where its first one would.
      const id = world.nextId - (size === 0 ? 0 : (world.animalEnd - before) % size);
      const x = f(left + f(f(draw(o, id, Draw.x) * worldWidth) * side));
      const y = f(top + f(f(draw(o, id, Draw.y) * worldHeight) * side));
      if (size === 0) put(world, t, x, y);
      else putInDisc(world, t, x, y, radius);
    }
    before = end;
  }
  return o.entities - until;
}

/**
 * Takes the dead out of the entries: until the next exchange they stand where there should be room for as many
 * as may be alive.
 */
function dropDead(world: WorldState): void {
  const { animals, traits, cells } = world.store;
  let to = 0;
  for (let from = 0; from < world.animalEnd; from++) {
    if (((animals.words[from * ANIMAL_WORDS + INFO] as number) & ALIVE) === 0) continue;
    animals.words.copyWithin(to * ANIMAL_WORDS, from * ANIMAL_WORDS, (from + 1) * ANIMAL_WORDS);
    traits.words.copyWithin(to * TRAIT_WORDS, from * TRAIT_WORDS, (from + 1) * TRAIT_WORDS);
    cells[to] = cells[from] as number;
    to++;
  }
  world.animalEnd = to;
  world.newbornBegin = to;
  world.slicesMatchPlan = false;
}

/** Puts up to `animals` of a tribe around a point, as far as there is room. */
export function spawnAround(world: WorldState, tribe: number, animals: number, x: number, y: number, radius: number): void {
  const room = world.store.capacity - world.population;
  const some = animals < room ? animals : room;
  if (some > world.store.animalCapacity - world.animalEnd) dropDead(world);
  for (let i = 0; i < some; i++) {
    putInDisc(world, tribe, x, y, radius);
    count(world, Count.births + tribe);
  }
  world.birthsRefused += animals - some;
}

/** Ends the animals within radius of a point. */
export function killAround(world: WorldState, x: number, y: number, radius: number): void {
  const { numbers, words } = world.store.animals;
  for (let i = 0; i < world.animalEnd; i++) {
    const at = i * ANIMAL_WORDS;
    const info = words[at + INFO] as number;
    if ((info & ALIVE) === 0) continue;
    const dx = torusOffset(x, numbers[at + X] as number, world.rules.worldWidth);
    const dy = torusOffset(y, numbers[at + Y] as number, world.rules.worldHeight);
    if (f(f(dx * dx) + f(dy * dy)) > f(radius * radius)) continue;
    count(world, Count.deaths + DeathCause.killed * MAX_TRIBES + (info & TRIBE_MASK));
    addToTotal(world, Amount.lost, ((numbers[at + ENERGY] as number) * LEDGER_SCALE) | 0);
    words[at + INFO] = 0;
    world.store.cells[i] = NOWHERE;
    world.population--;
  }
}
