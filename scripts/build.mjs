// npm run build: the WebAssembly, the package and the site.

import { command } from './command-line.mjs';
import { buildPackage, buildSite, checkTypes, writeLayouts } from './products.mjs';
import { needNodeModules } from './toolchain.mjs';

await command({ command: 'npm run build', does: 'builds the WebAssembly, the package and the site.' }, async () => {
  await needNodeModules();
  await writeLayouts();
  await checkTypes();
  await buildPackage();
  await buildSite();
});
