/**
 * The best prey and the nearest mate among an animal's neighbours: the part of src/life/sense.cpp that
 * only hunters, fighters and the few who would breed with a stranger need.
 */
import { HUNTER_DIET, KIN_PREY_SCORE, MATE_REACH, MAX_ENERGY, NEAR_PREY_SCORE, STRANGER_PREY_SCORE } from '../../generated/life-layout.js';
import { ANIMAL_WORDS, ENERGY, ID, INFO, TRAIT_WORDS, TRIBE_MASK, WILLING } from './columns.js';
import { Gene } from './rules.js';
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

/** Looks for prey and mates among the first `seen` animals of mind.inSight, which animal k of the block sees. */
export function search(world: WorldState, slot: number, own: number, k: number, seen: number): void {
  const { mind } = world;
  const { inSight } = mind;
  mind.preyId[k] = 0;
  mind.preyScore[k] = 0;
  mind.mateId[k] = 0;
  mind.mate2[k] = FAR;
  const { sightX, sightY } = world.store;
  const infos = world.store.sight.words;
  const tribe = (infos[slot * ANIMAL_WORDS + INFO] as number) & TRIBE_MASK;
  const looksFor = mind.seeks[k] as number;
  for (let i = 0; i < seen; i++) {
    const other = inSight[i] as number;
    const dx = f((sightX[other] as number) - (sightX[slot] as number));
    const dy = f((sightY[other] as number) - (sightY[slot] as number));
    const d2 = f(f(dx * dx) + f(dy * dy));
    const isAlly = ((infos[other * ANIMAL_WORDS + INFO] as number) & TRIBE_MASK) === tribe;
    if ((looksFor & SEEKS_PREY) !== 0 && (!isAlly || (looksFor & CANNIBAL) !== 0)) considerPrey(world, own, k, other, d2, isAlly);
    if ((looksFor & SEEKS_MATE) !== 0 && !isAlly) considerMate(world, slot, k, other, d2);
  }
}

function considerPrey(world: WorldState, own: number, k: number, other: number, d2: number, isAlly: boolean): void {
  const { mind } = world;
  const { attackRange } = world.rules.options;
  const isHunter = (world.store.traitsNext.numbers[own * TRAIT_WORDS + Gene.diet] as number) > HUNTER_FROM;
  if (d2 >= (isHunter ? (mind.sight2[k] as number) : f(attackRange * attackRange))) return;
  const at = other * ANIMAL_WORDS;
  const id = world.store.sight.words[at + ID] as number;
  const weak = f(f(MAX_ENERGY - (world.store.sight.numbers[at + ENERGY] as number)) * PER_MAX_ENERGY);
  const near = f(NEAR_PREY_SCORE - f(f(Math.sqrt(d2)) * f(NEAR_PREY_SCORE / (mind.sight[k] as number))));
  const sum = f(weak + near);
  const score = isAlly ? f(sum * KIN_SCORE) : f(sum + STRANGER_PREY_SCORE);
  const best = mind.preyScore[k] as number;
  if (score < best || (score === best && id >= (mind.preyId[k] as number))) return;
  mind.preyScore[k] = score;
  mind.preyId[k] = id;
  mind.preySlot[k] = other;
}

function considerMate(world: WorldState, slot: number, k: number, other: number, d2: number): void {
  const { mind } = world;
  const animals = world.store.sight.words;
  const id = animals[other * ANIMAL_WORDS + ID] as number;
  const isFit = ((animals[other * ANIMAL_WORDS + INFO] as number) & WILLING) !== 0;
  // The one with the lower id asks, so that a pair asks once.
  if (!isFit || (animals[slot * ANIMAL_WORDS + ID] as number) >= id || d2 >= MATE_REACH2) return;
  const nearest = mind.mate2[k] as number;
  if (d2 > nearest || (d2 === nearest && id >= (mind.mateId[k] as number))) return;
  mind.mate2[k] = d2;
  mind.mateId[k] = id;
  mind.mateSlot[k] = other;
}
