/** The course of an animal that neither hunts nor flees: with its kin, and to its food. Part of src/life/steer.cpp. */
import {
  CELL_SIZE,
  CROWD_NEIGHBOURS,
  FULL_ENERGY,
  GRAZE_LEAST,
  GRAZE_SPEED,
  HERD_DISTANCE,
  HUNGRY_ENERGY,
  IDLE_SPEED,
  MAX_ENERGY,
  PACK_COHESION,
  Want,
} from '../../generated/life-layout.js';
import { pmax, pmin } from '../core/math.js';
import { ANIMAL_WORDS, ENERGY, TRAIT_WORDS, VX, VY, X, Y } from './columns.js';
import { foodTarget } from './food.js';
import { cellOf, torusOffset } from './grid.js';
import * as mind from './mind.js';
import { Gene } from './rules.js';
import { inverseLength } from './vector.js';
import type { WorldState } from './world-state.js';

const f = Math.fround;
const PER_MAX_ENERGY = f(1 / MAX_ENERGY);
const PER_CROWD = f(1 / CROWD_NEIGHBOURS);
const PER_USUAL_METABOLISM = f(1 / f(0.15));
const PACK_FROM = f(PACK_COHESION);
const IDLE = f(IDLE_SPEED);
const GRAZING = f(GRAZE_SPEED);
const LEAST_GRAZED = f(GRAZE_LEAST);
/** Plant-eating share from which an animal eats plants. */
const PLANT_EATER = f(0.2);
const LEAST_MIDDLE = f(0.1);
const TOGETHER_HUNGRY = f(0.6);
const TOGETHER_STARVING = f(0.3);
const TOGETHER_LEAST = f(0.1);
const URGE_LEAST = f(0.4);
/** Crowd stress above which a crowd without food comes apart. */
const DISPERSE_STRESS = 0.5;
const { speed: SPEED_GENE, metabolism: METABOLISM, cohesion: COHESION, standards: STANDARDS } = Gene;

/** Hunger weakens cohesion; a herd keeps a distance that grows with it. Sets how the animal stands, and a first course. */
export function keepTogether(world: WorldState, slot: number, own: number): void {
  const { numbers, words } = world.mind;
  const animals = world.store.sight.numbers;
  const traits = world.store.traitsNext.numbers;
  const o = world.rules.options;
  const trait = own * TRAIT_WORDS;
  const at = slot * ANIMAL_WORDS;
  const energy = animals[at + ENERGY] as number;
  const cohesion = traits[trait + COHESION] as number;
  const counts = words[mind.COUNTS] as number;
  const allies = (counts >>> 8) & 0xff;
  const efficiency = f(Math.sqrt(f((traits[trait + METABOLISM] as number) * PER_USUAL_METABOLISM)));
  const cruise = f((traits[trait + SPEED_GENE] as number) * pmin(1, efficiency));
  numbers[mind.CRUISE] = cruise;
  numbers[mind.HUNGER] = 1 - f(energy * PER_MAX_ENERGY);
  numbers[mind.STRESS] = pmin(1, f((counts & 0xff) * PER_CROWD));
  words[mind.IN_PACK] = cohesion > PACK_FROM && ((counts >>> 16) & 0xff) > 0 ? 1 : 0;

  let wantX = f((numbers[mind.APART_X] as number) * o.separationWeight);
  let wantY = f((numbers[mind.APART_Y] as number) * o.separationWeight);
  if (allies > 0) {
    const herbivore = numbers[mind.HERBIVORE] as number;
    let together = TOGETHER_LEAST;
    if (energy > 70) together = 1;
    else if (energy > 50) together = TOGETHER_HUNGRY;
    else if (energy > 30) together = TOGETHER_STARVING;
    together = f(f(together * cohesion) * f(1 + f(0.5 * herbivore)));
    const share = f(1 / allies);
    const herdX = f((numbers[mind.ALLY_X] as number) * share);
    const herdY = f((numbers[mind.ALLY_Y] as number) * share);
    numbers[mind.HERD_X] = herdX;
    numbers[mind.HERD_Y] = herdY;
    const align = f(f(together * o.alignmentWeight) / cruise);
    wantX = f(wantX + f(f(f((numbers[mind.ALLY_VX] as number) * share) - (animals[at + VX] as number)) * align));
    wantY = f(wantY + f(f(f((numbers[mind.ALLY_VY] as number) * share) - (animals[at + VY] as number)) * align));
    const middle = f(Math.sqrt(f(f(herdX * herdX) + f(herdY * herdY))));
    const keep = f(f(herbivore * allies) * HERD_DISTANCE);
    const pull = f(f(middle - keep) / f((numbers[mind.SIGHT] as number) * pmax(middle, LEAST_MIDDLE)));
    const gather = f(f(pull * together) * o.cohesionWeight);
    wantX = f(wantX + f(herdX * gather));
    wantY = f(wantY + f(herdY * gather));
  } else {
    numbers[mind.HERD_X] = 0;
    numbers[mind.HERD_Y] = 0;
  }
  numbers[mind.WANT_X] = wantX + f((numbers[mind.HEADING_X] as number) * o.wanderWeight);
  numbers[mind.WANT_Y] = wantY + f((numbers[mind.HEADING_Y] as number) * o.wanderWeight);
  numbers[mind.SPEED] = cruise * IDLE;
  words[mind.AIM] = allies > 2 ? Want.flock : Want.wander;
}

/** To the best cell in sight, or holding a direction when there is none. Returns whether the animal grazes. */
export function seekFood(world: WorldState, slot: number, own: number): boolean {
  const { numbers, words } = world.mind;
  const o = world.rules.options;
  words[mind.TARGET_CELL] = 0;
  const at = slot * ANIMAL_WORDS;
  const animals = world.store.sight.numbers;
  const energy = animals[at + ENERGY] as number;
  if (energy >= FULL_ENERGY || f(1 - (numbers[mind.CARNIVORE] as number)) <= PLANT_EATER) return false;
  const standards = world.store.traitsNext.numbers[own * TRAIT_WORDS + STANDARDS] as number;
  const least = pmax(LEAST_GRAZED, f(f(f(f(standards * energy) * PER_MAX_ENERGY) * o.foodCapacity) * 0.5));
  const x = animals[at + X] as number;
  const y = animals[at + Y] as number;
  const cruise = numbers[mind.CRUISE] as number;
  if ((world.store.food[cellOf(x, y, world.columns)] as number) >= least) {
    numbers[mind.SPEED] = cruise * GRAZING;
    words[mind.AIM] = Want.graze;
    return true;
  }
  if (energy >= HUNGRY_ENERGY) return false;
  numbers[mind.SPEED] = cruise;
  const urge = f(o.foodWeight * f(URGE_LEAST + (numbers[mind.HUNGER] as number)));
  const target = foodTarget(world, slot, numbers[mind.SIGHT] as number, least);
  if (target === 0) {
    explore(world, urge);
    return false;
  }
  words[mind.TARGET_CELL] = target;
  words[mind.AIM] = Want.seekFood;
  const cellY = ((target - 1) / world.columns) | 0;
  const cellX = target - 1 - cellY * world.columns;
  const dx = torusOffset(x, (cellX + 0.5) * CELL_SIZE, world.rules.worldWidth);
  const dy = torusOffset(y, (cellY + 0.5) * CELL_SIZE, world.rules.worldHeight);
  mind.head(numbers, f(dx * inverseLength(dx, dy)), f(dy * inverseLength(dx, dy)), urge);
  return false;
}

/** Holds a direction; a crowd without food comes apart. */
function explore(world: WorldState, urge: number): void {
  const { numbers, words } = world.mind;
  mind.head(numbers, numbers[mind.HEADING_X] as number, numbers[mind.HEADING_Y] as number, urge);
  words[mind.AIM] = Want.explore;
  const stress = numbers[mind.STRESS] as number;
  if (stress <= DISPERSE_STRESS) return;
  const herdX = numbers[mind.HERD_X] as number;
  const herdY = numbers[mind.HERD_Y] as number;
  const inverse = inverseLength(herdX, herdY);
  const push = f(urge * stress);
  numbers[mind.WANT_X] = (numbers[mind.WANT_X] as number) - f(f(herdX * inverse) * push);
  numbers[mind.WANT_Y] = (numbers[mind.WANT_Y] as number) - f(f(herdY * inverse) * push);
  words[mind.AIM] = Want.disperse;
}
