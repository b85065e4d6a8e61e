/** What an animal means to do to others, and to bear: the intents of src/life/steer.cpp. */
import { BREED_STRESS, DAMAGE, HUNTER_DIET, PREY_PER_HUNTER } from '../../generated/life-layout.js';
import { pmax, pmin } from '../core/math.js';
import { mixCounter, randomUnitMixed } from '../core/rng.js';
import { ANIMAL_WORDS, ATTACK, BIRTH_TICK, BREED, ENERGY, GRAZE, ID, MATE, TRAIT_WORDS } from './columns.js';
import { ownOfSlot } from './ghost-zone.js';
import * as mind from './mind.js';
import type { Partition } from './partition.js';
import { Gene, TICK } from './rules.js';
import { homeOf, type WorldState } from './world-state.js';

const f = Math.fround;
const HUNTER_FROM = f(HUNTER_DIET);
const BREED_BELOW = f(BREED_STRESS);
const SUPPORT = f(0.15);
const APPETITE_LEAST = f(0.3);
const APPETITE_OF_FIGHTERS = f(0.05);
const AGGRESSION_LEAST = f(0.3);
const PACK_BONUS = f(0.3);
const STRENGTH_OF_CARNIVORES = f(0.3);
const { aggression: AGGRESSION, diet: DIET, reproduction: REPRODUCTION } = Gene;

/** Writes the action column and, for those who mean to do something to others or to breed, the intent. */
export function act(world: WorldState, p: Partition, slot: number, own: number, grazes: boolean, mates: boolean): void {
  const { words } = world.mind;
  const { store } = world;
  let acts = words[mind.AIM] as number;
  if (grazes) acts |= GRAZE;
  const able = words[mind.IN_REACH] !== 0 && words[mind.RUNS] === 0 && (words[mind.CHASES] !== 0 || fights(world, own, grazes));
  if (able && attacks(world, slot, own)) acts |= ATTACK;
  else if (mates) acts |= MATE;
  if (!mates && breeds(world, slot, own)) acts |= BREED;
  store.actions[own] = acts;
  if ((acts & (ATTACK | MATE | BREED)) === 0) return;
  store.actors[p.ownBegin + p.actorCount++] = own;
  if ((acts & (ATTACK | MATE)) === 0) return;
  const target = ownOfSlot(world, p, words[(acts & ATTACK) !== 0 ? mind.PREY_SLOT : mind.MATE_SLOT] as number);
  store.targets[own] = target;
  store.strikes[own] = strikeOf(world);
  const home = homeOf(world, target).index;
  p.intentsFor[home] = (p.intentsFor[home] as number) + 1;
}

/** Whether an animal that is no hunter would attack the stranger in reach. */
function fights(world: WorldState, own: number, grazes: boolean): boolean {
  return !grazes && (world.store.traitsNext.numbers[own * TRAIT_WORDS + DIET] as number) <= HUNTER_FROM;
}

/** What a pack makes of its strength. */
function packBonus(world: WorldState): number {
  const { words } = world.mind;
  if (words[mind.IN_PACK] === 0) return 1;
  return f(1 + f(PACK_BONUS * pmin(((words[mind.COUNTS] as number) >>> 16) & 0xff, 5)));
}

/** Whether one that can attack does so in this tick. */
function attacks(world: WorldState, slot: number, own: number): boolean {
  const { numbers, words } = world.mind;
  const { rules } = world;
  const traits = world.store.traitsNext.numbers;
  const trait = own * TRAIT_WORDS;
  const counts = words[mind.COUNTS] as number;
  const allies = (counts >>> 8) & 0xff;
  const strangers = (counts & 0xff) - allies;
  const support = pmin(1.5, f(1 + f(f(SUPPORT * allies) / pmax(1, strangers))));
  const caution = f(1 - f(0.5 * (numbers[mind.STRESS] as number)));
  const isHunter = (traits[trait + DIET] as number) > HUNTER_FROM;
  const hunger = numbers[mind.HUNGER] as number;
  const appetite = isHunter ? f(f(APPETITE_LEAST + hunger) * (numbers[mind.CARNIVORE] as number)) : APPETITE_OF_FIGHTERS;
  const readiness = f(rules.options.attackChance * f(AGGRESSION_LEAST + (traits[trait + AGGRESSION] as number)));
  const chance = f(f(f(f(readiness * appetite) * packBonus(world)) * support) * caution);
  return draw(world, slot, rules.attackKey) < chance;
}

/**
 * Whether an animal breeds alone in this tick. Hunters breed where there is prey for one more, which
 * keeps them from eating all of it.
 */
function breeds(world: WorldState, slot: number, own: number): boolean {
  const { numbers, words } = world.mind;
  const { rules } = world;
  const o = rules.options;
  if ((world.store.sight.numbers[slot * ANIMAL_WORDS + ENERGY] as number) <= o.breedEnergy) return false;
  const trait = own * TRAIT_WORDS;
  const ticks = (rules.tick - (world.store.traitsNext.words[trait + BIRTH_TICK] as number)) | 0;
  if (f(f(ticks) * TICK) <= o.breedAge || (numbers[mind.STRESS] as number) >= BREED_BELOW) return false;
  const counts = words[mind.COUNTS] as number;
  const allies = (counts >>> 8) & 0xff;
  const strangers = (counts & 0xff) - allies;
  if (strangers < f(f((numbers[mind.CARNIVORE] as number) * PREY_PER_HUNTER) * (1 + allies))) return false;
  return draw(world, slot, rules.breedKey) < f((world.store.traitsNext.numbers[trait + REPRODUCTION] as number) * TICK);
}

function draw(world: WorldState, slot: number, key: number): number {
  return randomUnitMixed(key, mixCounter(world.store.sight.words[slot * ANIMAL_WORDS + ID] as number));
}

/** e: what an attack of this animal takes. */
function strikeOf(world: WorldState): number {
  const { numbers, words } = world.mind;
  const allies = ((words[mind.COUNTS] as number) >>> 8) & 0xff;
  const strength = f(1 + f(STRENGTH_OF_CARNIVORES * (numbers[mind.CARNIVORE] as number)));
  return f(f((DAMAGE + allies) * strength) * packBonus(world));
}
