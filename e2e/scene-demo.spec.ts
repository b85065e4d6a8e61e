/** The page of scripted scenes, as it is served. */
import { expect, type Page, test } from '@playwright/test';
import { watchConsole } from './demo-page.js';

/** Colours of the picture as a PNG has them, counted on a coarse grid. */
async function colorsSeen(page: Page): Promise<number> {
  const shot = (await page.locator('#stage').screenshot()).toString('base64');
  return await page.evaluate(async (base64) => {
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const canvas = new OffscreenCanvas(64, 48);
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(bitmap, 0, 0, 64, 48);
    const { data } = context.getImageData(4, 4, 56, 40);
    const seen = new Set<number>();
    for (let i = 0; i < data.length; i += 4)
      seen.add((((data[i] ?? 0) >> 4) << 8) | (((data[i + 1] ?? 0) >> 4) << 4) | ((data[i + 2] ?? 0) >> 4));
    return seen.size;
  }, shot);
}

const figure = async (page: Page, id: string): Promise<number> => Number.parseFloat((await page.locator(`#${id}`).textContent()) ?? '');

test('each scene is chosen by keys, stands in the address, and shows more than its background', async ({ page }) => {
  const noErrors = watchConsole(page);
  await page.goto('/scene.html');
  await page.getByRole('radio', { name: 'A thousand cubes' }).focus();
  for (const [name, entities] of [
    ['cubes', '1,024'],
    ['flock', '20,001'],
    ['solar', '742'],
    ['model', '37'],
    ['faults', '240'],
  ] as const) {
    if (name !== 'cubes') await page.keyboard.press('ArrowRight');
    await expect(page.locator('#file')).toHaveText(`${name}.js`);
    await expect(page.locator('#source')).toContainText('export default');
    await expect(page.locator('#entities')).toHaveText(entities, { timeout: 20_000 });
    if (name !== 'cubes') expect(new URL(page.url()).hash).toBe(`#${name}`);
    await expect.poll(() => colorsSeen(page), { timeout: 20_000 }).toBeGreaterThan(8);
  }
  noErrors();
});

test('a script that throws, floods or loops is told of, begins anew, and the picture goes on', async ({ page }) => {
  await page.goto('/scene.html#faults');
  await expect(page.locator('#entities')).toHaveText('240', { timeout: 20_000 });
  const log = page.locator('#log');
  await page.getByRole('button', { name: 'Throw every update' }).click();
  await expect(log).toContainText(/faults\.js:\d+:\d+: this update was told to throw/, { timeout: 10_000 });
  await page.getByRole('button', { name: 'Flood', exact: true }).click();
  await expect(log).toContainText('Flood: more commands came', { timeout: 10_000 });
  await page.getByRole('button', { name: 'Behave again' }).click();
  await page.getByRole('button', { name: 'Loop for ever' }).click();
  await expect(log).toContainText('Slow: the script has been silent for', { timeout: 10_000 });
  expect(await figure(page, 'picture-rate')).toBeGreaterThan(0);
  expect(await colorsSeen(page)).toBeGreaterThan(8);
  await expect(page.locator('#restarts')).toHaveText('1', { timeout: 20_000 });
  await expect(log).toContainText('Restart 1:');
  await expect.poll(() => figure(page, 'script-rate'), { timeout: 20_000 }).toBeGreaterThan(1);
});

test('a recording plays again to its own hash', async ({ page }) => {
  await page.goto('/scene.html#solar');
  await expect(page.locator('#entities')).toHaveText('742', { timeout: 20_000 });
  await page.getByRole('button', { name: 'Record' }).click();
  await expect(page.locator('#recording')).toContainText('Recording');
  await page.waitForTimeout(1000);
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.locator('#recording')).toContainText(/updates recorded, hash [\da-f]{16}/);
  await page.getByRole('button', { name: 'Replay' }).click();
  await expect(page.locator('#recording')).toContainText('Played again to the same hash', { timeout: 20_000 });
});

test('the page fits at its narrowest, and stands still for who asked for less motion', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/scene.html#cubes');
  await expect(page.getByRole('button', { name: 'Go on' })).toBeVisible();
  await expect.poll(() => colorsSeen(page), { timeout: 20_000 }).toBeGreaterThan(8);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
});
