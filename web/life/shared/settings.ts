/**
 * Checks of what a user sets: names and ranges come from the generated layout, and every refusal
 * names the setting, the value and what it may be.
 */

import { checkNumber, type Range } from '../../engine/settings.js';
import { shortestDecimal } from '../../engine/shortest-decimal.js';
import { tierNamed } from '../../engine/tier.js';
import { TIER_NAMES, type TierChoice } from '../../engine/tier-names.js';
import { ColorBy, FOUNDING_OPTIONS, GENES, type LifeOptions, OPTIONS, PartitionStrategy } from '../../generated/life-layout.js';
import { LifeOptionError } from './errors.js';
import type { PartitionStrategyName } from './types.js';

/** Speeds a world runs at; 0 pauses. */
export const SPEEDS = [0, 0.5, 1, 2, 4, 8] as const;

/** The ways to cut a world into partitions, in the order of their numbers. */
export const PARTITION_STRATEGIES = Object.keys(PartitionStrategy) as readonly PartitionStrategyName[];

const OPTION_NUMBERS = new Map<string, number>(OPTIONS.map((option, index) => [option.name, index]));
const GENE_NUMBERS = new Map<string, number>(GENES.map((gene, index) => [gene.name, index]));

/** Number of an option in option order. @throws LifeOptionError when there is none of this name */
export function optionNumber(name: string, value?: unknown): number {
  const index = OPTION_NUMBERS.get(name);
  if (index === undefined) {
    throw new LifeOptionError(name, value, `no option has this name; there are ${OPTIONS.map((o) => o.name).join(', ')}`);
  }
  return index;
}

/** Number of a gene in gene order. @throws LifeOptionError when there is none of this name */
export function geneNumber(name: string, value?: unknown): number {
  const index = GENE_NUMBERS.get(name);
  if (index === undefined) {
    throw new LifeOptionError(name, value, `no gene has this name; there are ${GENES.map((g) => g.name).join(', ')}`);
  }
  return index;
}

/** The value of an option, checked against its range. */
export function checkOption(name: string, value: unknown): number {
  return checkNumber(name, value, optionRange(optionNumber(name, value)), LifeOptionError);
}

/** The value of an option that a running world can change. */
export function checkLiveOption(name: string, value: unknown): number {
  const index = optionNumber(name, value);
  if (index < FOUNDING_OPTIONS) {
    throw new LifeOptionError(name, value, 'it is fixed once the world is founded; found another world with it');
  }
  return checkNumber(name, value, optionRange(index), LifeOptionError);
}

/** The value of a gene, checked against its range; `where` leads the gene's name in an error. */
export function checkGene(name: string, value: unknown, where = ''): number {
  const gene = GENES[geneNumber(name, value)] as (typeof GENES)[number];
  return checkNumber(where + name, value, gene, LifeOptionError);
}

export function optionRange(index: number): Range {
  const option = OPTIONS[index] as (typeof OPTIONS)[number];
  return { ...option, whole: option.type === 'u32' };
}

/** A checked value of an option as the engine holds it: bounds that no f32 hits are rounded too. */
export function engineValue(index: number, value: number): number {
  return (OPTIONS[index] as (typeof OPTIONS)[number]).type === 'f32' ? Math.fround(value) : value;
}

/** Checks a set of options by name and writes them over `into`, in option order. */
export function writeOptions(options: Partial<LifeOptions>, into: Float64Array): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const index = optionNumber(name, value);
    into[index] = engineValue(index, checkOption(name, value));
  }
}

/** The options by name of values in option order. */
export function readOptions(values: Float64Array): LifeOptions {
  const options: Record<string, number> = {};
  OPTIONS.forEach(({ name, type }, index) => {
    const value = values[index] as number;
    options[name] = type === 'f32' ? shortestDecimal(value) : value;
  });
  return options as unknown as LifeOptions;
}

export function checkSpeed(value: unknown): number {
  if (SPEEDS.some((speed) => speed === value)) return value as number;
  throw new LifeOptionError('speed', value, `it must be one of ${SPEEDS.join(', ')}`);
}

/** Number of a colouring by name. */
export function checkColorBy(value: unknown): ColorBy {
  return numberIn('colorBy', ColorBy, value);
}

/** Number of a way to cut a world by name. */
export function checkPartitionStrategy(value: unknown): PartitionStrategy {
  return numberIn('partitionStrategy', PartitionStrategy, value);
}

/** Number of a name. @throws LifeOptionError with those there are */
function numberIn<Value>(option: string, numbers: Readonly<Record<string, Value>>, value: unknown): Value {
  if (typeof value === 'string' && Object.hasOwn(numbers, value)) return numbers[value] as Value;
  throw new LifeOptionError(option, value, `it must be one of ${Object.keys(numbers).join(', ')}`);
}

export function checkTier(value: unknown): TierChoice {
  const tier = typeof value === 'string' ? tierNamed(value) : null;
  if (tier !== null) return tier;
  throw new LifeOptionError('tier', value, `it must be one of auto, ${TIER_NAMES.join(', ')}`);
}

/** A finite number. */
export function checkFinite(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new LifeOptionError(name, value, 'it must be a finite number');
}

/** A whole number of at least `least`, as a u32 holds it. */
export function checkWhole(name: string, value: unknown, least = 0): number {
  return checkNumber(name, value, { least, most: 0xffffffff, whole: true }, LifeOptionError);
}
