/**
 * Worlds in Chromium on a machine that has no processor to spare: whoever gets none is not taken for one that hangs. Whoever runs
 * it keeps the machine busy, and says for how many seconds: SKYFLOCK_BUSY_SECONDS (scripts/test.mjs).
 */
import { expect, test } from '@playwright/test';
import type {} from './pages/recovery.js';
import { TestPages } from './test-pages.js';

const seconds = Number(process.env.SKYFLOCK_BUSY_SECONDS ?? 30);
const pages = new TestPages();
test.beforeAll(async () => {
  test.setTimeout(300_000);
  await pages.open();
});
test.afterAll(() => pages.close());
test.describe.configure({ mode: 'parallel' });

for (const tier of ['threads', 'js-workers', 'wasm'] as const) {
  test(`a world of the tier ${tier} runs on a busy machine, and no fault is told @busy`, async ({ page }) => {
    test.setTimeout(seconds * 1000 + 300_000);
    await page.goto(pages.at('recovery.html'), { timeout: 120_000 });
    const { alarms, ticks, tier: last } = await page.evaluate((one) => window.recovery.leaveAlone(one), { tier, seconds });
    console.log(`${tier}: ${ticks} ticks in ${seconds} s, ${alarms.length} false alarms`);
    expect(alarms).toEqual([]);
    expect(last).toBe(tier);
    expect(ticks).toBeGreaterThan(seconds / 10);
  });
}
