/** Rings and triple buffers between C++ and JavaScript, each on a worker of its own. */
import { expect, test } from '@playwright/test';
import { TestPages } from './test-pages.js';

const SIDES = ['C++', 'JavaScript'] as const;
/** Records of 32 bytes a second. */
const LEAST_RATE = 5e6;
/** Runs of which the fastest counts: the machine may be busy with something else. */
const RUNS = 6;

const pages = new TestPages();
test.beforeAll(async () => {
  test.setTimeout(300_000);
  await pages.open();
});
test.afterAll(() => pages.close());
test.beforeEach(({ page }) => page.goto(pages.at('rings.html')));

for (const writer of SIDES) {
  test(`every record comes from ${writer} to the other side, also where the indices wrap`, async ({ page }) => {
    for (const firstIndex of [0, 0xffffff00]) {
      const run = await page.evaluate((request) => window.rings.sendRecords(request), { writer, count: 300_000, firstIndex });
      expect(run.read).not.toBe(0);
      expect(run.read).toBe(run.written);
    }
  });

  test(`at least 5 million records a second go from ${writer} to the other side`, async ({ page }) => {
    test.setTimeout(120_000);
    let best = 0;
    for (let run = 0; run < RUNS && best < LEAST_RATE; run += 1) {
      const { recordsPerSecond } = await page.evaluate((by) => window.rings.sendRecords({ writer: by, count: 4e6, firstIndex: 0 }), writer);
      best = Math.max(best, recordsPerSecond);
    }
    test.info().annotations.push({ type: 'rate', description: `from ${writer}: ${(best / 1e6).toFixed(1)} million records/s` });
    expect(best).toBeGreaterThanOrEqual(LEAST_RATE);
  });

  test(`a ring outlives its writer in ${writer}, which is killed in the middle of a batch`, async ({ page }) => {
    const { read, expected, ofTheDead } = await page.evaluate((by) => window.rings.killWriter({ writer: by, more: 100_000 }), writer);
    expect(ofTheDead).toBeGreaterThan(0);
    expect(read).toBe(expected);
  });

  test(`frames come whole and in order from ${writer} to the other side`, async ({ page }) => {
    const taken = await page.evaluate((by) => window.rings.sendFrames({ writer: by, frames: 20_000, words: 2048 }), writer);
    expect(taken).toBeGreaterThan(1);
  });
}
