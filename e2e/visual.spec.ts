import { expect, test } from '@playwright/test';
import { lights, openWorld, pictureOf, watchConsole } from './demo-page.js';

const SIZES = [
  { width: 390, height: 844 },
  { width: 1280, height: 720 },
  { width: 2560, height: 1440 },
];

for (const size of SIZES) {
  test.describe(`at ${size.width} x ${size.height}`, () => {
    test.use({ viewport: size });

    for (const address of ['/index.html', '/life.html#entities=4000']) {
      test(`${address} fits, and is alive`, async ({ page }) => {
        const noErrors = watchConsole(page);
        await openWorld(page, address);
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
        expect(lights(await pictureOf(page))).toBeGreaterThan(50);
        noErrors();
      });
    }

    test('nothing that floats on the life page covers anything else, and each part is on the screen', async ({ page }) => {
      await openWorld(page, '/life.html#entities=1000');
      await page.waitForFunction(() => document.querySelector('#legend li') !== null);
      const boxes = await page.evaluate(() =>
        ['#legend', '#meter', '#transport', '.sheet'].map((part) => document.querySelector(part)?.getBoundingClientRect().toJSON()),
      );
      for (const [index, box] of boxes.entries()) {
        expect(box.left).toBeGreaterThanOrEqual(0);
        expect(box.right).toBeLessThanOrEqual(size.width);
        expect(box.bottom).toBeLessThanOrEqual(size.height);
        for (const other of boxes.slice(index + 1)) {
          const apart = box.right <= other.left || other.right <= box.left || box.bottom <= other.top || other.bottom <= box.top;
          expect(apart).toBe(true);
        }
      }
    });
  });
}

test('every control of the life page has a name', async ({ page }) => {
  await openWorld(page, '/life.html#entities=500');
  const unnamed = await page.evaluate(() =>
    [...document.querySelectorAll('button, #legend select, .body.charts select')]
      .filter((control) => !control.getAttribute('aria-label') && !control.textContent?.trim() && control.closest('.tp-rotv') === null)
      .map((control) => control.outerHTML),
  );
  expect(unnamed).toEqual([]);
});
