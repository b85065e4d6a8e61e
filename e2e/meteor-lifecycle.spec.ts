import { expect, test } from '@playwright/test';
import { watchConsole, working } from './demo-page.js';
import { addShower, countResources, onShower, openMeteors, resourcesOf, waitForShower } from './meteor-page.js';
import { TestPages } from './test-pages.js';

const pages = new TestPages();
test.beforeAll(() => pages.open());
test.afterAll(() => pages.close());

test('200 showers that come, move and go leave no worker, context, listener or timer', async ({ page }) => {
  test.setTimeout(240_000);
  const warnings: string[] = [];
  page.on('console', (message) => warnings.push(message.text()));
  await page.addInitScript(countResources);
  await openMeteors(page, pages.at('meteor.html'));
  const before = await resourcesOf(page);
  await page.evaluate(async () => {
    const other = document.body.appendChild(document.createElement('section'));
    for (let round = 0; round < 200; round += 1) {
      const shower = document.createElement('meteor-shower');
      shower.setAttribute('renderer', round % 2 === 0 ? 'webgl2' : 'canvas2d');
      shower.setAttribute('thread', round % 4 < 2 ? 'page' : 'worker');
      if (round % 3 === 0) shower.setAttribute('interactive', '');
      const ready = new Promise((done) => shower.addEventListener('ready', done, { once: true }));
      document.body.append(shower);
      // Some go before they have started, some after.
      await new Promise((done) => setTimeout(done, (round % 5) * 12));
      other.append(shower);
      if (round % 5 === 4) await ready;
      shower.remove();
    }
  });
  await expect.poll(() => page.workers().length).toBe(0);
  await expect.poll(() => resourcesOf(page)).toEqual(before);
  expect(await page.locator('canvas').count()).toBe(0);
  // A browser says so when more than 16 contexts live.
  expect(warnings.filter((line) => /Too many active WebGL contexts/.test(line))).toEqual([]);
  await addShower(page, {});
  expect(await onShower(page, ({ state }) => state)).toBe('running');
});

test('a move in the page keeps the show; a removal ends it; an insertion begins another', async ({ page }) => {
  const noErrors = watchConsole(page);
  await openMeteors(page, pages.at('meteor.html'));
  await addShower(page, {});
  await page.evaluate(() => {
    const shower = document.querySelector('meteor-shower') as HTMLElement;
    Object.assign(globalThis, { canvas: shower.shadowRoot?.querySelector('canvas') });
    document.body.appendChild(document.createElement('section')).append(shower);
  });
  await page.waitForTimeout(200);
  expect(await onShower(page, ({ shadowRoot }) => shadowRoot?.querySelector('canvas') === Reflect.get(globalThis, 'canvas'))).toBe(true);
  expect(working(page).length).toBe(1);
  await page.evaluate(() => {
    const shower = document.querySelector('meteor-shower') as HTMLElement;
    Object.assign(globalThis, { away: shower });
    shower.remove();
  });
  await expect.poll(() => page.workers().length).toBe(0);
  await page.evaluate(() => document.body.append(Reflect.get(globalThis, 'away')));
  await waitForShower(page);
  expect(await onShower(page, ({ state }) => state)).toBe('running');
  noErrors();
});

test('React mounts it in strict mode, renders again and unmounts it, and nothing is left', async ({ page }) => {
  const noErrors = watchConsole(page);
  await page.addInitScript(countResources);
  await openMeteors(page, pages.at('meteor.html'));
  await page.evaluate(() => {
    const into = document.body.appendChild(document.createElement('div'));
    const props = { preset: 'calm', seed: '3', interactive: '', density: 2, class: 'sky' } as const;
    Object.assign(globalThis, { root: window.meteors.mountInReact(into, props) });
  });
  await waitForShower(page);
  expect(working(page).length).toBe(1);
  const said = await onShower(page, ({ preset, seed, density, interactive, state }) => ({ preset, seed, density, interactive, state }));
  expect(said).toEqual({ preset: 'calm', seed: 3, density: 2, interactive: true, state: 'running' });
  await page.getByRole('button').click();
  await expect(page.getByRole('button')).toHaveText('1 clicks');
  expect(working(page).length).toBe(1);
  await page.evaluate(() => (Reflect.get(globalThis, 'root') as { unmount(): void }).unmount());
  await expect.poll(() => page.workers().length).toBe(0);
  expect((await resourcesOf(page)).observers).toBe(0);
  noErrors();
});
