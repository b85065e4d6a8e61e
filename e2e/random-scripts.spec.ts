/** Twenty random scripts, each on its own thread, over rings and over batches, in both tiers: one hash. In Chromium. */
import { expect, test } from '@playwright/test';
import { compareScriptsInPage } from './random-scripts-in-page.js';
import { TestPages } from './test-pages.js';

const pages = new TestPages();
test.beforeAll(() => pages.open());
test.afterAll(() => pages.close());

test('random scripts come to their hashes in every tier and with every transport @long', async ({ page }) => {
  test.setTimeout(600_000);
  await page.goto(pages.at('scene-faults.html'));
  await page.waitForFunction(() => 'sceneFaults' in globalThis);
  const { reached, wanted } = await compareScriptsInPage((work, request) => page.evaluate(work, request));
  expect(reached).toEqual(wanted);
});
