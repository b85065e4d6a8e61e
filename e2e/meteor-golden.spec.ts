import { expect, test } from '@playwright/test';
import { openEnginePage } from './engine-page.js';
import { compareInPage, METEOR_SCENES, SHAPED_SCENE } from './meteor-in-page.js';

for (const run of METEOR_SCENES.runs) {
  test(`the preset ${run.preset} with seed ${run.seed} shows the same in both tiers, and its golden hashes`, async ({ page }) => {
    test.setTimeout(7_200_000);
    await openEnginePage(page);
    expect(await compareInPage((work, request) => page.evaluate(work, request), run)).toBeNull();
  });
}

test('meteors that are asked for fly the same in both tiers, and to their golden hashes', async ({ page }) => {
  test.setTimeout(600_000);
  await openEnginePage(page);
  expect(await compareInPage((work, request) => page.evaluate(work, request), SHAPED_SCENE)).toBeNull();
});
