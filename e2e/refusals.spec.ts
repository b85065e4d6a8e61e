/**
 * Browsers, servers and policies that refuse something: the fastest tier that is left runs, says why the
 * others don't, and does so soon. Everything is really refused, by the server's headers and answers or
 * by the page's own scope.
 */

import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import { HEADERS, serve } from '../scripts/serve.mjs';
import type {} from './engine-page.js';

/** Milliseconds from the call to a world that runs. */
const AT_MOST = 4000;
/** The fastest tier without WebAssembly. */
const JS = 'js-workers';
const WITHOUT_WASM_EVAL = "script-src 'self'; worker-src 'self'";

const [, , , tick, hash] = readFileSync(new URL('../tests/scenes/golden-hashes.txt', import.meta.url), 'utf8')
  .split('\n')
  .find((line) => /^savanna 2000 1 60 /.test(line))
  ?.split(/\s+/) ?? ['', '', '', '60', ''];

/** Founds the savanna of the golden hashes, and runs it to one of them. */
async function run(page: Page): Promise<{ tier: string; refused: Record<string, string>; milliseconds: number; hash: string }> {
  return await page.evaluate(async (until) => {
    const begin = performance.now();
    const life = await window.skyflock.createLife({ scene: 'savanna', options: { entities: 2000, seed: 1 }, paused: true });
    life.step();
    let at = await life.hash();
    const milliseconds = performance.now() - begin;
    while (at.tick < until) {
      for (let i = at.tick; i < until; i += 1) life.step();
      at = await life.hash();
    }
    const refused = Object.fromEntries(life.refused.map((one) => [one.tier, one.reason]));
    const { tier } = life;
    life.destroy();
    return { tier, refused, milliseconds, hash: at.hash };
  }, Number(tick));
}

interface Refusal {
  readonly name: string;
  /** Headers that the server leaves out, or sends besides. */
  readonly headers?: (headers: Record<string, string>) => Record<string, string>;
  /** What it answers for a script of a worker; null: nothing at all. */
  readonly workerScript?: { status: number; type: string; body: string } | null;
  /** Takes something away from the page. */
  readonly strip?: () => void;
  readonly tier: string;
  readonly reasons: Readonly<Record<string, RegExp>>;
  /** Milliseconds, where it is silence that has to be waited for. */
  readonly atMost?: number;
}

const without =
  (...names: string[]) =>
  (headers: Record<string, string>) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
const noWorkers = (reason: RegExp) => ({ threads: reason, wasm: reason, 'js-workers': reason });

const REFUSALS: readonly Refusal[] = [
  {
    name: 'no isolation',
    headers: without('Cross-Origin-Opener-Policy', 'Cross-Origin-Embedder-Policy'),
    tier: 'wasm',
    reasons: { threads: /not cross-origin isolated/ },
  },
  {
    name: 'no SharedArrayBuffer',
    strip: () => Reflect.deleteProperty(globalThis, 'SharedArrayBuffer'),
    tier: 'wasm',
    reasons: { threads: /SharedArrayBuffer is missing/ },
  },
  {
    name: 'no SIMD',
    strip: () => {
      WebAssembly.validate = () => false;
    },
    tier: JS,
    reasons: { threads: /SIMD is missing/, wasm: /SIMD is missing/ },
  },
  {
    name: 'no WebAssembly',
    strip: () => Reflect.deleteProperty(globalThis, 'WebAssembly'),
    tier: JS,
    reasons: { threads: /WebAssembly is missing/, wasm: /WebAssembly is missing/ },
  },
  {
    name: 'a policy without wasm-unsafe-eval',
    headers: (headers) => ({ ...headers, 'Content-Security-Policy': WITHOUT_WASM_EVAL }),
    tier: JS,
    reasons: { threads: /unsafe-eval|Content Security Policy/, wasm: /unsafe-eval|Content Security Policy/ },
  },
  {
    name: 'a policy without workers',
    headers: (headers) => ({ ...headers, 'Content-Security-Policy': "script-src 'self' 'wasm-unsafe-eval'; worker-src 'none'" }),
    tier: 'js',
    reasons: noWorkers(/worker/),
  },
  {
    name: 'no Worker',
    strip: () => Reflect.deleteProperty(globalThis, 'Worker'),
    tier: 'js',
    reasons: noWorkers(/workers are missing/),
  },
  {
    name: 'a worker script that is not found',
    workerScript: { status: 404, type: 'text/plain', body: 'Not found' },
    tier: 'js',
    reasons: noWorkers(/could not be loaded/),
  },
  {
    name: 'a worker script that is a page of HTML',
    workerScript: { status: 200, type: 'text/html', body: '<!doctype html>' },
    tier: 'js',
    reasons: noWorkers(/could not be loaded/),
  },
  {
    name: 'a worker script that never comes @long',
    workerScript: null,
    tier: 'js',
    reasons: noWorkers(/did not come in time/),
    atMost: 40_000,
  },
];

for (const { name, headers = (all: Record<string, string>) => all, workerScript, strip, tier, reasons, atMost = AT_MOST } of REFUSALS) {
  test(`${name}: tier ${tier}, soon, with the reason`, async ({ page }) => {
    if (strip !== undefined) await page.addInitScript(strip);
    const { server, port } = await serve(0, undefined, (request, response) => {
      const { writeHead } = response;
      // The folder's own answers get the headers of this case.
      response.writeHead = ((status: number, given: Record<string, string>) => {
        const own = headers({ ...HEADERS });
        const rest = Object.fromEntries(Object.entries(given).filter(([header]) => !(header in HEADERS)));
        return writeHead.call(response, status, { ...rest, ...own });
      }) as typeof writeHead;
      if (workerScript === undefined || !/coordinator\.worker/.test(request.url ?? '')) return false;
      if (workerScript !== null) {
        response.writeHead(workerScript.status, { 'Content-Type': workerScript.type });
        response.end(workerScript.body);
      }
      return true;
    });
    try {
      await page.goto(`http://localhost:${port}/engine.html`);
      await page.waitForFunction(() => window.skyflock !== undefined);
      const seen = await run(page);
      expect(seen.tier).toBe(tier);
      for (const [refused, reason] of Object.entries(reasons)) expect(seen.refused[refused], refused).toMatch(reason);
      expect(seen.milliseconds).toBeLessThan(atMost);
      expect(seen.hash).toBe(hash);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
}
