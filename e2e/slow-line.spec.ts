/** Both elements at the far end of slow lines: they wait, say so, and start in their best tier. */
import type { Server } from 'node:http';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { ROOT } from '../scripts/steps.mjs';
import type {} from '../web/elements/life-sim.js';
import type {} from '../web/elements/meteor-shower.js';
import { type Line, serveSlowly } from './slow-line.js';

const servers: Server[] = [];
test.afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const LIFE = '<life-sim entities="300" seed="7" workers="2"></life-sim>';
const SHOWER = '<meteor-shower><p>Stars are on their way</p></meteor-shower>';

/** Opens a page with an element on a line. */
async function open(page: Page, tag: string, markup: string, line: Line): Promise<void> {
  const html = `<!doctype html><link rel="icon" href="data:,">
    <script>
      window.states = [];
      for (const name of ['statechange', 'ready', 'error', 'fault'])
        addEventListener(name, ({ type, detail }) => window.states.push(type === 'statechange' ? detail.state : type), true);
    </script>
    <script type="module" src="/elements/${tag}.js"></script>${markup}`;
  const { server, port } = await serveSlowly(join(ROOT, 'dist'), html, line);
  servers.push(server);
  await page.goto(`http://localhost:${port}/`, { waitUntil: 'commit' });
}

/** The lines: a good one, a 3G preset, one that is worse in both ways, and a satellite's. */
const LINES: readonly (Line & { readonly long?: boolean })[] = [
  { latency: 300, bytesPerSecond: 200_000, long: true },
  { latency: 800, bytesPerSecond: 100_000, long: true },
  { latency: 2000, bytesPerSecond: 50_000 },
  { latency: 3000, bytesPerSecond: 50_000, long: true },
];

for (const { long = false, ...line } of LINES) {
  const name = `${line.latency} ms an answer and ${line.bytesPerSecond / 1000} KB/s`;

  test(`${name}: a world runs on threads${long ? ' @long' : ''}`, async ({ page }) => {
    await open(page, 'life-sim', LIFE, line);
    const begin = performance.now();
    if (line.latency >= 2000) {
      // From one second on it shows and says that it starts.
      await page.waitForFunction(
        () => {
          const shadow = document.querySelector('life-sim')?.shadowRoot;
          const slot = shadow?.querySelector<HTMLElement>('slot[name=starting]');
          return slot?.hidden === false && /starting/.test(shadow?.querySelector('[role=status]')?.textContent ?? '');
        },
        null,
        { timeout: 60_000 },
      );
      expect(await page.evaluate(() => document.querySelector('life-sim')?.state)).toBe('starting');
    }
    await page.waitForFunction(() => (document.querySelector('life-sim')?.life?.frame?.tick ?? 0) > 0, null, { timeout: 60_000 });
    console.info(`<life-sim> at ${name}: ${((performance.now() - begin) / 1000).toFixed(1)} s to the first ticks`);
    const seen = await page.evaluate(() => {
      const sim = document.querySelector('life-sim');
      return {
        tier: sim?.life?.tier,
        refused: sim?.life?.refused,
        states: (globalThis as unknown as { states: string[] }).states,
        waits: sim?.shadowRoot?.querySelector<HTMLElement>('slot[name=starting]')?.hidden === false,
      };
    });
    expect(seen).toEqual({ tier: 'threads', refused: [], states: ['starting', 'running', 'ready'], waits: false });
  });

  test(`${name}: a shower runs in WebAssembly on a worker${long ? ' @long' : ''}`, async ({ page }) => {
    await open(page, 'meteor-shower', SHOWER, line);
    const begin = performance.now();
    if (line.latency >= 2000) {
      const part = (): string | null | undefined =>
        document.querySelector('meteor-shower')?.shadowRoot?.querySelector('slot')?.getAttribute('part');
      await expect.poll(() => page.evaluate(part), { timeout: 60_000 }).toBe('fallback starting');
    }
    const ready = await page.waitForFunction(
      () => {
        const shower = document.querySelector('meteor-shower');
        const metrics = shower?.metrics ?? null;
        return metrics === null || shower?.runsOn == null ? null : { tier: metrics.tier, thread: shower.runsOn };
      },
      null,
      { timeout: 60_000 },
    );
    console.info(`<meteor-shower> at ${name}: ${((performance.now() - begin) / 1000).toFixed(1)} s to the first figures`);
    expect(await ready.jsonValue()).toEqual({ tier: 'wasm', thread: 'worker' });
    expect(await page.evaluate(() => (globalThis as unknown as { states: string[] }).states)).not.toContain('error');
  });
}

test('a file that never comes: the start falls after its time, says so, and retry() mends it @long', async ({ page }) => {
  test.setTimeout(180_000);
  let isHeld = true;
  await page.route(/skyflock-life.*\.wasm$/, async (route) => {
    if (!isHeld) await route.continue();
  });
  const warnings: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
  await open(page, 'life-sim', LIFE, { latency: 0, bytesPerSecond: 10_000_000 });
  await page.waitForFunction(() => document.querySelector('life-sim')?.life != null, null, { timeout: 60_000 });
  const fallen = await page.evaluate(() => ({
    tier: document.querySelector('life-sim')?.life?.tier,
    passes: document.querySelector('life-sim')?.life?.refused.map(({ passes }) => passes),
    notice: document.querySelector('life-sim')?.shadowRoot?.querySelector('.notice')?.textContent,
  }));
  expect(fallen).toMatchObject({ tier: 'js-workers', passes: [true, true], notice: expect.stringContaining('Try again') });
  expect(warnings.filter((text) => /life runs on tier 'js-workers'.*retry\(\)/.test(text))).toHaveLength(1);
  isHeld = false;
  await page.waitForFunction(() => (document.querySelector('life-sim')?.life?.frame?.tick ?? 0) > 20);
  expect(await page.evaluate(() => document.querySelector('life-sim')?.retry())).toBe(true);
  await page.waitForFunction(() => document.querySelector('life-sim')?.life?.tier === 'threads', null, { timeout: 60_000 });
  // It goes on from where it was.
  await page.waitForFunction(() => (document.querySelector('life-sim')?.life?.frame?.tick ?? 0) > 20);
});
