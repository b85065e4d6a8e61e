// npm run --silent vectors -- DIR: runs the state store's cases of a folder over both of its engines.

import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildModule, buildWasm } from './products.mjs';
import { main, PlainError, ROOT } from './steps.mjs';
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
  const script = await buildModule('tests/web/state/run-vectors.ts');
  process.chdir(ROOT);
  const { runVectors, vectorFiles } = await import(pathToFileURL(script).href);
  if (vectorFiles(at).length === 0) throw new PlainError(`'${folder}' has no .jsonl file.`);
  try {
    return runVectors(at, (line) => console.log(line)) === 0 ? 0 : 1;
  } catch (error) {
    throw error instanceof SyntaxError ? new PlainError(error.message) : error;
  }
});
