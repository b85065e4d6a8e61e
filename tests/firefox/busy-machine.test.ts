/** A world in Firefox on a machine that has no processor to spare: see e2e/busy-machine.spec.ts. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type {} from '../../e2e/pages/recovery.js';
import { buildTestPages } from '../../scripts/products.mjs';
import { FirefoxPage } from './firefox-page.js';

const FIREFOX = process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr';
const seconds = Number(process.env.SKYFLOCK_BUSY_SECONDS ?? 30);

const page = new FirefoxPage();

beforeAll(async () => {
  if (!existsSync(FIREFOX)) throw new Error(`there is no ${FIREFOX}; 'npm test' installs it`);
  await page.open(FIREFOX, await buildTestPages(), 'recovery.html');
}, 300_000);
afterAll(() => page.close());

it('in Firefox a world of the tier threads runs on a busy machine, and no fault is told', {
  timeout: seconds * 1000 + 300_000,
}, async () => {
  const { alarms, ticks, tier } = await page.evaluate((one) => window.recovery.leaveAlone(one), { tier: 'threads', seconds } as const);
  console.log(`Firefox, threads: ${ticks} ticks in ${seconds} s, ${alarms.length} false alarms`);
  expect(alarms).toEqual([]);
  expect(tier).toBe('threads');
  expect(ticks).toBeGreaterThan(seconds / 10);
});
