// The state engine's part of npm run bench: batches in WebAssembly and in JavaScript, and natively.

import { join } from 'node:path';
import { median, shuffled } from './bench-order.mjs';
import { buildNative, buildTestPages } from './products.mjs';
import { serve } from './serve.mjs';
import { run, say } from './steps.mjs';

const ROUNDS = 5;

/** Rounds of all of them take turns, in a page of the given browser. */
export async function measureStateEngines(browser) {
  const folder = await buildTestPages();
  const binary = join(await buildNative('gcc-o3', ['state_bench']), 'state_bench');
  const { server, port } = await serve(0, folder);
  try {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${port}/state-bench.html`);
    await page.waitForFunction(() => window.stateBench !== undefined);
    const inPage = (name) => () => page.evaluate((one) => window.stateBench.measure(one), name);
    const natively = async () => JSON.parse((await run('state-bench', binary, [], { deadline: 120 })).output);
    const engines = { wasm: inPage('wasm'), js: inPage('js'), native: natively };
    const rounds = { wasm: [], js: [], native: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const name of shuffled(Object.keys(engines))) rounds[name].push(await engines[name]());
    }
    await page.close();
    const figures = {};
    for (const [name, list] of Object.entries(rounds)) {
      const keys = Object.keys(list[0]);
      figures[name] = Object.fromEntries(keys.map((key) => [key, median(list.map((one) => one[key]))]));
      const { shadow1000Us, pairs1Us, pairs1000Us } = figures[name];
      say(
        `  ${name}: ${shadow1000Us.toFixed(1)} us for 1,000 writes, ${pairs1Us.toFixed(2)} and ${pairs1000Us.toFixed(1)} us for 1 and 1,000 in pairs`,
      );
    }
    return { rounds, figures };
  } finally {
    server.close();
  }
}
