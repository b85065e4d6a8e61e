/** Hashes of the state and of what each phase has written: the twin of src/life/phase_hash.h. */

import { addRecord } from '../../engine/hash.js';
import { Phase } from '../../generated/life-layout.js';
import { ALIVE, ANIMAL_WORDS, ATTACK, DECISION_WORDS, DIGEST, ENERGY, ID, INFO, MATE, type Records, TRAIT_WORDS } from './columns.js';
import { type Partition, slotOfOwn, slotOfRow } from './partition.js';
import { homeOf, type WorldState } from './world-state.js';

const RECORD_WORDS = 9;
const numbers = new Float32Array(RECORD_WORDS);
const words = new Uint32Array(numbers.buffer);

/** Adds to the hash of all that the next tick depends on: animals and food, in no order. */
export function hashState(world: WorldState, hash: Uint32Array, into: number): void {
  words[0] = world.tick;
  words[1] = world.nextId;
  addRecord(hash, into, words, 0, 2);
  hashAnimals(world, world.store.traits, world.animalEnd, hash, into);
  hashFood(world, world.store.food, hash, into);
}

/**
 * Hash of what a phase has just written, at hash[into] and the word after it. It does not depend on the
 * partitions, so that the first phase in which two runs differ can be named.
 */
export function hashPhase(world: WorldState, phase: number, hash: Uint32Array, into: number): void {
  hash[into] = 0;
  hash[into + 1] = 0;
  for (let i = 0; i < world.plan.length; i++) hashPart(world, world.partitions[i] as Partition, phase, hash, into);
  hashWhole(world, phase, hash, into);
}

/** Adds what partition p has written in a phase, as far as it stands in slices of its own. */
export function hashPart(world: WorldState, p: Partition, phase: number, hash: Uint32Array, into: number): void {
  const living = world.rules.options.movementOnly === 0;
  if (phase === Phase.exchange) hashOwn(world, p, exchangeRecord, hash, into);
  else if (phase === Phase.sense) hashOwn(world, p, senseRecord, hash, into);
  else if (phase === Phase.interact && living) hashOwn(world, p, interactRecord, hash, into);
  else if (phase === Phase.settle && living) hashOwn(world, p, settleRecord, hash, into);
}

/** Adds the rest of what a phase has written. */
export function hashWhole(world: WorldState, phase: number, hash: Uint32Array, into: number): void {
  const living = world.rules.options.movementOnly === 0;
  if (phase === Phase.plan) addWords(hash, into, world.tick, world.nextId, world.population, world.rules.headingKey);
  else if (phase === Phase.interact && living) hashFood(world, world.store.foodNext, hash, into);
  else if (phase === Phase.admit) addWords(hash, into, world.nextId, world.birthCount, world.birthsRefused);
  else if (phase === Phase.move) hashAnimals(world, world.store.traitsNext, world.newbornBegin + world.birthCount, hash, into);
  else if (phase === Phase.commit) hashState(world, hash, into);
}

function addWords(hash: Uint32Array, into: number, ...record: number[]): void {
  words.set(record);
  addRecord(hash, into, words, 0, record.length);
}

function hashFood(world: WorldState, food: Float32Array, hash: Uint32Array, into: number): void {
  const cells = world.columns * world.rows;
  for (let c = 0; c < cells; c++) {
    words[0] = c;
    numbers[1] = (food[c] as number) + 0; // +0 and -0 are one
    addRecord(hash, into, words, 0, 2);
  }
}

/** Writes an Animal record, and the digest of its traits. */
function animalRecord(animals: Records, at: number, digest: number): void {
  words[0] = animals.words[at + ID] as number;
  for (let k = 0; k <= ENERGY; k++) numbers[1 + k] = (animals.numbers[at + k] as number) + 0;
  words[6] = animals.words[at + INFO] as number;
  words[7] = animals.words[at + ID + 1] as number;
  words[8] = digest;
}

/** Adds the animals that the first `end` entries of `animals` hold. */
function hashAnimals(world: WorldState, traits: Records, end: number, hash: Uint32Array, into: number): void {
  const { animals } = world.store;
  for (let own = 0; own < end; own++) {
    if (((animals.words[own * ANIMAL_WORDS + INFO] as number) & ALIVE) === 0) continue;
    animalRecord(animals, own * ANIMAL_WORDS, traits.words[own * TRAIT_WORDS + DIGEST] as number);
    addRecord(hash, into, words, 0, RECORD_WORDS);
  }
}

/** Adds a record for every own animal of p; `record` writes it and returns its length. */
function hashOwn(
  world: WorldState,
  p: Partition,
  record: (world: WorldState, own: number, slot: number) => number,
  hash: Uint32Array,
  into: number,
): void {
  for (let y = 0; y < p.height; y++) {
    let slot = slotOfRow(p, y);
    const end = p.ownRowStart[y + 1] as number;
    for (let own = p.ownRowStart[y] as number; own < end; own++, slot++) {
      addRecord(hash, into, words, 0, record(world, own, slot));
    }
  }
}

function idOf(world: WorldState, own: number): number {
  return world.store.sight.words[slotOfOwn(homeOf(world, own), own) * ANIMAL_WORDS + ID] as number;
}

function exchangeRecord(world: WorldState, own: number, slot: number): number {
  animalRecord(world.store.sight, slot * ANIMAL_WORDS, world.store.traitsNext.words[own * TRAIT_WORDS + DIGEST] as number);
  return RECORD_WORDS;
}

function senseRecord(world: WorldState, own: number, slot: number): number {
  const { store } = world;
  const actions = store.actions[own] as number;
  const aims = (actions & (ATTACK | MATE)) !== 0;
  words[0] = store.sight.words[slot * ANIMAL_WORDS + ID] as number;
  for (let k = 0; k < DECISION_WORDS; k++) numbers[1 + k] = (store.decisions[own * DECISION_WORDS + k] as number) + 0;
  words[5] = actions;
  words[6] = store.foodCellNext[own] as number;
  words[7] = aims ? idOf(world, store.targets[own] as number) : 0;
  numbers[8] = aims ? (store.strikes[own] as number) + 0 : 0;
  return RECORD_WORDS;
}

function interactRecord(world: WorldState, own: number, slot: number): number {
  const killer = world.store.killedBy[own] as number;
  words[0] = world.store.sight.words[slot * ANIMAL_WORDS + ID] as number;
  numbers[1] = (world.store.gains[own] as number) + 0;
  words[2] = killer !== 0 ? idOf(world, killer - 1) : 0;
  return 3;
}

function settleRecord(world: WorldState, own: number, slot: number): number {
  words[0] = world.store.sight.words[slot * ANIMAL_WORDS + ID] as number;
  numbers[1] = (world.store.settled[own] as number) + 0;
  return 2;
}
