/** The elements on paper. A browser keeps no picture that the GPU drew for the page's own thread: it is drawn again for the print. */
import { expect, test } from '@playwright/test';
import type {} from '../web/elements/life-sim.js';
import type {} from '../web/elements/meteor-shower.js';
import { watchConsole } from './demo-page.js';
import { printedPictures } from './printed.js';

interface Case {
  readonly tag: 'life-sim' | 'meteor-shower';
  readonly attributes: Readonly<Record<string, string>>;
  /** It is below what the window shows. */
  readonly isBelow?: boolean;
}

const WORLD = { entities: '3000', seed: '1', tier: 'wasm' };
const SHOWER = { preset: 'leonids', seed: '1', 'warm-up': '3' };
const CASES: readonly Case[] = [
  { tag: 'life-sim', attributes: { ...WORLD, renderer: 'webgl2' } },
  { tag: 'life-sim', attributes: { ...WORLD, renderer: 'webgl2' }, isBelow: true },
  { tag: 'life-sim', attributes: { ...WORLD, renderer: 'webgl2', paused: '' } },
  { tag: 'life-sim', attributes: { ...WORLD, renderer: 'canvas2d' } },
  { tag: 'meteor-shower', attributes: { ...SHOWER, renderer: 'webgl2', thread: 'page' } },
  { tag: 'meteor-shower', attributes: { ...SHOWER, renderer: 'webgl2', thread: 'page' }, isBelow: true },
  { tag: 'meteor-shower', attributes: { ...SHOWER, renderer: 'webgl2', thread: 'page', paused: '' } },
  { tag: 'meteor-shower', attributes: { ...SHOWER, renderer: 'canvas2d', thread: 'page' } },
  { tag: 'meteor-shower', attributes: { ...SHOWER, renderer: 'webgl2', thread: 'worker' } },
  { tag: 'meteor-shower', attributes: { ...SHOWER, renderer: 'webgl2', thread: 'worker', paused: '' } },
  { tag: 'meteor-shower', attributes: { ...SHOWER, renderer: 'canvas2d', thread: 'worker' } },
];

for (const { tag, attributes, isBelow = false } of CASES) {
  const { renderer, thread, paused } = attributes as Record<string, string | undefined>;
  const where = `${thread === undefined ? '' : ` on the ${thread}`}${isBelow ? ', below the window' : ''}${paused === undefined ? '' : ', paused'}`;
  test(`<${tag}> by ${renderer}${where} prints what it shows`, async ({ page }) => {
    const noErrors = watchConsole(page);
    await page.goto('/engine.html');
    await page.waitForFunction(() => customElements.get('life-sim') !== undefined && customElements.get('meteor-shower') !== undefined);
    await page.evaluate(
      ({ tag, attributes, isBelow }) => {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        Object.assign(element.style, { width: '600px', height: '300px', marginBlockStart: isBelow ? '3000px' : '0' });
        document.body.append(element);
      },
      { tag, attributes, isBelow },
    );
    // What nobody sees is not drawn before it is printed.
    if (tag === 'life-sim') await page.waitForFunction(() => document.querySelector('life-sim')?.life?.frame != null);
    else await page.waitForFunction(() => document.querySelector('meteor-shower')?.drawnBy != null);
    // The frames after the last one that was drawn take its picture away.
    await page.waitForTimeout(1000);
    const pictures = printedPictures(await page.pdf({ printBackground: true }));
    // What a 2D canvas of the page's own has drawn of late is printed as it was drawn: its sprites are pictures of their own.
    const whole = renderer === 'canvas2d' && thread === 'page' ? pictures.slice(0, 1) : pictures;
    expect(whole.map(({ width, height }) => [width, height])).toEqual([[600, 300]]);
    expect(pictures[0]?.lights).toBeGreaterThan(2000);
    noErrors();
  });
}

test('what has nothing to draw yet, or has left its page, prints nothing', async ({ page }) => {
  await page.goto('/engine.html');
  await page.waitForFunction(() => customElements.get('life-sim') !== undefined && customElements.get('meteor-shower') !== undefined);
  const noErrors = watchConsole(page);
  await page.evaluate(async () => {
    const elements = (['life-sim', 'meteor-shower'] as const).map((tag) => document.body.appendChild(document.createElement(tag)));
    dispatchEvent(new Event('beforeprint'));
    for (const element of elements) element.remove();
    await Promise.resolve();
    dispatchEvent(new Event('beforeprint'));
  });
  noErrors();
});
