// npm run build: the WebAssembly, the package and the site.

import { buildPackage, buildSite, checkTypes, writeLayout } from './products.mjs';
import { main } from './steps.mjs';
import { needNodeModules } from './toolchain.mjs';

await main(async () => {
  await needNodeModules();
  await writeLayout('life');
  await checkTypes();
  await buildPackage();
  await buildSite();
});
