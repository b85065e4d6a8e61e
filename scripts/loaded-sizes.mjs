// What a page loads for an entry of the package until its first picture, measured by loading it. The server counts, not the
// browser: requests of workers, and of the workers that those start, reach it as well as the page's own.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { HEADERS, serve } from './serve.mjs';
import { PlainError, ROOT } from './steps.mjs';

const DIST = join(ROOT, 'dist');
/** Milliseconds for a page's first picture, on a machine that is busy with other things. */
const DEADLINE = 60_000;

/** What all pages have: the first picture ends a measurement, the first error as well. */
const PAGE = `
  const end = (outcome) => fetch('/end', { method: 'POST', body: JSON.stringify(outcome) });
  const fail = (error) => end({ error: String(error?.message ?? error) });
  addEventListener('unhandledrejection', ({ reason }) => fail(reason));
  /** Ends when an element has its first picture, with what its ready event told. */
  const element = (tag, drawn) => {
    const shown = document.querySelector(tag);
    for (const type of ['error', 'fault']) shown.addEventListener(type, ({ detail }) => fail(detail.error ?? detail.reason));
    shown.addEventListener('ready', ({ detail: { tier, thread, renderer } }) => {
      const look = () => (shown.shadowRoot.querySelector(drawn) === null ? requestAnimationFrame(look) : end({ tier, thread, renderer }));
      look();
    });
  };`;

const shower = (attributes) => ({
  body: `<meteor-shower ${attributes}></meteor-shower>`,
  script: `element('meteor-shower', 'canvas.drawn'); await import('/elements/meteor-shower.js');`,
});

/**
 * Every entry of which a size is told: its page, what has to run there, and the most bytes that may be loaded for it, of
 * script, of .wasm, or of both. Showers ask for WebGL2, which `auto` takes on a GPU only.
 */
export const ENTRIES = {
  '<meteor-shower>': {
    ...shower('renderer="webgl2"'),
    runs: { tier: 'wasm', thread: 'worker', renderer: 'webgl2' },
    most: { total: 45_000 },
  },
  '<life-sim>': {
    body: '<life-sim entities="10000"></life-sim>',
    script: `element('life-sim', '.stage.drawn'); await import('/elements/life-sim.js');`,
    runs: { tier: 'threads' },
    most: { script: 80_000 },
  },
  '<script-scene>': {
    body: `<script-scene renderer="webgl2"><script type="text/plain">
      export default (scene) => ({ update: () => {}, cube: scene.create('cube') });
    </script></script-scene>`,
    script: `element('script-scene', 'canvas.drawn'); await import('/elements/script-scene.js');`,
    runs: { tier: 'wasm', thread: 'worker', renderer: 'webgl2' },
    most: { total: 112_000 },
  },
  'skyflock/life': {
    script: `
      const { createLife } = await import('/life.js');
      const life = await createLife({ options: { entities: 10_000 } });
      life.onFrame(() => end({ tier: life.tier }));`,
    runs: { tier: 'threads' },
    most: { script: 60_000, wasm: 80_000 },
  },
  'skyflock/meteor': {
    script: `
      const { MeteorPipeline } = await import('/meteor.js');
      const shower = await MeteorPipeline.create({ preset: 'shower' });
      shower.updateAll(1);
      end({ tier: shower.tier, meteors: shower.getRenderData().meteorCount > 0 });`,
    runs: { tier: 'wasm', meteors: true },
    most: { total: 30_000 },
  },
  'skyflock/state': {
    script: `
      const { createStore } = await import('/state.js');
      const store = createStore({ a: 1, b: 2 });
      store.register({ sync: [['a', 'b']] });
      store.process([['b', 3]]);
      end({ tier: store.engineName, a: store.state.a });`,
    runs: { tier: 'js', a: 3 },
    most: { script: 20_000, wasm: 0 },
  },
};

/** What a store loads on top when it moves: the script that makes the WebAssembly engine, and the .wasm. */
export const MOVED_STORE = {
  script: `
    const { createStore } = await import('/state.js');
    const state = Object.fromEntries(Array.from({ length: 2000 }, (_, at) => ['k' + at, at]));
    const store = createStore(state, { onEngine: (tier) => end({ tier, k7: store.state.k7 }) });`,
  runs: { tier: 'wasm', k7: 7 },
  most: { script: 24_000, wasm: 10_000 },
};

/**
 * The other ways in which a shower runs. A worker's parts import nothing, so that each has its own copy of what they share:
 * what draws with Canvas2D there, where no GPU does it, comes on top.
 */
export const OTHER_SHOWERS = Object.fromEntries(
  [
    ['worker', 'canvas2d', 51_500],
    ['page', 'webgl2', 48_000],
    ['page', 'canvas2d', 48_000],
  ].map(([thread, renderer, total]) => [
    `<meteor-shower> with ${renderer} on the ${thread}`,
    { ...shower(`thread="${thread}" renderer="${renderer}"`), runs: { tier: 'wasm', thread, renderer }, most: { total } },
  ]),
);

/** Bytes of a file, compressed. */
export const compressedBytes = (file) => gzipSync(readFileSync(file), { level: 9 }).length;

/**
 * Loads an entry into an empty cache on an isolated page.
 *
 * @param {import('@playwright/test').Browser} browser
 * @param {string} name
 * @param {{ body?: string, script: string, runs: Record<string, unknown> }} entry
 * @param {string} [folder] the built package
 * @returns {Promise<{ script: number, wasm: number, total: number, files: { name: string, bytes: number }[] }>} compressed bytes,
 *   and each file that was asked for
 */
export async function measureEntry(browser, name, { body = '', script, runs }, folder = DIST) {
  const requested = new Set();
  let settle = null;
  const outcome = new Promise((resolve) => {
    settle = resolve;
  });
  const document = `<!doctype html><link rel="icon" href="data:,"><body>${body}<script type="module">${PAGE}
    try { ${script} } catch (error) { fail(error); }</script>`;
  const context = await browser.newContext();
  const { server, port } = await serve(0, folder, (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path === '/') {
      response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/html; charset=utf-8' }).end(document);
      return true;
    }
    if (path !== '/end') {
      requested.add(path.slice(1));
      return false;
    }
    // What the page asks for from here on is no part of its first picture.
    const files = [...requested];
    let text = '';
    request.on('data', (part) => {
      text += part;
    });
    request.on('end', () => {
      response.writeHead(204, HEADERS).end();
      settle({ ...JSON.parse(text), files });
    });
    return true;
  });
  let timer;
  try {
    const late = new Promise((resolve) => {
      timer = setTimeout(() => resolve({ error: `there was no picture in ${DEADLINE / 1000} s`, files: [...requested] }), DEADLINE);
    });
    const page = await context.newPage();
    await page.goto(`http://localhost:${port}/`, { waitUntil: 'commit' });
    const { files, error, ...ran } = await Promise.race([outcome, late]);
    if (error !== undefined) throw new PlainError(`${name} did not start: ${error} (asked for: ${files.join(', ')})`);
    for (const [key, wanted] of Object.entries(runs)) {
      if (ran[key] !== wanted) throw new PlainError(`${name} has to be measured with ${key} ${wanted}, and it runs with ${ran[key]}`);
    }
    const sized = files.sort().map((file) => ({ name: file, bytes: compressedBytes(join(folder, file)) }));
    const sum = (ending) => sized.filter((file) => file.name.endsWith(ending)).reduce((all, { bytes }) => all + bytes, 0);
    return { script: sum('.js'), wasm: sum('.wasm'), total: sum(''), files: sized };
  } finally {
    clearTimeout(timer);
    await context.close();
    server.closeAllConnections();
    server.close();
  }
}

/** An entry's files with their sizes, for whoever asks where the bytes are. */
export const listing = ({ files }) => files.map(({ name, bytes }) => `${String(bytes).padStart(6)} ${name}`).join('\n');
