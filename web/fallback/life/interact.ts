/** What animals do to others and to food cells, applied by the owners: the twin of src/life/interact.h. */
import { ABSORB_MOST, ABSORB_SHARE, FOOD_REMNANT, KILL_ENERGY, LEDGER_SCALE } from '../../generated/life-layout.js';
import { pmax, pmin } from '../core/math.js';
import { INTENT_WORDS, sortIntents } from '../core/sort.js';
import { ACCEPTED, ADMITTED, ANIMAL_WORDS, ATTACK, BREED, ENERGY, GRAZE, ID, KILL, MATE, SLICE_GAP, TRAIT_WORDS, X } from './columns.js';
import { growFood } from './food.js';
import { cellCoordinate } from './grid.js';
import { Amount, type Partition, slotOfOwn, slotOfRow } from './partition.js';
import { Gene, TICK } from './rules.js';
import type { WorldState } from './world-state.js';

const f = Math.fround;
const REMNANT = f(FOOD_REMNANT);
const ABSORBED_MOST = f(ABSORB_MOST);
const { diet: DIET } = Gene;

/** Adds to a sum of the tick. */
export function book(p: Partition, amount: number, whole: number): void {
  p.amounts[amount] = (p.amounts[amount] as number) + whole;
}

/** An amount as a whole number of 1 / LEDGER_SCALE, towards 0. */
export function ledger(amount: number): number {
  return (amount * LEDGER_SCALE) | 0;
}

/** Partition p lets its grazers eat, and applies what is done to its own animals. */
export function interact(world: WorldState, p: Partition): void {
  graze(world, p);
  applyIntents(world, p);
}

/** Food grows in p's cells and its grazers eat: the part of the phase that needs no intents. */
export function graze(world: WorldState, p: Partition): void {
  if (world.rules.options.movementOnly !== 0) return;
  growFood(world, p);
  eat(world, p);
}

/** Applies what is done to p's animals, in the order (target id, actor id). */
export function applyIntents(world: WorldState, p: Partition): void {
  p.partnerCount = 0;
  if (world.rules.options.movementOnly !== 0) return;
  const first = firstIntent(world, p);
  const count = collectIntents(world, p, first);
  const { intents, targets } = world.store;
  sortIntents(intents, first, count);
  for (let i = first; i < first + count; ) {
    const target = intents[i * INTENT_WORDS] as number;
    let end = i + 1;
    while (end < first + count && intents[end * INTENT_WORDS] === target) end++;
    const own = targets[intents[i * INTENT_WORDS + 2] as number] as number;
    resolveAttacks(world, p, own, i, end);
    resolveMates(world, p, own, i, end);
    i = end;
  }
}

/** Grazers of p eat, one after the other, in (cell, id) order. */
function eat(world: WorldState, p: Partition): void {
  world.store.gains.fill(0, p.ownBegin, p.ownBegin + p.ownCount);
  world.store.killedBy.fill(0, p.ownBegin, p.ownBegin + p.ownCount);
  for (let y = 0; y < p.height; y++) eatInRow(world, p, y);
}

function eatInRow(world: WorldState, p: Partition, y: number): void {
  const { actions, gains, foodNext } = world.store;
  const animals = world.store.sight.numbers;
  const traits = world.store.traitsNext.numbers;
  const { biteSize, foodCooldown, foodEnergy } = world.rules.options;
  const bite = f(biteSize * TICK);
  const row = (y + p.rect.y0) * world.columns;
  const end = p.ownRowStart[y + 1] as number;
  let slot = slotOfRow(p, y);
  let foodEaten = 0;
  let eaten = 0;
  for (let own = p.ownRowStart[y] as number; own < end; own++, slot++) {
    if (((actions[own] as number) & GRAZE) === 0) continue;
    const cell = row + cellCoordinate(animals[slot * ANIMAL_WORDS + X] as number);
    const food = foodNext[cell] as number;
    if (food <= 0) continue;
    const carnivore = pmax(0, traits[own * TRAIT_WORDS + DIET] as number);
    let taken = f(bite * f(1 - carnivore));
    // What would be left as a crumb goes along, and the empty cell rests.
    if (food < f(taken + REMNANT)) {
      taken = food;
      foodNext[cell] = -foodCooldown;
    } else {
      foodNext[cell] = food - taken;
    }
    const gain = f(taken * foodEnergy);
    gains[own] = gain;
    foodEaten += ledger(taken);
    eaten += ledger(gain);
  }
  book(p, Amount.foodEaten, foodEaten);
  book(p, Amount.eaten, eaten);
}

/**
 * Where p's intents stand: their numbers are known from the sense phase, so the scratch is shared out
 * beforehand.
 */
function firstIntent(world: WorldState, p: Partition): number {
  let before = 0;
  for (let from = 0; from < world.plan.length; from++) {
    const { intentsFor } = world.partitions[from] as Partition;
    for (let to = 0; to < p.index; to++) before += intentsFor[to] as number;
  }
  return before;
}

/** Writes every partition's intents on p's animals; returns how many there are. */
function collectIntents(world: WorldState, p: Partition, first: number): number {
  const { actors, actions, targets, intents } = world.store;
  const ids = world.store.sight.words;
  let at = first * INTENT_WORDS;
  for (let from = 0; from < world.plan.length; from++) {
    const other = world.partitions[from] as Partition;
    for (let k = 0; k < other.actorCount; k++) {
      const actor = actors[other.ownBegin + k] as number;
      if (((actions[actor] as number) & (ATTACK | MATE)) === 0) continue;
      const target = targets[actor] as number;
      if (target < p.ownBegin || target >= p.ownBegin + p.ownCount) continue;
      intents[at++] = ids[slotOfOwn(p, target) * ANIMAL_WORDS + ID] as number;
      intents[at++] = ids[slotOfOwn(other, actor) * ANIMAL_WORDS + ID] as number;
      intents[at++] = actor;
    }
  }
  return at / INTENT_WORDS - first;
}

/** The attacks on one animal, in actor order. They share what it has; who kills it shares the spoils. */
function resolveAttacks(world: WorldState, p: Partition, target: number, begin: number, end: number): void {
  const { store } = world;
  const { intents, actions, strikes, spoils, outcomes } = store;
  const energy = store.sight.numbers[slotOfOwn(p, target) * ANIMAL_WORDS + ENERGY] as number;
  let left = energy;
  let first = 0;
  for (let i = begin; i < end; i++) {
    const actor = intents[i * INTENT_WORDS + 2] as number;
    if (((actions[actor] as number) & ATTACK) === 0) continue;
    if (first === 0) first = actor + 1;
    left = f(left - pmin(strikes[actor] as number, left));
  }
  if (first === 0) return;
  const total = f(energy - left);
  const killed = left <= 0;
  const bounty = killed ? pmin(KILL_ENERGY, f(0.5 * energy)) : 0;
  let spoilt = 0;
  let unhurt = energy;
  for (let i = begin; i < end; i++) {
    const actor = intents[i * INTENT_WORDS + 2] as number;
    if (((actions[actor] as number) & ATTACK) === 0) continue;
    const carnivore = pmax(0, store.traitsNext.numbers[actor * TRAIT_WORDS + DIET] as number);
    const damage = pmin(strikes[actor] as number, unhurt);
    unhurt = f(unhurt - damage);
    const absorbed = pmin(f(f(carnivore * ABSORB_SHARE) * damage), f(ABSORBED_MOST * energy));
    const share = total > 0 ? f(damage / total) : 0;
    const gain = f(absorbed + f(f(bounty * carnivore) * share));
    spoils[actor] = gain;
    outcomes[actor] = killed ? KILL : 0;
    spoilt = f(spoilt + gain);
  }
  store.gains[target] = (store.gains[target] as number) - total;
  if (killed) store.killedBy[target] = first;
  book(p, Amount.lost, ledger(f(total - spoilt)));
}

/** The first actor that asks a living animal to breed is taken. */
function resolveMates(world: WorldState, p: Partition, target: number, begin: number, end: number): void {
  const { intents, actions, spoils, outcomes, partners, killedBy } = world.store;
  let taken = killedBy[target] !== 0;
  for (let i = begin; i < end; i++) {
    const actor = intents[i * INTENT_WORDS + 2] as number;
    if (((actions[actor] as number) & MATE) === 0) continue;
    spoils[actor] = 0;
    outcomes[actor] = taken ? 0 : ACCEPTED;
    if (taken) continue;
    partners[p.ownBegin + p.partnerCount++] = actor;
    taken = true;
  }
}

/** p's actors take what they gained, and those that breed ask for a birth. */
export function settle(world: WorldState, p: Partition): void {
  p.requestCount = 0;
  if (world.rules.options.movementOnly !== 0) return;
  const { actors, actions, settled, spoils, outcomes, killedBy, requests } = world.store;
  settled.fill(0, p.ownBegin, p.ownBegin + p.ownCount);
  for (let k = 0; k < p.actorCount; k++) {
    const actor = actors[p.ownBegin + k] as number;
    const acts = actions[actor] as number;
    if ((acts & ATTACK) !== 0) settled[actor] = spoils[actor] as number;
    if ((acts & (ATTACK | MATE)) === 0) outcomes[actor] = 0;
    if (killedBy[actor] !== 0) continue;
    const mated = (acts & MATE) !== 0 && ((outcomes[actor] as number) & ACCEPTED) !== 0;
    if (mated || (acts & BREED) !== 0) requests[p.ownBegin + p.requestCount++] = actor;
  }
}

/**
 * Gives the births of all partitions ids and places in the order of the parents' ids, as far as the
 * world has room. Runs alone.
 */
export function admit(world: WorldState): void {
  const { store } = world;
  const { intents, outcomes, birthRanks } = store;
  let count = 0;
  for (let i = 0; i < world.plan.length; i++) {
    const p = world.partitions[i] as Partition;
    for (let k = 0; k < p.requestCount; k++) {
      const parent = store.requests[p.ownBegin + k] as number;
      const at = count++ * INTENT_WORDS;
      intents[at] = store.sight.words[slotOfOwn(p, parent) * ANIMAL_WORDS + ID] as number;
      intents[at + 1] = 0;
      intents[at + 2] = parent;
    }
  }
  sortIntents(intents, 0, count);
  const room = store.capacity - world.population;
  const admitted = count < room ? count : room;
  const last = world.partitions[world.plan.length - 1] as Partition;
  world.newbornBegin = last.ownBegin + last.ownCount + SLICE_GAP;
  world.firstNewbornId = world.nextId;
  for (let rank = 0; rank < admitted; rank++) {
    const parent = intents[rank * INTENT_WORDS + 2] as number;
    outcomes[parent] = (outcomes[parent] as number) | ADMITTED;
    birthRanks[parent] = rank;
  }
  world.birthCount = admitted;
  world.birthsRefused += count - admitted;
  world.nextId += admitted;
}
