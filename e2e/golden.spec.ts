import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { goldenRuns, parseGoldenHashes } from '../tests/scenes/golden.js';
import type { SceneName } from '../web/life/founding.js';
import { openEnginePage } from './engine-page.js';

const runs = goldenRuns(parseGoldenHashes(readFileSync(new URL('../tests/scenes/golden-hashes.txt', import.meta.url), 'utf8')));

for (const { scene, entities, seed, hashes } of runs) {
  test(`${scene} with ${entities} animals, seed ${seed}, has its golden hashes in the browser`, async ({ page }) => {
    test.setTimeout(120_000);
    await openEnginePage(page);
    const found = await page.evaluate(
      async ({ scene, entities, seed, ticks }) => {
        const life = await window.skyflock.createLife({ scene, paused: true, tier: 'wasm', options: { entities, seed } });
        const found: { tick: number; hash: string }[] = [];
        let done = 0;
        for (const tick of ticks) {
          for (; done < tick; done += 1) {
            life.step();
            // A world that takes long for a tick gets no queue of steps longer than an answer may wait.
            if (done % 20 === 0) await life.hash();
          }
          found.push(await life.hash());
        }
        life.destroy();
        return found;
      },
      { scene: scene as SceneName, entities, seed, ticks: hashes.map(({ tick }) => tick) },
    );
    expect(found).toEqual(hashes);
  });
}
