/** Genes of founders and children: the twin of src/life/genes.h. */

import { mixWord } from '../../engine/hash.js';
import {
  DIET_PULLS_VIEW,
  FOUNDER_VARIATION,
  GENE_COUNT,
  HUNTER_DIET,
  HUNTING_ENERGY,
  HYBRID_AGGRESSION,
  HYBRID_ENERGY,
  PREDATOR_DIET,
  Purpose,
  SPEED_PULLS_METABOLISM,
  STRONG_MUTATION,
  STRONG_MUTATION_SHARE,
} from '../../generated/life-layout.js';
import { cosTurns, pmax, pmin } from '../core/math.js';
import { randomKey, randomUnit } from '../core/rng.js';
import {
  ALIVE,
  BIRTH_TICK,
  COS_HALF_VIEW,
  DIGEST,
  HUNTING,
  HYBRID,
  PREDATOR,
  type Records,
  SATIATED,
  TRAIT_WORDS,
  WILLING,
} from './columns.js';
import { GENE_LEAST, GENE_MOST, Gene, type Options, type Rules, type Tribe } from './rules.js';

const f = Math.fround;
const TURNS_PER_DEGREE = f(1 / 360);
const VARIATION = f(FOUNDER_VARIATION);
const SPEED_PULL = f(SPEED_PULLS_METABOLISM);
const DIET_PULL = f(DIET_PULLS_VIEW);
const STRONG_SHARE = f(STRONG_MUTATION_SHARE);
const STRONG = f(STRONG_MUTATION);
const PREDATOR_FROM = f(PREDATOR_DIET);
const HUNTER_FROM = f(HUNTER_DIET);
const WILLING_BELOW = f(HYBRID_AGGRESSION);
const GENE_RANGE = GENE_MOST.map((most, gene) => most - (GENE_LEAST[gene] as number));

const changes = new Float32Array(GENE_COUNT);
const bits = new Float32Array(1);
const bitsWord = new Uint32Array(bits.buffer);

/** The bits of a number, +0 and -0 being one. */
export function wordOf(value: number): number {
  bits[0] = value + 0;
  return bitsWord[0] as number;
}

function heldInRange(value: number, gene: number): number {
  return pmin(GENE_MOST[gene] as number, pmax(GENE_LEAST[gene] as number, value));
}

/** A random number in [-1, 1), small ones being likelier: the mean of two. */
function aroundZero(key: number, id: number, gene: number): number {
  const counter = id * 32 + gene * 2;
  return f(f(randomUnit(key, counter) + randomUnit(key, counter + 1)) - 1);
}

/** Sets what follows from the genes; call it after the last change of a gene. */
function completeTraits(traits: Records, own: number, birthTick: number): void {
  const at = own * TRAIT_WORDS;
  traits.words[at + BIRTH_TICK] = birthTick;
  traits.numbers[at + COS_HALF_VIEW] = cosHalfView(traits.numbers, at);
  traits.words[at + DIGEST] = digestOf(traits, at);
}

/** Whether what follows from the genes is what completeTraits would set. */
export function isComplete({ numbers, words }: Records, own: number): boolean {
  const at = own * TRAIT_WORDS;
  return numbers[at + COS_HALF_VIEW] === cosHalfView(numbers, at) && words[at + DIGEST] === digestOf({ numbers, words }, at);
}

function cosHalfView(genes: Float32Array, at: number): number {
  return cosTurns(f(f((genes[at + Gene.viewAngle] as number) * 0.5) * TURNS_PER_DEGREE));
}

/** Hash of genes and birthTick. */
function digestOf({ numbers, words }: Records, at: number): number {
  let digest = 0;
  for (let g = 0; g < GENE_COUNT; g++) digest = mixWord(digest, wordOf(numbers[at + g] as number));
  return mixWord(digest, words[at + BIRTH_TICK] as number);
}

/** Writes a founder's traits: the tribe's genes, each varied by up to 8 % of its range. */
export function founderTraits(options: Options, tribe: Tribe, id: number, birthTick: number, traits: Records, own: number): void {
  const key = randomKey(options.seed, 0, Purpose.spawnGene);
  const at = own * TRAIT_WORDS;
  for (let g = 0; g < GENE_COUNT; g++) {
    const change = options.movementOnly !== 0 ? 0 : f(aroundZero(key, id, g) * VARIATION);
    const value = f((tribe.genes[g] as number) + f(change * (GENE_RANGE[g] as number)));
    traits.numbers[at + g] = heldInRange(value, g);
  }
  completeTraits(traits, own, birthTick);
}

/**
 * Writes a child's traits: the mean of the parents' (a lone parent is both), mutated. A faster child
 * burns more, a more carnivorous one sees a narrower, farther view.
 *
 * @param parent own index of a parent in `traits`
 * @param own own index of the child in `traits`
 */
export function childTraits(rules: Rules, traits: Records, parent: number, other: number, id: number, own: number): void {
  const key = randomKey(rules.options.seed, rules.tick, Purpose.childGene);
  const strong = randomUnit(key, id * 32 + 31) < STRONG_SHARE;
  const width = f(rules.options.mutation * (strong ? STRONG : 1));
  const { numbers } = traits;
  const at = own * TRAIT_WORDS;
  for (let g = 0; g < GENE_COUNT; g++) {
    const change = f(aroundZero(key, id, g) * width);
    changes[g] = change;
    const mean = f(f((numbers[parent * TRAIT_WORDS + g] as number) + (numbers[other * TRAIT_WORDS + g] as number)) * 0.5);
    numbers[at + g] = mean + f(change * (GENE_RANGE[g] as number));
  }
  pull(numbers, at, Gene.speed, SPEED_PULL, Gene.metabolism);
  pull(numbers, at, Gene.diet, DIET_PULL, Gene.viewAngle);
  for (let g = 0; g < GENE_COUNT; g++) numbers[at + g] = heldInRange(numbers[at + g] as number, g);
  completeTraits(traits, own, rules.tick + 1);
}

/** Moves a gene by another one's change. */
function pull(genes: Float32Array, at: number, from: number, share: number, to: number): void {
  const change = f(f((changes[from] as number) * share) * (GENE_RANGE[to] as number));
  genes[at + to] = (genes[at + to] as number) + change;
}

/** The info bits that follow from genes, energy and age. */
export function infoOf(
  options: Options,
  traits: Float32Array,
  own: number,
  energy: number,
  age: number,
  tribe: number,
  hybrid: boolean,
): number {
  const at = own * TRAIT_WORDS;
  const diet = traits[at + Gene.diet] as number;
  let info = tribe | ALIVE;
  if (hybrid) info |= HYBRID;
  if (diet > PREDATOR_FROM) info |= PREDATOR;
  if (diet > HUNTER_FROM && energy < HUNTING_ENERGY) info |= HUNTING;
  if (energy > HUNTING_ENERGY) info |= SATIATED;
  if (energy > HYBRID_ENERGY && age > options.breedAge && (traits[at + Gene.aggression] as number) < WILLING_BELOW) info |= WILLING;
  return info;
}
