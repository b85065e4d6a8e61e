/** What animals know of themselves before they look around: `loadSelf` of src/life/sense.cpp. */
import {
  CANNIBAL_DIET,
  CANNIBAL_ENERGY,
  CANNIBAL_HUNGER,
  CANNIBALISM,
  ENEMY_AGGRESSION,
  HUNGRY_HUNTER_SIGHT,
  HUNTER_DIET,
  HUNTING_ENERGY_DIET,
  HUNTING_ENERGY_MOST,
  HUNTING_ENERGY_NONE,
  MAX_ENERGY,
  MAX_VISION,
} from '../../generated/life-layout.js';
import { pmin } from '../core/math.js';
import { mixCounter, randomUnitMixed } from '../core/rng.js';
import { ANIMAL_WORDS, ENERGY, ID, INFO, TRAIT_WORDS, VX, VY, WILLING } from './columns.js';
import { Gene } from './rules.js';
import { CANNIBAL, SEEKS_MATE, SEEKS_PREY } from './search.js';
import type { WorldState } from './world-state.js';

const f = Math.fround;
const HUNTER_FROM = f(HUNTER_DIET);
const ENEMY_FROM = f(ENEMY_AGGRESSION);
const CANNIBAL_FROM = f(CANNIBALISM);
const SIGHT_PER_HUNGER = f(f(HUNGRY_HUNTER_SIGHT) / MAX_ENERGY);
const KIN_HUNGER = f(CANNIBAL_HUNGER);
const { vision: VISION, aggression: AGGRESSION, diet: DIET } = Gene;

/** Sets sight, speed and what they look for of the `count` animals from a slot and own index on. */
export function loadSelf(world: WorldState, slot: number, own: number, count: number): void {
  const { sight, sight2, velocity, seeks, hungryHunter, preySlot, mateSlot } = world.mind;
  preySlot.fill(0, 0, count);
  mateSlot.fill(0, 0, count);
  const animals = world.store.sight.numbers;
  const infos = world.store.sight.words;
  const traits = world.store.traitsNext.numbers;
  const { mateKey, options } = world.rules;
  const living = options.movementOnly === 0;
  const hybrids = living && options.hybrids !== 0;
  const hybridChance = options.hybridChance;
  let at = slot * ANIMAL_WORDS;
  let trait = own * TRAIT_WORDS;
  for (let k = 0; k < count; k++, at += ANIMAL_WORDS, trait += TRAIT_WORDS) {
    const vx = animals[at + VX] as number;
    const vy = animals[at + VY] as number;
    const energy = animals[at + ENERGY] as number;
    const diet = traits[trait + DIET] as number;
    let radius = traits[trait + VISION] as number;
    let looksFor = 0;
    hungryHunter[k] = 0;
    if (living && diet > HUNTER_FROM) {
      looksFor = SEEKS_PREY;
      if (energy < pmin(HUNTING_ENERGY_MOST, f(HUNTING_ENERGY_NONE - f(HUNTING_ENERGY_DIET * diet)))) {
        hungryHunter[k] = 1;
        const hunger = f(f(MAX_ENERGY - energy) * SIGHT_PER_HUNGER);
        radius = pmin(MAX_VISION, f(radius * f(1 + hunger)));
      }
      if (f(f(diet * CANNIBAL_DIET) + f(f(CANNIBAL_ENERGY - energy) * KIN_HUNGER)) >= CANNIBAL_FROM) looksFor |= CANNIBAL;
    }
    if (living && (traits[trait + AGGRESSION] as number) > ENEMY_FROM) looksFor |= SEEKS_PREY;
    // The draw comes first, so that a mate is searched for by the few who would breed in this tick.
    if (hybrids && ((infos[at + INFO] as number) & WILLING) !== 0) {
      if (randomUnitMixed(mateKey, mixCounter(infos[at + ID] as number)) < hybridChance) looksFor |= SEEKS_MATE;
    }
    velocity[k] = Math.sqrt(f(f(vx * vx) + f(vy * vy)));
    sight[k] = radius;
    sight2[k] = radius * radius;
    seeks[k] = looksFor;
  }
}
