// npm test: every check there is, from a fresh clone. With --slow (npm run test:slow) the long ones.
// A failed stage does not stop the others; the last line counts what the runners counted.

import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bare, whyNot } from './bare.mjs';
import { command } from './command-line.mjs';
import { consumerEnvironment, consumerNames, consumerTest, QUICK_CONSUMERS } from './consumers.mjs';
import { parseGoogleTest, parsePlaywright, parseVitest } from './counts.mjs';
import { format, tidy } from './format.mjs';
import {
  buildNative,
  buildPackage,
  buildSite,
  buildTestPages,
  buildTestWasm,
  checkTypes,
  GENERATED,
  generatedPath,
  NATIVE_BUILDS,
  printGenerated,
} from './products.mjs';
import { BUILD, PlainError, ROOT, run, say } from './steps.mjs';
import { needChromium, needFirefox, needNodeModules, needWebKit } from './toolchain.mjs';

const total = { passed: 0, failed: 0, skipped: 0 };
/** The failures of all stages, for the end of the output, which is what is read first. */
const failures = [];

function add(title, counts) {
  for (const key of Object.keys(total)) total[key] += counts[key];
  failures.push(...(counts.failures ?? []).map((failure) => `${title}: ${failure}`));
}

/** Counts of several runs as one. */
function sum(runs) {
  const counts = Object.fromEntries(Object.keys(total).map((key) => [key, runs.reduce((so, one) => so + one[key], 0)]));
  return { ...counts, failures: runs.flatMap((one) => one.failures) };
}

/** Runs one stage; a check without a runner of its own counts as one. */
async function stage(title, action) {
  const begin = Date.now();
  say(`\n== ${title}`);
  let counts = null;
  try {
    counts = (await action()) ?? { passed: 1, failed: 0, skipped: 0 };
  } catch (error) {
    const message = error instanceof PlainError ? error.message : (error.stack ?? String(error));
    say(message);
    counts = { passed: 0, failed: 1, skipped: 0, failures: [message] };
  }
  add(title, counts);
  say(
    `   ${title}: ${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''} in ${((Date.now() - begin) / 1000).toFixed(1)} s`,
  );
}

/** Runs a test runner and reads its counts; a failure without a count is one failure. */
async function runner(name, command, args, parse, options = {}) {
  const { code, output } = await run(name, command, args, { deadline: 1200, mayFail: true, ...options });
  const counts = parse(output);
  if (counts === null || counts.passed + counts.failed === 0) {
    process.stderr.write(output.slice(-8000));
    throw new PlainError(`${name}: no test ran (exit code ${code}); all it printed is in build/logs/${name}.log`);
  }
  if (code !== 0 && counts.failed === 0) {
    counts.failed = 1;
    counts.failures.push(`${name} ended with ${code} though no test failed: ${output.slice(-2000)}`);
  }
  for (const failure of counts.failures) say(`   failed: ${failure}\n   all it printed is in build/logs/${name}.log`);
  for (const line of counts.remarks) say(`   ${line}`);
  return counts;
}

/** Processes that share the tests of a native build. */
const SHARDS = Math.min(2, availableParallelism());

async function googleTest(build, filter, more = {}) {
  const target = NATIVE_BUILDS[build].allTests ? 'unit_tests' : 'golden_tests';
  const folder = await buildNative(build, [target]);
  const args = [`--gtest_filter=${filter}`, '--gtest_brief=1'];
  const shard = (index) =>
    runner(`${target}-${build}-${index + 1}`, join(folder, target), args, parseGoogleTest, {
      env: { SKYFLOCK_ROOT: ROOT, GTEST_TOTAL_SHARDS: `${SHARDS}`, GTEST_SHARD_INDEX: `${index}`, ...more },
      deadline: 3600,
    });
  return sum(await Promise.all(Array.from({ length: SHARDS }, (_, index) => shard(index))));
}

/** A port that nobody listens on, so that test runs of several work trees don't meet. */
async function freePort() {
  const server = createServer();
  await new Promise((done, fail) => server.once('error', fail).listen(0, done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

const npmTool = (path) => join(ROOT, 'node_modules', path);
const vitest = (name, args, env = {}, deadline = 1800) =>
  runner(name, process.execPath, [npmTool('vitest/vitest.mjs'), 'run', '--reporter=json', ...args], parseVitest, { deadline, env });

/** Has golden hashes compared to the last tick where the quick run ends early. */
const ALL_TICKS = { SKYFLOCK_ALL_TICKS: '1' };

/** Seconds for ten thousand frames of a storm in both kernels. */
const LONG_STORM = 7200;

async function playwright(name, args, more = {}, deadline = 1800) {
  const chromium = await needChromium();
  return await runner(name, process.execPath, [npmTool('@playwright/test/cli.js'), 'test', '--reporter=json', ...args], parsePlaywright, {
    env: { CHROMIUM_PATH: chromium, E2E_PORT: process.env.E2E_PORT ?? String(await freePort()), ...more },
    deadline,
  });
}

async function quick() {
  await stage('format and lint', () => format(true));
  await stage('layouts are fresh', async () => {
    for (const name of GENERATED) {
      if (readFileSync(generatedPath(name), 'utf8') === (await printGenerated(name))) continue;
      throw new PlainError(`web/generated/${name}.ts is not what the layout in C++ says; run npm run layout.`);
    }
  });
  for (const [build, { allTests, isSlow, isLong }] of Object.entries(NATIVE_BUILDS)) {
    if (isLong) continue;
    // That hashes don't depend on partitions has nothing to do with compilers: the full builds see to it.
    const title = allTests ? 'native tests' : 'golden hashes';
    await stage(`${title} (${build})`, () =>
      googleTest(build, allTests ? '-*Slow*' : '-*Slow*:*Partitions*', isSlow ? { SKYFLOCK_LAST_TICK: '60' } : {}),
    );
  }
  await stage('WebAssembly', () => buildTestWasm());
  await stage('types', () => checkTypes());
  await stage('package', () => buildPackage());
  await stage('TypeScript tests', async () => {
    const elsewhere = ['**/firefox/**', '**/webkit/**', '**/consumers/**', ...TIMED];
    return sum([
      await vitest(
        'vitest',
        elsewhere.flatMap((files) => ['--exclude', files]),
      ),
      await vitest('vitest-timed', [...TIMED, '--no-file-parallelism']),
    ]);
  });
  await stage('the packed package in build tools', () => consumers('consumers', QUICK_CONSUMERS));
  await stage('site', () => buildSite());
  // Most of a browser test is waiting: several at once take a part of the time.
  await Promise.all([stage('Chromium', () => playwright('playwright', [...QUICK, '--project=beside', '--workers=2'])), otherBrowsers()]);
  await stage('Chromium, one test at a time', () => playwright('playwright-alone', [...QUICK, '--project=alone']));
}

/** Tests that hold something to real time: nothing else may run beside them. */
const TIMED = ['tests/web/life/world.test.ts', 'tests/web/engine/load-wasm.test.ts', 'tests/web/fallback/workers-kernel.test.ts'];

/** The same in Firefox, and what needs a busy machine. */
const FIREFOX_TIMED = 'tests/firefox/recovery.test.ts';
const FIREFOX_BUSY = 'tests/firefox/busy-machine.test.ts';

/** The packed package as its users build and run it; each of these names has a file in tests/consumers. */
async function consumers(name, names) {
  return await vitest(name, names.map(consumerTest), await consumerEnvironment(), 7200);
}

/** The browser tests that npm test runs. */
const QUICK = ['--grep-invert', '@long|@busy'];

async function otherBrowsers() {
  await stage('Firefox', async () =>
    vitest('vitest-firefox', ['tests/firefox', '--exclude', FIREFOX_TIMED, '--exclude', FIREFOX_BUSY, '--no-file-parallelism'], {
      FIREFOX_PATH: await needFirefox(),
    }),
  );
  await stage('WebKit', async () => {
    await needWebKit();
    return await vitest('vitest-webkit', ['tests/webkit']);
  });
}

/**
 * Runs a fuzzer for so many seconds.
 * @param target of scripts/native-targets.cmake
 * @param seeds folders with inputs to begin from, which stay as they are
 */
async function fuzz(target, seconds, seeds = []) {
  const folder = await buildNative('fuzz', [target]);
  // What it finds on its way to new code.
  const found = join(BUILD, 'fuzz', target);
  rmSync(found, { recursive: true, force: true });
  mkdirSync(found, { recursive: true });
  const limits = [`-max_total_time=${seconds}`, '-rss_limit_mb=2048', '-timeout=10'];
  const args = [found, ...seeds, ...limits, `-artifact_prefix=${join(BUILD, 'fuzz')}/`, '-print_final_stats=1'];
  const { output } = await run(target, join(folder, target), args, { deadline: seconds + 300 });
  const runs = Number(/number_of_executed_units: *(\d+)/.exec(output)?.[1] ?? 0);
  if (runs < 1000) throw new PlainError(`the fuzzer got through ${runs} inputs only; all it printed is in build/logs/${target}.log`);
  say(`   ${runs} inputs`);
}

/** The README's two commands on a machine that has nothing. */
async function bareMachine() {
  const reason = await whyNot();
  if (reason !== null) {
    say(`   skipped: ${reason}`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const results = await bare();
  for (const { figure } of results) say(`   ${figure}`);
  const failed = results.filter(({ passed }) => !passed);
  return { passed: results.length - failed.length, failed: failed.length, skipped: 0, failures: failed.map(({ figure }) => figure) };
}

/** Processes that keep the machine busy. */
const SPINNING = 20;

/** Worlds beside processes that compute without end, for so many seconds. */
async function busyMachine(seconds) {
  const busy = { SKYFLOCK_BUSY_SECONDS: String(seconds) };
  const deadline = seconds + 900;
  const firefox = await needFirefox();
  await buildTestPages();
  // They end by themselves, should nobody end them.
  const spin = `const end = Date.now() + ${deadline * 1000}; while (Date.now() < end);`;
  const spinning = Array.from({ length: SPINNING }, () => spawn(process.execPath, ['-e', spin], { stdio: 'ignore' }));
  try {
    return sum(
      await Promise.all([
        playwright('playwright-busy', ['--grep', '@busy', '--workers=3'], busy, deadline),
        vitest('vitest-firefox-busy', [FIREFOX_BUSY], { ...busy, FIREFOX_PATH: firefox }, deadline),
      ]),
    );
  } finally {
    for (const one of spinning) one.kill('SIGKILL');
  }
}

async function slow() {
  await stage('a bare machine', bareMachine);
  // Some of the long ones are about the package as it is published.
  await stage('package', () => buildPackage());
  await stage('site', () => buildSite());
  await stage('long browser tests', () => playwright('playwright-long', ['--grep', '@long']));
  await stage('Firefox, one test at a time', async () =>
    vitest('vitest-firefox-timed', [FIREFOX_TIMED], { FIREFOX_PATH: await needFirefox() }),
  );
  await stage('golden hashes to the last tick', async () => {
    return sum([
      await vitest('vitest-golden', ['tests/tiers/golden.test.ts'], ALL_TICKS),
      await playwright('playwright-golden', ['e2e/golden.spec.ts'], ALL_TICKS),
    ]);
  });
  await stage('meteor showers of ten thousand frames', async () => {
    return sum([
      await vitest('vitest-meteor', ['tests/tiers/meteor.test.ts'], ALL_TICKS, LONG_STORM),
      await playwright('playwright-meteor', ['e2e/meteor-golden.spec.ts'], ALL_TICKS, LONG_STORM),
      await vitest(
        'vitest-firefox-meteor',
        ['tests/firefox/meteor.test.ts'],
        { ...ALL_TICKS, FIREFOX_PATH: await needFirefox() },
        LONG_STORM,
      ),
    ]);
  });
  const others = consumerNames().filter((name) => !QUICK_CONSUMERS.includes(name));
  await stage('the packed package in more tools, frameworks and runtimes', () => consumers('consumers-slow', others));
  await stage('clang-tidy of the native tests', () => tidy('tests/native'));
  await stage('fuzzing of snapshots', () => fuzz('snapshot_fuzz', 60, [join(ROOT, 'tests', 'snapshots')]));
  await stage('fuzzing of scene commands', () => fuzz('scene_fuzz', 60));
  for (const [build, { isSlow, isLong }] of Object.entries(NATIVE_BUILDS)) {
    if (isSlow || isLong) await stage(`golden hashes (${build})`, () => googleTest(build, '-*Slow*:*Partitions*'));
  }
  await stage('long native tests (gcc-o2)', () => googleTest('gcc-o2', '*Slow*'));
  await stage('a busy machine', () => busyMachine(600));
}

const ABOUT = {
  command: 'npm test',
  does: 'runs every check there is, in some minutes.',
  options: { slow: { does: 'runs the long ones instead (npm run test:slow)' } },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await command(ABOUT, async ({ slow: long = false }) => {
    await needNodeModules();
    await (long ? slow() : quick());
    if (failures.length > 0) console.log(`\n== failed\n${failures.join('\n')}`);
    const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
    console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
    return total.failed === 0 && total.passed > 0 ? 0 : 1;
  });
}
