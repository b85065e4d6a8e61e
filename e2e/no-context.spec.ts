/** Pages whose canvases give no context, as where a browser has given away all that it has, or a user forbids them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { serve } from '../scripts/serve.mjs';
import { ROOT } from '../scripts/steps.mjs';
import type {} from '../web/elements/life-sim.js';
import type {} from '../web/elements/meteor-shower.js';
import { onSim, tickOf } from './demo-page.js';

/** Ways in which a canvas gives none. */
const WAYS = {
  'gives null': () => {
    HTMLCanvasElement.prototype.getContext = () => null;
  },
  throws: () => {
    HTMLCanvasElement.prototype.getContext = () => {
      throw new DOMException('canvases are forbidden here', 'SecurityError');
    };
  },
} as const;

/** Opens the page of the elements, and gives what is thrown in it. */
async function open(page: Page): Promise<string[]> {
  const thrown: string[] = [];
  page.on('pageerror', (error) => thrown.push(error.message));
  await page.addInitScript(() => {
    const told: string[] = [];
    Object.assign(globalThis, { told, contextOf: HTMLCanvasElement.prototype.getContext });
    for (const name of ['fault', 'error', 'ready'])
      addEventListener(
        name,
        (event) => 'detail' in event && told.push(`${name} ${Reflect.get(Object(event.detail), 'stage') ?? ''}`.trim()),
        true,
      );
  });
  await page.goto('/engine.html');
  await page.waitForFunction(() => customElements.get('life-sim') !== undefined && customElements.get('meteor-shower') !== undefined);
  return thrown;
}

const toldOf = (page: Page): Promise<string[]> => page.evaluate(() => (globalThis as unknown as { told: string[] }).told);

for (const [name, way] of Object.entries(WAYS)) {
  test(`a world on a page whose getContext ${name} says so by message and fault, and runs on`, async ({ page }) => {
    const thrown = await open(page);
    await page.evaluate(way);
    await page.evaluate(() => {
      document.body.innerHTML = '<life-sim entities="300" tier="wasm" partitions></life-sim>';
    });
    await expect.poll(() => toldOf(page)).toContain('ready');
    expect((await toldOf(page)).filter((one) => one !== 'error')).toEqual(['fault picture', 'ready']);
    const message = page.locator('life-sim').getByRole('alert');
    await expect(message).toContainText("This world can't be shown here");
    await expect(message).toContainText("renderer 'canvas2d' can't run here");
    const before = await tickOf(page);
    await expect.poll(() => tickOf(page)).toBeGreaterThan(before + 10);
    expect(await onSim(page, ({ state, drawnBy, life }) => ({ state, drawnBy, fault: life?.fault }))).toEqual({
      state: 'running',
      drawnBy: null,
      fault: null,
    });
    await expect(message).toBeVisible();
    // Once there are canvases again, the same world is drawn.
    await page.evaluate(() => {
      HTMLCanvasElement.prototype.getContext = Reflect.get(globalThis, 'contextOf');
      Object.assign(globalThis, { world: document.querySelector('life-sim')?.life });
    });
    await message.getByRole('button', { name: 'Try again' }).click();
    await expect(message).toBeHidden();
    await page.waitForFunction(() => document.querySelector('life-sim')?.shadowRoot?.querySelector('.stage.drawn canvas') != null);
    expect(await page.evaluate(() => document.querySelector('life-sim')?.life === Reflect.get(globalThis, 'world'))).toBe(true);
    expect(thrown).toEqual([]);
  });

  test(`a shower on a page whose getContext ${name} shows what the page put into it, and sends fault`, async ({ page }) => {
    const thrown = await open(page);
    await page.evaluate(way);
    await page.evaluate(() => {
      document.body.innerHTML = '<meteor-shower thread="page"><p>No sky today.</p></meteor-shower>';
    });
    await expect.poll(() => toldOf(page)).toContain('fault');
    await expect(page.getByText('No sky today.')).toBeVisible();
    const refused = await page.evaluate(async () => {
      const shower = document.querySelector('meteor-shower');
      return [shower?.state, await shower?.spawn().catch((error: Error) => `${error.name}: ${error.message}`)];
    });
    expect(refused).toEqual([
      'stopped',
      expect.stringMatching(/^MeteorAbsentError: .*(renderer 'canvas2d' can't run here|canvases are forbidden here)/),
    ]);
    expect(thrown).toEqual([]);
  });
}

test('partitions that get no canvas of their own leave the picture as it is', async ({ page }) => {
  const thrown = await open(page);
  await page.evaluate(() => {
    const { getContext } = HTMLCanvasElement.prototype;
    HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kind === '2d' ? null : getContext.call(this, kind as 'webgl2', ...(rest as []));
    } as typeof getContext;
    document.body.innerHTML = '<life-sim entities="300" workers="2" renderer="webgl2" partitions></life-sim>';
  });
  await page.waitForFunction(() => document.querySelector('life-sim')?.shadowRoot?.querySelector('.stage.drawn canvas') != null);
  await expect.poll(() => onSim(page, ({ timing }) => timing.framesPerSecond)).toBeGreaterThan(0);
  expect(thrown).toEqual([]);
});

test('a shower whose worker gets no context sends fault, and nothing is thrown', async ({ page }) => {
  const thrown: string[] = [];
  page.on('pageerror', (error) => thrown.push(error.message));
  const { server, port } = await serve(0, join(ROOT, 'dist'), (request, response) => {
    if (request.url === '/') {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end(`<!doctype html><link rel="icon" href="data:,">
        <script type="module" src="/elements/meteor-shower.js"></script>
        <meteor-shower thread="worker"><p>No sky today.</p></meteor-shower>
        <script>addEventListener('fault', ({ detail }) => { globalThis.fault = detail.reason; }, true);</script>`);
      return true;
    }
    if (request.url !== '/workers/meteor.worker.js') return false;
    const script = readFileSync(join(ROOT, 'dist/workers/meteor.worker.js'), 'utf8');
    response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(`OffscreenCanvas.prototype.getContext = () => null;\n${script}`);
    return true;
  });
  try {
    await page.goto(`http://localhost:${port}/`);
    await page.waitForFunction(() => Reflect.get(globalThis, 'fault') !== undefined);
    expect(await page.evaluate(() => Reflect.get(globalThis, 'fault'))).toMatch(/renderer 'canvas2d' can't run here/);
    await expect(page.getByText('No sky today.')).toBeVisible();
    expect(thrown).toEqual([]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
