/**
 * The sense phase: each animal adds up its neighbours, one after the other, in canonical order: rows of
 * cells dy = 0, -1, +1, -2, +2 ...; in a row cells from left to right; in a cell by id. At most
 * maxNeighbours within the sight radius count, itself among them. The twin of src/life/sense.h, where
 * four animals list their neighbours first: what is added to what, and in which order, is the same.
 */
import {
  BODY_RADIUS,
  CANNIBALISM,
  CELL_SIZE,
  ENEMY_AGGRESSION,
  GHOST_CELLS,
  HUNGRY_HUNTER_SIGHT,
  HUNTER_DIET,
  HUNTING_ENERGY_MOST,
  MAX_ENERGY,
  MAX_VISION,
} from '../../generated/life-layout.js';
import { pmax, pmin } from '../core/math.js';
import { mixCounter, randomUnitMixed } from '../core/rng.js';
import { ANIMAL_WORDS, COS_HALF_VIEW, COUNTED, ENERGY, ID, INFO, PREDATOR, TRAIT_WORDS, TRIBE_MASK, VX, VY, WILLING } from './columns.js';
import * as mind from './mind.js';
import { type Partition, slotOfRow } from './partition.js';
import { Gene } from './rules.js';
import { beginSearch, CANNIBAL, consider, SEEKS_MATE, SEEKS_PREY } from './search.js';
import { beginSteering, steerAll, steerFlock } from './steer.js';
import type { WorldState } from './world-state.js';

const f = Math.fround;
const HUNTER_FROM = f(HUNTER_DIET);
const ENEMY_FROM = f(ENEMY_AGGRESSION);
const CANNIBAL_FROM = f(CANNIBALISM);
const SIGHT_PER_HUNGER = f(f(HUNGRY_HUNTER_SIGHT) / MAX_ENERGY);
const HUNDREDTH = f(0.01);
const TOUCH = 2 * BODY_RADIUS;
const TOUCH2 = TOUCH * TOUCH;
const FAR = f(1e9);
const LEAST_DISTANCE = f(0.01);
/** u: how much farther than its sight an animal looks for cells, so that rounding never hides a neighbour. */
const CELL_SLACK = 1 / 16;
const PER_CELL = 1 / CELL_SIZE;
/** Cells that keep a coordinate positive, so that truncation rounds down. */
const CELL_OFFSET = 8;
/** More than rounding can take from a squared distance: what lies beyond is out of sight without rounding it. */
const SIGHT_SLACK = 1 + 1 / 1048576;

const { vision: VISION, aggression: AGGRESSION, diet: DIET } = Gene;

/** Runs the sense and steer phase of partition p. */
export function senseAndSteer(world: WorldState, p: Partition): void {
  beginSteering(world, p);
  const movementOnly = world.rules.options.movementOnly !== 0;
  for (let row = 0; row < p.height; row++) {
    let slot = slotOfRow(p, row);
    const end = p.ownRowStart[row + 1] as number;
    for (let own = p.ownRowStart[row] as number; own < end; own++, slot++) {
      const seeks = lookAtSelf(world, slot, own);
      meet(world, p, slot, own, row + GHOST_CELLS, seeks);
      if (movementOnly) steerFlock(world, p, slot, own);
      else steerAll(world, p, slot, own);
    }
  }
}

/** Sets what an animal knows of itself; returns what it looks for. */
function lookAtSelf(world: WorldState, slot: number, own: number): number {
  const { numbers, words } = world.mind;
  const animals = world.store.sight.numbers;
  const infos = world.store.sight.words;
  const traits = world.store.traitsNext.numbers;
  const { rules } = world;
  const at = slot * ANIMAL_WORDS;
  const trait = own * TRAIT_WORDS;
  const vx = animals[at + VX] as number;
  const vy = animals[at + VY] as number;
  const energy = animals[at + ENERGY] as number;
  const diet = traits[trait + DIET] as number;
  const vision = traits[trait + VISION] as number;
  const carnivore = pmax(0, diet);
  numbers[mind.CARNIVORE] = carnivore;
  numbers[mind.HERBIVORE] = pmax(0, -diet);
  numbers[mind.VELOCITY] = Math.sqrt(f(f(vx * vx) + f(vy * vy)));
  words[mind.HUNGRY_HUNTER] = 0;
  let sight = vision;
  let seeks = 0;
  if (rules.options.movementOnly === 0) {
    const hunter = diet > HUNTER_FROM;
    if (hunter && energy < pmin(HUNTING_ENERGY_MOST, f(95 - f(35 * carnivore)))) {
      words[mind.HUNGRY_HUNTER] = 1;
      const hunger = f(f(MAX_ENERGY - energy) * SIGHT_PER_HUNGER);
      sight = pmin(MAX_VISION, f(vision * f(1 + hunger)));
    }
    if (hunter || (traits[trait + AGGRESSION] as number) > ENEMY_FROM) seeks = SEEKS_PREY;
    if (hunter && f(f(carnivore * 0.5) + f(f(50 - energy) * HUNDREDTH)) >= CANNIBAL_FROM) seeks |= CANNIBAL;
    // The draw comes first, so that a mate is searched for by the few who would breed in this tick.
    if (((infos[at + INFO] as number) & WILLING) !== 0 && rules.options.hybrids !== 0) {
      const draw = randomUnitMixed(rules.mateKey, mixCounter(infos[at + ID] as number));
      if (draw < rules.options.hybridChance) seeks |= SEEKS_MATE;
    }
  }
  numbers[mind.SIGHT] = sight;
  numbers[mind.SIGHT2] = sight * sight;
  return seeks;
}

/** Adds up an animal's neighbours. */
function meet(world: WorldState, p: Partition, slot: number, own: number, ownLocalRow: number, seeks: number): void {
  const { store, rules } = world;
  const { numbers, words } = world.mind;
  const { sightX, sightY } = store;
  const animals = store.sight.numbers;
  const infos = store.sight.words;
  const { cellStart, stride } = p;
  const maxNeighbours = rules.options.maxNeighbours;
  const inverseSpace = rules.inversePersonalSpace;
  const living = rules.options.movementOnly === 0;

  const at = slot * ANIMAL_WORDS;
  const x = sightX[slot] as number;
  const y = sightY[slot] as number;
  const vx = animals[at + VX] as number;
  const vy = animals[at + VY] as number;
  const tribe = (infos[at + INFO] as number) & TRIBE_MASK;
  const sight = numbers[mind.SIGHT] as number;
  const sight2 = numbers[mind.SIGHT2] as number;
  const surely2 = sight2 * SIGHT_SLACK;
  const cone = f((store.traitsNext.numbers[own * TRAIT_WORDS + COS_HALF_VIEW] as number) * (numbers[mind.VELOCITY] as number));

  const reach = sight + CELL_SLACK;
  const firstCell = localCell(x - reach, p.rect.x0, 0);
  const lastCell = localCellWithin(x + reach, p.rect.x0, stride);
  const firstRow = localCell(y - reach, p.rect.y0, 0);
  const lastRow = localCellWithin(y + reach, p.rect.y0, p.localRows);
  const above = ownLocalRow - firstRow;
  const below = lastRow - ownLocalRow;
  const lastStep = 2 * (above > below ? above : below);

  let counts = 0;
  let predators = 0;
  let looked = 0;
  let allyX = 0;
  let allyY = 0;
  let allyVx = 0;
  let allyVy = 0;
  let apartX = 0;
  let apartY = 0;
  let pushX = 0;
  let pushY = 0;
  let fleeX = 0;
  let fleeY = 0;
  let predator2 = FAR;
  words[mind.PREY_SLOT] = 0;
  words[mind.MATE_SLOT] = 0;
  if (seeks !== 0) beginSearch(world);

  let row = ownLocalRow;
  search: for (let step = 0; step <= lastStep; step++) {
    row += (step & 1) !== 0 ? -step : step; // 0, -1, +1, -2, +2 ... from the own row
    if (row < firstRow || row > lastRow) continue;
    const end = cellStart[row * stride + lastCell + 1] as number;
    for (let other = cellStart[row * stride + firstCell] as number; other < end; other++) {
      const wayX = (sightX[other] as number) - x;
      const wayY = (sightY[other] as number) - y;
      if (wayX * wayX + wayY * wayY >= surely2) continue;
      const dx = f(wayX);
      const dy = f(wayY);
      const d2 = f(f(dx * dx) + f(dy * dy));
      if (d2 >= sight2) continue;
      looked++;
      // Bodies that touch are felt from all sides. Only the animal itself is at no distance.
      const d = f(Math.sqrt(d2));
      if (d2 > 0 && (d2 < TOUCH2 || f(f(dx * vx) + f(dy * vy)) >= f(cone * d))) {
        const info = infos[other * ANIMAL_WORDS + INFO] as number;
        const isAlly = (info & TRIBE_MASK) === tribe;
        counts++;
        if (isAlly) {
          counts += info & COUNTED;
          allyX = f(allyX + dx);
          allyY = f(allyY + dy);
          allyVx = f(allyVx + (animals[other * ANIMAL_WORDS + VX] as number));
          allyVy = f(allyVy + (animals[other * ANIMAL_WORDS + VY] as number));
        }
        // (1 - d / space) / d, 0 from its rim on.
        const inverse = f(1 / pmax(d, LEAST_DISTANCE));
        const apart = f(inverse - inverseSpace);
        if (apart > 0) {
          apartX = f(apartX - f(dx * apart));
          apartY = f(apartY - f(dy * apart));
        }
        if (d2 < TOUCH2) {
          const push = pmax(0, f(f(TOUCH * inverse) - 1));
          pushX = f(pushX - f(dx * push));
          pushY = f(pushY - f(dy * push));
        }
        if (living) {
          if (!isAlly && (info & PREDATOR) !== 0) {
            predators++;
            const fear = f(inverse * inverse);
            fleeX = f(fleeX - f(dx * fear));
            fleeY = f(fleeY - f(dy * fear));
            if (d2 < predator2) predator2 = d2;
          }
          if (seeks !== 0) consider(world, slot, other, seeks, isAlly);
        }
      }
      if (looked === maxNeighbours) break search;
    }
  }
  words[mind.COUNTS] = counts;
  words[mind.PREDATORS] = predators;
  words[mind.LOOKED] = looked;
  numbers[mind.ALLY_X] = allyX;
  numbers[mind.ALLY_Y] = allyY;
  numbers[mind.ALLY_VX] = allyVx;
  numbers[mind.ALLY_VY] = allyVy;
  numbers[mind.APART_X] = apartX;
  numbers[mind.APART_Y] = apartY;
  numbers[mind.PUSH_X] = pushX;
  numbers[mind.PUSH_Y] = pushY;
  numbers[mind.FLEE_X] = fleeX;
  numbers[mind.FLEE_Y] = fleeY;
  numbers[mind.PREDATOR2] = predator2;
}

/** Local cell of a coordinate, at least `least`. */
function localCell(position: number, first: number, least: number): number {
  const cell = ((position * PER_CELL + CELL_OFFSET) | 0) - CELL_OFFSET - first + GHOST_CELLS;
  return cell > least ? cell : least;
}

/** Local cell of a coordinate, less than `cells`. */
function localCellWithin(position: number, first: number, cells: number): number {
  const cell = ((position * PER_CELL + CELL_OFFSET) | 0) - CELL_OFFSET - first + GHOST_CELLS;
  return cell < cells ? cell : cells - 1;
}
