/** What a running shower may cost: no memory, however many frames it makes. */
import { expect, test } from '@playwright/test';
import { addShower, onShower, openMeteors } from './meteor-page.js';
import { TestPages } from './test-pages.js';

const pages = new TestPages();
test.beforeAll(() => pages.open());
test.afterAll(() => pages.close());

/** Frames that are watched, and the bytes by which the heap may grow meanwhile. */
const FRAMES = 600;
const MOST_BYTES = 10_000;

for (const renderer of ['canvas2d', 'webgl2'] as const) {
  test(`${FRAMES} frames on ${renderer} leave the heap as it was`, async ({ page }) => {
    await openMeteors(page, pages.at('meteor.html'));
    await addShower(page, { thread: 'page', renderer, quality: 'performance' });
    const session = await page.context().newCDPSession(page);
    const frame = (): Promise<number> => onShower(page, ({ metrics }) => metrics?.frame ?? 0);
    const run = async (frames: number): Promise<void> => {
      const until = (await frame()) + frames;
      await page.waitForFunction((until) => (document.querySelector('meteor-shower')?.metrics?.frame ?? 0) >= until, until, {
        polling: 500,
        timeout: 80_000,
      });
    };
    const heap = async (): Promise<number> => {
      for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize;
    };
    // Compilers and pools of memory settle first.
    await run(200);
    const before = await heap();
    await run(FRAMES);
    expect((await heap()) - before).toBeLessThan(MOST_BYTES);
  });
}
