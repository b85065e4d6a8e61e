// The random numbers, the sine and the hash of the JavaScript kernels against those of WebAssembly.
import { beforeAll, describe, expect, it } from 'vitest';
import { addHash, addRecord, hashText, mixWord } from '../../../web/engine/hash.js';
import { cosTurns, directionAngle, floorWhole, minusLogUnit, sinTurns, squareRoot } from '../../../web/fallback/core/math.js';
import { mix32, mixCounter, randomBits, randomBitsMixed, randomKey, randomUnit, randomUnitMixed } from '../../../web/fallback/core/rng.js';
import { BitPatterns, bitsFromF32, f32FromBits } from './bit-patterns.js';
import { loadParity, type Parity } from './parity-module.js';

const ROUNDS = 64;

let parity: Parity;
beforeAll(async () => {
  parity = await loadParity();
});

/** Runs the export over random words and hands every word's inputs and result to `check`. */
function forEachWord(name: string, input: (bits: number) => number, check: (at: number, got: number) => boolean): void {
  const patterns = new BitPatterns(0xc0ffee);
  const { a: first, b: second, c: third, out, words } = parity;
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = 0; i < words; i++) {
      first[i] = input(patterns.next());
      second[i] = input(patterns.next());
      third[i] = input(patterns.next());
    }
    parity.run(name, words);
    for (let i = 0; i < words; i++) {
      if (!check(i, out[i] as number)) expect.fail(`${name} of ${a(i)}, ${b(i)}, ${c(i)} is ${out[i]} on WebAssembly`);
    }
  }
}

const anything = (bits: number): number => bits;
/** An angle of fewer than 2^20 turns. */
const angle = (bits: number): number => (Math.abs(f32FromBits(bits)) < 1048576 ? bits : bitsFromF32(Math.fround((bits | 0) / 4096)));

const a = (i: number): number => parity.a[i] as number;
const b = (i: number): number => parity.b[i] as number;
const c = (i: number): number => parity.c[i] as number;

describe('random numbers of JavaScript are those of WebAssembly', () => {
  it('mix32', () => {
    forEachWord('mix32', anything, (i, got) => mix32(a(i)) === got);
  });

  it('random_key', () => {
    forEachWord('randomKey', anything, (i, got) => randomKey(a(i), b(i), c(i)) === got);
  });

  it('random_bits', () => {
    forEachWord('randomBits', anything, (i, got) => randomBits(a(i), b(i)) === got);
  });

  it('random_bits of a mixed counter', () => {
    forEachWord('randomBitsMixed', anything, (i, got) => randomBitsMixed(a(i), b(i)) === got);
  });

  it('random_unit', () => {
    forEachWord('randomUnit', anything, (i, got) => {
      const unit = randomUnit(a(i), b(i));
      return bitsFromF32(unit) === got && unit === f32FromBits(got) && unit === randomUnitMixed(a(i), mixCounter(b(i)));
    });
  });

  it('take a word as well with its sign as without', () => {
    const patterns = new BitPatterns(3);
    for (let i = 0; i < 10000; i++) {
      const [seed, tick, counter] = [patterns.random(), patterns.random(), patterns.random()];
      expect(randomKey(seed | 0, tick | 0, counter | 0)).toBe(randomKey(seed, tick, counter));
      expect(randomBits(seed | 0, counter | 0)).toBe(randomBits(seed, counter));
    }
  });
});

describe('sine and cosine of JavaScript are those of WebAssembly', () => {
  it('sin', () => {
    forEachWord('sinTurns', angle, (i, got) => bitsFromF32(sinTurns(f32FromBits(a(i)))) === got);
  });

  it('cos', () => {
    forEachWord('cosTurns', angle, (i, got) => bitsFromF32(cosTurns(f32FromBits(a(i)))) === got);
  });

  it('within a millionth of the true ones for a turn', () => {
    let worst = 0;
    for (let i = -100000; i <= 100000; i++) {
      const turns = Math.fround(i / 100000);
      worst = Math.max(worst, Math.abs(sinTurns(turns) - Math.sin(2 * Math.PI * turns)));
      worst = Math.max(worst, Math.abs(cosTurns(turns) - Math.cos(2 * Math.PI * turns)));
    }
    expect(worst).toBeLessThan(1e-6);
  });

  it('and what they always were', () => {
    // tests/native/core/math_test.cpp has the same hash.
    const hash = new Uint32Array(2);
    const words = new Uint32Array(2);
    for (let i = -32768; i < 32768; i++) {
      words[0] = bitsFromF32(sinTurns(i / 16384));
      words[1] = bitsFromF32(cosTurns(i / 16384));
      addRecord(hash, 0, words, 0, 2);
    }
    expect(hashText(hash[0] as number, hash[1] as number)).toBe('b5d4ad981cc87bb0');
  });

  it('square root', () => {
    forEachWord(
      'sqrt',
      (bits) => bits & 0x7f7fffff,
      (i, got) => bitsFromF32(squareRoot(f32FromBits(a(i)))) === got,
    );
  });

  it('floorWhole is Math.floor below 2^31', () => {
    for (const x of [0, 0.5, -0.5, 1, -1, 1.5, -1.5, 8388607.5, -8388607.5, 2147483520, -2147483520]) {
      expect(floorWhole(x)).toBe(Math.floor(x) + 0);
    }
  });
});

describe('logarithm and angle of JavaScript are those of WebAssembly', () => {
  const place = (bits: number): number => (bits & 0x807fffff) | ((((bits >>> 23) & 0x1f) + 112) << 23);

  it('minus the logarithm of a random number', () => {
    forEachWord('minusLogUnit', anything, (i, got) => bitsFromF32(minusLogUnit(a(i))) === got);
  });

  it('within a millionth of the true one, and never below 0', () => {
    for (let bits = 0; bits < 2 ** 32; bits += 104_729) {
      const true_ = -Math.log(((bits >>> 8) + 1) / 2 ** 24);
      const got = minusLogUnit(bits);
      expect(got).toBeGreaterThanOrEqual(0);
      expect(Math.abs(got - true_)).toBeLessThanOrEqual(1e-6 * Math.max(1, true_));
    }
  });

  it('the angle of a direction', () => {
    forEachWord('directionAngle', place, (i, got) => bitsFromF32(directionAngle(f32FromBits(a(i)), f32FromBits(b(i)))) === got);
  });

  it('within 2e-5 of the true one, and 0 for none', () => {
    for (let degree = -179; degree <= 180; degree++) {
      const angle = (degree * Math.PI) / 180;
      const got = directionAngle(Math.fround(300 * Math.sin(angle)), Math.fround(300 * Math.cos(angle)));
      expect(Math.abs(got - angle), `${degree} degrees`).toBeLessThan(2e-5);
    }
    expect(directionAngle(0, 0)).toBe(0);
  });
});

describe('the state hash of JavaScript is that of WebAssembly', () => {
  it.each([1, 2, 3, 8, 13])('over records of %i words', (length) => {
    const patterns = new BitPatterns(length);
    const { a: input, out, words } = parity;
    for (let round = 0; round < 8; round++) {
      for (let i = 0; i < words; i++) input[i] = patterns.next();
      parity.run('stateHash', words, length);
      const hash = new Uint32Array(4);
      for (let i = 0; i + length <= words; i += length) addRecord(hash, 2, input, i, length);
      expect([hash[2], hash[3]]).toEqual([out[0], out[1]]);
    }
  });

  it('and adds up from parts', () => {
    const words = Uint32Array.of(1, 2, 0xffffffff, 0x80000000, 5, 6);
    const whole = new Uint32Array(2);
    addRecord(whole, 0, words, 0, 4);
    expect(hashText(whole[0] as number, whole[1] as number)).toBe('08501c9564b12dcd');
    addRecord(whole, 0, words, 4, 2);
    const parts = new Uint32Array(6);
    addRecord(parts, 2, words, 4, 2);
    addRecord(parts, 4, words, 0, 4);
    addHash(parts, 0, parts, 2);
    addHash(parts, 0, parts, 4);
    expect([parts[0], parts[1]]).toEqual([...whole]);
    expect(mixWord(0, 0)).toBe(0);
  });
});
