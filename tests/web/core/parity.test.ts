// WebAssembly against the rules of JavaScript, operation by operation, over a million bit patterns
// each: what makes the JavaScript kernels give the same worlds.
import { beforeAll, describe, expect, it } from 'vitest';
import { pmax, pmin } from '../../../web/fallback/core/math.js';
import { BitPatterns, bitsFromF32, f32FromBits, isNanBits } from './bit-patterns.js';
import { loadParity, type Parity } from './parity-module.js';

const ROUNDS = 64;

let parity: Parity;
beforeAll(async () => {
  parity = await loadParity();
});

/** A rule on f32 numbers, or on words. */
type Rule = (a: number, b: number, c: number) => number;
type BitRule = (a: number, b: number, c: number) => number;

/** Compares an export with a rule over words; `fits` may replace patterns outside its domain. */
function compare(name: string, rule: BitRule, resultIsReal: boolean, fits: (bits: number) => number = (bits) => bits): void {
  const patterns = new BitPatterns(0x1234567);
  const { a, b, c, out, words } = parity;
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < words; i++) {
      a[i] = fits(patterns.next());
      b[i] = fits(patterns.next());
      c[i] = fits(patterns.next());
    }
    parity.run(name, words);
    for (let i = 0; i < words; i++) {
      const [x, y, z, got] = [a[i] as number, b[i] as number, c[i] as number, out[i] as number];
      const expected = rule(x, y, z) >>> 0;
      if (got === expected || (resultIsReal && isNanBits(got) && isNanBits(expected))) continue;
      const hex = (word: number): string => word.toString(16).padStart(8, '0');
      expect.fail(`${name} of ${hex(x)}, ${hex(y)}, ${hex(z)} is ${hex(got)}; JavaScript says ${hex(expected)}`);
    }
  }
}

const onReals =
  (rule: Rule): BitRule =>
  (a, b, c) =>
    bitsFromF32(rule(f32FromBits(a), f32FromBits(b), f32FromBits(c)));
const onCompares =
  (rule: (a: number, b: number) => boolean): BitRule =>
  (a, b) =>
    mask(rule(f32FromBits(a), f32FromBits(b)));
const mask = (yes: boolean): number => (yes ? 0xffffffff : 0);

const REAL: Record<string, Rule> = {
  add: (a, b) => Math.fround(a + b),
  sub: (a, b) => Math.fround(a - b),
  mul: (a, b) => Math.fround(a * b),
  div: (a, b) => Math.fround(a / b),
  sqrt: (a) => Math.fround(Math.sqrt(a)),
  negate: (a) => -a,
  abs: (a) => Math.abs(a),
  floor: (a) => Math.floor(a),
  pmin,
  pmax,
  multiplyAdd: (a, b, c) => Math.fround(Math.fround(a * b) + c),
  select: (a, b, c) => (a < b ? a : c),
};

const COMPARES: Record<string, (a: number, b: number) => boolean> = {
  less: (a, b) => a < b,
  lessOrEqual: (a, b) => a <= b,
  greater: (a, b) => a > b,
  greaterOrEqual: (a, b) => a >= b,
  equal: (a, b) => a === b,
  unequal: (a, b) => a !== b,
};

const WHOLE: Record<string, BitRule> = {
  addWhole: (a, b) => a + b,
  subWhole: (a, b) => a - b,
  mulWhole: (a, b) => Math.imul(a, b),
  bitAnd: (a, b) => a & b,
  bitOr: (a, b) => a | b,
  bitXor: (a, b) => a ^ b,
  andNot: (a, b) => a & ~b,
  shl5: (a) => a << 5,
  shr5: (a) => a >>> 5,
  sar5: (a) => a >> 5,
  equalWhole: (a, b) => mask(a === b),
  lessWhole: (a, b) => mask((a | 0) < (b | 0)),
  greaterWhole: (a, b) => mask((a | 0) > (b | 0)),
  lessUnsigned: (a, b) => mask(a < b),
  maskAnd: (a, b, c) => ((a | 0) < (b | 0) ? c : 0),
  toF4: (a) => bitsFromF32(Math.fround(a | 0)),
};

describe('WebAssembly and JavaScript agree in every bit on', () => {
  it.each(Object.entries(REAL))('%s of f32 numbers', (name, rule) => {
    compare(name, onReals(rule), true);
  });

  it.each(Object.entries(COMPARES))('%s of f32 numbers', (name, rule) => {
    compare(name, onCompares(rule), false);
  });

  it.each(Object.entries(WHOLE))('%s of words', (name, rule) => {
    compare(name, rule, false);
  });

  it('truncation, where it holds', () => {
    const fits = (bits: number): number => (Math.abs(f32FromBits(bits)) < 2147483648 ? bits : bits & 0x4e7fffff);
    compare('truncToI4', (a) => f32FromBits(a) | 0, false, fits);
  });

  it('bits of masks, lanes packed by masks, and transposition', () => {
    const patterns = new BitPatterns(77);
    const { a, b, out, words } = parity;
    for (let i = 0; i < words; i++) {
      a[i] = patterns.next();
      b[i] = patterns.next();
    }
    const below = (i: number): boolean => ((a[i] as number) | 0) < ((b[i] as number) | 0);
    const seen = new Set<number>();
    parity.run('maskBits', words);
    for (let i = 0; i < words; i += 4) {
      const lanes = [0, 1, 2, 3].reduce((sum, k) => sum | (below(i + k) ? 1 << k : 0), 0);
      expect(out[i]).toBe(lanes);
      seen.add(lanes);
    }
    expect(seen.size).toBe(16);

    parity.run('compressStore', words);
    for (let i = 0; i < words; i += 4) {
      const kept = [0, 1, 2, 3].filter((k) => below(i + k)).map((k) => a[i + k] as number);
      expect([...out.slice(i, i + kept.length)]).toEqual(kept);
    }

    parity.run('transpose4', words);
    for (let i = 0; i < words; i += 16) {
      for (let k = 0; k < 16; k++) expect(out[i + k]).toBe(a[i + (k % 4) * 4 + (k >> 2)]);
    }
  });
});
