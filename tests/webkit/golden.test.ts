/** The golden hashes in WebKitGTK, which has no SharedArrayBuffer: a machine without threads. Needs the built site. */
import { describe, expect, it } from 'vitest';
import { hashesInPage, JS_WAYS, RUNS } from '../../e2e/golden-in-page.js';
import { compareInPage, METEOR_SCENES, SHAPED_SCENE } from '../../e2e/meteor-in-page.js';
import type { SceneName } from '../../web/life/shared/types.js';
import { sitePage } from './webkit-page.js';

const DEADLINE_MS = 300_000;

const page = sitePage();

it('is in WebKit that the tests run, without shared memory', { timeout: DEADLINE_MS }, async () => {
  expect(await page.evaluate(() => navigator.userAgent, null)).toMatch(/AppleWebKit\/.*Safari/);
  expect(await page.evaluate(() => typeof SharedArrayBuffer, null)).toBe('undefined');
});

it('is tier wasm that runs there, and says what threads lack', { timeout: DEADLINE_MS }, async () => {
  const seen = await page.evaluate(async () => {
    const life = await window.skyflock.createLife({ options: { entities: 500 } });
    const { tier, refused } = life;
    life.destroy();
    return { tier, refused };
  }, null);
  expect(seen.tier).toBe('wasm');
  expect(seen.refused).toEqual([
    { tier: 'threads', reason: expect.stringMatching(/SharedArrayBuffer is missing|not cross-origin isolated/) },
  ]);
});

describe.each(RUNS)('$scene with $entities animals, seed $seed, in WebKit', ({ scene, entities, seed, hashes }) => {
  it.each([{ tier: 'wasm', workers: 1 }, ...JS_WAYS] as const)(
    'has its golden hashes on $tier with $workers workers',
    { timeout: DEADLINE_MS },
    async ({ tier, workers }) => {
      const ticks = hashes.map(({ tick }) => tick);
      const answer = await page.evaluate(hashesInPage, { scene: scene as SceneName, entities, seed, ticks, tier, workers });
      expect(answer).toMatchObject({ tier, workers, hashes, recoveries: [] });
    },
  );
});

describe('meteor showers in WebKit', () => {
  it.each(METEOR_SCENES.runs)('the preset $preset with seed $seed shows the same in both tiers', { timeout: 3_600_000 }, async (run) => {
    expect(await compareInPage((work, request) => page.evaluate(work, request), run)).toBeNull();
  });

  it('meteors that are asked for fly the same in both tiers', { timeout: 600_000 }, async () => {
    expect(await compareInPage((work, request) => page.evaluate(work, request), SHAPED_SCENE)).toBeNull();
  });
});
