// What the pages of every side's site and package tell: changes of the tier, the first frame, sizes.

import { takeTurns } from './bench-order.mjs';
import { nameOf, withPages } from './bench-side.mjs';
import { ENTRIES, measureEntry } from './loaded-sizes.mjs';
import { step, within } from './steps.mjs';

/** Seconds for an entry's first picture, and its page before and after. */
const ENTRY_DEADLINE = 180;

/** Milliseconds for which a world of 10,000 animals stands when its tier changes, for each way. */
export async function measureTierChanges(browser, sides, rounds) {
  await withPages(browser, sides, { part: 'site', page: 'engine.html', scope: 'skyflock' }, async (pageOf) => {
    const begin = (side) =>
      pageOf(side).ask(async () => {
        window.life = await window.skyflock.createLife({ tier: 'wasm', workers: 2, options: { entities: 10_000, seed: 1 } });
        window.life.paused = true;
      });
    const changeTiers = (side) =>
      pageOf(side).ask(async () => {
        const stood = {};
        // Worlds of other sides stand meanwhile.
        window.life.paused = false;
        for (const tier of ['js', 'threads', 'js-workers', 'wasm', 'threads', 'js', 'wasm']) {
          await new Promise((done) => setTimeout(done, 200));
          const way = `${window.life.tier} to ${tier}`;
          stood[way] = await window.life.setTier(tier);
        }
        window.life.paused = true;
        return stood;
      });
    await step('changes of the tier', async () => {
      const task = { kind: 'tiers', key: 'all ways', run: changeTiers };
      for (const side of sides) await side.attempt(nameOf(task), () => begin(side));
      await takeTurns(sides, rounds, [[task]]);
    });
  });
}

/** Milliseconds until the life page shows its first frame. */
export async function measureFirstFrame(browser, sides, rounds) {
  const firstFrame = (side) =>
    side.visit(browser, { part: 'site', page: 'life.html#entities=10000' }, async (page) => {
      await page.until(() => performance.getEntriesByName('skyflock:first-frame').length > 0);
      return await page.ask(() => performance.getEntriesByName('skyflock:first-frame')[0].startTime);
    });
  await step('first frame', () => takeTurns(sides, rounds, [[{ kind: 'firstFrame', key: 'life', run: firstFrame }]]));
}

/** What a page loads for each entry of the package. */
export async function measureSizes(browser, sides) {
  const groups = Object.entries(ENTRIES).map(([key, entry]) => [
    { kind: 'sizes', key, run: (side) => within(ENTRY_DEADLINE, key, measureEntry(browser, key, entry, side.path('package'))) },
  ]);
  await step('sizes', () => takeTurns(sides, 1, groups));
}
