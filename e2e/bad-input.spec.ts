/** Wishes and pages that can't have what they ask for: something runs, the reason is told, and nothing hangs. */
import { expect, type Page, test } from '@playwright/test';
import { HEADERS, serve } from '../scripts/serve.mjs';
import { addElement, onSim, openWorld, tickOf, watchConsole } from './demo-page.js';
import type {} from './engine-page.js';

const NOT_ISOLATED = 'the page is not cross-origin isolated: serve it with COOP same-origin and COEP require-corp';
/** Milliseconds within which a world runs or says why it doesn't, whatever it has to wait for: a deadline and a start. */
const AT_MOST = 10_000;

/** Serves everything without these headers. */
async function without(page: Page, ...names: readonly string[]): Promise<void> {
  await page.route('**/*', async (route) => {
    const response = await route.fetch();
    const headers = Object.fromEntries(Object.entries(response.headers()).filter(([name]) => !names.includes(name)));
    await route.fulfill({ response, headers });
  });
}

function linesOf(page: Page): string[] {
  const lines: string[] = [];
  page.on('console', (message) => lines.push(message.text()));
  return lines;
}

for (const [wish, workers] of [
  ['0', 1],
  ['99', 16],
  ['-3', 1],
  ['2.4', 2],
] as const) {
  test(`<life-sim workers="${wish}"> runs on ${workers}, and says so`, async ({ page }) => {
    const noErrors = watchConsole(page);
    const lines = linesOf(page);
    await addElement(page, { entities: '600', workers: wish });
    await expect.poll(() => tickOf(page), { timeout: AT_MOST }).toBeGreaterThan(5);
    expect(await onSim(page, ({ life }) => ({ tier: life?.tier, workers: life?.workers }))).toEqual({ tier: 'threads', workers });
    expect(lines).toContain(`<life-sim>: workers is ${wish}; it must be a whole number from 1 to 16, so ${workers} run`);
    await expect.poll(() => onSim(page, ({ life }) => life?.stats?.workers.length)).toBe(workers);
    noErrors();
  });
}

test('<life-sim workers="many"> runs on the usual number, and says what the attribute may be', async ({ page }) => {
  const lines = linesOf(page);
  await addElement(page, { entities: '600' });
  const usual = await onSim(page, ({ life }) => life?.workers);
  await addElement(page, { entities: '600', workers: 'many' });
  await expect.poll(() => tickOf(page), { timeout: AT_MOST }).toBeGreaterThan(5);
  expect(await onSim(page, ({ life }) => ({ tier: life?.tier, workers: life?.workers }))).toEqual({ tier: 'threads', workers: usual });
  expect(lines.find((line) => line.includes('workers = many'))).toMatch(/must be a/);
});

test('a wish out of range in a running world is brought into it', async ({ page }) => {
  const noErrors = watchConsole(page);
  await addElement(page, { entities: '600', workers: '2' });
  for (const [wish, workers] of [
    [99, 16],
    [0, 1],
  ] as const) {
    await onSim(page, (sim) => sim.setAttribute('workers', '3'));
    await expect.poll(() => onSim(page, ({ life }) => life?.workers)).toBe(3);
    await page.evaluate((value) => document.querySelector('life-sim')?.setAttribute('workers', String(value)), wish);
    await expect.poll(() => onSim(page, ({ life }) => life?.workers)).toBe(workers);
    const tick = await tickOf(page);
    await expect.poll(() => tickOf(page), { timeout: AT_MOST }).toBeGreaterThan(tick + 5);
  }
  noErrors();
});

for (const missing of [
  ['cross-origin-opener-policy'],
  ['cross-origin-embedder-policy'],
  ['cross-origin-opener-policy', 'cross-origin-embedder-policy'],
]) {
  test(`without ${missing.join(' and ')} the next tier runs, whatever number of workers is asked for, and the page says why`, async ({
    page,
  }) => {
    const noErrors = watchConsole(page);
    await without(page, ...missing);
    for (const workers of ['0', '99']) {
      await openWorld(page, `/life.html#entities=600&workers=${workers}`);
      await expect.poll(() => tickOf(page), { timeout: AT_MOST }).toBeGreaterThan(5);
      const seen = await onSim(page, ({ life }) => ({
        tier: life?.tier,
        refused: life?.refused,
        workers: life?.workers,
        note: life?.workersNote,
      }));
      expect(seen).toEqual({ tier: 'wasm', refused: [{ tier: 'threads', reason: NOT_ISOLATED }], workers: 1, note: null });
      await page.locator('#meter summary').click();
      await expect(page.locator('#meter')).toContainText(`Tier wasm no threads: ${NOT_ISOLATED}`);
      await page.getByRole('tab', { name: 'Workers' }).click();
      await expect(page.getByRole('tabpanel', { name: 'Workers' })).toContainText(NOT_ISOLATED);
      // The same page with another fragment would not load anew.
      await page.goto('about:blank');
    }
    noErrors();
  });
}

test('threads that are forced where there are none: the element says why, and the way out', async ({ page }) => {
  await without(page, 'cross-origin-embedder-policy');
  await page.goto('/engine.html');
  await page.waitForFunction(() => customElements.get('life-sim') !== undefined);
  await page.evaluate(() => {
    const sim = document.createElement('life-sim');
    sim.setAttribute('tier', 'threads');
    sim.setAttribute('workers', '99');
    document.body.append(sim);
  });
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('This world did not start', { timeout: AT_MOST });
  await expect(alert).toContainText(NOT_ISOLATED);
  await expect(alert).toContainText("Choose 'auto' or 'wasm'");
});

test('an isolated page without SharedArrayBuffer gets the next tier, and the reason', async ({ page }) => {
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'SharedArrayBuffer'));
  await addElement(page, { entities: '600', workers: '4' });
  await expect.poll(() => tickOf(page), { timeout: AT_MOST }).toBeGreaterThan(5);
  const seen = await onSim(page, ({ life }) => ({ isolated: crossOriginIsolated, tier: life?.tier, refused: life?.refused }));
  expect(seen).toEqual({ isolated: true, tier: 'wasm', refused: [{ tier: 'threads', reason: 'SharedArrayBuffer is missing' }] });
});

const COULD_NOT_START = /^worker \d of the pool could not start: /;
for (const [what, status, type, body, reason, passes, most] of [
  ['is missing', 404, 'text/plain', 'no', COULD_NOT_START, false, AT_MOST],
  ['is a page of HTML', 200, 'text/html', '<!doctype html>', COULD_NOT_START, false, AT_MOST],
  ['never comes', 0, '', '', /^the threads' script did not come in time$/, true, 40_000],
] as const) {
  test(`a pool whose script ${what} gives way to the next tier, with the reason${status === 0 ? ' @long' : ''}`, async ({ page }) => {
    let asked = 0;
    // Requests of a worker's workers pass Playwright by, so that a server of its own has to fail.
    const { server, port } = await serve(0, undefined, (request, response) => {
      if (request.url?.includes('pool.worker') !== true) return false;
      asked += 1;
      if (status !== 0) response.writeHead(status, { ...HEADERS, 'Content-Type': type }).end(body);
      return true;
    });
    try {
      await page.goto(`http://localhost:${port}/engine.html`);
      const seen = await page.evaluate(async () => {
        const begin = performance.now();
        const life = await window.skyflock.createLife({ workers: 2, options: { entities: 600 } });
        const { tier, refused } = life;
        life.destroy();
        return { tier, refused, milliseconds: performance.now() - begin };
      });
      expect(asked).toBeGreaterThan(0);
      expect(seen.tier).toBe('wasm');
      expect(seen.refused).toEqual([{ tier: 'threads', reason: expect.stringMatching(reason), passes }]);
      expect(seen.milliseconds).toBeLessThan(most);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
}
