/** The one-file builds: a page loads an element from another origin that sends no more than `Access-Control-Allow-Origin`. */
import type { Server } from 'node:http';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { HEADERS, serve } from '../scripts/serve.mjs';
import { ROOT } from '../scripts/steps.mjs';

const servers: Server[] = [];
/** Paths that were asked of the other origin. */
const requested: string[] = [];

async function listen(...args: Parameters<typeof serve>): Promise<number> {
  const { server, port } = await serve(...args);
  servers.push(server);
  return port;
}

test.afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  requested.length = 0;
});

interface Seen {
  readonly tier: string;
  readonly thread?: string;
  readonly errors: readonly string[];
}

/** Opens a page with this element, and waits until it is ready. */
async function open(
  page: Page,
  element: string,
  attributes = '',
  headers: (other: string) => Record<string, string> = () => ({}),
): Promise<Seen> {
  const cdn = await listen(0, join(ROOT, 'dist/cdn'), (request, response) => {
    requested.push(request.url ?? '');
    const { writeHead } = response;
    response.writeHead = ((status: number, given: Record<string, string>) =>
      writeHead.call(response, status, {
        'Content-Type': given['Content-Type'] ?? '',
        'Access-Control-Allow-Origin': '*',
      })) as typeof writeHead;
    return false;
  });
  const other = `http://127.0.0.1:${cdn}`;
  const port = await listen(0, join(ROOT, 'dist/cdn'), (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html', ...headers(other) });
    response.end(`<!doctype html><link rel="icon" href="data:,"><script type="module" src="${other}/${element}.js"></script>
      <${element} ${attributes}></${element}>`);
    return true;
  });
  await page.addInitScript(() => {
    const seen = { errors: [] as string[] };
    Object.assign(globalThis, { seen });
    addEventListener(
      'ready',
      ({ detail }: Event & { detail?: { tier: string; thread?: string } }) =>
        Object.assign(seen, { tier: detail?.tier, thread: detail?.thread }),
      true,
    );
    addEventListener(
      'error',
      ({ detail }: Event & { detail?: { error: Error } }) => detail && seen.errors.push(detail.error.message),
      true,
    );
  });
  await page.goto(`http://localhost:${port}/`);
  await page.waitForFunction(() => 'tier' in (globalThis as unknown as { seen: object }).seen);
  await page.waitForFunction((name) => document.querySelector(name)?.shadowRoot?.querySelector('.drawn') != null, element);
  return await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
}

test('a shower from another origin runs on a worker, from one script and its .wasm', async ({ page }) => {
  expect(await open(page, 'meteor-shower', 'preset="calm"')).toEqual({ tier: 'wasm', thread: 'worker', errors: [] });
  expect([...new Set(requested)]).toEqual(['/meteor-shower.js', '/skyflock-meteor.wasm']);
});

test('a scene from another origin runs on its workers, and reads a model with the script beside it', async ({ page }) => {
  const model = 'data:text/plain,v 0 0 0%0Av 1 0 0%0Av 0 1 0%0Af 1 2 3';
  const script = `export default async (scene, { resources }) => {
    const model = await resources.obj('${model}');
    model.create();
    return { update() {} };
  };`;
  const seen = await open(page, 'script-scene', `src="data:text/javascript,${encodeURIComponent(script)}"`);
  expect(seen).toEqual({ tier: 'wasm', thread: 'worker', errors: [] });
  expect([...new Set(requested)].sort()).toEqual(['/later/scene-obj.js', '/script-scene.js', '/skyflock-scene.wasm']);
});

test('a policy without blobs: the page’s own thread, with the reason', async ({ page }) => {
  const policy = (other: string): Record<string, string> => ({
    'Content-Security-Policy': `script-src ${other} 'wasm-unsafe-eval'; worker-src 'self'`,
  });
  const { tier, thread, errors } = await open(page, 'meteor-shower', '', policy);
  expect({ tier, thread }).toEqual({ tier: 'wasm', thread: 'page' });
  expect(errors.join()).toMatch(/meteor did not start \(worker\): .*worker-src/);
});

for (const [tier, headers] of [
  ['wasm', {}],
  ['js-workers', {}],
  ['threads', HEADERS],
] as const) {
  test(`a world from another origin runs on tier ${tier}`, async ({ page }) => {
    expect(await open(page, 'life-sim', `entities="300" tier="${tier}"`, () => ({ ...headers }))).toEqual({ tier, errors: [] });
    expect(requested.filter((url) => /\.js$/.test(url) && url !== '/life-sim.js')).toEqual([]);
  });
}
