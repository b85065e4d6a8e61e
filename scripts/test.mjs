// npm test: every check there is, from a fresh clone. With --slow (npm run test:slow) the long ones.
// A failed stage does not stop the others; the last line counts what the runners counted.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseGoogleTest, parsePlaywright, parseVitest } from './counts.mjs';
import { format } from './format.mjs';
import { buildNative, buildPackage, buildSite, buildWasm, checkTypes, layoutPath, NATIVE_BUILDS, printLayout } from './products.mjs';
import { main, PlainError, ROOT, run, say } from './steps.mjs';
import { needChromium, needNodeModules } from './toolchain.mjs';

const total = { passed: 0, failed: 0, skipped: 0 };

function add(counts) {
  for (const key of Object.keys(total)) total[key] += counts[key];
}

/** Runs one stage; a check without a runner of its own counts as one. */
async function stage(title, action) {
  const begin = Date.now();
  say(`\n== ${title}`);
  let counts = null;
  try {
    counts = (await action()) ?? { passed: 1, failed: 0, skipped: 0 };
  } catch (error) {
    say(error instanceof PlainError ? error.message : (error.stack ?? String(error)));
    counts = error.counts ?? { passed: 0, failed: 1, skipped: 0 };
  }
  add(counts);
  say(
    `   ${counts.passed} passed, ${counts.failed} failed${counts.skipped ? `, ${counts.skipped} skipped` : ''} in ${((Date.now() - begin) / 1000).toFixed(1)} s`,
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
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  if (counts.failed > 0) process.stderr.write(output.slice(-12000));
  for (const line of counts.reasons ?? []) say(`   skipped: ${line}`);
  return counts;
}

async function googleTest(build, filter) {
  const folder = await buildNative(build, ['unit_tests']);
  const env = { SKYFLOCK_ROOT: ROOT };
  return await runner(
    `unit-tests-${build}${filter.includes('Golden') ? '-golden' : ''}`,
    join(folder, 'unit_tests'),
    [`--gtest_filter=${filter}`, '--gtest_brief=1'],
    parseGoogleTest,
    { env, deadline: 3600 },
  );
}

const npmTool = (path) => join(ROOT, 'node_modules', path);
const vitest = (name, args) =>
  runner(name, process.execPath, [npmTool('vitest/vitest.mjs'), 'run', '--reporter=json', ...args], parseVitest, { deadline: 1800 });

async function quick() {
  await stage('format and lint', () => format(true));
  await stage('layout is fresh', async () => {
    if (readFileSync(layoutPath('life'), 'utf8') !== (await printLayout('life'))) {
      throw new PlainError('web/generated/life-layout.ts is not what src/life/life_layout.inl says; run npm run layout.');
    }
  });
  await stage('native tests (g++ -O2)', () => googleTest('gcc-o2', '-*Slow*'));
  for (const build of Object.keys(NATIVE_BUILDS).filter((name) => name !== 'gcc-o2')) {
    await stage(`golden hashes (${build})`, () => googleTest(build, '*Golden*:*Conservation*-*Slow*'));
  }
  await stage('WebAssembly', () => buildWasm());
  await stage('types', () => checkTypes());
  await stage('package', () => buildPackage());
  await stage('TypeScript tests', () => vitest('vitest', ['--dir', 'tests', '--exclude', '**/stress/**']));
  await stage('site', () => buildSite());
  await stage('browser tests', async () => {
    const chromium = await needChromium();
    return await runner('playwright', process.execPath, [npmTool('@playwright/test/cli.js'), 'test', '--reporter=json'], parsePlaywright, {
      env: { CHROMIUM_PATH: chromium },
      deadline: 1800,
    });
  });
}

async function slow() {
  await stage('long native tests (g++ -O2)', () => googleTest('gcc-o2', '*Slow*'));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    await needNodeModules();
    await (process.argv.includes('--slow') ? slow() : quick());
    const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
    console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
    return total.failed === 0 && total.passed > 0 ? 0 : 1;
  });
}
