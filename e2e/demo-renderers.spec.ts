import { expect, type Page, test } from '@playwright/test';
import type { createLife } from '../web/life.js';
import type { createRenderer } from '../web/renderers/life/create-renderer.js';
import {
  addElement,
  difference,
  expectChange,
  lights,
  onSim,
  openWorld,
  pictureOf,
  standingPictureOf,
  tickOf,
  watchConsole,
} from './demo-page.js';

/** What /engine.html puts into its scope. */
interface Skyflock {
  readonly createLife: typeof createLife;
  readonly createRenderer: typeof createRenderer;
}

/** Moves the view to where an animal is now. */
async function lookAtAnAnimal(page: Page, zoom: number): Promise<void> {
  await page.evaluate((zoom) => {
    const sim = document.querySelector('life-sim');
    const [x = 0, y = 0] = sim?.life?.frame?.positions ?? [];
    if (sim !== null) sim.camera = { x, y, zoom };
  }, zoom);
}

for (const renderer of ['canvas2d', 'webgl2'] as const) {
  test(`${renderer} draws something that moves, near and far`, async ({ page }) => {
    const noErrors = watchConsole(page);
    await openWorld(page, `/life.html#scene=savanna&entities=4000&seed=2&renderer=${renderer}`);
    expect(await onSim(page, (sim) => sim.drawnBy?.name)).toBe(renderer);
    for (const zoom of [null, 3, 12]) {
      if (zoom !== null) await lookAtAnAnimal(page, zoom);
      const before = await pictureOf(page);
      expect(lights(before)).toBeGreaterThan(50);
      await expectChange(page, before, 200);
    }
    noErrors();
  });

  test(`${renderer} shows every colouring and overlay`, async ({ page }) => {
    const noErrors = watchConsole(page);
    await addElement(page, { renderer, entities: '3000', seed: '5', paused: '' });
    const plain = await standingPictureOf(page);
    for (const colorBy of ['diet', 'energy', 'speed', 'age'] as const) {
      await page.evaluate((colorBy) => document.querySelector('life-sim')?.setAttribute('color-by', colorBy), colorBy);
      await expectChange(page, plain, 100);
    }
    await onSim(page, (sim) => {
      sim.colorBy = 'tribe';
    });
    await expect.poll(async () => difference(plain, await pictureOf(page)), { timeout: 20_000 }).toBe(0);
    for (const overlay of ['food', 'density']) {
      await page.evaluate((overlay) => document.querySelector('life-sim')?.toggleAttribute(overlay, true), overlay);
      await expectChange(page, plain, 100);
      await page.evaluate((overlay) => document.querySelector('life-sim')?.toggleAttribute(overlay, false), overlay);
      await expect.poll(async () => difference(plain, await pictureOf(page)), { message: overlay, timeout: 20_000 }).toBe(0);
    }
    noErrors();
  });

  test(`${renderer} repeats the world without a gap when it is far away`, async ({ page }) => {
    await addElement(page, { renderer, scene: 'flock', entities: '3000', paused: '' });
    await onSim(page, (sim) => {
      sim.camera = { x: 0, y: 0, zoom: 0 };
    });
    const picture = await pictureOf(page);
    // Every ninth of the picture has about as many lights as any other.
    const ninths = Array.from({ length: 9 }, () => 0);
    picture.forEach((value, index) => {
      const pixel = Math.floor(index / 3);
      const column = Math.floor(((pixel % 320) / 320) * 3);
      const row = Math.floor((Math.floor(pixel / 320) / 180) * 3);
      if (value > 60) ninths[row * 3 + column] = (ninths[row * 3 + column] as number) + 1;
    });
    expect(Math.min(...ninths)).toBeGreaterThan(Math.max(...ninths) / 3);
  });
}

test('both renderers show the same world', async ({ page }) => {
  const pictures: number[][] = [];
  for (const renderer of ['canvas2d', 'webgl2']) {
    await addElement(page, { renderer, scene: 'savanna', entities: '600', seed: '4', paused: '' });
    await onSim(page, (sim) => {
      sim.camera = { x: 200, y: 200, zoom: 3 };
    });
    pictures.push((await pictureOf(page)).map((value) => (value > 90 ? 255 : 0)));
  }
  const [flat = [], gpu = []] = pictures;
  const lit = flat.filter((value) => value > 0).length;
  expect(lit).toBeGreaterThan(200);
  expect(difference(flat, gpu)).toBeLessThan(lit * 0.35);
});

test('a lost GPU context that comes back goes on drawing', async ({ page }) => {
  const noErrors = watchConsole(page);
  await addElement(page, { renderer: 'webgl2', entities: '2000' });
  await page.evaluate(async () => {
    const canvas = document.querySelector('life-sim')?.shadowRoot?.querySelector('canvas');
    const lose = canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context');
    lose?.loseContext();
    await new Promise((done) => setTimeout(done, 500));
    lose?.restoreContext();
    await new Promise((done) => setTimeout(done, 500));
  });
  expect(await onSim(page, (sim) => sim.drawnBy?.name)).toBe('webgl2');
  const before = await pictureOf(page);
  expect(lights(before)).toBeGreaterThan(50);
  await expectChange(page, before, 100);
  noErrors();
});

test('a GPU context that is lost for good gives way to canvas2d, and the world goes on', async ({ page }) => {
  await addElement(page, { renderer: 'webgl2', entities: '2000' });
  const tick = await tickOf(page);
  const told = onSim(
    page,
    (sim) => new Promise<string>((done) => sim.addEventListener('error', ({ detail }) => done(detail.error.message))),
  );
  await page.evaluate(() => {
    const canvas = document.querySelector('life-sim')?.shadowRoot?.querySelector('canvas');
    canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
  });
  expect(await told).toContain('canvas2d draws instead');
  expect(await onSim(page, (sim) => sim.drawnBy?.name)).toBe('canvas2d');
  const before = await pictureOf(page);
  await expectChange(page, before, 100);
  expect(await tickOf(page)).toBeGreaterThan(tick);
});

test('software GL is passed over, and the reason can be read', async ({ page }) => {
  await addElement(page, { entities: '500' });
  const drawn = await onSim(page, (sim) => ({ name: sim.drawnBy?.name, reason: sim.drawnBy?.reason }));
  // A machine with a GPU takes it; either way the reason says so.
  expect(drawn).toEqual(
    drawn.name === 'webgl2'
      ? { name: 'webgl2', reason: 'a GPU does WebGL2 here' }
      : { name: 'canvas2d', reason: expect.stringMatching(/in software|missing/) },
  );
});

for (const renderer of ['canvas2d', 'webgl2'] as const) {
  test(`${renderer} draws on an OffscreenCanvas, without any element`, async ({ page }) => {
    await page.goto('/engine.html');
    await page.waitForFunction(() => customElements.get('life-sim') !== undefined);
    const bright = await page.evaluate(async (name) => {
      const { createLife, createRenderer } = (globalThis as unknown as { skyflock: Skyflock }).skyflock;
      const canvas = new OffscreenCanvas(1, 1);
      const renderer = createRenderer(canvas, { renderer: name });
      const life = await createLife({ scene: 'savanna', paused: true, options: { entities: 2000, seed: 3 } });
      await new Promise<void>((done) => {
        life.onFrame((frame) => {
          renderer.setFrame(frame);
          done();
        });
      });
      const { worldWidth, worldHeight, tribes } = life.founding;
      renderer.setPalette(tribes.map(({ hue }) => hue));
      renderer.setCamera({ x: worldWidth / 2, y: worldHeight / 2, zoom: 640 / worldWidth });
      renderer.resize(320, 180, 3);
      renderer.draw(performance.now());
      const picture = new OffscreenCanvas(640, 360).getContext('2d');
      picture?.drawImage(canvas, 0, 0);
      const bytes = picture?.getImageData(0, 0, 640, 360).data ?? [];
      renderer.destroy();
      life.destroy();
      return { bright: [...bytes].filter((value, index) => index % 4 < 3 && value > 100).length, width: canvas.width };
    }, renderer);
    expect(bright.bright).toBeGreaterThan(500);
    // Three device pixels for each of CSS show nothing that two don't.
    expect(bright.width).toBe(640);
  });
}
