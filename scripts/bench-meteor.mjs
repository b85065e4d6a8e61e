// The meteor system's part of npm run bench: storms in both tiers beside the native engine, the shower a page shows
// by itself, and @tsparticles/slim beside the JavaScript kernel.

import { METEOR_CASES, METEOR_PICTURE, SEED, TSPARTICLES_CASE } from './bars.mjs';
import { NATIVE_STORM } from './bench-native.mjs';
import { takeTurns } from './bench-order.mjs';
import { nameOf, withPages } from './bench-side.mjs';
import { say, step } from './steps.mjs';

/** Rounds of all showers. */
export async function measureMeteors(browser, sides, rounds) {
  await step('meteor showers', async () => {
    await withPages(browser, sides, { part: 'test-pages', page: 'meteor-bench.html', scope: 'meteorBench' }, async (pageOf) => {
      const showers = Object.entries(METEOR_CASES).map(([key, { preset, tier, options = {}, warmUpFrames, frames }]) => ({
        kind: 'meteor',
        key,
        begin: (page) =>
          page.ask((one) => window.meteorBench.begin(one), { key, preset, tier, options: { ...options, seed: SEED }, warmUpFrames }),
        run: (side) => pageOf(side).ask(([name, count]) => window.meteorBench.round(name, count), [key, frames]),
      }));
      const particles = {
        kind: 'meteor',
        key: 'tsparticles',
        begin: (page) => page.ask((count) => window.meteorBench.beginTsParticles(count), TSPARTICLES_CASE.particles),
        run: (side) => pageOf(side).ask((count) => window.meteorBench.tsParticlesRound(count), TSPARTICLES_CASE.frames),
      };
      const inPages = [...showers, particles];
      for (const task of inPages) {
        say(`  warming up ${task.key}`);
        for (const side of sides) await side.attempt(nameOf(task), () => task.begin(pageOf(side)));
      }
      await takeTurns(
        sides,
        rounds,
        [...inPages, NATIVE_STORM].map((task) => [task]),
      );
    });
  });
}

/** Rounds of the default shower with its picture. */
export async function measureDrawnShower(browser, sides, rounds) {
  const timeFrames = (side) =>
    side.visit(browser, { part: 'test-pages', page: 'meteor.html', scope: 'meteors' }, (page) =>
      page.ask((request) => window.meteors.timeFrames(request), METEOR_PICTURE),
    );
  await step('the default shower, drawn', () => takeTurns(sides, rounds, [[{ kind: 'drawn', key: 'shower', run: timeFrames }]]));
}
