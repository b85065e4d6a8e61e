/** Worlds in Firefox whose threads end, hang or trap: they go on as if nothing had been, and the picture hardly stands. */
import { expect, it } from 'vitest';
import type {} from '../../e2e/pages/recovery.js';
import { COORDINATOR_HARMS, COST_OF_SNAPSHOTS, MOST_COST, told, WORKER_HARMS, wrongs, wrongsOfShower } from '../support/harms.js';
import { testPage } from './firefox-page.js';

const DEADLINE_MS = 60_000;

const page = testPage('recovery.html');

it.each([...COORDINATOR_HARMS, ...WORKER_HARMS])(
  'in Firefox a world of the tier $tier whose $thread $harm goes on',
  { timeout: DEADLINE_MS },
  async (request) => {
    const answer = await page.evaluate((one) => window.recovery.harmThread(one), request);
    console.log(told(answer, request));
    expect(wrongs(answer, request)).toEqual([]);
  },
);

it.each(['ends', 'hangs', 'traps'] as const)('in Firefox a shower whose worker %s goes on', { timeout: DEADLINE_MS }, async (harm) => {
  const answer = await page.evaluate((one) => window.recovery.harmShower(one), harm);
  console.log(`a shower's worker ${harm}: the picture stood for ${Math.round(answer.recoveries[0]?.ms ?? Number.NaN)} ms`);
  expect(wrongsOfShower(answer)).toEqual([]);
});

it('in Firefox the snapshots of a large world of one thread take little of its time', { timeout: DEADLINE_MS }, async () => {
  const cost = await page.evaluate((one) => window.recovery.costOfSnapshots(one), COST_OF_SNAPSHOTS);
  console.log(`snapshots of ${COST_OF_SNAPSHOTS.entities} animals take ${cost.toFixed(1)} ms of each second`);
  expect(cost).toBeLessThanOrEqual(MOST_COST);
});
