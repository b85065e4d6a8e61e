/**
 * Both elements, as they are published, under Trusted Types: the page and its threads ask for them, and a policy `skyflock`
 * gives them. Where that policy is refused, what needs a thread is refused, and the page's own thread does it.
 */
import type { Server } from 'node:http';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { HEADERS, serve } from '../scripts/serve.mjs';
import { ROOT } from '../scripts/steps.mjs';
import type {} from '../web/elements/life-sim.js';
import type {} from '../web/elements/meteor-shower.js';

const BASE = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; require-trusted-types-for 'script'";

const servers: Server[] = [];
test.afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Seen {
  readonly tier: string;
  readonly refused: readonly string[];
  readonly thread: string;
  readonly ticks: boolean;
}

/** Opens a page with both elements under a policy that every answer carries; `before` and `module` run in it ahead of the elements. */
async function open(page: Page, types: string, before = '', module = ''): Promise<Seen> {
  const { server, port } = await serve(0, join(ROOT, 'dist'), (request, response) => {
    const { writeHead } = response;
    response.writeHead = ((status: number, headers: Record<string, string>) =>
      writeHead.call(response, status, { ...headers, 'Content-Security-Policy': `${BASE}; ${types}` })) as typeof writeHead;
    const texts: Readonly<Record<string, readonly [string, string]>> = {
      '/': [
        'text/html',
        `<!doctype html><script src="/before.js"></script><script type="module" src="/module.js"></script><script type="module" src="/elements/life-sim.js"></script>
         <script type="module" src="/elements/meteor-shower.js"></script>
         <life-sim entities="300" seed="7" workers="2"></life-sim><meteor-shower></meteor-shower>`,
      ],
      '/module.js': ['text/javascript', module],
      '/before.js': [
        'text/javascript',
        `window.seen = {}; for (const tag of ['LIFE-SIM', 'METEOR-SHOWER'])
           addEventListener('ready', (event) => { if (event.target.tagName === tag) window.seen[tag] = event.detail; }, true);
         ${before}`,
      ],
      '/favicon.ico': ['image/png', ''],
    };
    const text = texts[request.url ?? ''];
    if (text === undefined) return false;
    response.writeHead(200, { ...HEADERS, 'Content-Type': text[0] });
    response.end(text[1]);
    return true;
  });
  servers.push(server);
  await page.goto(`http://localhost:${port}/`);
  const seen = await page.waitForFunction(() => {
    const { seen } = globalThis as unknown as { seen: Record<string, { tier: string; refused: { reason: string }[]; thread: string }> };
    const life = document.querySelector('life-sim')?.life;
    const shower = seen['METEOR-SHOWER'];
    if (life == null || shower === undefined || (life.frame?.tick ?? 0) < 5) return null;
    return { tier: life.tier, refused: life.refused.map(({ reason }) => reason), thread: shower.thread, ticks: true };
  });
  return (await seen.jsonValue()) as Seen;
}

test('the policy skyflock is made, once, on the page and on its threads', async ({ page }) => {
  // A second policy of the name would be refused: `'allow-duplicates'` is not given.
  expect(await open(page, 'trusted-types skyflock')).toMatchObject({ tier: 'threads', refused: [], thread: 'worker' });
});

test('JavaScript workers start, too', async ({ page }) => {
  const { tier } = await open(
    page,
    'trusted-types skyflock',
    `customElements.whenDefined('life-sim').then(() => document.querySelector('life-sim').setAttribute('tier', 'js-workers'));`,
  );
  expect(['threads', 'js-workers']).toContain(tier);
  await page.waitForFunction(() => document.querySelector('life-sim')?.life?.tier === 'js-workers');
});

test('a default policy of the page changes nothing, though its threads have none', async ({ page }) => {
  const before = `trustedTypes.createPolicy('default', { createScriptURL: (url) => url });`;
  expect(await open(page, 'trusted-types default skyflock', before)).toMatchObject({ tier: 'threads', refused: [], thread: 'worker' });
});

test('a default policy alone: the tiers whose threads start no threads', async ({ page }) => {
  const before = `trustedTypes.createPolicy('default', { createScriptURL: (url) => url });`;
  const seen = await open(page, 'trusted-types default', before);
  expect(seen).toMatchObject({ tier: 'wasm', thread: 'worker' });
  expect(seen.refused.join()).toMatch(/Trusted Types and refuses the policy 'skyflock'/);
});

test('no policy at all: the page does it, and says why', async ({ page }) => {
  const warnings: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
  const seen = await open(page, "trusted-types 'none'");
  expect(seen).toMatchObject({ tier: 'js', thread: 'page' });
  for (const reason of seen.refused) expect(reason).toMatch(/add it to trusted-types/);
  expect(warnings.filter((text) => text.startsWith('skyflock: life runs'))).toHaveLength(1);
});

test('the address of a worker may be a TrustedScriptURL of the page', async ({ page }) => {
  const module = `
    import { configure } from '/index.js';
    const own = trustedTypes.createPolicy('own', { createScriptURL: (url) => url });
    const url = (name) => own.createScriptURL(new URL('/workers/' + name, location.href).href);
    configure({ workerUrl: { life: url('coordinator.worker.js'), meteor: url('meteor.worker.js') }, tier: 'wasm' });`;
  expect(await open(page, 'trusted-types own', '', module)).toMatchObject({ tier: 'wasm', refused: [], thread: 'worker' });
});
