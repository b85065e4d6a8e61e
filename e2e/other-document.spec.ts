/** Elements in the document of an iframe, a pop-up or a picture-in-picture: that window's sight, pixels and pointers are theirs. */
import { expect, type Page, test } from '@playwright/test';
import { watchConsole } from './demo-page.js';
import { type ElementTag, isResting, putElement } from './host-page.js';

const TAGS: readonly ElementTag[] = ['life-sim', 'meteor-shower'];

/** Opens a pop-up and puts the page's element into it. */
async function toPopUp(page: Page, tag: ElementTag): Promise<Page> {
  const opened = page.waitForEvent('popup');
  await page.evaluate((tag) => {
    const view = window.open('about:blank', '', 'width=600,height=400') as Window;
    const element = document.querySelector(tag) as HTMLElement;
    Object.assign(globalThis, { element, view });
    view.document.body.append(element);
  }, tag);
  return await opened;
}

/** Makes a window say that it is hidden, or no longer, as a tab in the background does. */
async function hide(page: Page, isHidden: boolean): Promise<void> {
  await page.evaluate((isHidden) => {
    Object.defineProperty(document, 'hidden', { value: isHidden, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, isHidden);
}

/** Device pixels of the picture of an element in a window, wherever it is. */
async function canvasOf(page: Page, tag: ElementTag): Promise<(number | undefined)[]> {
  return await page.evaluate((tag) => {
    const canvas = document.querySelector(tag)?.shadowRoot?.querySelector('canvas');
    return [canvas?.width, canvas?.height];
  }, tag);
}

for (const tag of TAGS) {
  test(`<${tag}> in a pop-up rests when the pop-up is hidden, and not when its page is`, async ({ page }) => {
    const noErrors = watchConsole(page);
    await putElement(page, tag);
    const popUp = await toPopUp(page, tag);
    await expect.poll(() => isResting(popUp, tag)).toBe(false);
    await hide(page, true);
    await page.waitForTimeout(500);
    expect(await isResting(popUp, tag)).toBe(false);
    await hide(popUp, true);
    await expect.poll(() => isResting(popUp, tag)).toBe(true);
    await hide(popUp, false);
    await expect.poll(() => isResting(popUp, tag)).toBe(false);
    noErrors();
  });

  test(`<${tag}> in a pop-up is as fine as the screen of the pop-up`, async ({ page }) => {
    await putElement(page, tag, {}, {}, false, { width: '300px' });
    const popUp = await toPopUp(page, tag);
    await expect.poll(() => canvasOf(popUp, tag)).toEqual([300, 200]);
    const session = await popUp.context().newCDPSession(popUp);
    await session.send('Emulation.setDeviceMetricsOverride', { width: 600, height: 400, deviceScaleFactor: 2, mobile: false });
    await expect.poll(() => canvasOf(popUp, tag)).toEqual([600, 400]);
    // Back on its page, its page's screen counts.
    await page.evaluate(() => document.body.append(Reflect.get(globalThis, 'element')));
    await expect.poll(() => canvasOf(page, tag)).toEqual([300, 200]);
  });

  test(`<${tag}> ends with a pop-up that is closed, and begins anew where it is taken back later`, async ({ page }) => {
    await putElement(page, tag, tag === 'meteor-shower' ? { thread: 'worker' } : {});
    const popUp = await toPopUp(page, tag);
    await expect.poll(() => isResting(popUp, tag)).toBe(false);
    expect(page.workers().length).toBeGreaterThan(0);
    await page.evaluate(() => Reflect.get(globalThis, 'view').close());
    await expect.poll(() => page.workers().length).toBe(0);
    await page.evaluate(() => document.body.append(Reflect.get(globalThis, 'element')));
    await expect.poll(() => isResting(page, tag)).toBe(false);
  });

  test(`<${tag}> ends with an iframe that is removed`, async ({ page }) => {
    await putElement(page, tag, tag === 'meteor-shower' ? { thread: 'worker' } : {});
    await page.evaluate(async (tag) => {
      const frame = document.body.appendChild(document.createElement('iframe'));
      frame.contentDocument?.body.append(document.querySelector(tag) as HTMLElement);
    }, tag);
    await page.waitForTimeout(500);
    expect(page.workers().length).toBeGreaterThan(0);
    await page.evaluate(() => document.querySelector('iframe')?.remove());
    await expect.poll(() => page.workers().length).toBe(0);
  });

  test(`<${tag}> that its page takes out of a closing window goes on as it was`, async ({ page }) => {
    await putElement(page, tag, tag === 'meteor-shower' ? { thread: 'worker' } : {});
    const popUp = await toPopUp(page, tag);
    await expect.poll(() => isResting(popUp, tag)).toBe(false);
    const before = page.workers();
    await page.evaluate(() => {
      const { element, view } = globalThis as unknown as { element: HTMLElement; view: Window };
      view.addEventListener('pagehide', () => document.body.append(element));
      view.close();
    });
    await expect.poll(() => isResting(page, tag)).toBe(false);
    await page.waitForTimeout(500);
    expect(page.workers().filter((worker) => before.includes(worker))).toEqual(before);
  });

  test(`<${tag}> in a picture-in-picture runs there, and goes on when it comes back`, async ({ page }) => {
    await putElement(page, tag);
    const isThere = await page.evaluate(() => 'documentPictureInPicture' in globalThis);
    test.skip(!isThere, 'this browser has no documentPictureInPicture');
    await page.evaluate((tag) => {
      const element = document.querySelector(tag) as HTMLElement;
      Object.assign(globalThis, { element });
      addEventListener(
        'click',
        async () => {
          type WithPicture = { documentPictureInPicture: { requestWindow(size: object): Promise<Window> } };
          const view = await (globalThis as unknown as WithPicture).documentPictureInPicture.requestWindow({ width: 400, height: 300 });
          view.addEventListener('pagehide', () => document.body.append(element));
          view.document.body.append(element);
          Object.assign(globalThis, { view });
        },
        { once: true },
      );
    }, tag);
    await page.mouse.click(5, 400);
    await page.waitForFunction(() => Reflect.get(globalThis, 'view') !== undefined);
    await hide(page, true);
    const resting = (): Promise<boolean> =>
      page.evaluate(() => {
        const { element } = globalThis as unknown as { element: { life?: { hidden: boolean }; state: string } };
        return element.life?.hidden ?? element.state !== 'running';
      });
    await page.waitForTimeout(500);
    expect(await resting()).toBe(false);
    await page.evaluate(() => Reflect.get(globalThis, 'view').close());
    await hide(page, false);
    await expect.poll(() => isResting(page, tag)).toBe(false);
  });
}

test('a shower in a pop-up that waits for its user begins when the user does something there', async ({ page }) => {
  await putElement(page, 'meteor-shower', { loading: 'interaction' });
  const popUp = await toPopUp(page, 'meteor-shower');
  await page.mouse.click(5, 5);
  await page.waitForTimeout(400);
  expect(await isResting(popUp, 'meteor-shower')).toBeNull();
  await popUp.mouse.click(5, 300);
  await expect.poll(() => isResting(popUp, 'meteor-shower')).toBe(false);
});

test('the picture of a world in a pop-up moves while its page is given no frames', async ({ page }) => {
  await putElement(page, 'life-sim');
  const popUp = await toPopUp(page, 'life-sim');
  await expect.poll(() => isResting(popUp, 'life-sim')).toBe(false);
  await page.evaluate(() => {
    globalThis.requestAnimationFrame = () => 1;
  });
  await page.waitForTimeout(300);
  const drawn = (): Promise<number> =>
    popUp.evaluate(() => (document.querySelector('life-sim') as unknown as { timing: { framesPerSecond: number } }).timing.framesPerSecond);
  await page.waitForTimeout(600);
  expect(await drawn()).toBeGreaterThan(0);
});

test('the wheel and a drag act on a world in a pop-up where they are', async ({ page }) => {
  await putElement(page, 'life-sim', { paused: '', scene: 'flock' });
  const popUp = await toPopUp(page, 'life-sim');
  const camera = (): Promise<{ x: number; zoom: number }> =>
    popUp.evaluate(() => (document.querySelector('life-sim') as unknown as { camera: { x: number; zoom: number } }).camera);
  await expect.poll(async () => (await camera()).zoom).toBeGreaterThan(0);
  await popUp.waitForTimeout(500);
  const before = await camera();
  await popUp.mouse.move(200, 100);
  await popUp.mouse.down();
  await popUp.mouse.move(240, 100, { steps: 4 });
  await popUp.mouse.up();
  expect((await camera()).x).toBeCloseTo(before.x - 40 / before.zoom, 2);
  await popUp.mouse.wheel(0, -200);
  await expect.poll(async () => (await camera()).zoom).toBeGreaterThan(before.zoom);
});
