/** What is told of samples: percentiles, and intervals by the bootstrap. Seeded, so that a report reads the same twice. */
import { quantiles } from '../engine/quantiles.js';

/** An estimate and the interval that holds it with 95 %. */
export interface Interval {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

/** Samples drawn anew for an interval. */
export const RESAMPLES = 400;
const SEED = 0x5eed;
const SHARES = [0.025, 0.975] as const;

/** Numbers from 0 to 1, itself excluded, that follow from a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The values in an order that follows from the generator. */
export function shuffled<Value>(values: readonly Value[], random: () => number): Value[] {
  const list = [...values];
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [list[i], list[j]] = [list[j] as Value, list[i] as Value];
  }
  return list;
}

/** The middle value; NaN of no values. */
export function median(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : (quantiles(values, [0.5])[0] as number);
}

/** The mean; NaN of no values. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The median of all rounds' samples with its interval.
 *
 * Samples of one round resemble each other, since they share a minute of the machine: rounds are drawn
 * first and samples out of those, so that the interval tells how far another run may be off.
 */
export function medianInterval(rounds: readonly (readonly number[])[], seed = SEED): Interval {
  const medians = resampledMedians(rounds, seed);
  return interval(median(rounds.flat()), medians);
}

/** `then / now` of two runs' medians with its interval: 2 is twice as fast. */
export function ratioInterval(now: readonly (readonly number[])[], then: readonly (readonly number[])[], seed = SEED): Interval {
  const [nows, thens] = [resampledMedians(now, seed), resampledMedians(then, seed + 1)];
  const ratios = thens.map((value, index) => value / (nows[index] as number));
  return interval(median(then.flat()) / median(now.flat()), ratios);
}

/** Whether an interval is all on one side of a value. */
export function isApart({ low, high }: Interval, value: number): boolean {
  return low > value || high < value;
}

function resampledMedians(rounds: readonly (readonly number[])[], seed: number): number[] {
  const filled = rounds.filter((round) => round.length > 0);
  if (filled.length === 0) return [];
  const random = randomFrom(seed);
  const pick = (count: number): number => Math.floor(random() * count);
  return Array.from({ length: RESAMPLES }, () => {
    const drawn = filled.map(() => filled[pick(filled.length)] as readonly number[]);
    const samples = new Float64Array(drawn.reduce((sum, round) => sum + round.length, 0));
    let at = 0;
    for (const round of drawn) for (let i = 0; i < round.length; i++) samples[at++] = round[pick(round.length)] as number;
    samples.sort();
    const middle = samples.length >> 1;
    const upper = samples[middle] as number;
    return samples.length % 2 === 1 ? upper : (upper + (samples[middle - 1] as number)) / 2;
  });
}

function interval(mid: number, estimates: readonly number[]): Interval {
  if (estimates.length === 0) return { low: Number.NaN, mid, high: Number.NaN };
  const [low, high] = quantiles(estimates, SHARES) as [number, number];
  return { low, mid, high };
}
