// npm run bench [-- --json FILE] [--against REV]: measures the built engine in headless Chromium beside its native twin, and
// holds the figures against the bars of bars.mjs; or measures it beside another revision, each in pages of its own build.
// Rounds of all worlds take turns in random order, so that a slow minute of the machine hits all alike.

import { writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, totalmem } from 'node:os';
import { ALL_WORLDS, judge } from './bars.mjs';
import { compare, lackLines, summarize, tableOf } from './bench-compare.mjs';
import { figuresOf } from './bench-figures.mjs';
import { measureDrawnShower, measureMeteors } from './bench-meteor.mjs';
import { measureCriticalPaths, measureNatively } from './bench-native.mjs';
import { median } from './bench-order.mjs';
import { measureFirstFrame, measureSizes, measureTierChanges } from './bench-pages.mjs';
import { buildParts } from './bench-parts.mjs';
import { buildRevision, resolveRevision } from './bench-revision.mjs';
import { measureScenes } from './bench-scene.mjs';
import { Side } from './bench-side.mjs';
import { measureStateEngines } from './bench-state-engine.mjs';
import { measureWorlds } from './bench-worlds.mjs';
import { command } from './command-line.mjs';
import { PlainError, ROOT, within } from './steps.mjs';
import { needChromium, needNodeModules } from './toolchain.mjs';

/** How often everything is measured, and what takes half a minute each time. */
const ALONE = { rounds: 5, longRounds: 1 };
const AGAINST = { rounds: 9, longRounds: 3 };

async function measureInBrowser(browser, sides, { rounds, longRounds }) {
  await measureWorlds(browser, sides, rounds);
  await measureCriticalPaths(sides, longRounds);
  await measureTierChanges(browser, sides, rounds);
  await measureMeteors(browser, sides, rounds);
  await measureDrawnShower(browser, sides, longRounds);
  await measureStateEngines(browser, sides, rounds);
  await measureScenes(browser, sides, rounds);
  await measureSizes(browser, sides);
  await measureFirstFrame(browser, sides, rounds);
}

/** Measures the sides, in one browser or without any; gives what the machine was meanwhile. */
async function measure(sides, plan, natively) {
  const machine = {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    arch: arch(),
    memoryBytes: totalmem(),
    node: process.version,
    loadBefore: loadavg(),
  };
  if (natively) {
    await measureNatively(sides, plan.rounds);
    await measureCriticalPaths(sides, plan.longRounds);
    return { ...machine, loadAfter: loadavg() };
  }
  const executablePath = await needChromium();
  const { chromium } = await import('@playwright/test');
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] });
  try {
    await measureInBrowser(browser, sides, plan);
    return { ...machine, chromium: browser.version(), loadAfter: loadavg() };
  } finally {
    await within(60, 'closing the browser', browser.close());
    for (const side of sides) side.close();
  }
}

function reportAlone({ raw }) {
  const measured = figuresOf(raw, median);
  const bars = judge(measured);
  for (const key of Object.keys(ALL_WORLDS)) {
    const twin = measured.native[key];
    console.log(
      `${key}: ${measured.wasm[key].ns.toFixed(1)} ns an animal${twin === undefined ? '' : ` in WASM, ${twin.ns.toFixed(1)} native`}`,
    );
  }
  for (const [name, { script, wasm }] of Object.entries(measured.sizes)) {
    console.log(`${name}: ${(script / 1e3).toFixed(1)} KB of script and ${(wasm / 1e3).toFixed(1)} KB of .wasm, compressed`);
  }
  for (const bar of bars) console.log(`${bar.ok ? 'ok    ' : 'MISSED'} ${bar.name}: ${bar.value} ${bar.unit} (limit ${bar.limit})`);
  console.log(`${bars.filter((bar) => bar.ok).length} of ${bars.length} bars met`);
  return { bars, raw };
}

function reportAgainst(today, other) {
  const rows = compare(today.raw, other.raw);
  const summary = summarize(rows);
  for (const line of tableOf(rows, other.name)) console.log(line);
  for (const { name, lacks } of [today, other]) for (const line of lackLines(name, lacks)) console.log(line);
  for (const { group, rows: count, mean, worst, worstName } of summary) {
    console.log(`${group}: geometric mean of ${count} ratios ${mean.toFixed(3)}, worst ${worst.toFixed(3)} (${worstName})`);
  }
  const differing = rows.filter(({ hashes }) => hashes === 'differ').map(({ name }) => name);
  console.log(differing.length === 0 ? 'no hash differs' : `HASHES DIFFER: ${differing.join(', ')}`);
  return {
    against: other.name,
    rows,
    summary,
    lacks: { today: Object.fromEntries(today.lacks), other: Object.fromEntries(other.lacks) },
    raw: { today: today.raw, other: other.raw },
  };
}

const ABOUT = {
  command: 'npm run bench',
  does: 'measures the built engine beside its native twin, and holds the figures against bars; takes many minutes.',
  options: {
    json: { value: 'FILE', does: 'writes everything that was measured to this file' },
    against: { value: 'REV', does: 'measures it beside another commit, branch or tag, which is built under build/against' },
    'native-only': { does: 'with --against: leaves out what takes a browser' },
  },
};

await command(ABOUT, async ({ json: file = null, against = null, 'native-only': natively = false }) => {
  if (natively && against === null) throw new PlainError('--native-only goes with --against REV: the bars take a browser.');
  const commit = against === null ? null : await resolveRevision(against);
  await needNodeModules();
  const refuse = (_, error) => {
    throw error;
  };
  // Of a comparison one failure must not cost the rest.
  const today = new Side('today', await buildParts(ROOT, refuse), { mayLack: commit !== null });
  let report;
  let machine;
  if (commit === null) {
    machine = await measure([today], ALONE, false);
    report = reportAlone(today);
  } else {
    const { paths, reasons } = await buildRevision(commit);
    const other = new Side(commit.slice(0, 7), paths, { mayLack: true, reasons });
    machine = await measure([today, other], AGAINST, natively);
    report = reportAgainst(today, other);
  }
  if (file !== null) writeFileSync(file, `${JSON.stringify({ machine, ...report }, null, 2)}\n`);
  return today.lacks.size === 0 ? 0 : 1;
});
