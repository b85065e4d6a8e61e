// npm start: builds what is missing and serves the demo site.

import { buildSite, portFrom } from './products.mjs';
import { serve } from './serve.mjs';
import { main } from './steps.mjs';
import { needNodeModules } from './toolchain.mjs';

await main(async () => {
  const port = portFrom(process.env.PORT, 5173);
  await needNodeModules();
  await buildSite();
  await serve(port);
  console.log(`http://localhost:${port}`);
});
