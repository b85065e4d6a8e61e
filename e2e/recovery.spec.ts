/** Worlds in Chromium whose threads end, hang or trap: they go on as if nothing had been, and the picture hardly stands. */
import { expect, test } from '@playwright/test';
import { COORDINATOR_HARMS, COST_OF_SNAPSHOTS, MOST_COST, told, WORKER_HARMS, wrongs } from '../tests/support/harms.js';
import type {} from './pages/recovery.js';
import { TestPages } from './test-pages.js';

const pages = new TestPages();
test.beforeAll(async () => {
  test.setTimeout(120_000);
  await pages.open();
});
test.afterAll(() => pages.close());
test.beforeEach(({ page }) => page.goto(pages.at('recovery.html')));

for (const request of [...COORDINATOR_HARMS, ...WORKER_HARMS]) {
  const { tier, harm, thread } = request;
  // A page sees no difference between a thread that ended and one that hangs.
  const long = harm === 'hangs' && thread === 'coordinator' && tier !== 'wasm' ? ' @long' : '';
  test(`a world of the tier ${tier} whose ${thread} ${harm} goes on${long}`, async ({ page }) => {
    const answer = await page.evaluate((one) => window.recovery.harmThread(one), request);
    console.log(told(answer, request));
    expect(wrongs(answer, request)).toEqual([]);
  });
}

test('the snapshots of a large world of one thread take little of its time', async ({ page }) => {
  const cost = await page.evaluate((one) => window.recovery.costOfSnapshots(one), COST_OF_SNAPSHOTS);
  console.log(`snapshots of ${COST_OF_SNAPSHOTS.entities} animals take ${cost.toFixed(1)} ms of each second`);
  expect(cost).toBeLessThanOrEqual(MOST_COST);
});
