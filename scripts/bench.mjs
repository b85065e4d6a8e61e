// npm run bench [-- --json FILE]: measures the built engine in headless Chromium beside its native
// twin, and holds the figures against the bars of bars.mjs. Rounds of all worlds take turns in random
// order, so that a slow minute of the machine hits all alike.

import { writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { CRITICAL_PATHS, JAVASCRIPT_WORLDS, judge, MEMORY_WORLDS, SNAPSHOT_WORLD, THREADED_WORLDS, WORLDS } from './bars.mjs';
import { measureMeteors } from './bench-meteor.mjs';
import { median, shuffled } from './bench-order.mjs';
import { measureStateEngines } from './bench-state-engine.mjs';
import { command } from './command-line.mjs';
import { measureLoadedSizes } from './loaded-sizes.mjs';
import { buildNative, buildPackage, buildSite } from './products.mjs';
import { serve } from './serve.mjs';
import { ROOT, run, say, step } from './steps.mjs';
import { needChromium, needNodeModules } from './toolchain.mjs';

const BROWSER_WORLDS = { ...THREADED_WORLDS, ...JAVASCRIPT_WORLDS };
const ALL_WORLDS = { ...WORLDS, ...BROWSER_WORLDS };
const ROUNDS = 5;
const SEED = 1;

/** One round of the native twin: it founds and warms up anew each time. */
async function nativeRound(binary, { scene, options, warmUpTicks, ticks }, alreadyDone) {
  const { entities, ...rest } = options;
  const args = [
    scene,
    entities,
    SEED,
    warmUpTicks + alreadyDone,
    ticks,
    ...Object.entries(rest).map(([name, value]) => `${name}=${value}`),
  ];
  const { output } = await run('native-bench', binary, args.map(String), { deadline: 600 });
  return JSON.parse(output);
}

/** Rounds of every world, in the browser and, those without threads, natively, in turns. */
async function measureWorlds(page, binary, raw) {
  for (const [key, world] of Object.entries(ALL_WORLDS)) {
    say(`  warming up ${key}`);
    const options = { ...world.options, seed: SEED };
    await page.evaluate((request) => window.skyflockBench.found(request), { key, ...world, options });
    raw.wasm[key] = [];
    if (WORLDS[key] !== undefined) raw.native[key] = [];
  }
  for (let round = 0; round < ROUNDS; round++) {
    say(`  round ${round + 1} of ${ROUNDS}`);
    for (const key of shuffled(Object.keys(ALL_WORLDS))) {
      const world = ALL_WORLDS[key];
      const inBrowser = async () => {
        raw.wasm[key].push(await page.evaluate(([name, ticks]) => window.skyflockBench.round(name, ticks, false), [key, world.ticks]));
      };
      const natively = async () => {
        raw.native[key].push(await nativeRound(binary, world, round * world.ticks));
      };
      for (const side of shuffled(raw.native[key] === undefined ? [inBrowser] : [inBrowser, natively])) await side();
    }
  }
  for (const key of Object.keys(ALL_WORLDS)) await page.evaluate((name) => window.skyflockBench.drop(name), key);
}

/** Worlds whose hash differs at any round's end: from the native twin, or from that of another tier. */
function differingWorlds(raw) {
  const differs = (rounds, others) => rounds.some((round, i) => round.hash !== others[i].hash);
  return [
    ...Object.keys(WORLDS).filter((key) => differs(raw.wasm[key], raw.native[key])),
    ...Object.entries(BROWSER_WORLDS)
      .filter(([key, { like }]) => like !== undefined && differs(raw.wasm[key], raw.wasm[like]))
      .map(([key]) => key),
  ];
}

/** What the command line says of each critical path. */
async function criticalPaths() {
  const paths = {};
  for (const [key, { scene, entities, workers, ticks }] of Object.entries(CRITICAL_PATHS)) {
    const flags = { scene, entities, seed: SEED, workers, ticks };
    const args = Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const cli = join(ROOT, 'dist', 'cli', 'skyflock.js');
    const { output } = await run(`critical-path-${key}`, process.execPath, [cli, 'run', '--critical-path', '--json', ...args]);
    paths[key] = JSON.parse(output).criticalPath;
  }
  return paths;
}

async function firstFrame(browser, port) {
  const times = [];
  for (let i = 0; i < 5; i++) {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${port}/life.html#entities=10000`);
    await page.waitForFunction(() => performance.getEntriesByName('skyflock:first-frame').length > 0, undefined, { timeout: 20_000 });
    times.push(await page.evaluate(() => performance.getEntriesByName('skyflock:first-frame')[0].startTime));
    await page.close();
  }
  return median(times);
}

/** Milliseconds for which a world of 10,000 animals stands when its tier changes, for each way. */
async function tierChanges(browser, port) {
  const page = await browser.newPage();
  await page.goto(`http://localhost:${port}/engine.html`);
  await page.waitForFunction(() => window.skyflock !== undefined);
  const pauses = await page.evaluate(async () => {
    const life = await window.skyflock.createLife({ tier: 'wasm', workers: 2, options: { entities: 10_000, seed: 1 } });
    const stood = {};
    for (let round = 0; round < 3; round += 1) {
      for (const tier of ['js', 'threads', 'js-workers', 'wasm', 'threads', 'js', 'wasm']) {
        await new Promise((done) => setTimeout(done, 200));
        const way = `${life.tier} to ${tier}`;
        stood[way] = [...(stood[way] ?? []), await life.setTier(tier)];
      }
    }
    life.destroy();
    return stood;
  });
  await page.close();
  return Object.fromEntries(Object.entries(pauses).map(([way, times]) => [way, median(times)]));
}

const ABOUT = {
  command: 'npm run bench',
  does: 'measures the built engine beside its native twin, and holds the figures against bars; takes many minutes.',
  options: { json: { value: 'FILE', does: 'writes everything that was measured to this file' } },
};

await command(ABOUT, async ({ json: file = null }) => {
  await needNodeModules();
  await buildPackage();
  await buildSite();
  const binary = join(await buildNative('gcc-o3', ['native_bench']), 'native_bench');
  const executablePath = await needChromium();
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] });
  const { server, port } = await serve(0);
  try {
    const page = await browser.newPage();
    await page.goto(`http://localhost:${port}/bench.html`);
    await page.waitForFunction(() => window.skyflockBench !== undefined);
    const raw = { wasm: {}, native: {}, served: [] };
    const loadBefore = loadavg();
    await step('worlds', () => measureWorlds(page, binary, raw));
    const wasm = {};
    const native = {};
    for (const key of Object.keys(ALL_WORLDS)) {
      const rounds = raw.wasm[key];
      wasm[key] = {
        ns: median(rounds.map((r) => (median(r.milliseconds) * 1e6) / r.population)),
        tickMs: median(rounds.map((r) => median(r.milliseconds))),
        overhead: median(rounds.map((r) => median(r.overheads))),
      };
      if (raw.native[key] !== undefined) native[key] = { ns: median(raw.native[key].map((r) => (r.medianMs * 1e6) / r.population)) };
    }
    await step('memory', async () => {
      for (const [key, world] of Object.entries(MEMORY_WORLDS)) {
        await page.evaluate((request) => window.skyflockBench.found(request), { key, ...world, options: { ...world.options, seed: SEED } });
        const round = await page.evaluate(([name, ticks]) => window.skyflockBench.round(name, ticks, true), [key, world.ticks]);
        raw.wasm[key] = [{ ...round, milliseconds: [] }];
        wasm[key] = { memoryBytes: round.memoryBytes, memoryGrowth: round.memoryGrowth };
        await page.evaluate((name) => window.skyflockBench.drop(name), key);
      }
    });
    await step('savanna as a page is served', async () => {
      const world = { ...WORLDS['savanna-100k'], key: 'served' };
      await page.evaluate((request) => window.skyflockBench.found(request), { ...world, options: { ...world.options, seed: SEED } });
      for (let i = 0; i < ROUNDS; i++) {
        raw.served.push(await page.evaluate(() => window.skyflockBench.round('served', 60, true)));
      }
    });
    const servedTicksPerSecond = median(raw.served.map((r) => (r.milliseconds.length * 1000) / r.elapsed));
    raw.paths = await step('critical paths', criticalPaths);
    raw.snapshot = await step('snapshots', async () => {
      const { rounds, ...world } = SNAPSHOT_WORLD;
      const request = { ...world, key: 'snapshot', options: { ...world.options, seed: SEED } };
      await page.evaluate((one) => window.skyflockBench.found(one), request);
      const times = await page.evaluate((count) => window.skyflockBench.snapshot('snapshot', count), rounds);
      await page.evaluate(() => window.skyflockBench.drop('snapshot'));
      return times;
    });
    const snapshot = { saveMs: median(raw.snapshot.saveMilliseconds), loadMs: median(raw.snapshot.loadMilliseconds) };
    raw.tierChanges = await step('changes of the tier', () => tierChanges(browser, port));
    raw.meteor = await step('meteor showers', () => measureMeteors(browser));
    raw.state = await step('state engine', () => measureStateEngines(browser));
    raw.sizes = await step('sizes', () => measureLoadedSizes(browser));
    const firstFrameMs = await step('first frame', () => firstFrame(browser, port));
    const measured = {
      wasm,
      native,
      differing: differingWorlds(raw),
      paths: raw.paths,
      servedTicksPerSecond,
      tierChangeMs: Math.max(...Object.values(raw.tierChanges)),
      firstFrameMs,
      snapshot,
      sizes: raw.sizes,
      meteor: raw.meteor.figures,
      state: raw.state.figures,
    };
    const machine = {
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
      arch: arch(),
      memoryBytes: totalmem(),
      chromium: browser.version(),
      node: process.version,
      loadBefore,
      loadAfter: loadavg(),
    };
    const bars = judge(measured);
    for (const [key, value] of Object.entries(wasm)) {
      if (value.ns === undefined) continue;
      const beside = native[key] === undefined ? '' : ` in WASM, ${native[key].ns.toFixed(1)} native`;
      console.log(`${key}: ${value.ns.toFixed(1)} ns an animal${beside}`);
    }
    for (const [name, { script, wasm }] of Object.entries(raw.sizes)) {
      console.log(`${name}: ${(script / 1e3).toFixed(1)} KB of script and ${(wasm / 1e3).toFixed(1)} KB of .wasm, compressed`);
    }
    for (const bar of bars) console.log(`${bar.ok ? 'ok    ' : 'MISSED'} ${bar.name}: ${bar.value} ${bar.unit} (limit ${bar.limit})`);
    console.log(`${bars.filter((bar) => bar.ok).length} of ${bars.length} bars met`);
    if (file !== null) writeFileSync(file, `${JSON.stringify({ machine, bars, raw }, null, 2)}\n`);
  } finally {
    await browser.close();
    server.close();
  }
});
