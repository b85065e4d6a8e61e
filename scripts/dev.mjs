// npm run dev: Vite's server with hot reload; a change in src rebuilds the WebAssembly, and Vite, which
// watches build/wasm, reloads the page.

import { watch } from 'node:fs';
import { join } from 'node:path';
import { command } from './command-line.mjs';
import { buildWasm, portFrom, writeLayouts } from './products.mjs';
import { ROOT, runInFront, say } from './steps.mjs';
import { needNodeModules } from './toolchain.mjs';

/** Milliseconds of quiet after a change before a rebuild: editors write several times. */
const QUIET_MS = 300;

async function rebuild() {
  try {
    await writeLayouts();
    await buildWasm();
  } catch (error) {
    say(error.message);
  }
}

await command({ command: 'npm run dev', does: 'serves the site with hot reload at the port PORT, 5173 unless set.' }, async () => {
  const port = portFrom(process.env.PORT, 5173);
  await needNodeModules();
  await writeLayouts();
  await buildWasm();
  let timer = null;
  let running = Promise.resolve();
  const watcher = watch(join(ROOT, 'src'), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(rebuild);
    }, QUIET_MS);
  });
  const code = await runInFront(join(ROOT, 'node_modules', 'vite', 'bin', 'vite.js'), ['--port', String(port), '--strictPort'], ROOT);
  watcher.close();
  return code;
});
