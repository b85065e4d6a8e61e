/**
 * Random numbers that are counters: the twin of src/core/rng.h, bit for bit. Words are u32, given and
 * taken as numbers from 0 to 2^32 - 1; negative numbers stand for the same bits.
 */

/** 2^32 divided by the golden ratio. */
const GOLDEN = 0x9e3779b9;
const FIRST_FACTOR = 0x21f0aaad;
const SECOND_FACTOR = 0x735a2d97;
const UNIT = 1 / 16777216;

/** A bijective mix of 32 bits: `mix32`. */
export function mix32(word: number): number {
  let x = word ^ (word >>> 16);
  x = Math.imul(x, FIRST_FACTOR);
  x ^= x >>> 15;
  x = Math.imul(x, SECOND_FACTOR);
  return (x ^ (x >>> 15)) >>> 0;
}

/** Key of all draws of one purpose in one tick: `randomKey`. */
export function randomKey(seed: number, tick: number, purpose: number): number {
  return mix32((mix32(mix32((seed + GOLDEN) | 0) ^ tick) + Math.imul(purpose, GOLDEN)) | 0);
}

/** A counter's part of a draw, which the draws of several purposes share: `mixCounter`. */
export function mixCounter(counter: number): number {
  return mix32((counter + GOLDEN) | 0);
}

/** 32 random bits: `randomBits`. */
export function randomBits(key: number, counter: number): number {
  return mix32(mixCounter(counter) ^ key);
}

/** The same for a counter that was mixed before: `randomBitsMixed`. */
export function randomBitsMixed(key: number, mixed: number): number {
  return mix32(mixed ^ key);
}

/** A random multiple of 2^-24 in [0, 1): `randomUnit`. */
export function randomUnit(key: number, counter: number): number {
  return (randomBits(key, counter) >>> 8) * UNIT;
}

/** The same for a counter that was mixed before: `randomUnitMixed`. */
export function randomUnitMixed(key: number, mixed: number): number {
  return (mix32(mixed ^ key) >>> 8) * UNIT;
}
