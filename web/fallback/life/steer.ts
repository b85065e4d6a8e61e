/** Steering: where animals want to be after the tick, and what they mean to do. The twin of src/life/steer.h. */
import { HEADING_PHASES, HEADING_TICKS, LEAST_SPEED, PUSH_SHARE, Want } from '../../generated/life-layout.js';
import { pmax, pmin, sincosTurns } from '../core/math.js';
import { mixCounter, randomUnitMixed } from '../core/rng.js';
import { ANIMAL_WORDS, DECISION_WORDS, ID, TRAIT_WORDS, VX, VY } from './columns.js';
import { keepTogether, seekFood } from './course.js';
import { act } from './intents.js';
import { Count, type Partition } from './partition.js';
import { pursue } from './pursuit.js';
import { Gene } from './rules.js';
import { inverseLength, SHORTEST } from './vector.js';
import type { WorldState } from './world-state.js';

const f = Math.fround;
const SPEED_FROM = f(LEAST_SPEED);
const { speed: SPEED, cohesion: COHESION } = Gene;

/** Empties what steering collects in partition p: intents and sums. */
export function beginSteering(world: WorldState, p: Partition): void {
  p.actorCount = 0;
  p.amounts.fill(0);
  p.counts.fill(0);
  p.intentsFor.fill(0, 0, world.plan.length);
}

/** Decides for a block of animals in a world that only moves. */
export function steerFlock(world: WorldState, p: Partition, slot: number, own: number, count: number): void {
  holdHeadings(world, slot, count);
  flock(world, slot, own, count);
  decide(world, slot, own, count);
  world.store.actions.fill(Want.flock, own, own + count);
  world.store.foodCellNext.fill(0, own, own + count);
  countCutOffs(world, p, count);
}

/**
 * Decides for a block of animals under all rules: next velocity, want, and the intents to graze, attack,
 * mate and breed. Later rules outweigh earlier ones.
 */
export function steerAll(world: WorldState, p: Partition, slot: number, own: number, count: number): void {
  holdHeadings(world, slot, count);
  keepTogether(world, slot, own, count);
  seekFood(world, slot, own, count);
  pursue(world, slot, own, count);
  decide(world, slot, own, count);
  act(world, p, slot, own, count);
  countCutOffs(world, p, count);
}

function countCutOffs(world: WorldState, p: Partition, count: number): void {
  const { looked } = world.mind;
  const { maxNeighbours } = world.rules.options;
  let full = 0;
  for (let k = 0; k < count; k++) if (looked[k] === maxNeighbours) full++;
  p.counts[Count.sightCutOff] = (p.counts[Count.sightCutOff] as number) + full;
}

/** Sets a random direction that an animal holds for HEADING_TICKS. It turns at another tick for each. */
function holdHeadings(world: WorldState, slot: number, count: number): void {
  const { mind } = world;
  const { turns } = mind;
  const { tick, headingKey, nextHeadingKey } = world.rules;
  const words = world.store.sight.words;
  const phase = tick % HEADING_TICKS;
  for (let k = 0; k < count; k++) {
    const id = words[(slot + k) * ANIMAL_WORDS + ID] as number;
    turns[k] = randomUnitMixed((id & HEADING_PHASES) <= phase ? nextHeadingKey : headingKey, mixCounter(id));
  }
  sincosTurns(turns, count, mind.headingY, mind.headingX);
}

/** Separation, alignment, cohesion and wander. */
function flock(world: WorldState, slot: number, own: number, count: number): void {
  const { mind } = world;
  const { sight, counts, allyX, allyY, allyVx, allyVy, apartX, apartY, headingX, headingY } = mind;
  const { separationWeight, alignmentWeight, cohesionWeight, wanderWeight } = world.rules.options;
  const animals = world.store.sight.numbers;
  const traits = world.store.traitsNext.numbers;
  for (let k = 0; k < count; k++) {
    const vx = animals[(slot + k) * ANIMAL_WORDS + VX] as number;
    const vy = animals[(slot + k) * ANIMAL_WORDS + VY] as number;
    const cohesion = traits[(own + k) * TRAIT_WORDS + COHESION] as number;
    const speed = traits[(own + k) * TRAIT_WORDS + SPEED] as number;
    const inverse = inverseLength(vx, vy);
    let wantX = f(f(vx * inverse) + f((apartX[k] as number) * separationWeight));
    let wantY = f(f(vy * inverse) + f((apartY[k] as number) * separationWeight));
    const allies = ((counts[k] as number) >>> 8) & 0xff;
    if (allies > 0) {
      const share = f(1 / allies);
      const align = f(f(cohesion * alignmentWeight) / speed);
      wantX = f(wantX + f(f(f((allyVx[k] as number) * share) - vx) * align));
      wantY = f(wantY + f(f(f((allyVy[k] as number) * share) - vy) * align));
      const gather = f(f(cohesion * cohesionWeight) / (sight[k] as number));
      wantX = f(wantX + f(f((allyX[k] as number) * share) * gather));
      wantY = f(wantY + f(f((allyY[k] as number) * share) * gather));
    }
    mind.wantX[k] = wantX + f((headingX[k] as number) * wanderWeight);
    mind.wantY[k] = wantY + f((headingY[k] as number) * wanderWeight);
    mind.speed[k] = speed;
  }
}

/**
 * Turns velocities towards where the animals want to go by at most the turn rate, and their lengths
 * towards the wanted speeds by at most the acceleration.
 */
function decide(world: WorldState, slot: number, own: number, count: number): void {
  const { velocity, wantX, wantY, speed, pushX, pushY } = world.mind;
  const { turnCosine: c, turnSine, speedStep } = world.rules;
  const animals = world.store.sight.numbers;
  const { decisions } = world.store;
  for (let k = 0; k < count; k++) {
    const now = velocity[k] as number;
    const inverse = now > SHORTEST ? f(1 / now) : 0;
    const headingX = f((animals[(slot + k) * ANIMAL_WORDS + VX] as number) * inverse);
    const headingY = f((animals[(slot + k) * ANIMAL_WORDS + VY] as number) * inverse);
    const inverseWant = inverseLength(wantX[k] as number, wantY[k] as number);
    const aimX = f((wantX[k] as number) * inverseWant);
    const aimY = f((wantY[k] as number) * inverseWant);
    let nextX = headingX;
    let nextY = headingY;
    if (aimX !== 0 || aimY !== 0) {
      if (now <= SPEED_FROM || f(f(headingX * aimX) + f(headingY * aimY)) >= c) {
        nextX = aimX;
        nextY = aimY;
      } else {
        const s = f(f(headingX * aimY) - f(headingY * aimX)) < 0 ? -turnSine : turnSine;
        nextX = f(f(headingX * c) - f(headingY * s));
        nextY = f(f(headingX * s) + f(headingY * c));
      }
    }
    const change = pmin(speedStep, pmax(-speedStep, f((speed[k] as number) - now)));
    const next = f(now + change);
    const at = (own + k) * DECISION_WORDS;
    decisions[at] = nextX * next;
    decisions[at + 1] = nextY * next;
    decisions[at + 2] = (pushX[k] as number) * PUSH_SHARE;
    decisions[at + 3] = (pushY[k] as number) * PUSH_SHARE;
  }
}
