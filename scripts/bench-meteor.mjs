// The meteor system's part of npm run bench: storms in both tiers beside the native engine, the shower a page shows
// by itself, and @tsparticles/slim beside the JavaScript kernel.

import { join } from 'node:path';
import { METEOR_CASES, METEOR_PICTURE, TSPARTICLES_CASE } from './bars.mjs';
import { median, shuffled } from './bench-order.mjs';
import { buildNative, buildTestPages } from './products.mjs';
import { serve } from './serve.mjs';
import { run, say } from './steps.mjs';

const ROUNDS = 5;
const SEED = 1;

/** Rounds of all of them take turns, in a page of the given browser. */
export async function measureMeteors(browser) {
  const folder = await buildTestPages();
  const binary = join(await buildNative('gcc-o3', ['meteor_bench']), 'meteor_bench');
  const { server, port } = await serve(0, folder);
  try {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${port}/meteor-bench.html`);
    await page.waitForFunction(() => window.meteorBench !== undefined);
    const rounds = {};
    for (const [key, { preset, tier, options = {}, warmUpFrames }] of Object.entries(METEOR_CASES)) {
      say(`  warming up ${key}`);
      const request = { key, preset, tier, options: { ...options, seed: SEED }, warmUpFrames };
      await page.evaluate((one) => window.meteorBench.begin(one), request);
      rounds[key] = [];
    }
    rounds['storm-native'] = [];
    rounds.tsparticles = [];
    await page.evaluate((count) => window.meteorBench.beginTsParticles(count), TSPARTICLES_CASE.particles);
    for (let round = 0; round < ROUNDS; round += 1) {
      const turns = Object.entries(METEOR_CASES).map(([key, { frames }]) => async () => {
        rounds[key].push(await page.evaluate(([name, count]) => window.meteorBench.round(name, count), [key, frames]));
      });
      turns.push(async () => {
        const { preset, warmUpFrames, frames } = METEOR_CASES.storm;
        const args = [preset, SEED, warmUpFrames + round * frames, frames].map(String);
        rounds['storm-native'].push(JSON.parse((await run('meteor-bench', binary, args, { deadline: 600 })).output));
      });
      turns.push(async () => {
        rounds.tsparticles.push(await page.evaluate((count) => window.meteorBench.tsParticlesRound(count), TSPARTICLES_CASE.frames));
      });
      for (const turn of shuffled(turns)) await turn();
    }
    say('  the default shower, drawn');
    await page.goto(`http://localhost:${port}/meteor.html`);
    await page.waitForFunction(() => window.meteors !== undefined);
    const drawn = await page.evaluate((request) => window.meteors.timeFrames(request), METEOR_PICTURE);
    await page.close();
    const figures = {};
    for (const [key, list] of Object.entries(rounds)) {
      const particles = median(list.map((one) => one.particles));
      const ms = median(list.map((one) => one.medianMs ?? median(one.milliseconds)));
      figures[key] = { ms, meteors: list.at(-1).meteors, particles, ns: (ms * 1e6) / Math.max(1, particles) };
      say(`  ${key}: ${ms.toFixed(3)} ms a frame, ${particles} particles`);
    }
    figures['shower-drawn'] = { ms: median(drawn) };
    say(`  shower-drawn: ${figures['shower-drawn'].ms.toFixed(2)} ms a frame`);
    return { rounds, figures };
  } finally {
    server.close();
  }
}
