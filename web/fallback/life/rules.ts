/** What a world is founded with, and the numbers its phases need: the twin of src/life/rules.h. */
import {
  BURST_SPEED,
  CELL_SIZE,
  GENES,
  HEADING_TICKS,
  type LifeOptions,
  OPTIONS,
  Purpose,
  SPEED_LEEWAY,
  TICK_SECONDS,
} from '../../generated/life-layout.js';
import { cosTurns, sinTurns } from '../core/math.js';
import { randomKey } from '../core/rng.js';

const f = Math.fround;
const TURNS_PER_RADIAN = f(0.15915494);

/** Length of a tick in s. */
export const TICK = f(TICK_SECONDS);

/** Every option by name, f32 options rounded. */
export type Options = { -readonly [Name in keyof LifeOptions]: number };

/** A tribe as the world is founded: `TribeSetup`. */
export interface Tribe {
  readonly share: number;
  /** A SpawnPattern. */
  readonly pattern: number;
  readonly hue: number;
  /** In gene order. */
  readonly genes: Float32Array;
}

/** What a world is founded with: every option, and its tribes. */
export interface Founding {
  readonly options: Options;
  readonly tribes: readonly Tribe[];
  /** Names of the scene and of the tribes, which snapshots carry: JSON in UTF-8. */
  readonly labels: Uint8Array;
}

/**
 * Options that hold nothing yet. NaN is no small integer: fields that begin with it stay what engines
 * keep as doubles, whatever is written, so that code which reads them never has to be compiled again.
 */
const NO_OPTIONS = Object.fromEntries(OPTIONS.map(({ name }) => [name, Number.NaN])) as unknown as Options;

export function emptyOptions(): Options {
  return { ...NO_OPTIONS };
}

/** An option's number, in option order, as its name. */
export function optionName(index: number): keyof LifeOptions {
  return (OPTIONS[index] as (typeof OPTIONS)[number]).name;
}

/** Numbers of the genes, in gene order. */
export const Gene = Object.fromEntries(GENES.map(({ name }, number) => [name, number])) as Record<(typeof GENES)[number]['name'], number>;

/** Ranges of the genes as the engine holds them, in gene order. */
export const GENE_LEAST = Float32Array.from(GENES, ({ least }) => least);
export const GENE_MOST = Float32Array.from(GENES, ({ most }) => most);

/** u/s, along either axis: nobody is faster than the fastest in a burst. */
export const FASTEST = f(f((GENE_MOST[Gene.speed] as number) * BURST_SPEED) * f(SPEED_LEEWAY));

/** Numbers that follow from the options and the tick, made once a tick. */
export interface Rules {
  readonly options: Options;
  tick: number;
  /** u. */
  worldWidth: number;
  worldHeight: number;
  inversePersonalSpace: number;
  /** Of the most an animal turns in a tick. */
  turnCosine: number;
  turnSine: number;
  /** u/s: the most its speed changes in a tick. */
  speedStep: number;
  headingKey: number;
  nextHeadingKey: number;
  attackKey: number;
  mateKey: number;
  breedKey: number;
  oldAgeKey: number;
}

/** Rules that hold nothing yet; as with the options, every number begins as NaN. */
export function emptyRules(): Rules {
  return {
    options: emptyOptions(),
    tick: Number.NaN,
    worldWidth: Number.NaN,
    worldHeight: Number.NaN,
    inversePersonalSpace: Number.NaN,
    turnCosine: Number.NaN,
    turnSine: Number.NaN,
    speedStep: Number.NaN,
    headingKey: Number.NaN,
    nextHeadingKey: Number.NaN,
    attackKey: Number.NaN,
    mateKey: Number.NaN,
    breedKey: Number.NaN,
    oldAgeKey: Number.NaN,
  };
}

/** Makes the rules of a tick: `makeRules`. */
export function makeRules(rules: Rules, options: Options, tick: number): void {
  Object.assign(rules.options, options);
  rules.tick = tick;
  rules.worldWidth = f(options.columns * CELL_SIZE);
  rules.worldHeight = f(options.rows * CELL_SIZE);
  rules.inversePersonalSpace = f(1 / options.personalSpace);
  const turns = f(f(options.turnRate * TICK) * TURNS_PER_RADIAN);
  rules.turnCosine = cosTurns(turns);
  rules.turnSine = sinTurns(turns);
  rules.speedStep = f(options.acceleration * TICK);
  const seed = options.seed;
  const epoch = (tick - (tick % HEADING_TICKS)) / HEADING_TICKS;
  rules.headingKey = randomKey(seed, epoch, Purpose.heading);
  rules.nextHeadingKey = randomKey(seed, epoch + 1, Purpose.heading);
  rules.attackKey = randomKey(seed, tick, Purpose.attack);
  rules.mateKey = randomKey(seed, tick, Purpose.mate);
  rules.breedKey = randomKey(seed, tick, Purpose.breed);
  rules.oldAgeKey = randomKey(seed, tick, Purpose.oldAge);
}
