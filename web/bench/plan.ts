/** What a benchmark runs. It is written into the address and read from it, so that a link repeats a run. */

import { isInRange, type Range, rangeText } from '../engine/settings.js';
import { TIER_NAMES, type TierName } from '../engine/tier-names.js';
import { type LifeOptions, MAX_ENTITIES_LIMIT, MAX_WORKERS } from '../generated/life-layout.js';
import { LifeOptionError } from '../life/shared/errors.js';
import { DEFAULT_SCENE, SCENE_NAMES } from '../life/shared/founding.js';
import type { SceneName } from '../life/shared/types.js';

/** What a benchmark is made of, in the order it runs. */
export const PARTS = ['cases', 'sync', 'strategies', 'ramp', 'stress'] as const;
export type Part = (typeof PARTS)[number];

export interface BenchPlan {
  readonly scene: SceneName;
  readonly seed: number;
  readonly parts: readonly Part[];
  readonly tiers: readonly TierName[];
  /** Threads of tiers that have many. */
  readonly workers: readonly number[];
  /** Of the cases. */
  readonly animals: readonly number[];
  /** Animals of the ramp's steps. */
  readonly ramp: readonly number[];
  /** Of the stress run. */
  readonly most: number;
  /** Rounds of the cases, taking turns. */
  readonly rounds: number;
  /** Ticks of a round. */
  readonly ticks: number;
  readonly warmUp: number;
  /** Seconds that a step of the ramp is watched. */
  readonly seconds: number;
  /** Times that the ramp halves the gap between what holds and what does not. */
  readonly refine: number;
  /** The tick whose state hash every run carries. */
  readonly hashTick: number;
  /** Whether the ramp draws. */
  readonly draw: boolean;
  /** What the order of the rounds follows from. */
  readonly order: number;
}

/** Numbers of a plan and their ranges. */
export const NUMBERS = {
  seed: { least: 0, most: 2 ** 32 - 1 },
  most: { least: 1000, most: MAX_ENTITIES_LIMIT },
  rounds: { least: 1, most: 50 },
  ticks: { least: 1, most: 1000 },
  warmUp: { least: 0, most: 2000 },
  seconds: { least: 0.2, most: 60 },
  refine: { least: 0, most: 8 },
  hashTick: { least: 0, most: 600 },
  order: { least: 0, most: 2 ** 32 - 1 },
} as const satisfies Partial<Record<keyof BenchPlan, Range>>;
const FRACTIONS: readonly string[] = ['seconds'];

const ANIMALS: Range = { least: 1, most: MAX_ENTITIES_LIMIT };
/** Lists of numbers, and the range of what is in them. */
export const LISTS = { workers: { least: 1, most: MAX_WORKERS }, animals: ANIMALS, ramp: ANIMALS } as const;
const MOST_IN_LIST = 16;

/** The plan that runs unless another is asked for. */
export function usualPlan(tiers: readonly TierName[], processors: number, order: number): BenchPlan {
  const most = Math.min(MAX_WORKERS, Math.max(1, processors - 1));
  const workers = [1, 2, 4, 8, 16].filter((count) => count < most);
  return {
    scene: DEFAULT_SCENE,
    seed: 1,
    parts: PARTS,
    tiers,
    workers: [...workers, most],
    animals: [10_000, 50_000],
    ramp: [10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000],
    most: 1_000_000,
    rounds: 5,
    ticks: 60,
    warmUp: 60,
    seconds: 3,
    refine: 1,
    hashTick: 10,
    draw: true,
    order,
  };
}

/** The plan as the text after `?`; what is as usual is written too, so that the link outlives other defaults. */
export function writePlan(plan: BenchPlan): string {
  return Object.entries(plan)
    .map(([key, value]) => `${key}=${encodeURIComponent(String(value)).replaceAll('%2C', ',')}`)
    .join('&');
}

/**
 * Reads the text after `?` over a plan.
 *
 * @returns the plan, and one error for each word that was left out because it can't be read
 */
export function readPlan(text: string, usual: BenchPlan): { readonly plan: BenchPlan; readonly errors: readonly Error[] } {
  const words = new URLSearchParams(text);
  const errors: Error[] = [];
  const plan: Record<string, unknown> = { ...usual };
  for (const [key, value] of words) {
    if (!Object.hasOwn(usual, key)) continue;
    try {
      plan[key] = readWord(key as keyof BenchPlan, value);
    } catch (error) {
      errors.push(error as Error);
    }
  }
  return { plan: plan as unknown as BenchPlan, errors };
}

/** A part of a plan from its text. @throws LifeOptionError when it can't be read, or is out of range */
export function readWord(key: keyof BenchPlan, text: string): BenchPlan[keyof BenchPlan] {
  if (key === 'scene') return oneOf(key, text, SCENE_NAMES);
  if (key === 'draw') return oneOf(key, text, ['true', 'false']) === 'true';
  if (key === 'parts') return listOf(key, text).map((word) => oneOf(key, word, PARTS));
  if (key === 'tiers') return listOf(key, text).map((word) => oneOf(key, word, TIER_NAMES));
  if (key in LISTS) {
    const values = listOf(key, text).map((word) => numberIn(key, word, LISTS[key as keyof typeof LISTS], true));
    return [...new Set(values)].sort((a, b) => a - b);
  }
  return numberIn(key, text, NUMBERS[key as keyof typeof NUMBERS], !FRACTIONS.includes(key));
}

/** Options of the world with so many animals: no births beyond them, so that a case is what its name says. */
export function worldOptions({ seed }: BenchPlan, animals: number): Partial<LifeOptions> {
  return { entities: animals, maxEntities: animals, seed };
}

function listOf(key: string, text: string): string[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0 || words.length > MOST_IN_LIST) {
    throw new LifeOptionError(key, text, `it must list 1 to ${MOST_IN_LIST} values, divided by commas`);
  }
  return words;
}

function oneOf<Name extends string>(key: string, text: string, names: readonly Name[]): Name {
  const found = names.find((name) => name === text);
  if (found === undefined) throw new LifeOptionError(key, text, `it must be one of ${names.join(', ')}`);
  return found;
}

function numberIn(key: string, text: string, bounds: Range, whole: boolean): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const range = { ...bounds, whole };
  if (isInRange(value, range)) return value;
  throw new LifeOptionError(key, text, rangeText(range));
}
