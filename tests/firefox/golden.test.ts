/** The golden hashes in Firefox: another engine's WebAssembly, workers and atomics. Needs the built site. */
import { existsSync } from 'node:fs';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashesInPage, RUNS } from '../../e2e/golden-in-page.js';
import { serve } from '../../scripts/serve.mjs';
import type { SceneName } from '../../web/life/founding.js';

const FIREFOX = process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr';
const DEADLINE_MS = 120_000;

let site: Awaited<ReturnType<typeof serve>>;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  if (!existsSync(FIREFOX)) throw new Error(`there is no ${FIREFOX}; 'npm test' installs it`);
  site = await serve(0);
  browser = await launch({ browser: 'firefox', executablePath: FIREFOX, headless: true, protocolTimeout: DEADLINE_MS });
  page = await browser.newPage();
  await page.goto(`http://localhost:${site.port}/engine.html`);
  await page.waitForFunction(() => window.skyflock !== undefined);
}, DEADLINE_MS);

afterAll(async () => {
  await browser?.close();
  site?.server.close();
});

it('is Firefox that the tests run in', async () => {
  expect(await browser.version()).toMatch(/^firefox\//i);
});

describe.each(RUNS)('$scene with $entities animals, seed $seed, in Firefox', ({ scene, entities, seed, hashes }) => {
  it.each([
    { tier: 'wasm', workers: 1 },
    { tier: 'threads', workers: 1 },
    { tier: 'threads', workers: 2 },
    { tier: 'threads', workers: 3 },
  ] as const)("has its golden hashes on '$tier' with $workers workers", { timeout: DEADLINE_MS }, async ({ tier, workers }) => {
    const ticks = hashes.map(({ tick }) => tick);
    const answer = await page.evaluate(hashesInPage, { scene: scene as SceneName, entities, seed, ticks, tier, workers });
    expect(answer).toEqual({ isolated: true, tier, workers, hashes, recoveries: [] });
  });
});
