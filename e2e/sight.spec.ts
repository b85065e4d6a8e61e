/** Elements rest while nobody can see them, whatever hides them, and are as fine as their screen, whether time passes or not. */
import { expect, type Page, test } from '@playwright/test';
import { watchConsole } from './demo-page.js';
import { changeHost, type ElementTag, isResting, putElement } from './host-page.js';

const TAGS: readonly ElementTag[] = ['life-sim', 'meteor-shower'];

/** What hides an element: a style of the element's own, or of the box that it is in. */
const HIDDEN: readonly { readonly name: string; readonly of: 'host' | 'box'; readonly style: Readonly<Record<string, string>> }[] = [
  { name: 'an element without height', of: 'host', style: { height: '0', minHeight: '0' } },
  { name: 'an element without width', of: 'host', style: { width: '0' } },
  { name: 'a closed accordion', of: 'box', style: { height: '0', overflow: 'hidden' } },
  { name: 'display: none', of: 'box', style: { display: 'none' } },
  { name: 'visibility: hidden', of: 'host', style: { visibility: 'hidden' } },
  { name: 'visibility: hidden around it', of: 'box', style: { visibility: 'hidden' } },
  { name: 'opacity: 0', of: 'host', style: { opacity: '0' } },
  { name: 'opacity: 0 around it', of: 'box', style: { opacity: '0' } },
  { name: "a place along the screen's edge", of: 'box', style: { position: 'absolute', top: '100vh', insetInline: '0' } },
];

for (const tag of TAGS) {
  for (const { name, of, style } of HIDDEN) {
    test(`<${tag}> rests in ${name}, and goes on after it`, async ({ page }) => {
      const noErrors = watchConsole(page);
      await putElement(page, tag);
      await expect.poll(() => isResting(page, tag)).toBe(false);
      await changeHost(page, tag, of, style);
      await expect.poll(() => isResting(page, tag)).toBe(true);
      await page.waitForTimeout(400);
      expect(await isResting(page, tag)).toBe(true);
      await changeHost(page, tag, of, Object.fromEntries(Object.keys(style).map((property) => [property, ''])));
      await expect.poll(() => isResting(page, tag)).toBe(false);
      noErrors();
    });
  }

  test(`<${tag}> that stands in a hidden box from the start begins to run when the box is shown`, async ({ page }) => {
    await putElement(page, tag, {}, { opacity: '0' });
    await page.waitForTimeout(600);
    expect(await isResting(page, tag)).toBe(true);
    await changeHost(page, tag, 'box', { opacity: '1' });
    await expect.poll(() => isResting(page, tag)).toBe(false);
  });

  test(`<${tag}> that is almost clear is seen`, async ({ page }) => {
    await putElement(page, tag);
    await changeHost(page, tag, 'box', { opacity: '0.01' });
    await page.waitForTimeout(700);
    expect(await isResting(page, tag)).toBe(false);
  });

  test(`<${tag}> that stands is as fine as the screen that its window comes to`, async ({ page }) => {
    await putElement(page, tag, { paused: '' }, { width: '400px' });
    await expect.poll(() => canvasOf(page, tag)).toEqual([400, 200]);
    const session = await page.context().newCDPSession(page);
    const { width, height } = page.viewportSize() as { width: number; height: number };
    await session.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 2, mobile: false });
    await expect.poll(() => canvasOf(page, tag)).toEqual([800, 400]);
  });
}

test('a lazy shower waits until its box is shown', async ({ page }) => {
  await putElement(page, 'meteor-shower', { loading: 'lazy' }, { visibility: 'hidden' });
  await page.waitForTimeout(600);
  expect(page.workers()).toEqual([]);
  await changeHost(page, 'meteor-shower', 'box', { visibility: 'visible' });
  await expect.poll(() => isResting(page, 'meteor-shower')).toBe(false);
});

/** Device pixels of an element's picture. */
async function canvasOf(page: Page, tag: ElementTag): Promise<(number | undefined)[]> {
  return await page.evaluate((tag) => {
    const canvas = document.querySelector(tag)?.shadowRoot?.querySelector('canvas');
    return [canvas?.width, canvas?.height];
  }, tag);
}

test('a running world stands when its user asks for less motion, and goes on when that is taken back', async ({ page }) => {
  await putElement(page, 'life-sim');
  const play = page.getByRole('button', { name: 'Play the world' });
  const isPaused = () => page.evaluate(() => document.querySelector('life-sim')?.life?.paused);
  await expect.poll(isPaused).toBe(false);
  await expect(play).toBeHidden();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect(play).toBeVisible();
  await expect.poll(isPaused).toBe(true);
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await expect(play).toBeHidden();
  await expect.poll(isPaused).toBe(false);
  // A world that its page paused is left alone.
  await page.evaluate(() => document.querySelector('life-sim')?.setAttribute('paused', ''));
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.waitForTimeout(200);
  expect(await isPaused()).toBe(true);
});

test.describe('with less motion asked for', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  for (const of of ['host', 'box'] as const) {
    test(`a world that is inert by its ${of} stands without a button, and has one when it takes clicks`, async ({ page }) => {
      await putElement(page, 'life-sim', of === 'host' ? { inert: '' } : {}, {}, of === 'box');
      const play = page.locator('life-sim .play');
      expect(await page.evaluate(() => document.querySelector('life-sim')?.paused)).toBe(true);
      await expect(play).toBeHidden();
      await page.evaluate(() => {
        for (const inert of document.querySelectorAll('[inert]')) inert.removeAttribute('inert');
      });
      await page.locator('life-sim').hover();
      await play.click();
      await expect(play).toBeHidden();
      expect(await page.evaluate(() => document.querySelector('life-sim')?.paused)).toBe(false);
    });
  }

  test('no button stands in the landing page that nobody can press', async ({ page }) => {
    await page.goto('/index.html');
    await expect.poll(() => page.evaluate(() => document.querySelectorAll('life-sim[paused]').length)).toBe(5);
    for (const play of await page.locator('life-sim .play').all()) await expect(play).toBeHidden();
  });
});
