/** The golden hashes in Firefox: another engine's WebAssembly, workers and atomics. Needs the built site. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashesInPage, JS_WAYS, RUNS } from '../../e2e/golden-in-page.js';
import type { SceneName } from '../../web/life/shared/types.js';
import { FirefoxPage } from './firefox-page.js';

const FIREFOX = process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr';
const DEADLINE_MS = 120_000;

const page = new FirefoxPage();

beforeAll(async () => {
  if (!existsSync(FIREFOX)) throw new Error(`there is no ${FIREFOX}; 'npm test' installs it`);
  await page.open(FIREFOX);
});
afterAll(() => page.close());

it('is in Firefox that the tests run, on an isolated page', { timeout: DEADLINE_MS }, async () => {
  expect(await page.evaluate(() => navigator.userAgent, null)).toMatch(/Firefox\/\d+/);
  expect(await page.evaluate(() => crossOriginIsolated, null)).toBe(true);
});

describe.each(RUNS)('$scene with $entities animals, seed $seed, in Firefox', ({ scene, entities, seed, hashes }) => {
  it.each([
    { tier: 'wasm', workers: 1 },
    { tier: 'threads', workers: 1 },
    { tier: 'threads', workers: 2 },
    { tier: 'threads', workers: 3 },
    ...JS_WAYS,
  ] as const)('has its golden hashes on $tier with $workers workers', { timeout: DEADLINE_MS }, async ({ tier, workers }) => {
    const ticks = hashes.map(({ tick }) => tick);
    const answer = await page.evaluate(hashesInPage, { scene: scene as SceneName, entities, seed, ticks, tier, workers });
    expect(answer).toEqual({ isolated: true, tier, workers, hashes, recoveries: [] });
  });
});
