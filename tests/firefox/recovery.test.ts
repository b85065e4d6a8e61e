/** Worlds in Firefox whose threads end, hang or trap: they go on as if nothing had been, and the picture hardly stands. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type {} from '../../e2e/pages/recovery.js';
import { buildTestPages } from '../../scripts/products.mjs';
import { COORDINATOR_HARMS, COST_OF_SNAPSHOTS, MOST_COST, told, WORKER_HARMS, wrongs } from '../support/harms.js';
import { FirefoxPage } from './firefox-page.js';

const FIREFOX = process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr';
const DEADLINE_MS = 60_000;

const page = new FirefoxPage();

beforeAll(async () => {
  if (!existsSync(FIREFOX)) throw new Error(`there is no ${FIREFOX}; 'npm test' installs it`);
  await page.open(FIREFOX, await buildTestPages(), 'recovery.html');
}, 300_000);
afterAll(() => page.close());

it.each([...COORDINATOR_HARMS, ...WORKER_HARMS])(
  'in Firefox a world of the tier $tier whose $thread $harm goes on',
  { timeout: DEADLINE_MS },
  async (request) => {
    const answer = await page.evaluate((one) => window.recovery.harmThread(one), request);
    console.log(told(answer, request));
    expect(wrongs(answer, request)).toEqual([]);
  },
);

it('in Firefox the snapshots of a large world of one thread take little of its time', { timeout: DEADLINE_MS }, async () => {
  const cost = await page.evaluate((one) => window.recovery.costOfSnapshots(one), COST_OF_SNAPSHOTS);
  console.log(`snapshots of ${COST_OF_SNAPSHOTS.entities} animals take ${cost.toFixed(1)} ms of each second`);
  expect(cost).toBeLessThanOrEqual(MOST_COST);
});
