/** Animals move, burn energy, age, and die or live on; admitted children are born. The twin of src/life/lifecycle.h. */
import {
  BODY_RADIUS,
  BURN_CARNIVORE,
  BURN_CARNIVORE_RUN,
  BURN_HERBIVORE,
  BURN_METABOLISM,
  BURN_SPEED,
  DeathCause,
  HUNTER_DIET,
  HUNTING_ENERGY,
  HYBRID_AGGRESSION,
  HYBRID_ENERGY,
  HYBRID_TRIBE,
  LEDGER_SCALE,
  MAX_ENERGY,
  MAX_TRIBES,
  OLD_AGE_RATE,
  Purpose,
} from '../../generated/life-layout.js';
import { cosTurns, pmax, pmin, sinTurns } from '../core/math.js';
import { randomKey, randomUnit } from '../core/rng.js';
import {
  ACCEPTED,
  ADMITTED,
  ALIVE,
  ANIMAL_WORDS,
  BIRTH_TICK,
  DECISION_WORDS,
  ENERGY,
  FOOD_CELL,
  HUNTING,
  HYBRID,
  ID,
  INFO,
  NOWHERE,
  PREDATOR,
  SATIATED,
  SLICE_GAP,
  TRAIT_WORDS,
  TRIBE_MASK,
  VX,
  VY,
  WANT_BITS,
  WANT_SHIFT,
  WILLING,
  X,
  Y,
} from './columns.js';
import { childTraits, infoOf } from './genes.js';
import { cellOf, torusOffset } from './grid.js';
import { book, ledger } from './interact.js';
import { Amount, Count, type Partition, slotOfOwn, slotOfRow } from './partition.js';
import { Gene, TICK } from './rules.js';
import { homeOf, type WorldState } from './world-state.js';

const f = Math.fround;
const CARNIVORES_LESS = f(BURN_CARNIVORE);
const OF_SPEED = f(BURN_SPEED);
const OLD_AGE_RISK = f(f(OLD_AGE_RATE) * TICK);
const HUNTER_FROM = f(HUNTER_DIET);
const WILLING_BELOW = f(HYBRID_AGGRESSION);
const KEPT_INFO = TRIBE_MASK | ALIVE | PREDATOR | HYBRID;
const { metabolism: METABOLISM, aggression: AGGRESSION, diet: DIET } = Gene;

/** Brings a coordinate back onto the torus. The last step catches what rounds up to the length. */
function wrapped(coordinate: number, length: number): number {
  let v = coordinate;
  if (v < 0) v = f(v + length);
  if (v >= length) v = f(v - length);
  return pmax(0, v);
}

/** Runs the move phase of partition p: writes the animals and cells that the next exchange sorts. */
export function move(world: WorldState, p: Partition): void {
  travel(world, p);
  live(world, p);
  bearChildren(world, p);
}

/** Brings p's animals to where they decided to go: the part of the move phase that needs nothing but decisions. */
export function travel(world: WorldState, p: Partition): void {
  for (let y = 0; y < p.height; y++) {
    moveRow(world, p, slotOfRow(p, y), p.ownRowStart[y] as number, p.ownRowStart[y + 1] as number);
  }
}

/** Lets p's animals gain, burn, age and die, and lists those that left: what comes before births. */
export function live(world: WorldState, p: Partition): void {
  const { store } = world;
  p.outboxCount = 0;
  if (world.rules.options.movementOnly === 0) {
    for (let y = 0; y < p.height; y++) ageRow(world, p, p.ownRowStart[y] as number, p.ownRowStart[y + 1] as number);
  }
  if (world.plan.length > 1) fillOutbox(world, p);
  // The gap behind the slice holds nobody.
  for (let own = p.ownBegin + p.ownCount; own < p.ownBegin + p.ownCount + SLICE_GAP; own++) {
    store.animals.words[own * ANIMAL_WORDS + INFO] = 0;
    store.cells[own] = NOWHERE;
  }
}

/** Writes the children of p's animals that were admitted, for which their parents pay. */
export function bearChildren(world: WorldState, p: Partition): void {
  const { store } = world;
  for (let k = 0; k < p.requestCount; k++) {
    const parent = store.requests[p.ownBegin + k] as number;
    if (((store.outcomes[parent] as number) & ADMITTED) !== 0) bear(world, p, parent);
  }
  for (let k = 0; k < p.partnerCount; k++) {
    const actor = store.partners[p.ownBegin + k] as number;
    if (((store.outcomes[actor] as number) & ADMITTED) === 0) continue;
    const cost = f(0.5 * world.rules.options.birthEnergy);
    book(p, Amount.born, -ledger(pay(world, store.targets[actor] as number, cost)));
  }
}

/** Moves the animals of a row and copies what does not change. */
function moveRow(world: WorldState, p: Partition, firstSlot: number, begin: number, end: number): void {
  const { decisions, cells, foodCellNext } = world.store;
  const sight = world.store.sight.numbers;
  const sightWords = world.store.sight.words;
  const animals = world.store.animals.numbers;
  const words = world.store.animals.words;
  const columns = world.columns;
  const { worldWidth, worldHeight } = world.rules;
  let invalid = 0;
  let from = firstSlot * ANIMAL_WORDS;
  for (let own = begin; own < end; own++, from += ANIMAL_WORDS) {
    const decision = own * DECISION_WORDS;
    const vx = decisions[decision] as number;
    const vy = decisions[decision + 1] as number;
    const stepX = f(f(vx * TICK) + (decisions[decision + 2] as number));
    const stepY = f(f(vy * TICK) + (decisions[decision + 3] as number));
    const x = wrapped(f((sight[from + X] as number) + stepX), worldWidth);
    const y = wrapped(f((sight[from + Y] as number) + stepY), worldHeight);
    const sum = f(f(f(x + y) + vx) + vy);
    if (sum - sum !== 0) invalid++;
    const at = own * ANIMAL_WORDS;
    animals[at + X] = x;
    animals[at + Y] = y;
    animals[at + VX] = vx;
    animals[at + VY] = vy;
    animals[at + ENERGY] = sight[from + ENERGY] as number;
    words[at + INFO] = sightWords[from + INFO] as number;
    words[at + ID] = sightWords[from + ID] as number;
    words[at + FOOD_CELL] = foodCellNext[own] as number;
    cells[own] = cellOf(x, y, columns);
  }
  if (invalid !== 0) p.counts[Count.invalid] = (p.counts[Count.invalid] as number) + invalid;
}

/** The animals of a row gain, burn, age and die. */
function ageRow(world: WorldState, p: Partition, begin: number, end: number): void {
  const { gains, settled, killedBy, actions } = world.store;
  const animals = world.store.animals.numbers;
  const words = world.store.animals.words;
  const traits = world.store.traitsNext.numbers;
  const traitWords = world.store.traitsNext.words;
  const { rules } = world;
  const { deathAge, breedAge, metabolicScale } = rules.options;
  const perDeathAge = f(1 / deathAge);
  const scale = f(TICK * metabolicScale);
  let burnt = 0;
  let lost = 0;
  for (let own = begin; own < end; own++) {
    const at = own * ANIMAL_WORDS;
    const trait = own * TRAIT_WORDS;
    const vx = animals[at + VX] as number;
    const vy = animals[at + VY] as number;
    const metabolism = traits[trait + METABOLISM] as number;
    const diet = traits[trait + DIET] as number;
    const carnivore = pmax(0, diet);
    const herbivore = pmax(0, -diet);
    const age = f(f((rules.tick + 1 - (traitWords[trait + BIRTH_TICK] as number)) | 0) * TICK);
    const share = f(f(1 + f(BURN_HERBIVORE * herbivore)) - f(CARNIVORES_LESS * carnivore));
    const base = f(f(metabolism * BURN_METABOLISM) * share);
    const speed2 = f(f(vx * vx) + f(vy * vy));
    const running = f(f(f(speed2 * OF_SPEED) * metabolism) * f(1 - f(BURN_CARNIVORE_RUN * carnivore)));
    const burn = f(f(f(base + running) * f(1 + f(age * perDeathAge))) * scale);
    const before = f(f((animals[at + ENERGY] as number) + (gains[own] as number)) + (settled[own] as number));
    // What does not fit into a full stomach is lost.
    const fed = pmin(MAX_ENERGY, before);
    const energy = f(fed - pmin(burn, pmax(0, fed)));
    burnt += (f(fed - energy) * LEDGER_SCALE) | 0;
    if (before > fed) lost += (f(before - fed) * LEDGER_SCALE) | 0;
    animals[at + ENERGY] = energy;

    let info = (words[at + INFO] as number) & KEPT_INFO;
    info |= ((actions[own] as number) & WANT_BITS) << WANT_SHIFT;
    if (energy > HUNTING_ENERGY) info |= SATIATED;
    else if (energy < HUNTING_ENERGY && diet > HUNTER_FROM) info |= HUNTING;
    const isCalm = (traits[trait + AGGRESSION] as number) < WILLING_BELOW;
    if (isCalm && energy > HYBRID_ENERGY && age > breedAge) info |= WILLING;
    words[at + INFO] = info;

    if (killedBy[own] !== 0) bury(world, p, own, DeathCause.killed);
    else if (energy <= 0) bury(world, p, own, DeathCause.starved);
    else if (age > deathAge) {
      const risk = f(f(f(age - deathAge) * perDeathAge) * OLD_AGE_RISK);
      if (randomUnit(rules.oldAgeKey, words[at + ID] as number) < risk) bury(world, p, own, DeathCause.old);
    }
  }
  book(p, Amount.burnt, burnt);
  book(p, Amount.lost, lost);
}

/** Books the death of an animal and takes it out of the world. */
function bury(world: WorldState, p: Partition, own: number, cause: number): void {
  const { store } = world;
  const at = own * ANIMAL_WORDS;
  const tribe = (store.animals.words[at + INFO] as number) & TRIBE_MASK;
  store.animals.words[at + INFO] = 0;
  store.cells[own] = NOWHERE;
  addCount(p, Count.deaths + cause * MAX_TRIBES + tribe);
  book(p, Amount.lost, ledger(store.animals.numbers[at + ENERGY] as number));
  if (cause !== DeathCause.killed) return;
  const killer = (store.killedBy[own] as number) - 1;
  const slot = slotOfOwn(homeOf(world, killer), killer);
  addCount(p, Count.kills + ((store.sight.words[slot * ANIMAL_WORDS + INFO] as number) & TRIBE_MASK));
}

function addCount(p: Partition, at: number): void {
  p.counts[at] = (p.counts[at] as number) + 1;
}

/** Lists the living that left p's rectangle. */
function fillOutbox(world: WorldState, p: Partition): void {
  const { cells, outbox } = world.store;
  const { x0, y0, x1, y1 } = p.rect;
  for (let own = p.ownBegin; own < p.ownBegin + p.ownCount; own++) {
    const cell = cells[own] as number;
    if (cell === NOWHERE) continue;
    const y = (cell / world.columns) | 0;
    const x = cell - y * world.columns;
    if (x < x0 || x >= x1 || y < y0 || y >= y1) outbox[p.ownBegin + p.outboxCount++] = own;
  }
}

/** A parent's part of a birth; returns what it paid. */
function pay(world: WorldState, own: number, cost: number): number {
  const at = own * ANIMAL_WORDS;
  const { numbers, words } = world.store.animals;
  if (((words[at + INFO] as number) & ALIVE) === 0) return 0;
  const before = numbers[at + ENERGY] as number;
  const after = pmax(0, f(before - cost));
  numbers[at + ENERGY] = after;
  return f(before - after);
}

/** Writes the child of an own animal of p. */
function bear(world: WorldState, p: Partition, parent: number): void {
  const { store, rules } = world;
  const o = rules.options;
  const sight = store.sight.numbers;
  const rank = store.birthRanks[parent] as number;
  const id = world.firstNewbornId + rank;
  const own = world.newbornBegin + rank;
  const mated = ((store.outcomes[parent] as number) & ACCEPTED) !== 0;
  const other = mated ? (store.targets[parent] as number) : parent;
  const from = slotOfOwn(p, parent) * ANIMAL_WORDS;
  const info = store.sight.words[from + INFO] as number;
  let x = sight[from + X] as number;
  let y = sight[from + Y] as number;
  if (mated) {
    const otherAt = slotOfOwn(homeOf(world, other), other) * ANIMAL_WORDS;
    x = f(x + f(0.5 * torusOffset(x, sight[otherAt + X] as number, rules.worldWidth)));
    y = f(y + f(0.5 * torusOffset(y, sight[otherAt + Y] as number, rules.worldHeight)));
  } else {
    const side = randomUnit(randomKey(o.seed, rules.tick, Purpose.childPlace), id);
    x = f(x + f(cosTurns(side) * (2 * BODY_RADIUS)));
    y = f(y + f(sinTurns(side) * (2 * BODY_RADIUS)));
  }
  x = wrapped(x, rules.worldWidth);
  y = wrapped(y, rules.worldHeight);
  const tribe = mated ? HYBRID_TRIBE : info & TRIBE_MASK;
  childTraits(rules, store.traitsNext, parent, other, id, own);
  const at = own * ANIMAL_WORDS;
  const { numbers, words } = store.animals;
  numbers[at + X] = x;
  numbers[at + Y] = y;
  numbers[at + VX] = (sight[from + VX] as number) * 0.5;
  numbers[at + VY] = (sight[from + VY] as number) * 0.5;
  numbers[at + ENERGY] = o.birthEnergy;
  words[at + INFO] = infoOf(o, store.traitsNext.numbers, own, o.birthEnergy, 0, tribe, mated || (info & HYBRID) !== 0);
  words[at + ID] = id;
  words[at + FOOD_CELL] = 0;
  store.cells[own] = cellOf(x, y, world.columns);
  addCount(p, Count.births + tribe);
  book(p, Amount.born, ledger(o.birthEnergy));
  book(p, Amount.born, -ledger(pay(world, parent, mated ? f(0.5 * o.birthEnergy) : o.breedCost)));
}
