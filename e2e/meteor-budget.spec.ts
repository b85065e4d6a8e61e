/** What a running shower may cost: no memory, however many frames it makes. */
import { expect, test } from '@playwright/test';
import type { MeteorShowerElement } from '../web/elements/meteor-shower.js';
import { addShower, onShower, openMeteors } from './meteor-page.js';
import { TestPages } from './test-pages.js';

const pages = new TestPages();
test.beforeAll(() => pages.open());
test.afterAll(() => pages.close());

/** Frames that are watched, and the bytes by which the heap may grow meanwhile. */
const FRAMES = 600;
const MOST_BYTES = 10_000;
/** Compilers, which write to the same heap, are done after some of these. What leaks a little each frame never is. */
const WINDOWS = 6;

for (const renderer of ['canvas2d', 'webgl2'] as const) {
  test(`${FRAMES} frames on ${renderer} leave the heap as it was${renderer === 'webgl2' ? ' @long' : ''}`, async ({ page }) => {
    test.setTimeout(300_000);
    await openMeteors(page, pages.at('meteor.html'));
    await addShower(page, { thread: 'page', renderer, quality: 'performance' });
    const session = await page.context().newCDPSession(page);
    const heapAfter = async (frames: number): Promise<number> => {
      await onShower(page, (shower) => Object.assign(shower, { began: shower.metrics?.frame ?? 0 }));
      await page.evaluate(
        (frames) =>
          new Promise<void>((done) => {
            const shower = document.querySelector('meteor-shower') as MeteorShowerElement & { readonly began: number };
            shower.addEventListener('metrics', function hear({ detail }) {
              if (detail.frame < shower.began + frames) return;
              shower.removeEventListener('metrics', hear as EventListener);
              done();
            });
          }),
        frames,
      );
      for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize;
    };
    const growth: number[] = [];
    for (let before = await heapAfter(FRAMES); growth.length < WINDOWS && !growth.some((bytes) => bytes < MOST_BYTES); ) {
      const now = await heapAfter(FRAMES);
      growth.push(now - before);
      before = now;
    }
    expect(growth.at(-1), `growth: ${growth.join(', ')}`).toBeLessThan(MOST_BYTES);
  });
}
