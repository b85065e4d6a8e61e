import { describe, expect, it } from 'vitest';
import { isApart, mean, median, medianInterval, randomFrom, ratioInterval, shuffled } from '../../../web/bench/statistics.js';

/** Rounds of samples around a middle. */
function rounds(middle: number, spread: number, seed: number): number[][] {
  const random = randomFrom(seed);
  return Array.from({ length: 5 }, () => Array.from({ length: 30 }, () => middle + spread * (random() - 0.5)));
}

describe('the generator', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    const first = Array.from({ length: 8 }, randomFrom(7));
    expect(Array.from({ length: 8 }, randomFrom(7))).toEqual(first);
    expect(Array.from({ length: 8 }, randomFrom(8))).not.toEqual(first);
  });

  it('fills 0 to 1 evenly', () => {
    const values = Array.from({ length: 10_000 }, randomFrom(1));
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    for (let tenth = 0; tenth < 10; tenth++) {
      const inside = values.filter((value) => Math.floor(value * 10) === tenth).length;
      expect(Math.abs(inside - 1000)).toBeLessThan(120);
    }
  });
});

describe('the order', () => {
  it('keeps every value, changes with the seed and leaves its source alone', () => {
    const source = Array.from({ length: 20 }, (_, index) => index);
    const first = shuffled(source, randomFrom(1));
    expect([...first].sort((a, b) => a - b)).toEqual(source);
    expect(source).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(first).not.toEqual(source);
    expect(shuffled(source, randomFrom(2))).not.toEqual(first);
  });

  it('puts each value first about as often', () => {
    const random = randomFrom(3);
    const firsts = Array.from({ length: 4000 }, () => shuffled([0, 1, 2, 3], random)[0]);
    for (const value of [0, 1, 2, 3]) expect(Math.abs(firsts.filter((first) => first === value).length - 1000)).toBeLessThan(120);
  });
});

describe('medians', () => {
  it('stand in the middle, between two where there is no middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
    expect(mean([1, 2, 6])).toBe(3);
  });

  it('have an interval that holds them and repeats', () => {
    const samples = rounds(10, 2, 1);
    const found = medianInterval(samples);
    expect(found).toEqual(medianInterval(samples));
    expect(found.mid).toBe(median(samples.flat()));
    expect(found.low).toBeLessThan(found.mid);
    expect(found.high).toBeGreaterThan(found.mid);
    expect(found.high - found.low).toBeLessThan(1);
  });

  it('have an interval that holds the true middle about 95 times of 100', () => {
    let holds = 0;
    for (let seed = 0; seed < 200; seed++) {
      const { low, high } = medianInterval(rounds(10, 2, 1000 + seed), seed);
      if (low <= 10 && high >= 10) holds++;
    }
    expect(holds).toBeGreaterThanOrEqual(180);
    expect(holds).toBeLessThan(200);
  });

  it('have a wider interval where rounds differ than where only their samples do', () => {
    const even = [10, 10, 10, 10, 10].map((middle, index) => rounds(middle, 1, index)[0] as number[]);
    const drifting = [9, 9.5, 10, 10.5, 11].map((middle, index) => rounds(middle, 1, index)[0] as number[]);
    const width = ({ low, high }: { low: number; high: number }): number => high - low;
    expect(width(medianInterval(drifting))).toBeGreaterThan(2 * width(medianInterval(even)));
  });

  it('of nothing are none', () => {
    expect(medianInterval([])).toEqual({ low: Number.NaN, mid: Number.NaN, high: Number.NaN });
  });
});

describe('ratios', () => {
  it('say how many times as fast a run is, and whether that is more than noise', () => {
    const twice = ratioInterval(rounds(5, 1, 1), rounds(10, 2, 2));
    expect(twice.mid).toBeCloseTo(2, 1);
    expect(isApart(twice, 1)).toBe(true);
    expect(isApart(twice, 2)).toBe(false);
    expect(isApart(ratioInterval(rounds(10, 4, 3), rounds(10, 4, 4)), 1)).toBe(false);
  });
});
