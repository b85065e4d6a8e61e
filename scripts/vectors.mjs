// npm run --silent vectors -- DIR: runs the state store's cases of a folder over both of its engines.

import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildWasm } from './products.mjs';
import { BUILD, main, PlainError, ROOT } from './steps.mjs';
import { needNodeModules } from './toolchain.mjs';

const USAGE = `npm run --silent vectors -- DIR: runs every case of DIR's .jsonl files over both engines of the state store; the last
line is 'N passed, M failed', and the exit status 1 where any failed.`;

await main(async () => {
  const [folder, ...more] = process.argv.slice(2);
  if (folder === '--help') {
    console.log(USAGE);
    return 0;
  }
  if (folder === undefined || more.length > 0) throw new PlainError(`Name one folder. ${USAGE}`);
  const at = resolve(folder);
  if (!existsSync(at) || !statSync(at).isDirectory()) throw new PlainError(`'${folder}' is no folder.`);
  await needNodeModules();
  await buildWasm();
  const { build } = await import('vite');
  const outDir = join(BUILD, 'vectors');
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    build: { ssr: 'tests/web/state/run-vectors.ts', outDir, target: 'node20', emptyOutDir: true },
  });
  process.chdir(ROOT);
  const { runVectors } = await import(pathToFileURL(join(outDir, 'run-vectors.js')).href);
  return runVectors(at, (line) => console.log(line)) === 0 ? 0 : 1;
});
