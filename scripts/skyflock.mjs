// npm run --silent skyflock -- ...: the package's command, built when it is missing.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { buildPackage } from './products.mjs';
import { main, ROOT } from './steps.mjs';
import { needNodeModules } from './toolchain.mjs';

await main(async () => {
  await needNodeModules();
  await buildPackage();
  const child = spawn(process.execPath, [join(ROOT, 'dist', 'cli', 'skyflock.js'), ...process.argv.slice(2)], { stdio: 'inherit' });
  return await new Promise((done) => child.on('close', (code) => done(code ?? 1)));
});
