import { describe, expect, it } from 'vitest';
import { chooseWorkers } from '../../../web/life/page/workers.js';

describe('the number of threads', () => {
  it('leaves a processor to the page', () => {
    expect(chooseWorkers(undefined, 8)).toEqual({ workers: { count: 7, most: 16, processors: 8 }, note: null });
    expect(chooseWorkers(undefined, 1).workers.count).toBe(1);
    expect(chooseWorkers(undefined, 64).workers.count).toBe(16);
  });

  it('counts with four processors where the browser does not tell', () => {
    expect(chooseWorkers(undefined, undefined).workers.processors).toBeGreaterThanOrEqual(1);
    expect(chooseWorkers(undefined, 0).workers).toEqual({ count: 3, most: 16, processors: 4 });
  });

  it('takes a wish, also beyond the processors', () => {
    expect(chooseWorkers(5, 2)).toEqual({ workers: { count: 5, most: 16, processors: 2 }, note: null });
    expect(chooseWorkers(2, 8).workers).toEqual({ count: 2, most: 16, processors: 8 });
  });

  it.each([
    [0, 1],
    [99, 16],
    [2.4, 2],
    [-3, 1],
  ])('brings %d into the range and says so', (wish, count) => {
    const { workers, note } = chooseWorkers(wish, 4);
    expect(workers.count).toBe(count);
    expect(note).toBe(`workers is ${wish}; it must be a whole number from 1 to 16, so ${count} run`);
  });
});
