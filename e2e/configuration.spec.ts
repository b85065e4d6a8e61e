/** Pages that say by `configure` where the package's files are: elsewhere than beside its scripts. */
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { serve } from '../scripts/serve.mjs';
import { ROOT } from '../scripts/steps.mjs';
import type { LifeSimElement } from '../web/elements/life-sim.js';

/** Where the scripts of the package are served, without workers and .wasm files. */
const SCRIPTS = '/scripts/';
/** Where all of it is. */
const FILES = '/files/';

interface Seen {
  /** The `detail` of the element's first `ready`. */
  readonly ready: { readonly tier: string; readonly thread?: string; readonly refused: readonly unknown[] };
  readonly requested: readonly string[];
}

/** Opens a page with these parts, and waits until its element is ready. */
async function open(page: Page, script: string, body: string): Promise<Seen> {
  await page.addInitScript(() => {
    addEventListener('ready', ({ detail }: Event & { detail?: unknown }) => Object.assign(globalThis, { ready: detail }), true);
  });
  const requested: string[] = [];
  const { server, port } = await serve(0, join(ROOT, 'dist'), (request, response) => {
    const url = request.url ?? '/';
    requested.push(url);
    if (url === '/') {
      response.writeHead(200, {
        'Content-Type': 'text/html',
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      });
      response.end(`<!doctype html><link rel="icon" href="data:,">${body}<script type="module">${script}</script>`);
      return true;
    }
    if (url.startsWith(SCRIPTS) && /worker|\.wasm$/.test(url)) {
      response.writeHead(404).end();
      return true;
    }
    request.url = `/${url.replace(SCRIPTS, '').replace(FILES, '')}`;
    return false;
  });
  try {
    await page.goto(`http://localhost:${port}/`);
    await page.waitForFunction(() => 'ready' in globalThis);
    const { tier, thread, refused } = await page.evaluate(() => (globalThis as unknown as { ready: Seen['ready'] }).ready);
    return { ready: { tier, refused, ...(thread === undefined ? {} : { thread }) }, requested };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const SHOWER = '<meteor-shower preset="calm"></meteor-shower>';
const WORLD = '<life-sim entities="500"></life-sim>';

test('a shower has its worker and its .wasm from the folder that its page names, though it was on the page before', async ({ page }) => {
  const { ready, requested } = await open(
    page,
    `import { configure } from '${SCRIPTS}elements/meteor-shower.js'; configure({ baseUrl: '${FILES}' });`,
    SHOWER,
  );
  expect(ready).toEqual({ tier: 'wasm', thread: 'worker', refused: [] });
  expect(requested).toEqual(expect.arrayContaining([`${FILES}workers/meteor.worker.js`, `${FILES}skyflock-meteor.wasm`]));
  expect(requested.filter((url) => url.startsWith(SCRIPTS) && /worker|\.wasm$/.test(url))).toEqual([]);
});

test('a world has its threads and its .wasm from there, and as many workers as its page says', async ({ page }) => {
  const { ready, requested } = await open(
    page,
    `import { configure } from '${SCRIPTS}elements/life-sim.js'; configure({ baseUrl: '${FILES}', workers: 2 });`,
    WORLD,
  );
  expect(ready).toEqual({ tier: 'threads', refused: [] });
  expect(await page.evaluate(() => document.querySelector<LifeSimElement>('life-sim')?.life?.workers)).toBe(2);
  expect(requested).toEqual(expect.arrayContaining([`${FILES}workers/coordinator.worker.js`, `${FILES}skyflock-life-threads.wasm`]));
});

for (const [what, made] of [
  ['bytes', 'bytes'],
  ['a module', 'await WebAssembly.compile(bytes)'],
] as const) {
  test(`${what} in place of a file: nothing of it is fetched`, async ({ page }) => {
    const shower = await open(
      page,
      `const { configure } = await import('${SCRIPTS}elements/meteor-shower.js');
      const bytes = await (await fetch('${FILES}skyflock-meteor.wasm?bytes')).arrayBuffer();
      configure({ wasmBinary: { meteor: ${made} }, workerUrl: { meteor: '${FILES}workers/meteor.worker.js' } });
      document.body.innerHTML = '${SHOWER}';`,
      '',
    );
    expect(shower.ready).toEqual({ tier: 'wasm', thread: 'worker', refused: [] });
    expect(shower.requested.filter((url) => url.endsWith('.wasm'))).toEqual([]);
    const world = await open(
      page,
      `const { configure } = await import('${SCRIPTS}elements/life-sim.js');
      const bytes = await (await fetch('${FILES}skyflock-life.wasm?bytes')).arrayBuffer();
      configure({ tier: 'wasm', wasmBinary: { life: ${made} }, workerUrl: { life: '${FILES}workers/coordinator.worker.js' } });
      document.body.innerHTML = '${WORLD}';`,
      '',
    );
    expect(world.ready).toEqual({ tier: 'wasm', refused: [] });
    expect(world.requested.filter((url) => url.endsWith('.wasm'))).toEqual([]);
  });
}

test("an element's own urls and tier go first, and a configuration that comes too late is refused", async ({ page }) => {
  const { ready, requested } = await open(
    page,
    `import { configure } from '${SCRIPTS}index.js';
    configure({ baseUrl: '/nowhere/', tier: 'js' });
    await import('${SCRIPTS}elements/meteor-shower.js');
    const shower = document.createElement('meteor-shower');
    shower.urls = { worker: '${FILES}workers/meteor.worker.js', wasm: '${FILES}skyflock-meteor.wasm' };
    shower.tier = 'wasm';
    shower.addEventListener('ready', () => {
      try { configure({ tier: 'wasm' }); } catch (error) { globalThis.refused = error.name + ': ' + error.message; }
    });
    document.body.append(shower);`,
    '',
  );
  expect(ready).toEqual({ tier: 'wasm', thread: 'worker', refused: [] });
  expect(requested.filter((url) => url.startsWith('/nowhere'))).toEqual([]);
  expect(await page.evaluate(() => (globalThis as unknown as { refused: string }).refused)).toBe(
    'ConfigurationError: configuration = an object is refused: something has started already. ' +
      'Call configure() in the script that imports the element, before any await',
  );
});
