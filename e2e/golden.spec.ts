import { expect, test } from '@playwright/test';
import type { SceneName } from '../web/life/shared/types.js';
import { openEnginePage } from './engine-page.js';
import { hashesInPage, JS_WAYS, RUNS } from './golden-in-page.js';

const WAYS = [
  { tier: 'wasm', workers: 1 },
  ...[1, 2, 3, 5, 8, 16].map((workers) => ({ tier: 'threads', workers }) as const),
  ...JS_WAYS,
] as const;

/**
 * Where the quick run's worlds end, but for those of the engine on these numbers of workers; the long tests take all of them
 * to the end, as those in Node take the JavaScript ones.
 */
const EARLY = process.env.SKYFLOCK_ALL_TICKS === undefined ? 60 : Number.POSITIVE_INFINITY;
const ALL_TICKS: readonly number[] = [1, 2, 8];

for (const { scene, entities, seed, hashes } of RUNS) {
  for (const { tier, workers } of WAYS) {
    test(`${scene} with ${entities} animals, seed ${seed}, has its golden hashes on '${tier}' with ${workers} workers`, async ({
      page,
    }) => {
      test.setTimeout(120_000);
      await openEnginePage(page);
      const some = hashes.filter(({ tick }) => tick <= EARLY || (!tier.startsWith('js') && ALL_TICKS.includes(workers)));
      const ticks = some.map(({ tick }) => tick);
      const answer = await page.evaluate(hashesInPage, { scene: scene as SceneName, entities, seed, ticks, tier, workers });
      expect(answer).toEqual({ isolated: true, tier, workers, hashes: some, recoveries: [] });
    });
  }
}
