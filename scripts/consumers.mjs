// Tries the packed package in the build tools, frameworks and runtimes of its users:
//   node scripts/consumers.mjs              all of them
//   node scripts/consumers.mjs vite next    these
// The tests and their pages are in tests/consumers. SKYFLOCK_TARBALL names a packed package to try in place of the present
// one; SKYFLOCK_KEEP=1 keeps the folders that were installed.

import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPackage, checkTypes } from './products.mjs';
import { BUILD, main, PlainError, ROOT, run, runInFront } from './steps.mjs';
import { needChromium, needNodeModules } from './toolchain.mjs';

const FOLDER = join(ROOT, 'tests', 'consumers');

/** What npm test tries; npm run test:slow tries the others. */
export const QUICK_CONSUMERS = ['vite', 'webpack', 'esbuild', 'next'];

/** The names of all consumers. */
export function consumerNames() {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => name.slice(0, -'.test.ts'.length));
}

/** The file with a consumer's tests, as Vitest takes it. */
export const consumerTest = (name) => join('tests', 'consumers', `${name}.test.ts`);

/** What the tests have to be told: the packed package, and the browser. */
export async function consumerEnvironment() {
  return { SKYFLOCK_TARBALL: await packed(), CHROMIUM_PATH: await needChromium() };
}

/** The path of the package as it would be published. */
async function packed() {
  const given = process.env.SKYFLOCK_TARBALL;
  if (given !== undefined) {
    if (!existsSync(given)) throw new PlainError(`SKYFLOCK_TARBALL is '${given}', which is no file.`);
    return resolve(given);
  }
  // The compiler writes what the package says of its types.
  await checkTypes();
  await buildPackage();
  const folder = join(BUILD, 'pack');
  mkdirSync(folder, { recursive: true });
  const { output } = await run('npm-pack', 'npm', ['pack', '--json', '--pack-destination', folder]);
  return join(folder, JSON.parse(output.slice(output.indexOf('[')))[0].filename);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    const names = process.argv.slice(2);
    const known = consumerNames();
    const unknown = names.find((name) => !known.includes(name));
    if (unknown !== undefined) throw new PlainError(`'${unknown}' is no consumer; there are ${known.join(', ')}.`);
    await needNodeModules();
    Object.assign(process.env, await consumerEnvironment());
    const files = (names.length > 0 ? names : known).map(consumerTest);
    return await runInFront(join(ROOT, 'node_modules', 'vitest', 'vitest.mjs'), ['run', '--reporter=verbose', ...files], ROOT);
  });
}
