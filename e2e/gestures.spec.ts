/** Whose a wheel or a finger over a world is: the page's that scrolls, or the picture's. */
import { type CDPSession, expect, type Page, test } from '@playwright/test';
import { openPage } from './host-page.js';

/** What scrolls around the world, as markup around `WORLD`; `scrolled` gives how far. */
const AROUND = {
  'a page that scrolls': { html: '<main style="height: 3000px">WORLD</main>', scroller: 'html' },
  'a pane that scrolls': {
    html: '<div class="pane" style="height: 400px; overflow: auto"><div style="height: 3000px">WORLD</div></div>',
    scroller: '.pane',
  },
  'a body that scrolls': {
    html: '<style>html { height: 100%; overflow: hidden } body { height: 100%; margin: 0; overflow: auto }</style><main style="height: 3000px">WORLD</main>',
    scroller: 'body',
  },
} as const;
type Around = keyof typeof AROUND;

/** A page on which nothing scrolls, though some of it is larger than what is seen of it. */
const STILL = '<div style="height: 400px; overflow: hidden"><div style="height: 3000px">WORLD</div></div>';

async function openWith(page: Page, html: string, attributes = ''): Promise<void> {
  await openPage(page);
  await page.evaluate(
    (html) => {
      document.body.innerHTML = html;
    },
    html.replace(
      'WORLD',
      `<life-sim scene="flock" entities="300" renderer="canvas2d" paused style="height: 300px" ${attributes}></life-sim>`,
    ),
  );
  await page.waitForFunction(() => document.querySelector('life-sim')?.shadowRoot?.querySelector('.drawn') != null);
}

const zoomOf = (page: Page): Promise<number> => page.evaluate(() => document.querySelector('life-sim')?.camera.zoom ?? 0);
const placeOf = (page: Page): Promise<number[]> =>
  page.evaluate(() => {
    const { x = 0, y = 0 } = document.querySelector('life-sim')?.camera ?? {};
    return [x, y];
  });
const scrolledBy = (page: Page, scroller: string): Promise<number> =>
  page.evaluate((scroller) => document.querySelector(scroller)?.scrollTop ?? -1, scroller);
const hintOf = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.querySelector('life-sim')?.shadowRoot?.querySelector('.hint.shown')?.textContent ?? null);

async function turnWheel(page: Page, withControl = false): Promise<void> {
  await page.mouse.move(300, 150);
  if (withControl) await page.keyboard.down('Control');
  await page.mouse.wheel(0, 120);
  await page.mouse.wheel(0, 120);
  if (withControl) await page.keyboard.up('Control');
}

for (const [around, { html, scroller }] of Object.entries(AROUND)) {
  test(`in ${around} the wheel scrolls on over a world, which says how to zoom`, async ({ page }) => {
    await openWith(page, html);
    const zoom = await zoomOf(page);
    await turnWheel(page);
    await expect.poll(() => scrolledBy(page, scroller)).toBeGreaterThan(50);
    expect(await zoomOf(page)).toBe(zoom);
    expect(await hintOf(page)).toMatch(/^Use (Ctrl|⌘) \+ scroll to zoom$/);
    await expect.poll(() => hintOf(page)).toBeNull();
  });

  test(`in ${around} ctrl and the wheel zoom the world`, async ({ page }) => {
    await openWith(page, html);
    const zoom = await zoomOf(page);
    await turnWheel(page, true);
    await expect.poll(() => zoomOf(page)).toBeLessThan(zoom);
    expect(await scrolledBy(page, scroller)).toBe(0);
    expect(await hintOf(page)).toBeNull();
  });

  test(`in ${around} a greedy world takes the wheel`, async ({ page }) => {
    await openWith(page, html, 'gestures="greedy"');
    const zoom = await zoomOf(page);
    await turnWheel(page);
    await expect.poll(() => zoomOf(page)).toBeLessThan(zoom);
    expect(await scrolledBy(page, scroller)).toBe(0);
  });

  test(`in ${around} a world without gestures takes neither the wheel nor a drag, and its keys leave the view`, async ({ page }) => {
    await openWith(page, html, 'gestures="none"');
    const before = [await zoomOf(page), await placeOf(page)];
    await page.mouse.move(300, 150);
    await page.mouse.down();
    await page.mouse.move(360, 160, { steps: 3 });
    await page.mouse.up();
    for (const key of ['+', 'ArrowRight']) await page.keyboard.press(key);
    await turnWheel(page);
    await expect.poll(() => scrolledBy(page, scroller)).toBeGreaterThan(50);
    expect([await zoomOf(page), await placeOf(page)]).toEqual(before);
    expect(await hintOf(page)).toBeNull();
  });
}

test('where nothing around it scrolls the wheel zooms', async ({ page }) => {
  await openWith(page, STILL);
  const zoom = await zoomOf(page);
  await turnWheel(page);
  await expect.poll(() => zoomOf(page)).toBeLessThan(zoom);
  expect(await hintOf(page)).toBeNull();
});

test('in a frame of a page that scrolls the wheel scrolls that page', async ({ page }) => {
  await openPage(page);
  await page.evaluate(async () => {
    document.body.innerHTML = '<main style="height: 3000px"><iframe style="width: 600px; height: 320px; border: 0"></iframe></main>';
    await new Promise((done) => setTimeout(done, 100));
    const world = Object.assign(document.createElement('life-sim'), { scene: 'flock', entities: 300, renderer: 'canvas2d', paused: true });
    world.style.height = '300px';
    const frame = document.querySelector('iframe') as HTMLIFrameElement;
    (frame.contentDocument as Document).body.append(world);
    Object.assign(globalThis, { world });
    await new Promise((done) => world.addEventListener('ready', done));
  });
  await turnWheel(page);
  await expect.poll(() => scrolledBy(page, 'html')).toBeGreaterThan(50);
});

test('the world of the life page takes all gestures', async ({ page }) => {
  await page.goto('/life.html#scene=flock&entities=300');
  await page.waitForFunction(() => document.querySelector('life-sim')?.life != null);
  const zoom = await zoomOf(page);
  await page.mouse.move(640, 300);
  await page.mouse.wheel(0, -240);
  await expect.poll(() => zoomOf(page)).toBeGreaterThan(zoom);
  expect(await page.locator('life-sim').getAttribute('gestures')).toBe('greedy');
});

test.describe('with fingers', () => {
  test.use({ hasTouch: true });

  type Finger = readonly [x: number, y: number];
  /** Moves fingers from places to places, in steps, and lifts them. */
  async function moveFingers(session: CDPSession, from: readonly Finger[], to: readonly Finger[]): Promise<void> {
    const points = (share: number) =>
      from.map(([x, y], id) => {
        const [toX, toY] = to[id] ?? [x, y];
        return { id, x: x + share * (toX - x), y: y + share * (toY - y) };
      });
    // One after the other, as fingers come down.
    for (let count = 1; count <= from.length; count += 1)
      await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: points(0).slice(0, count) });
    for (let step = 1; step <= 10; step += 1)
      await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: points(step / 10) });
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  }
  const around: Around[] = Object.keys(AROUND) as Around[];

  for (const name of around) {
    const { html, scroller } = AROUND[name];

    test(`in ${name} one finger scrolls on over a world, which says how to move it`, async ({ page }) => {
      await openWith(page, html);
      const before = await placeOf(page);
      const session = await page.context().newCDPSession(page);
      await moveFingers(session, [[300, 200]], [[300, 40]]);
      await expect.poll(() => scrolledBy(page, scroller)).toBeGreaterThan(50);
      expect(await placeOf(page)).toEqual(before);
      expect(await hintOf(page)).toBe('Use two fingers to move');
    });

    test(`in ${name} two fingers zoom and move the world`, async ({ page }) => {
      await openWith(page, html);
      const [zoom, place] = [await zoomOf(page), await placeOf(page)];
      const session = await page.context().newCDPSession(page);
      const from: Finger[] = [
        [250, 150],
        [350, 150],
      ];
      const to: Finger[] = [
        [200, 100],
        [400, 100],
      ];
      await moveFingers(session, from, to);
      expect(await zoomOf(page)).toBeCloseTo(2 * zoom, 1);
      expect(await placeOf(page)).not.toEqual(place);
      expect(await scrolledBy(page, scroller)).toBe(0);
      expect(await hintOf(page)).toBeNull();
    });

    test(`in ${name} one finger paints with a brush`, async ({ page }) => {
      await openWith(page, html, 'tool="food"');
      const painted = await page.evaluateHandle(() => {
        const places: { x: number; y: number }[] = [];
        const { life } = document.querySelector('life-sim') as unknown as { life: { paintFood: unknown } };
        life.paintFood = async (place: { x: number; y: number }) => void places.push(place);
        return places;
      });
      const before = await placeOf(page);
      const session = await page.context().newCDPSession(page);
      await moveFingers(session, [[300, 200]], [[300, 40]]);
      expect(await painted.evaluate((places) => places.length)).toBeGreaterThan(0);
      expect(await scrolledBy(page, scroller)).toBe(0);
      expect(await placeOf(page)).toEqual(before);
    });

    test(`in ${name} one finger moves a greedy world`, async ({ page }) => {
      await openWith(page, html, 'gestures="greedy"');
      const before = await placeOf(page);
      const session = await page.context().newCDPSession(page);
      await moveFingers(session, [[300, 200]], [[300, 40]]);
      expect(await placeOf(page)).not.toEqual(before);
      expect(await scrolledBy(page, scroller)).toBe(0);
    });
  }

  test('where nothing around it scrolls one finger moves the world', async ({ page }) => {
    await openWith(page, STILL);
    const before = await placeOf(page);
    const zoom = await zoomOf(page);
    const session = await page.context().newCDPSession(page);
    await moveFingers(session, [[300, 200]], [[300, 100]]);
    const [, y = 0] = await placeOf(page);
    expect(Math.abs(y - (before[1] ?? 0))).toBeCloseTo(100 / zoom, -1);
    expect(await hintOf(page)).toBeNull();
  });
});
