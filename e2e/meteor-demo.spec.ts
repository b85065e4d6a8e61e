/** The meteor pages of the site, as they are served. */
import { expect, type Page, test } from '@playwright/test';
import { watchConsole } from './demo-page.js';
import { onShower, waitForShower } from './meteor-page.js';

const SIZES = [
  { width: 390, height: 844 },
  { width: 1280, height: 720 },
  { width: 2560, height: 1440 },
];

const states = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...document.querySelectorAll('meteor-shower')].map(({ state }) => state));

for (const size of SIZES) {
  test.describe(`at ${size.width} x ${size.height}`, () => {
    test.use({ viewport: size });

    for (const address of ['/meteor.html', '/storm.html']) {
      test(`${address} fits and shows a sky`, async ({ page }) => {
        const noErrors = watchConsole(page);
        await page.goto(address);
        await waitForShower(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
        noErrors();
      });
    }
  });
}

test('each preset has its sky in the gallery, which rests while it is not seen', async ({ page }) => {
  const noErrors = watchConsole(page);
  await page.goto('/meteor.html');
  await waitForShower(page);
  const presets = await page.evaluate(() =>
    [...document.querySelectorAll('#preset-list meteor-shower')].map((one) => (one as HTMLElement & { preset: string }).preset),
  );
  expect([...presets].sort()).toEqual(['aurora-rain', 'calm', 'hyperspace', 'leonids', 'shower']);
  expect((await states(page)).filter((state) => state === 'running').length).toBeLessThan(4);
  await page.evaluate(() => document.getElementById('gallery')?.scrollIntoView({ behavior: 'instant' }));
  await expect.poll(async () => (await states(page)).slice(1, 6)).toContain('running');
  await page.evaluate(() => document.getElementById('playground')?.scrollIntoView({ behavior: 'instant' }));
  await expect.poll(async () => (await states(page))[0]).toBe('resting');
  noErrors();
});

test('the playground writes the HTML of what it shows, and that HTML makes the same shower', async ({ page }) => {
  const noErrors = watchConsole(page);
  await page.goto('/meteor.html');
  await waitForShower(page);
  await page.getByRole('button', { name: /^Leonids .*Open in the playground$/ }).click();
  await expect(page.locator('#html')).toContainText('<meteor-shower preset="leonids" interactive></meteor-shower>');
  await page.evaluate(() => {
    const play = document.getElementById('play') as HTMLElement & { options: object; density: number };
    play.options = { rate: 3.5, glow: 2 };
    play.density = 1.25;
  });
  await page.locator('#panel').getByText('Interactive').waitFor();
  await page
    .locator('#panel input[type=checkbox]')
    .first()
    .evaluate((box: HTMLInputElement) => box.click());
  const text = await page.locator('#html').textContent();
  expect(text).toContain(`<meteor-shower preset="leonids" density="1.25" options='{"rate":3.5,"glow":2}'></meteor-shower>`);
  const read = await page.evaluate((text) => {
    const made = new DOMParser().parseFromString(text ?? '', 'text/html').querySelector('meteor-shower') as Element;
    const { preset, density, options } = document.body.appendChild(document.importNode(made, true)) as HTMLElement & {
      preset: string;
      density: number;
      options: object;
    };
    return { preset, density, options };
  }, text);
  expect(read).toEqual({ preset: 'leonids', density: 1.25, options: { rate: 3.5, glow: 2 } });
  noErrors();
});

test('text before the calm sky is read as before any other: its contrast stays', async ({ page }) => {
  await page.goto('/meteor.html');
  await page.evaluate(() => document.getElementById('behind')?.scrollIntoView({ behavior: 'instant' }));
  const calm = page.locator('#behind meteor-shower');
  await expect.poll(() => calm.evaluate((shower) => (shower as HTMLElement & { state: string }).state)).toBe('running');
  const light = await calm.evaluate(async (shower) => {
    const picture = await createImageBitmap(await (shower as HTMLElement & { toPng(): Promise<Blob> }).toPng());
    const context = new OffscreenCanvas(picture.width, picture.height).getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, picture.width, picture.height);
    let bright = 0;
    for (let at = 3; at < data.length; at += 4) if ((data[at] as number) > 100) bright += 1;
    return bright / (data.length / 4);
  });
  // Hardly a pixel in a hundred is bright.
  expect(light).toBeLessThan(0.01);
});

test('the storm runs, and says what it takes', async ({ page }) => {
  const noErrors = watchConsole(page);
  await page.goto('/storm.html');
  await page.getByLabel('Size').selectOption({ index: 0 });
  await waitForShower(page);
  await expect(page.locator('#meteors')).toHaveText(/^\d/, { timeout: 30_000 });
  await expect(page.locator('#update')).toHaveText(/ms, wasm$/);
  await page.getByLabel('Engine').selectOption('js');
  await expect(page.locator('#update')).toHaveText(/ms, js$/, { timeout: 30_000 });
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect.poll(() => onShower(page, ({ state }) => state)).toBe('resting');
  noErrors();
});

test('the front page leads to the meteors', async ({ page }) => {
  await page.goto('/index.html');
  await page.getByRole('link', { name: 'Open Meteors' }).click();
  await expect(page).toHaveTitle('Meteor showers · Skyflock');
});
