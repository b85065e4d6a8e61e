// npm start: builds what is missing and serves the demo site.

import { command } from './command-line.mjs';
import { buildSite, portFrom } from './products.mjs';
import { serve } from './serve.mjs';

await command({ command: 'npm start', does: 'builds what is missing and serves the site at the port PORT, 5173 unless set.' }, async () => {
  const port = portFrom(process.env.PORT, 5173);
  await buildSite();
  await serve(port);
  console.log(`http://localhost:${port}`);
});
