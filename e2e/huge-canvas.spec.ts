/** Pictures of more pixels than a GPU gives, or a 2D canvas paints: the whole of them is there, scaled up. */
import { expect, test } from '@playwright/test';
import type { createLife } from '../web/life.js';
import type { createRenderer } from '../web/renderers/life/create-renderer.js';
import { difference } from './demo-page.js';
import { addShower, onShower, openMeteors } from './meteor-page.js';
import { TestPages } from './test-pages.js';

const pages = new TestPages();
test.beforeAll(() => pages.open());
test.afterAll(() => pages.close());

/** CSS pixels, two device pixels each: sixteen times what Chromium gives. */
const WIDTH = 16_000;
const HEIGHT = 9000;
/** Lights near the corners, in 160ths of the width. */
const LIGHTS = [
  [8, 6],
  [150, 10],
  [20, 80],
  [140, 70],
] as const;

/** Lines of the console about pixels. */
function pixelLines(page: { on(event: 'console', hear: (message: { text(): string }) => void): unknown }): string[] {
  const lines: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('device pixels')) lines.push(message.text());
  });
  return lines;
}

for (const renderer of ['canvas2d', 'webgl2'] as const) {
  test(`${renderer} draws a huge sky whole, with every light in its place`, async ({ page }) => {
    const lines = pixelLines(page);
    await openMeteors(page, pages.at('meteor.html'));
    const { pixels, width, height } = await page.evaluate(
      async ([renderer, width, height, lights]) => {
        const canvas = new OffscreenCanvas(1, 1);
        const draws = window.meteors.createMeteorRenderer(canvas, { renderer });
        const stars = lights.map(([x, y]) => ({ x: x * 100, y: y * 100, radius: 60, opacity: 1, color: 0, sparkle: 0 }));
        for (const resized of [0, 1]) {
          draws.resize(width, height + resized, 2);
          draws.draw(window.meteors.showerOf({ stars }), 255);
        }
        const small = await createImageBitmap(canvas, { resizeWidth: 160, resizeHeight: 90, resizeQuality: 'medium' });
        const context = new OffscreenCanvas(160, 90).getContext('2d') as OffscreenCanvasRenderingContext2D;
        context.drawImage(small, 0, 0);
        const { data } = context.getImageData(0, 0, 160, 90);
        const size = { width: canvas.width, height: canvas.height };
        draws.destroy();
        return { pixels: [...data].filter((_, index) => index % 4 === 1), ...size };
      },
      [renderer, WIDTH, HEIGHT, LIGHTS] as const,
    );
    expect(width * height).toBeLessThanOrEqual(5760 * 5760);
    expect(width * height).toBeGreaterThan(10_000_000);
    const lit = pixels.flatMap((value, index) => (value > 25 ? [[index % 160, Math.floor(index / 160)] as const] : []));
    for (const [x, y] of LIGHTS) {
      const near = lit.filter((at) => Math.hypot(at[0] - x, at[1] - y) < 4);
      expect(near.length, `light at ${x}, ${y}; lit are ${JSON.stringify(lit)}`).toBeGreaterThan(0);
    }
    const far = lit.filter((at) => LIGHTS.every(([x, y]) => Math.hypot(at[0] - x, at[1] - y) >= 4));
    expect(far).toEqual([]);
    expect(lines).toEqual([
      expect.stringMatching(/^skyflock: a picture of 32000 x 18000 device pixels is more than can be drawn here; it has \d+ x \d+ and is/),
    ]);
  });

  test(`${renderer} draws a huge world whole`, async ({ page }) => {
    const lines = pixelLines(page);
    await page.goto('/engine.html');
    await page.waitForFunction(() => customElements.get('life-sim') !== undefined);
    const pictures = await page.evaluate(
      async ([name, hugeWidth]) => {
        const { createLife: create, createRenderer: make } = (
          globalThis as unknown as { skyflock: { createLife: typeof createLife; createRenderer: typeof createRenderer } }
        ).skyflock;
        const life = await create({ scene: 'savanna', paused: true, options: { entities: 300, seed: 3 } });
        const frame = await new Promise<Parameters<ReturnType<typeof make>['setFrame']>[0]>((done) => life.onFrame(done));
        const { worldWidth, worldHeight } = life.founding;
        const shot = async (cssWidth: number, ratio: number): Promise<number[]> => {
          const canvas = new OffscreenCanvas(1, 1);
          const renderer = make(canvas, { renderer: name });
          renderer.setFrame(frame);
          renderer.setOverlays({ food: false, density: true, sight: null, brush: null });
          renderer.setCamera({ x: worldWidth / 2, y: worldHeight / 2, zoom: cssWidth / worldWidth });
          renderer.resize(cssWidth, (cssWidth * 9) / 16, ratio);
          renderer.draw(performance.now());
          const small = await createImageBitmap(canvas, { resizeWidth: 160, resizeHeight: 90, resizeQuality: 'medium' });
          const context = new OffscreenCanvas(160, 90).getContext('2d') as OffscreenCanvasRenderingContext2D;
          context.drawImage(small, 0, 0);
          renderer.destroy();
          return [...context.getImageData(0, 0, 160, 90).data].filter((_, index) => index % 4 < 3);
        };
        const both = [await shot(1600, 1), await shot(hugeWidth, 2)];
        life.destroy();
        return both;
      },
      [renderer, WIDTH] as const,
    );
    const [plain = [], huge = []] = pictures;
    expect(Math.max(...plain)).toBeGreaterThan(60);
    // Animals are drawn larger than life where the world is small: those few pixels differ.
    expect(difference(plain, huge)).toBeLessThan(plain.length * 0.12);
    expect(lines.length).toBe(1);
    expect(lines[0]).toMatch(/ 32000 x 18000 device pixels .* make the element smaller/);
  });

  for (const thread of ['worker', 'page'] as const) {
    test(`a sky larger than the engine’s and the browser’s stands, drawn by ${renderer} on a ${thread}`, async ({ page }) => {
      const lines = pixelLines(page);
      await openMeteors(page, pages.at('meteor.html'));
      await page.addStyleTag({ content: 'meteor-shower { inline-size: 2000px; block-size: 20000px }' });
      await addShower(page, { renderer, thread, paused: '', stars: '3' });
      const { width, height, lit } = await onShower(page, async (shower) => {
        const image = await createImageBitmap(await shower.toPng());
        const context = new OffscreenCanvas(200, 2000).getContext('2d') as OffscreenCanvasRenderingContext2D;
        context.drawImage(image, 0, 0, 200, 2000);
        const part = (top: number): number => context.getImageData(0, top, 200, 100).data.filter((value) => value > 30).length;
        return { width: image.width, height: image.height, lit: [part(0), part(950), part(1900)] };
      });
      expect(width * height).toBeLessThanOrEqual(5760 * 5760);
      expect(width / height).toBeCloseTo(0.1, 2);
      expect(Math.min(...lit)).toBeGreaterThan(10);
      expect(lines.length).toBe(1);
    });
  }
}
