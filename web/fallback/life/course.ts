/** The course of animals that neither hunt nor flee: with their kin, and to their food. Part of src/life/steer.cpp. */
import {
  CELL_SIZE,
  CROWD_NEIGHBOURS,
  DISPERSE_STRESS,
  EFFICIENT_METABOLISM,
  FLOCK_ALLIES,
  FOOD_URGE,
  FULL_ENERGY,
  GRAZE_LEAST,
  GRAZE_SPEED,
  HERD_DISTANCE,
  HUNGRY_ENERGY,
  IDLE_SPEED,
  LEAST_MIDDLE_DISTANCE,
  MAX_ENERGY,
  PACK_COHESION,
  PLANT_EATER,
  TOGETHER_FED,
  TOGETHER_FED_ENERGY,
  TOGETHER_FULL_ENERGY,
  TOGETHER_HERBIVORE,
  TOGETHER_HUNGRY,
  TOGETHER_HUNGRY_ENERGY,
  TOGETHER_LEAST,
  Want,
} from '../../generated/life-layout.js';
import { pmax, pmin } from '../core/math.js';
import { ANIMAL_WORDS, ENERGY, TRAIT_WORDS, VX, VY, X, Y } from './columns.js';
import { foodTarget } from './food.js';
import { cellOf, torusOffset } from './grid.js';
import { head } from './mind.js';
import { Gene } from './rules.js';
import { inverseLength } from './vector.js';
import type { WorldState } from './world-state.js';

const f = Math.fround;
const PER_MAX_ENERGY = f(1 / MAX_ENERGY);
const PER_CROWD = f(1 / CROWD_NEIGHBOURS);
const PER_EFFICIENT_METABOLISM = f(1 / f(EFFICIENT_METABOLISM));
const PACK_FROM = f(PACK_COHESION);
const IDLE = f(IDLE_SPEED);
const GRAZING = f(GRAZE_SPEED);
const LEAST_GRAZED = f(GRAZE_LEAST);
const PLANTS_FROM = f(PLANT_EATER);
const LEAST_MIDDLE = f(LEAST_MIDDLE_DISTANCE);
const FED = f(TOGETHER_FED);
const HUNGRY = f(TOGETHER_HUNGRY);
const STARVING = f(TOGETHER_LEAST);
const URGE_LEAST = f(FOOD_URGE);
const { speed: SPEED, metabolism: METABOLISM, cohesion: COHESION, standards: STANDARDS, diet: DIET } = Gene;

/**
 * Sets how the animals of a block stand, and their first course. Hunger weakens cohesion; a herd keeps a
 * distance that grows with it.
 */
export function keepTogether(world: WorldState, slot: number, own: number, count: number): void {
  const { mind } = world;
  const { sight, counts, allyX, allyY, allyVx, allyVy, apartX, apartY, headingX, headingY } = mind;
  const { separationWeight, alignmentWeight, cohesionWeight, wanderWeight } = world.rules.options;
  const animals = world.store.sight.numbers;
  const traits = world.store.traitsNext.numbers;
  let at = slot * ANIMAL_WORDS;
  let trait = own * TRAIT_WORDS;
  for (let k = 0; k < count; k++, at += ANIMAL_WORDS, trait += TRAIT_WORDS) {
    const energy = animals[at + ENERGY] as number;
    const cohesion = traits[trait + COHESION] as number;
    const seen = counts[k] as number;
    const allies = (seen >>> 8) & 0xff;
    const efficiency = f(Math.sqrt(f((traits[trait + METABOLISM] as number) * PER_EFFICIENT_METABOLISM)));
    const cruise = f((traits[trait + SPEED] as number) * pmin(1, efficiency));
    let wantX = f((apartX[k] as number) * separationWeight);
    let wantY = f((apartY[k] as number) * separationWeight);
    let herdX = 0;
    let herdY = 0;
    if (allies > 0) {
      const herbivore = pmax(0, -(traits[trait + DIET] as number));
      let together = STARVING;
      if (energy > TOGETHER_FULL_ENERGY) together = 1;
      else if (energy > TOGETHER_FED_ENERGY) together = FED;
      else if (energy > TOGETHER_HUNGRY_ENERGY) together = HUNGRY;
      together = f(f(together * cohesion) * f(1 + f(TOGETHER_HERBIVORE * herbivore)));
      const share = f(1 / allies);
      herdX = f((allyX[k] as number) * share);
      herdY = f((allyY[k] as number) * share);
      const align = f(f(together * alignmentWeight) / cruise);
      wantX = f(wantX + f(f(f((allyVx[k] as number) * share) - (animals[at + VX] as number)) * align));
      wantY = f(wantY + f(f(f((allyVy[k] as number) * share) - (animals[at + VY] as number)) * align));
      const middle = f(Math.sqrt(f(f(herdX * herdX) + f(herdY * herdY))));
      const keep = f(f(herbivore * allies) * HERD_DISTANCE);
      const pull = f(f(middle - keep) / f((sight[k] as number) * pmax(middle, LEAST_MIDDLE)));
      const gather = f(f(pull * together) * cohesionWeight);
      wantX = f(wantX + f(herdX * gather));
      wantY = f(wantY + f(herdY * gather));
    }
    mind.herdX[k] = herdX;
    mind.herdY[k] = herdY;
    mind.cruise[k] = cruise;
    mind.hunger[k] = 1 - f(energy * PER_MAX_ENERGY);
    mind.stress[k] = pmin(1, f((seen & 0xff) * PER_CROWD));
    mind.inPack[k] = cohesion > PACK_FROM && ((seen >>> 16) & 0xff) > 0 ? 1 : 0;
    mind.wantX[k] = wantX + f((headingX[k] as number) * wanderWeight);
    mind.wantY[k] = wantY + f((headingY[k] as number) * wanderWeight);
    mind.speed[k] = cruise * IDLE;
    mind.aim[k] = allies > FLOCK_ALLIES ? Want.flock : Want.wander;
  }
}

/** Lets the plant eaters of a block graze, go to the best cell in sight, or hold a direction when there is none. */
export function seekFood(world: WorldState, slot: number, own: number, count: number): void {
  const { least, grazes, speed, aim, cruise } = world.mind;
  const { food, foodCellNext } = world.store;
  const animals = world.store.sight.numbers;
  const traits = world.store.traitsNext.numbers;
  const { foodCapacity } = world.rules.options;
  const columns = world.columns;
  for (let k = 0; k < count; k++) {
    const at = (slot + k) * ANIMAL_WORDS;
    const trait = (own + k) * TRAIT_WORDS;
    const energy = animals[at + ENERGY] as number;
    grazes[k] = 0;
    foodCellNext[own + k] = 0;
    if (energy >= FULL_ENERGY || f(1 - pmax(0, traits[trait + DIET] as number)) <= PLANTS_FROM) continue;
    const standard = f(f((traits[trait + STANDARDS] as number) * energy) * PER_MAX_ENERGY);
    const enough = pmax(LEAST_GRAZED, f(f(standard * foodCapacity) * 0.5));
    if ((food[cellOf(animals[at + X] as number, animals[at + Y] as number, columns)] as number) >= enough) {
      grazes[k] = 1;
      speed[k] = (cruise[k] as number) * GRAZING;
      aim[k] = Want.graze;
    } else if (energy < HUNGRY_ENERGY) {
      least[k] = enough;
      goForFood(world, slot + k, own + k, k);
    }
  }
}

/** Sends a hungry animal to food, or anywhere. */
function goForFood(world: WorldState, slot: number, own: number, k: number): void {
  const { mind, store } = world;
  mind.speed[k] = mind.cruise[k] as number;
  const urge = f(world.rules.options.foodWeight * f(URGE_LEAST + (mind.hunger[k] as number)));
  const target = foodTarget(world, slot, k);
  if (target === 0) {
    explore(world, k, urge);
    return;
  }
  store.foodCellNext[own] = target;
  mind.aim[k] = Want.seekFood;
  const cellY = ((target - 1) / world.columns) | 0;
  const cellX = target - 1 - cellY * world.columns;
  const animals = store.sight.numbers;
  const dx = torusOffset(animals[slot * ANIMAL_WORDS + X] as number, (cellX + 0.5) * CELL_SIZE, world.rules.worldWidth);
  const dy = torusOffset(animals[slot * ANIMAL_WORDS + Y] as number, (cellY + 0.5) * CELL_SIZE, world.rules.worldHeight);
  const inverse = inverseLength(dx, dy);
  head(mind, k, f(dx * inverse), f(dy * inverse), urge);
}

/** Holds a direction; a crowd without food comes apart. */
function explore(world: WorldState, k: number, urge: number): void {
  const { mind } = world;
  head(mind, k, mind.headingX[k] as number, mind.headingY[k] as number, urge);
  mind.aim[k] = Want.explore;
  const stress = mind.stress[k] as number;
  if (stress <= DISPERSE_STRESS) return;
  const herdX = mind.herdX[k] as number;
  const herdY = mind.herdY[k] as number;
  const inverse = inverseLength(herdX, herdY);
  const push = f(urge * stress);
  mind.wantX[k] = (mind.wantX[k] as number) - f(f(herdX * inverse) * push);
  mind.wantY[k] = (mind.wantY[k] as number) - f(f(herdY * inverse) * push);
  mind.aim[k] = Want.disperse;
}
