/** Steering: where each animal wants to be after the tick, and what it means to do. The twin of src/life/steer.h. */
import { BREED_STRESS, BURST_SPEED, HEADING_TICKS, Want } from '../../generated/life-layout.js';
import { cosTurns, pmax, pmin, sinTurns } from '../core/math.js';
import { mixCounter, randomUnitMixed } from '../core/rng.js';
import { ANIMAL_WORDS, DECISION_WORDS, ID, TRAIT_WORDS, VX, VY } from './columns.js';
import { keepTogether, seekFood } from './course.js';
import { act } from './intents.js';
import * as mind from './mind.js';
import { Count, type Partition } from './partition.js';
import { flee, hunt } from './pursuit.js';
import { Gene } from './rules.js';
import { inverseLength, LEAST_LENGTH } from './vector.js';
import type { WorldState } from './world-state.js';

const f = Math.fround;
const BREED_BELOW = f(BREED_STRESS);
const LEAST_SPEED = f(1e-3);
/** Half of the overlap each, and half of that again in a tick, so that crowds settle. */
const PUSH_SHARE = 0.25;
const { speed: SPEED_GENE, cohesion: COHESION } = Gene;

/** Empties what steering collects in partition p: intents and sums. */
export function beginSteering(world: WorldState, p: Partition): void {
  p.actorCount = 0;
  p.amounts.fill(0);
  p.counts.fill(0);
  p.intentsFor.fill(0, 0, world.plan.length);
}

/** Decides for an animal in a world that only moves. */
export function steerFlock(world: WorldState, p: Partition, slot: number, own: number): void {
  const { numbers, words } = world.mind;
  const o = world.rules.options;
  const at = slot * ANIMAL_WORDS;
  const animals = world.store.sight.numbers;
  const traits = world.store.traitsNext.numbers;
  const vx = animals[at + VX] as number;
  const vy = animals[at + VY] as number;
  const cohesion = traits[own * TRAIT_WORDS + COHESION] as number;
  const speed = traits[own * TRAIT_WORDS + SPEED_GENE] as number;
  const inverse = inverseLength(vx, vy);
  let wantX = f(f(vx * inverse) + f((numbers[mind.APART_X] as number) * o.separationWeight));
  let wantY = f(f(vy * inverse) + f((numbers[mind.APART_Y] as number) * o.separationWeight));
  const allies = ((words[mind.COUNTS] as number) >>> 8) & 0xff;
  if (allies > 0) {
    const share = f(1 / allies);
    const align = f(f(cohesion * o.alignmentWeight) / speed);
    wantX = f(wantX + f(f(f((numbers[mind.ALLY_VX] as number) * share) - vx) * align));
    wantY = f(wantY + f(f(f((numbers[mind.ALLY_VY] as number) * share) - vy) * align));
    const gather = f(f(cohesion * o.cohesionWeight) / (numbers[mind.SIGHT] as number));
    wantX = f(wantX + f(f((numbers[mind.ALLY_X] as number) * share) * gather));
    wantY = f(wantY + f(f((numbers[mind.ALLY_Y] as number) * share) * gather));
  }
  holdHeading(world, slot);
  numbers[mind.WANT_X] = wantX + f((numbers[mind.HEADING_X] as number) * o.wanderWeight);
  numbers[mind.WANT_Y] = wantY + f((numbers[mind.HEADING_Y] as number) * o.wanderWeight);
  numbers[mind.SPEED] = speed;
  decide(world, slot, own);
  world.store.actions[own] = Want.flock;
  world.store.foodCellNext[own] = 0;
  countCutOff(world, p);
}

/**
 * Decides for an animal under all rules: next velocity, want, and the intents to graze, attack, mate
 * and breed. Later rules outweigh earlier ones.
 */
export function steerAll(world: WorldState, p: Partition, slot: number, own: number): void {
  const { numbers, words } = world.mind;
  holdHeading(world, slot);
  keepTogether(world, slot, own);
  const grazes = seekFood(world, slot, own);
  words[mind.CHASES] = 0;
  words[mind.IN_REACH] = 0;
  words[mind.RUNS] = 0;
  if (words[mind.PREY_SLOT] !== 0) hunt(world, slot, own);
  // Strangers to breed with are approached only within reach, where the intent is made.
  const mates = words[mind.MATE_SLOT] !== 0 && (numbers[mind.STRESS] as number) < BREED_BELOW;
  if (mates) words[mind.AIM] = Want.mate;
  if (words[mind.PREDATORS] !== 0) flee(world, slot, own);
  const burst = f((world.store.traitsNext.numbers[own * TRAIT_WORDS + SPEED_GENE] as number) * BURST_SPEED);
  numbers[mind.SPEED] = pmin(numbers[mind.SPEED] as number, burst);
  decide(world, slot, own);
  act(world, p, slot, own, grazes, mates);
  world.store.foodCellNext[own] = words[mind.TARGET_CELL] as number;
  countCutOff(world, p);
}

function countCutOff(world: WorldState, p: Partition): void {
  if (world.mind.words[mind.LOOKED] !== world.rules.options.maxNeighbours) return;
  p.counts[Count.sightCutOff] = (p.counts[Count.sightCutOff] as number) + 1;
}

/** Sets a random direction that an animal holds for HEADING_TICKS. It turns at another tick for each. */
function holdHeading(world: WorldState, slot: number): void {
  const { rules } = world;
  const { numbers } = world.mind;
  const id = world.store.sight.words[slot * ANIMAL_WORDS + ID] as number;
  const turned = (id & 127) < (rules.tick % HEADING_TICKS) + 1;
  const turns = randomUnitMixed(turned ? rules.nextHeadingKey : rules.headingKey, mixCounter(id));
  numbers[mind.HEADING_X] = cosTurns(turns);
  numbers[mind.HEADING_Y] = sinTurns(turns);
}

/**
 * Turns the velocity towards where the animal wants to go by at most the turn rate, and its length
 * towards the wanted speed by at most the acceleration.
 */
function decide(world: WorldState, slot: number, own: number): void {
  const { rules } = world;
  const { numbers } = world.mind;
  const animals = world.store.sight.numbers;
  const { decisions } = world.store;
  const velocity = numbers[mind.VELOCITY] as number;
  const vx = animals[slot * ANIMAL_WORDS + VX] as number;
  const vy = animals[slot * ANIMAL_WORDS + VY] as number;
  const inverse = velocity > LEAST_LENGTH ? f(1 / velocity) : 0;
  const headingX = f(vx * inverse);
  const headingY = f(vy * inverse);
  const wantX = numbers[mind.WANT_X] as number;
  const wantY = numbers[mind.WANT_Y] as number;
  const inverseWant = inverseLength(wantX, wantY);
  const aimX = f(wantX * inverseWant);
  const aimY = f(wantY * inverseWant);
  let nextX = headingX;
  let nextY = headingY;
  if (aimX !== 0 || aimY !== 0) {
    const c = rules.turnCosine;
    if (velocity <= LEAST_SPEED || f(f(headingX * aimX) + f(headingY * aimY)) >= c) {
      nextX = aimX;
      nextY = aimY;
    } else {
      const s = f(f(headingX * aimY) - f(headingY * aimX)) < 0 ? -rules.turnSine : rules.turnSine;
      nextX = f(f(headingX * c) - f(headingY * s));
      nextY = f(f(headingX * s) + f(headingY * c));
    }
  }
  const step = rules.speedStep;
  const change = pmin(step, pmax(-step, f((numbers[mind.SPEED] as number) - velocity)));
  const speed = f(velocity + change);
  const at = own * DECISION_WORDS;
  decisions[at] = nextX * speed;
  decisions[at + 1] = nextY * speed;
  decisions[at + 2] = (numbers[mind.PUSH_X] as number) * PUSH_SHARE;
  decisions[at + 3] = (numbers[mind.PUSH_Y] as number) * PUSH_SHARE;
}
