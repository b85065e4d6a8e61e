// npm run --silent skyflock -- ...: the package's command, built when it is missing.

import { join } from 'node:path';
import { buildPackage } from './products.mjs';
import { main, ROOT, runInFront } from './steps.mjs';
import { needNodeModules } from './toolchain.mjs';

await main(async () => {
  await needNodeModules();
  await buildPackage();
  return await runInFront(join(ROOT, 'dist', 'cli', 'skyflock.js'), process.argv.slice(2));
});
