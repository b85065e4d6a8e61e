/** A sky that stands is there after everything that lays its memory out anew, in every renderer and thread. */
import { expect, type Page, test } from '@playwright/test';
import { addShower, onShower, openMeteors } from './meteor-page.js';
import { TestPages } from './test-pages.js';

const pages = new TestPages();
test.beforeAll(() => pages.open());
test.afterAll(() => pages.close());

/** Pixels that are lit on the screen itself: asking the element for its picture would draw it. */
async function litOnScreen(page: Page): Promise<number> {
  const png = (await page.screenshot()).toString('base64');
  return await page.evaluate(async (png) => {
    const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes]));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    return data.filter((value, index) => index % 4 === 0 && value > 60).length;
  }, png);
}

for (const renderer of ['canvas2d', 'webgl2'] as const) {
  for (const thread of ['worker', 'page'] as const) {
    for (const [why, attributes] of [
      ['paused', { paused: '' }],
      ['still', {}],
    ] as const) {
      test(`a sky that is ${why} stays, drawn by ${renderer} on a ${thread}`, async ({ page }) => {
        if (why === 'still') await page.emulateMedia({ reducedMotion: 'reduce' });
        await openMeteors(page, pages.at('meteor.html'));
        // So many stars that every size and quality shows some.
        await addShower(page, { renderer, thread, 'warm-up': '6', stars: '2', quality: 'balanced', ...attributes });
        await page.addStyleTag({ content: 'meteor-shower { --meteor-shower-fade: 0s }' });
        await expect.poll(() => litOnScreen(page)).toBeGreaterThan(60);
        const changes: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
          ['toPng', () => onShower(page, async (shower) => void (await shower.toPng()))],
          ['a wider window', () => page.setViewportSize({ width: 1100, height: 620 })],
          ['a turned phone', () => page.setViewportSize({ width: 420, height: 800 })],
          ['stars', () => onShower(page, (shower) => void Object.assign(shower, { stars: 5 }))],
          ['quality', () => onShower(page, (shower) => void Object.assign(shower, { quality: 'ultra' }))],
          ['options', () => onShower(page, (shower) => void Object.assign(shower, { options: { trailPoints: 50 } }))],
          ['spawn', () => onShower(page, async (shower) => void (await Promise.all(Array.from({ length: 40 }, () => shower.spawn()))))],
          ['the other tier', () => onShower(page, (shower) => void Object.assign(shower, { tier: 'js' }))],
        ];
        for (const [what, change] of changes) {
          await change(page);
          // Whatever comes late has come, and the picture that is there then stays.
          await page.waitForTimeout(700);
          expect(await litOnScreen(page), `pixels lit after ${what}`).toBeGreaterThan(40);
        }
      });
    }
  }
}
