/** Hunting and flight: the part of src/life/steer.cpp that only those with prey or predators in sight need. */
import {
  BOLD_ENERGY,
  BOLD_FEAR,
  BRAVE_HERD,
  CONSERVE_ENERGY,
  CONSERVE_SHARE,
  FEARLESS_ENERGY,
  FLEE_SPEED,
  HUNT_SPEED,
  HUNTER_DIET,
  PACK_SPEED,
  PACK_SPREAD,
  PREDATOR_DIET,
  STALK_DISTANCE,
  Want,
} from '../../generated/life-layout.js';
import { pmin } from '../core/math.js';
import { ANIMAL_WORDS, ENERGY, ID, TRAIT_WORDS, X, Y } from './columns.js';
import * as mind from './mind.js';
import { Gene } from './rules.js';
import { inverseLength } from './vector.js';
import type { WorldState } from './world-state.js';

const f = Math.fround;
const HUNTER_FROM = f(HUNTER_DIET);
const PREDATOR_FROM = f(PREDATOR_DIET);
const CONSERVING = f(CONSERVE_SHARE);
const TIMID_BELOW = f(0.3);
const SPREADS_FROM = f(PACK_SPREAD);
const DIAGONAL = f(Math.sqrt(0.5));
const STALKING = f(STALK_DISTANCE);
const PACK = f(PACK_SPEED);
const HUNTING_SPEED = f(HUNT_SPEED);
const FLEEING_SPEED = f(FLEE_SPEED);
const BOLD = f(BOLD_FEAR);
const RUN_FROM = f(0.4);
const { aggression: AGGRESSION, cohesion: COHESION, diet: DIET } = Gene;

/** What comes of the prey in sight: chased, stalked, or kept near. */
export function hunt(world: WorldState, slot: number, own: number): void {
  const { numbers, words } = world.mind;
  const { store } = world;
  const o = world.rules.options;
  const animals = store.sight.numbers;
  const at = slot * ANIMAL_WORDS;
  const trait = own * TRAIT_WORDS;
  const prey = words[mind.PREY_SLOT] as number;
  const dx = f((store.sightX[prey] as number) - (animals[at + X] as number));
  const dy = f((store.sightY[prey] as number) - (animals[at + Y] as number));
  const distance = f(Math.sqrt(f(f(dx * dx) + f(dy * dy))));
  const inverse = inverseLength(dx, dy);
  const aheadX = f(dx * inverse);
  const aheadY = f(dy * inverse);
  const energy = animals[at + ENERGY] as number;
  const cohesion = store.traitsNext.numbers[trait + COHESION] as number;
  const counts = words[mind.COUNTS] as number;
  const allies = (counts >>> 8) & 0xff;
  const strangers = (counts & 0xff) - allies;
  const conserves = counts >>> 24 > f(allies * CONSERVING) && energy > CONSERVE_ENERGY;
  const hunts = words[mind.HUNGRY_HUNTER] !== 0 && !conserves;
  const inPack = words[mind.IN_PACK] !== 0;
  const timid = !inPack && (store.traitsNext.numbers[trait + AGGRESSION] as number) < TIMID_BELOW;
  const outnumbered = strangers > allies * 4 + 8;
  const stalks = hunts && (outnumbered || timid) && energy > 30 && distance > o.attackRange;
  const sight = numbers[mind.SIGHT] as number;
  const urge = f(o.huntWeight * f(0.5 + (numbers[mind.HUNGER] as number)));
  words[mind.IN_REACH] = distance < o.attackRange ? 1 : 0;
  if (hunts && !stalks) {
    // Every other hunter of a pack comes from the other side.
    if (inPack && cohesion > SPREADS_FROM && distance > 2 * o.attackRange) {
      const side = ((store.sight.words[at + ID] as number) & 1) === 0 ? 1 : -1;
      mind.head(numbers, f(f(aheadX - side * aheadY) * DIAGONAL), f(f(aheadY + side * aheadX) * DIAGONAL), urge);
    } else {
      mind.head(numbers, aheadX, aheadY, urge);
    }
    numbers[mind.SPEED] = f((numbers[mind.CRUISE] as number) * HUNTING_SPEED) * (inPack ? PACK : 1);
    words[mind.AIM] = Want.hunt;
    words[mind.CHASES] = 1;
    return;
  }
  const isHunter = (store.traitsNext.numbers[trait + DIET] as number) > HUNTER_FROM;
  if (stalks || (isHunter && !hunts && distance > f(0.5 * sight))) {
    mind.head(numbers, aheadX, aheadY, f(urge * f(f(distance - f(STALKING * sight)) / sight)));
  }
  if (!stalks) return;
  numbers[mind.SPEED] = numbers[mind.CRUISE] as number;
  words[mind.AIM] = Want.stalk;
}

/** Flight from predators, which outweighs the rest. */
export function flee(world: WorldState, slot: number, own: number): void {
  const { numbers, words } = world.mind;
  if ((world.store.traitsNext.numbers[own * TRAIT_WORDS + DIET] as number) > PREDATOR_FROM) return;
  const energy = world.store.sight.numbers[slot * ANIMAL_WORDS + ENERGY] as number;
  if (energy < FEARLESS_ENERGY) return;
  const allies = ((words[mind.COUNTS] as number) >>> 8) & 0xff;
  let fear = energy < BOLD_ENERGY ? BOLD : 1;
  if (allies >= (words[mind.PREDATORS] as number) * BRAVE_HERD) fear = f(fear * BOLD);
  const sight = numbers[mind.SIGHT] as number;
  const nearest = f(Math.sqrt(pmin(numbers[mind.PREDATOR2] as number, numbers[mind.SIGHT2] as number)));
  const closeness = f(1 - f(f(0.5 * nearest) / sight));
  const fright = f(fear * closeness);
  const fleeX = numbers[mind.FLEE_X] as number;
  const fleeY = numbers[mind.FLEE_Y] as number;
  const inverse = inverseLength(fleeX, fleeY);
  mind.head(numbers, f(fleeX * inverse), f(fleeY * inverse), f(fright * world.rules.options.fleeWeight));
  if (fright <= RUN_FROM) return;
  numbers[mind.SPEED] = (numbers[mind.CRUISE] as number) * FLEEING_SPEED;
  words[mind.AIM] = Want.flee;
  words[mind.RUNS] = 1;
}
