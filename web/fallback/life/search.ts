/**
 * The best prey and the nearest mate among an animal's neighbours: the part of src/life/sense.cpp that
 * only hunters, fighters and the few who would breed with a stranger need.
 */
import { HUNTER_DIET, KIN_PREY_SCORE, MATE_REACH, MAX_ENERGY } from '../../generated/life-layout.js';
import { ANIMAL_WORDS, ENERGY, ID, INFO, WILLING } from './columns.js';
import * as mind from './mind.js';
import type { WorldState } from './world-state.js';

const f = Math.fround;
const HUNTER_FROM = f(HUNTER_DIET);
const KIN_SCORE = f(KIN_PREY_SCORE);
const PER_MAX_ENERGY = f(1 / MAX_ENERGY);
const MATE_REACH2 = MATE_REACH * MATE_REACH;
const FAR = f(1e9);

/** Bits of what an animal looks for. */
export const SEEKS_PREY = 1;
export const SEEKS_MATE = 2;
/** Its own kin is prey too. */
export const CANNIBAL = 4;

/** Forgets what was found; the animal's sight is known. */
export function beginSearch(world: WorldState): void {
  const { numbers, words } = world.mind;
  const range = world.rules.options.attackRange;
  const isHunter = (numbers[mind.CARNIVORE] as number) > HUNTER_FROM;
  numbers[mind.INVERSE_SIGHT] = 0.5 / (numbers[mind.SIGHT] as number);
  numbers[mind.PREY_REACH2] = isHunter ? (numbers[mind.SIGHT2] as number) : range * range;
  numbers[mind.PREY_SCORE] = 0;
  numbers[mind.MATE2] = FAR;
  words[mind.PREY_ID] = 0;
  words[mind.MATE_ID] = 0;
}

/** Takes a neighbour in sight as prey or mate when it is better than what was found before. */
export function consider(world: WorldState, slot: number, other: number, seeks: number, isAlly: boolean): void {
  const { sightX, sightY } = world.store;
  const dx = f((sightX[other] as number) - (sightX[slot] as number));
  const dy = f((sightY[other] as number) - (sightY[slot] as number));
  const d2 = f(f(dx * dx) + f(dy * dy));
  if ((seeks & SEEKS_PREY) !== 0 && (!isAlly || (seeks & CANNIBAL) !== 0)) considerPrey(world, other, d2, isAlly);
  if ((seeks & SEEKS_MATE) !== 0 && !isAlly) considerMate(world, slot, other, d2);
}

function considerPrey(world: WorldState, other: number, d2: number, isAlly: boolean): void {
  const { numbers, words } = world.mind;
  if (d2 >= (numbers[mind.PREY_REACH2] as number)) return;
  const at = other * ANIMAL_WORDS;
  const id = world.store.sight.words[at + ID] as number;
  const weak = f(f(MAX_ENERGY - (world.store.sight.numbers[at + ENERGY] as number)) * PER_MAX_ENERGY);
  const near = f(0.5 - f(f(Math.sqrt(d2)) * (numbers[mind.INVERSE_SIGHT] as number)));
  const sum = f(weak + near);
  const score = isAlly ? f(sum * KIN_SCORE) : f(sum + 1);
  const best = numbers[mind.PREY_SCORE] as number;
  if (score < best || (score === best && id >= (words[mind.PREY_ID] as number))) return;
  numbers[mind.PREY_SCORE] = score;
  words[mind.PREY_ID] = id;
  words[mind.PREY_SLOT] = other;
}

function considerMate(world: WorldState, slot: number, other: number, d2: number): void {
  const { numbers, words } = world.mind;
  const animals = world.store.sight.words;
  const id = animals[other * ANIMAL_WORDS + ID] as number;
  const isFit = ((animals[other * ANIMAL_WORDS + INFO] as number) & WILLING) !== 0;
  // The one with the lower id asks, so that a pair asks once.
  if (!isFit || (animals[slot * ANIMAL_WORDS + ID] as number) >= id || d2 >= MATE_REACH2) return;
  const nearest = numbers[mind.MATE2] as number;
  if (d2 > nearest || (d2 === nearest && id >= (words[mind.MATE_ID] as number))) return;
  numbers[mind.MATE2] = d2;
  words[mind.MATE_ID] = id;
  words[mind.MATE_SLOT] = other;
}
