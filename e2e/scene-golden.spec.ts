import { expect, test } from '@playwright/test';
import { openEnginePage } from './engine-page.js';
import { compareSceneInPage, GOLDEN_SCENES } from './scene-in-page.js';

for (const scene of GOLDEN_SCENES) {
  test(`the stream of seed ${scene.seed} with ${scene.entities} entities comes to its golden hashes in both tiers`, async ({ page }) => {
    test.setTimeout(600_000);
    await openEnginePage(page);
    expect(await compareSceneInPage((work, request) => page.evaluate(work, request), scene)).toBeNull();
  });
}
