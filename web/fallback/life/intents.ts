/** What animals mean to do to others, and to bear: the intents of src/life/steer.cpp. */
import {
  ATTACK_AGGRESSION,
  ATTACK_ANGER,
  ATTACK_HUNGER,
  BREED_STRESS,
  CROWD_CAUTION,
  DAMAGE,
  DAMAGE_DIET,
  HUNTER_DIET,
  PACK_BONUS,
  PACK_BONUS_MOST,
  PREY_PER_HUNTER,
  SUPPORT_MOST,
  SUPPORT_SHARE,
} from '../../generated/life-layout.js';
import { pmax, pmin } from '../core/math.js';
import { mixCounter, randomUnitMixed } from '../core/rng.js';
import { ANIMAL_WORDS, ATTACK, BIRTH_TICK, BREED, ENERGY, GRAZE, ID, MATE, TRAIT_WORDS } from './columns.js';
import { ownOfSlot } from './ghost-zone.js';
import type { Partition } from './partition.js';
import { Gene, TICK } from './rules.js';
import { homeOf, type WorldState } from './world-state.js';

const f = Math.fround;
const HUNTER_FROM = f(HUNTER_DIET);
const BREED_BELOW = f(BREED_STRESS);
const SUPPORT = f(SUPPORT_SHARE);
const APPETITE_LEAST = f(ATTACK_HUNGER);
const APPETITE_OF_FIGHTERS = f(ATTACK_ANGER);
const AGGRESSION_LEAST = f(ATTACK_AGGRESSION);
const BONUS = f(PACK_BONUS);
const STRENGTH_OF_CARNIVORES = f(DAMAGE_DIET);
const { aggression: AGGRESSION, diet: DIET, reproduction: REPRODUCTION } = Gene;

/** Writes the actions of a block of animals and, for those who mean to do something to others or to breed, the intents. */
export function act(world: WorldState, p: Partition, slot: number, own: number, count: number): void {
  const { aim, grazes, chases, inReach, runs, mates, stress } = world.mind;
  const { actions } = world.store;
  const animals = world.store.sight.numbers;
  const { breedEnergy } = world.rules.options;
  for (let k = 0; k < count; k++) {
    let acts = aim[k] as number;
    if (grazes[k] !== 0) acts |= GRAZE;
    const canAttack = inReach[k] !== 0 && runs[k] === 0 && (chases[k] !== 0 || fights(world, own + k, k));
    if (canAttack && attacks(world, slot + k, own + k, k)) acts |= ATTACK;
    else if (mates[k] !== 0) acts |= MATE;
    const isFed = (animals[(slot + k) * ANIMAL_WORDS + ENERGY] as number) > breedEnergy;
    if (isFed && (stress[k] as number) < BREED_BELOW && mates[k] === 0 && breeds(world, slot + k, own + k, k)) acts |= BREED;
    actions[own + k] = acts;
    if ((acts & (ATTACK | MATE | BREED)) !== 0) addIntent(world, p, own + k, k, acts);
  }
}

function addIntent(world: WorldState, p: Partition, own: number, k: number, acts: number): void {
  const { mind, store } = world;
  store.actors[p.ownBegin + p.actorCount++] = own;
  if ((acts & (ATTACK | MATE)) === 0) return;
  const target = ownOfSlot(world, p, ((acts & ATTACK) !== 0 ? mind.preySlot[k] : mind.mateSlot[k]) as number);
  store.targets[own] = target;
  store.strikes[own] = strikeOf(world, own, k);
  const home = homeOf(world, target).index;
  p.intentsFor[home] = (p.intentsFor[home] as number) + 1;
}

/** Whether an animal that is no hunter would attack the stranger in reach. */
function fights(world: WorldState, own: number, k: number): boolean {
  return world.mind.grazes[k] === 0 && (world.store.traitsNext.numbers[own * TRAIT_WORDS + DIET] as number) <= HUNTER_FROM;
}

/** What a pack makes of its strength. */
function packBonus(world: WorldState, k: number): number {
  const { inPack, counts } = world.mind;
  if (inPack[k] === 0) return 1;
  return f(1 + f(BONUS * pmin(((counts[k] as number) >>> 16) & 0xff, PACK_BONUS_MOST)));
}

/** Whether one that can attack does so in this tick. */
function attacks(world: WorldState, slot: number, own: number, k: number): boolean {
  const { mind, rules } = world;
  const traits = world.store.traitsNext.numbers;
  const trait = own * TRAIT_WORDS;
  const counts = mind.counts[k] as number;
  const allies = (counts >>> 8) & 0xff;
  const strangers = (counts & 0xff) - allies;
  const support = pmin(SUPPORT_MOST, f(1 + f(f(SUPPORT * allies) / pmax(1, strangers))));
  const caution = f(1 - f(CROWD_CAUTION * (mind.stress[k] as number)));
  const diet = traits[trait + DIET] as number;
  const appetite = diet > HUNTER_FROM ? f(f(APPETITE_LEAST + (mind.hunger[k] as number)) * diet) : APPETITE_OF_FIGHTERS;
  const readiness = f(rules.options.attackChance * f(AGGRESSION_LEAST + (traits[trait + AGGRESSION] as number)));
  const chance = f(f(f(f(readiness * appetite) * packBonus(world, k)) * support) * caution);
  return draw(world, slot, rules.attackKey) < chance;
}

/**
 * Whether a fed animal out of a crowd breeds alone in this tick. Hunters breed where there is prey for one
 * more, which keeps them from eating all of it.
 */
function breeds(world: WorldState, slot: number, own: number, k: number): boolean {
  const { rules } = world;
  const traits = world.store.traitsNext.numbers;
  const trait = own * TRAIT_WORDS;
  const ticks = (rules.tick - (world.store.traitsNext.words[trait + BIRTH_TICK] as number)) | 0;
  if (f(f(ticks) * TICK) <= rules.options.breedAge) return false;
  const counts = world.mind.counts[k] as number;
  const allies = (counts >>> 8) & 0xff;
  const strangers = (counts & 0xff) - allies;
  const carnivore = pmax(0, traits[trait + DIET] as number);
  if (strangers < f(f(carnivore * PREY_PER_HUNTER) * (1 + allies))) return false;
  return draw(world, slot, rules.breedKey) < f((traits[trait + REPRODUCTION] as number) * TICK);
}

function draw(world: WorldState, slot: number, key: number): number {
  return randomUnitMixed(key, mixCounter(world.store.sight.words[slot * ANIMAL_WORDS + ID] as number));
}

/** e: what an attack of this animal takes. */
function strikeOf(world: WorldState, own: number, k: number): number {
  const allies = ((world.mind.counts[k] as number) >>> 8) & 0xff;
  const carnivore = pmax(0, world.store.traitsNext.numbers[own * TRAIT_WORDS + DIET] as number);
  return f(f((DAMAGE + allies) * f(1 + f(STRENGTH_OF_CARNIVORES * carnivore))) * packBonus(world, k));
}
