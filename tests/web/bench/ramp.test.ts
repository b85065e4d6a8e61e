import { expect, it } from 'vitest';
import { climb } from '../../../web/bench/ramp.js';

/** A machine that holds so many animals, and the numbers it was tried with. */
function machine(holds: (animals: number, trial: number) => boolean): {
  tried: number[];
  run: (animals: number) => Promise<{ animals: number; held: boolean }>;
} {
  const tried: number[] = [];
  return {
    tried,
    run: async (animals) => {
      tried.push(animals);
      return { animals, held: holds(animals, tried.filter((one) => one === animals).length) };
    },
  };
}

it('climbs to the first step that does not hold, which has a second chance', async () => {
  const { tried, run } = machine((animals) => animals <= 60_000);
  const { most, steps } = await climb([10_000, 25_000, 50_000, 100_000, 250_000], 0, run);
  expect(most).toBe(50_000);
  expect(tried).toEqual([10_000, 25_000, 50_000, 100_000, 100_000]);
  expect(steps.map(({ held }) => held)).toEqual([true, true, true, false, false]);
});

it('goes on after a hiccup', async () => {
  const { run } = machine((animals, trial) => animals !== 25_000 || trial === 2);
  expect((await climb([10_000, 25_000, 50_000], 0, run)).most).toBe(50_000);
});

it('halves the gap between what holds and what does not', async () => {
  const { run } = machine((animals) => animals <= 60_000);
  expect((await climb([50_000, 100_000], 1, run)).most).toBe(50_000);
  expect((await climb([50_000, 100_000], 2, run)).most).toBe(50_000);
  expect((await climb([50_000, 100_000], 3, run)).most).toBe(56_500);
  const { most } = await climb([50_000, 100_000], 20, run);
  expect(most).toBe(60_000);
});

it('finds nothing where the first step is too much, and looks below it when refined', async () => {
  const { tried, run } = machine((animals) => animals <= 6000);
  expect((await climb([10_000, 25_000], 0, run)).most).toBe(0);
  expect(tried).toEqual([10_000, 10_000]);
  expect((await climb([10_000, 25_000], 1, run)).most).toBe(5000);
});

it('refines nothing where every step holds, and takes steps in their order', async () => {
  const { tried, run } = machine(() => true);
  expect((await climb([25_000, 10_000, 25_000], 3, run)).most).toBe(25_000);
  expect(tried).toEqual([10_000, 25_000]);
});

it('ends with the error of a step that throws', async () => {
  await expect(
    climb([1000], 0, () => {
      throw new Error('no memory');
    }),
  ).rejects.toThrow('no memory');
});
