import { describe, expect, it } from 'vitest';
import { GrowingArray, HEAP, type Memory } from '../../../../web/fallback/scene/memory.js';

/** Refuses blocks above a size. */
const small = (most: number): Memory => ({ allocate: (bytes) => (bytes > most ? null : new ArrayBuffer(bytes)) });

describe('a growing array', () => {
  it('keeps what it held, and what is new is zero', () => {
    const array = new GrowingArray(HEAP, 2);
    expect(array.reserve(2)).toBe(true);
    array.words.set([1, 2, 3, 4]);
    expect(array.reserve(100)).toBe(true);
    expect([...array.words.subarray(0, 6)]).toEqual([1, 2, 3, 4, 0, 0]);
    expect(array.capacity).toBe(100);
    expect(array.room()).toBe(800);
    array.floats[0] = 1;
    expect(array.words[0]).toBe(0x3f800000);
    expect(array.bytes[3]).toBe(0x3f);
  });

  it('doubles up to its most', () => {
    const array = new GrowingArray(HEAP);
    const capacities = [10, 11, 55, 56].map((count) => array.reserveRaw(count, 100) && array.capacity);
    expect(capacities).toEqual([10, 20, 55, 100]);
  });

  it('takes what it needs where twice as much is refused, and is as it was where that is refused, too', () => {
    const array = new GrowingArray(small(64));
    expect(array.reserveRaw(9, 1000)).toBe(true);
    expect(array.reserveRaw(16, 1000)).toBe(true);
    array.words[15] = 5;
    expect(array.reserveRaw(17, 1000)).toBe(false);
    expect(array.reserve(17)).toBe(false);
    expect([array.capacity, array.words[15]]).toEqual([16, 5]);
  });

  it('is refused what no array can be', () => {
    expect(new GrowingArray(HEAP).reserve(2 ** 53)).toBe(false);
  });
});
