/**
 * The shower of the built package on a plain static host, without special headers and under a strict
 * policy; and what becomes of it where something is refused or does not arrive.
 */
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { serve } from '../scripts/serve.mjs';
import { ROOT } from '../scripts/steps.mjs';

const POLICY = "script-src 'self' 'wasm-unsafe-eval'";
const PAGE = `<!doctype html>
<html><head><link rel="icon" href="data:,"><script type="module" src="/elements/meteor-shower.js"></script></head>
<body><meteor-shower preset="calm" seed="3" __attributes__><p>No sky today.</p></meteor-shower></body></html>`;

interface Host {
  readonly policy?: string;
  readonly attributes?: string;
  /** Files that are not there. */
  readonly missing?: RegExp;
  /** Files that never come. */
  readonly stalled?: RegExp;
}

interface Seen {
  readonly ready: { tier: string; thread: string; refused: { tier: string; reason: string }[] };
  readonly errors: string[];
  readonly lines: string[];
  readonly milliseconds: number;
  readonly requested: string[];
}

/** Opens the page on such a host, and waits for its shower. */
async function open(page: Page, { policy = POLICY, attributes = '', missing, stalled }: Host): Promise<Seen> {
  const lines: string[] = [];
  const requested: string[] = [];
  page.on('console', (message) => lines.push(message.text()));
  await page.addInitScript(() => {
    const seen = { ready: null as unknown, errors: [] as string[], at: 0 };
    Object.assign(globalThis, { seen });
    // The events do not bubble, but every listener above may capture them.
    addEventListener(
      'ready',
      ({ detail }: Event & { detail?: unknown }) => Object.assign(seen, { ready: detail, at: performance.now() }),
      true,
    );
    addEventListener(
      'error',
      ({ detail }: Event & { detail?: { error: Error } }) => detail && seen.errors.push(detail.error.message),
      true,
    );
  });
  const { server, port } = await serve(0, join(ROOT, 'dist'), (request, response) => {
    const url = request.url ?? '/';
    requested.push(url);
    if (stalled?.test(url)) return true;
    if (missing?.test(url)) {
      response.writeHead(404).end();
      return true;
    }
    if (url === '/') {
      response.writeHead(200, { 'Content-Type': 'text/html', 'Content-Security-Policy': policy });
      response.end(PAGE.replace('__attributes__', attributes));
      return true;
    }
    // No header but what says what the file is.
    const { writeHead } = response;
    response.writeHead = ((status: number, given: Record<string, string>) =>
      writeHead.call(response, status, {
        'Content-Type': given['Content-Type'] ?? '',
        'Content-Security-Policy': policy,
      })) as typeof writeHead;
    return false;
  });
  try {
    await page.goto(`http://localhost:${port}/`);
    await page.waitForFunction(() => document.querySelector('meteor-shower')?.shadowRoot?.querySelector('canvas.drawn') != null);
    const seen = await page.evaluate(
      () => (globalThis as unknown as { seen: { ready: Seen['ready']; errors: string[]; at: number } }).seen,
    );
    return { ...seen, lines, milliseconds: seen.at, requested };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('a plain static host without special headers, under a policy of script-src self and wasm-unsafe-eval', async ({ page }) => {
  const { ready, errors, lines, requested } = await open(page, {});
  expect(ready).toMatchObject({ tier: 'wasm', thread: 'worker', refused: [] });
  expect(errors).toEqual([]);
  expect(lines).toEqual([]);
  // Nothing comes from anywhere else, and the kernel in JavaScript not at all.
  expect(requested.filter((url) => /meteor-kernel|life/.test(url))).toEqual([]);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
});

test('the same on the page’s own thread', async ({ page }) => {
  const { ready, lines } = await open(page, { attributes: 'thread="page"' });
  expect(ready).toMatchObject({ tier: 'wasm', thread: 'page', refused: [] });
  expect(lines).toEqual([]);
});

test('a .wasm that is not there comes as text', async ({ page }) => {
  const { ready, errors, lines, requested } = await open(page, { missing: /\.wasm$/ });
  expect(ready).toMatchObject({ tier: 'wasm', thread: 'worker', refused: [] });
  expect(errors).toEqual([]);
  expect(requested.filter((url) => url.endsWith('.wasm.js'))).toHaveLength(1);
  // The browser's own line of the file that is missing.
  expect(lines.filter((line) => !/404/.test(line))).toEqual([]);
});

const REFUSED_WASM: readonly (readonly [string, Host, RegExp, boolean, number])[] = [
  ['a .wasm that never comes @long', { stalled: /\.wasm$/ }, /sent nothing for \d+ ms/, true, 25_000],
  [
    'a policy without wasm-unsafe-eval',
    { policy: "script-src 'self'" },
    /CSP refuses WebAssembly|unsafe-eval|Content Security Policy/,
    false,
    5000,
  ],
];

for (const [name, host, reason, passes, most] of REFUSED_WASM) {
  test(`${name}: the JavaScript twin, with the reason`, async ({ page }) => {
    const { ready, lines, milliseconds } = await open(page, host);
    expect(ready.tier).toBe('js');
    expect(ready.refused).toEqual([{ tier: 'wasm', reason: expect.stringMatching(reason), passes }]);
    expect(lines.filter((line) => line.startsWith('meteor-shower: tier wasm is out:')).length).toBe(1);
    expect(milliseconds).toBeLessThan(most);
  });
}

test('a worker script that is not there comes as text, where the policy lets workers start from it', async ({ page }) => {
  const policy = `${POLICY}; worker-src 'self' blob:`;
  const { ready, errors } = await open(page, { policy, missing: /meteor\.worker/ });
  expect(ready).toMatchObject({ tier: 'wasm', thread: 'worker', refused: [] });
  expect(errors).toEqual([]);
});

const REFUSED_WORKERS: readonly (readonly [string, Host, RegExp, number])[] = [
  ['a worker script that is not there', { missing: /meteor\.worker/ }, /could not be loaded.*worker-src blob:/, 6000],
  ['a worker script that never comes @long', { stalled: /meteor\.worker/ }, /did not come in time/, 35_000],
  ['a policy without workers', { policy: `${POLICY}; worker-src 'none'` }, /worker/, 6000],
];

for (const [name, host, reason, most] of REFUSED_WORKERS) {
  test(`${name}: the page’s own thread, with the reason`, async ({ page }) => {
    const { ready, errors, milliseconds } = await open(page, host);
    expect(ready).toMatchObject({ tier: 'wasm', thread: 'page' });
    expect(errors).toEqual([expect.stringMatching(reason)]);
    expect(milliseconds).toBeLessThan(most);
  });
}

test('a browser without OffscreenCanvas draws on the page', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'OffscreenCanvas'));
  const { ready, errors } = await open(page, {});
  expect(ready).toMatchObject({ tier: 'wasm', thread: 'page' });
  expect(errors).toEqual([]);
});

test('what is in the element is shown until there is a picture, and where there will be none', async ({ page }) => {
  await page.addInitScript(() => {
    HTMLCanvasElement.prototype.getContext = () => null;
    addEventListener(
      'fault',
      ({ detail }: Event & { detail?: { reason: string } }) => Object.assign(globalThis, { fault: detail?.reason }),
      true,
    );
    Reflect.deleteProperty(globalThis, 'OffscreenCanvas');
  });
  const { server, port } = await serve(0, join(ROOT, 'dist'), (request, response) => {
    if (request.url !== '/') return false;
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(PAGE.replace('__attributes__', ''));
    return true;
  });
  try {
    await page.goto(`http://localhost:${port}/`);
    await page.waitForFunction(() => Reflect.get(globalThis, 'fault') !== undefined);
    expect(await page.evaluate(() => Reflect.get(globalThis, 'fault'))).toMatch(/renderer 'canvas2d' can't run here/);
    await expect(page.getByText('No sky today.')).toBeVisible();
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
