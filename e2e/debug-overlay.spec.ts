/** `debug` on a world: what its overlay shows, where it is, and that it takes nothing from the picture. */
import { expect, test } from '@playwright/test';
import { addElement, onSim } from './demo-page.js';

test('the overlay of a world says what runs, how fast, and how full it is', async ({ page }) => {
  await addElement(page, { entities: '500', tier: 'threads', workers: '2', debug: 'top-left' });
  const overlay = page.locator('life-sim').locator('.overlay');
  await expect(overlay).toContainText(/threads on 2 workers, (webgl2|canvas2d)\n\d+ FPS, draw \d+\.\d\d ms\n/);
  await expect(overlay).toContainText(/[▁▂▃▄▅▆▇█]+ {2}to \d+ ms\n/);
  await expect(overlay).toContainText(/tick [1-9]\d*: \d+\.\d\d ms, \d+ a second, \d+ dropped\n/);
  await expect(overlay).toContainText(/animals {2}█+░* [1-9]\d* of [1-9]\d*\n/);
  await expect(overlay).toContainText(/worker 1 \w+, \d+ animals, compute \d+\.\d\d/);
  const before = await overlay.textContent();
  await expect.poll(() => overlay.textContent(), { timeout: 20_000 }).not.toBe(before);
  expect(await overlay.getAttribute('aria-hidden')).toBe('true');
  expect(await overlay.getAttribute('part')).toBe('overlay');
  await page.screenshot({ path: 'build/test-results/debug-overlay.png' });
});

test('it goes to another corner, takes the colour of the tier, and goes again', async ({ page }) => {
  await addElement(page, { entities: '300', tier: 'wasm', debug: 'bottom-right' });
  const overlay = page.locator('life-sim').locator('.overlay');
  await expect(overlay).toBeVisible();
  const sides = (): Promise<string[]> => overlay.evaluate((box) => [getComputedStyle(box).right, getComputedStyle(box).bottom]);
  expect(await sides()).toEqual(['0px', '0px']);
  const colour = (): Promise<string> => overlay.evaluate((box) => getComputedStyle(box).borderInlineStartColor);
  expect(await colour()).toBe('rgb(88, 214, 141)');
  await onSim(page, (sim) => {
    sim.tier = 'js';
    sim.debug = 'top-right';
  });
  await expect.poll(colour, { timeout: 20_000 }).toBe('rgb(244, 208, 63)');
  expect((await sides())[0]).toBe('0px');
  await onSim(page, (sim) => {
    sim.debug = 'off';
  });
  await expect(overlay).toBeHidden();
  expect(await onSim(page, (sim) => [sim.hasAttribute('debug'), sim.shadowRoot?.querySelectorAll('.overlay').length])).toEqual([false, 1]);
});

test('its script is loaded when it is turned on, and a value that there is none of is refused by name', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await addElement(page, { entities: '300', tier: 'wasm' });
  expect(asked.filter((url) => /overlay/.test(url))).toEqual([]);
  const refused = await onSim(page, async (sim) => {
    const told = new Promise<string>((resolve) =>
      sim.addEventListener('error', ({ detail }) => resolve(detail.error.message), { once: true }),
    );
    sim.setAttribute('debug', 'middle');
    return await told;
  });
  expect(refused).toBe('debug = middle is refused: it must be one of off, top-left, top-right, bottom-left, bottom-right');
  await onSim(page, (sim) => {
    sim.debug = 'top-left';
  });
  await expect(page.locator('life-sim').locator('.overlay')).toBeVisible();
});

test('pointers reach the world through it', async ({ page }) => {
  await addElement(page, { entities: '300', tier: 'wasm', debug: 'top-left' });
  const overlay = page.locator('life-sim').locator('.overlay');
  await expect(overlay).toBeVisible();
  const before = await onSim(page, (sim) => sim.camera.x);
  const { x, y } = (await overlay.boundingBox()) ?? { x: 0, y: 0 };
  await page.mouse.move(x + 30, y + 30);
  await page.mouse.down();
  await page.mouse.move(x + 130, y + 30, { steps: 4 });
  await page.mouse.up();
  expect(await onSim(page, (sim) => sim.camera.x)).not.toBe(before);
});
