/** Hunting and flight: the part of src/life/steer.cpp that only those with prey or predators in sight need. */
import {
  BOLD_ENERGY,
  BOLD_FEAR,
  BRAVE_HERD,
  BREED_STRESS,
  BURST_SPEED,
  CONSERVE_ENERGY,
  CONSERVE_SHARE,
  FEARLESS_ENERGY,
  FLEE_NEARNESS,
  FLEE_SPEED,
  HUNT_SPEED,
  HUNT_URGE,
  HUNTER_DIET,
  KEEP_NEAR_SIGHT,
  OUTNUMBERED_LEAST,
  OUTNUMBERED_SHARE,
  PACK_SPEED,
  PACK_SPREAD,
  PACK_SPREAD_RANGE,
  PREDATOR_DIET,
  RUN_FRIGHT,
  STALK_DISTANCE,
  STALK_ENERGY,
  TIMID_AGGRESSION,
  Want,
} from '../../generated/life-layout.js';
import { pmin } from '../core/math.js';
import { ANIMAL_WORDS, ENERGY, ID, TRAIT_WORDS, X, Y } from './columns.js';
import { head } from './mind.js';
import { Gene } from './rules.js';
import { inverseLength } from './vector.js';
import type { WorldState } from './world-state.js';

const f = Math.fround;
const HUNTER_FROM = f(HUNTER_DIET);
const PREDATOR_FROM = f(PREDATOR_DIET);
const BREED_BELOW = f(BREED_STRESS);
const CONSERVING = f(CONSERVE_SHARE);
const TIMID_BELOW = f(TIMID_AGGRESSION);
const SPREADS_FROM = f(PACK_SPREAD);
const DIAGONAL = f(Math.sqrt(0.5));
const STALKING = f(STALK_DISTANCE);
const PACK = f(PACK_SPEED);
const HUNTING_SPEED = f(HUNT_SPEED);
const FLEEING_SPEED = f(FLEE_SPEED);
const BOLD = f(BOLD_FEAR);
const RUN_FROM = f(RUN_FRIGHT);
const { speed: SPEED, aggression: AGGRESSION, cohesion: COHESION, diet: DIET } = Gene;

/** Lets the animals of a block hunt, near a mate, and flee, and bounds their speed. */
export function pursue(world: WorldState, slot: number, own: number, count: number): void {
  const { preySlot, mateSlot, predators, stress, speed, chases, inReach, runs, mates, aim } = world.mind;
  const traits = world.store.traitsNext.numbers;
  for (let k = 0; k < count; k++) {
    chases[k] = 0;
    inReach[k] = 0;
    runs[k] = 0;
    mates[k] = 0;
    if (preySlot[k] !== 0) hunt(world, slot + k, own + k, k);
    // Strangers to breed with are approached only within reach, where the intent is made.
    if (mateSlot[k] !== 0 && (stress[k] as number) < BREED_BELOW) {
      mates[k] = 1;
      aim[k] = Want.mate;
    }
    if (predators[k] !== 0) flee(world, slot + k, own + k, k);
    speed[k] = pmin(speed[k] as number, f((traits[(own + k) * TRAIT_WORDS + SPEED] as number) * BURST_SPEED));
  }
}

/** What comes of the prey in sight: chased, stalked, or kept near. */
function hunt(world: WorldState, slot: number, own: number, k: number): void {
  const { mind, store } = world;
  const { attackRange, huntWeight } = world.rules.options;
  const animals = store.sight.numbers;
  const at = slot * ANIMAL_WORDS;
  const trait = own * TRAIT_WORDS;
  const prey = mind.preySlot[k] as number;
  const dx = f((store.sightX[prey] as number) - (animals[at + X] as number));
  const dy = f((store.sightY[prey] as number) - (animals[at + Y] as number));
  const distance = f(Math.sqrt(f(f(dx * dx) + f(dy * dy))));
  const inverse = inverseLength(dx, dy);
  const aheadX = f(dx * inverse);
  const aheadY = f(dy * inverse);
  const energy = animals[at + ENERGY] as number;
  const counts = mind.counts[k] as number;
  const allies = (counts >>> 8) & 0xff;
  const strangers = (counts & 0xff) - allies;
  const conserves = counts >>> 24 > f(allies * CONSERVING) && energy > CONSERVE_ENERGY;
  const hunts = mind.hungryHunter[k] !== 0 && !conserves;
  const inPack = mind.inPack[k] !== 0;
  const timid = !inPack && (store.traitsNext.numbers[trait + AGGRESSION] as number) < TIMID_BELOW;
  const outnumbered = strangers > allies * OUTNUMBERED_SHARE + OUTNUMBERED_LEAST;
  const stalks = hunts && (outnumbered || timid) && energy > STALK_ENERGY && distance > attackRange;
  const sight = mind.sight[k] as number;
  const urge = f(huntWeight * f(HUNT_URGE + (mind.hunger[k] as number)));
  if (distance < attackRange) mind.inReach[k] = 1;
  if (hunts && !stalks) {
    // Every other hunter of a pack comes from the other side.
    if (inPack && (store.traitsNext.numbers[trait + COHESION] as number) > SPREADS_FROM && distance > PACK_SPREAD_RANGE * attackRange) {
      const side = ((store.sight.words[at + ID] as number) & 1) === 0 ? 1 : -1;
      head(mind, k, f(f(aheadX - side * aheadY) * DIAGONAL), f(f(aheadY + side * aheadX) * DIAGONAL), urge);
    } else {
      head(mind, k, aheadX, aheadY, urge);
    }
    mind.speed[k] = f((mind.cruise[k] as number) * HUNTING_SPEED) * (inPack ? PACK : 1);
    mind.aim[k] = Want.hunt;
    mind.chases[k] = 1;
    return;
  }
  const isHunter = (store.traitsNext.numbers[trait + DIET] as number) > HUNTER_FROM;
  if (stalks || (isHunter && !hunts && distance > f(KEEP_NEAR_SIGHT * sight))) {
    head(mind, k, aheadX, aheadY, f(urge * f(f(distance - f(STALKING * sight)) / sight)));
  }
  if (!stalks) return;
  mind.speed[k] = mind.cruise[k] as number;
  mind.aim[k] = Want.stalk;
}

/** Flight from predators, which outweighs the rest. */
function flee(world: WorldState, slot: number, own: number, k: number): void {
  const { mind, store } = world;
  if ((store.traitsNext.numbers[own * TRAIT_WORDS + DIET] as number) > PREDATOR_FROM) return;
  const energy = store.sight.numbers[slot * ANIMAL_WORDS + ENERGY] as number;
  if (energy < FEARLESS_ENERGY) return;
  const allies = ((mind.counts[k] as number) >>> 8) & 0xff;
  let fear = energy < BOLD_ENERGY ? BOLD : 1;
  if (allies >= (mind.predators[k] as number) * BRAVE_HERD) fear = f(fear * BOLD);
  const nearest = f(Math.sqrt(pmin(mind.predator2[k] as number, mind.sight2[k] as number)));
  const closeness = f(1 - f(f(FLEE_NEARNESS * nearest) / (mind.sight[k] as number)));
  const fright = f(fear * closeness);
  const fleeX = mind.fleeX[k] as number;
  const fleeY = mind.fleeY[k] as number;
  const inverse = inverseLength(fleeX, fleeY);
  head(mind, k, f(fleeX * inverse), f(fleeY * inverse), f(fright * world.rules.options.fleeWeight));
  if (fright <= RUN_FROM) return;
  mind.speed[k] = (mind.cruise[k] as number) * FLEEING_SPEED;
  mind.aim[k] = Want.flee;
  mind.runs[k] = 1;
}
