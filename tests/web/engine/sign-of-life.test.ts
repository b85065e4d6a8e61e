/** Whether a thread is dead is told by the address of a blob that it made. */
import { afterEach, expect, test, vi } from 'vitest';
import { deathOf, signOfLife } from '../../../web/engine/sign-of-life.js';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

/** A thread that ends so many milliseconds after it was asked to. */
function dying(milliseconds: number): { readonly end: () => void; readonly asked: () => number } {
  let endedAt = Number.POSITIVE_INFINITY;
  let asked = 0;
  vi.useFakeTimers();
  vi.stubGlobal('fetch', async () => {
    asked += 1;
    if (performance.now() >= endedAt) throw new TypeError('there is no such blob');
    return new Response();
  });
  const end = (): void => {
    endedAt = performance.now() + milliseconds;
  };
  return { end, asked: () => asked };
}

async function millisecondsOf(wait: Promise<void>): Promise<number> {
  const begin = performance.now();
  let took = Number.NaN;
  void wait.then(() => {
    took = performance.now() - begin;
  });
  await vi.advanceTimersByTimeAsync(10_000);
  return took;
}

test('a death is waited for, and a moment more', async () => {
  const { end } = dying(300);
  const took = await millisecondsOf(deathOf('blob:sign', end, 2500));
  expect(took).toBeGreaterThanOrEqual(350);
  expect(took).toBeLessThan(365);
});

test('one that is not told of is waited for no longer than deaths take', async () => {
  const { end } = dying(60_000);
  expect(await millisecondsOf(deathOf('blob:sign', end, 2500))).toBeLessThan(2600);
});

test('without a sign, or where a policy keeps it from being read, the wait is as long as a death may be', async () => {
  const { end, asked } = dying(0);
  expect(await millisecondsOf(deathOf(null, end, 2500))).toBe(2500);
  expect(asked()).toBe(0);
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('connect-src');
  });
  expect(await millisecondsOf(deathOf('blob:sign', end, 2500))).toBe(2500);
});

test('a blob that is never read keeps nobody waiting', async () => {
  const { end } = dying(0);
  vi.stubGlobal('fetch', () => new Promise(() => {}));
  expect(await millisecondsOf(deathOf('blob:sign', end, 2500))).toBeLessThanOrEqual(3500);
});

test('threads of Node tell of their end by themselves, and have no sign', async () => {
  expect(signOfLife()).toBeNull();
  let isDead = false;
  const end = async (): Promise<void> => {
    await new Promise((done) => setTimeout(done, 20));
    isDead = true;
  };
  await deathOf(signOfLife(), end, 60_000);
  expect(isDead).toBe(true);
});
