/** Elements that their page enlarges, pads or scales: the picture is as fine as it is seen, and the pointer acts where it is. */
import { expect, type Page, test } from '@playwright/test';
import { changeHost, type ElementTag, putElement } from './host-page.js';

type Style = Readonly<Record<string, string>>;

/** What a page does to an element, and to the box that it is in. */
const CASES: readonly { readonly name: string; readonly host?: Style; readonly box?: Style }[] = [
  { name: 'as it is' },
  { name: 'with a zoom of its own', host: { zoom: '2' } },
  { name: 'in a box with a zoom', box: { zoom: '1.5' } },
  { name: 'made smaller by a zoom', box: { zoom: '0.5' } },
  { name: 'with padding', host: { padding: '30px 50px 10px 20px' } },
  { name: 'with padding inside of its size', host: { padding: '40px', boxSizing: 'border-box' } },
  { name: 'with padding, a border and a zoom', host: { padding: '20px', border: '7px solid red', zoom: '1.25' } },
  { name: 'with a scrolled page', host: { marginTop: '300px' } },
];

/** An element's picture: where it is on the screen, and its own pixels. */
async function pictureOf(page: Page, tag: ElementTag): Promise<Record<'left' | 'top' | 'width' | 'height' | 'across' | 'down', number>> {
  return await page.evaluate((tag) => {
    const canvas = document.querySelector(tag)?.shadowRoot?.querySelector('canvas') as HTMLCanvasElement;
    const { left, top, width, height } = canvas.getBoundingClientRect();
    return { left, top, width, height, across: canvas.width, down: canvas.height };
  }, tag);
}

for (const { name, host = {}, box = {} } of CASES) {
  for (const tag of ['life-sim', 'meteor-shower'] as const) {
    test(`<${tag}> ${name} has a pixel of its picture for each of the screen`, async ({ page }) => {
      await putElement(page, tag, {}, { width: '500px', ...box }, false, host);
      await expect
        .poll(async () => {
          const { width, height, across, down } = await pictureOf(page, tag);
          return Math.max(Math.abs(width - across), Math.abs(height - down));
        })
        .toBeLessThan(1);
    });
  }

  test(`strokes and picks on a world ${name} land under the pointer`, async ({ page }) => {
    await putElement(page, 'life-sim', { tool: 'food', paused: '', entities: '4000' }, { width: '500px', ...box }, false, host);
    if (name === 'with a scrolled page')
      await page.evaluate(() => {
        document.body.style.minHeight = '3000px';
        scrollTo({ top: 250, behavior: 'instant' });
      });
    await settled(page);
    const painted = await page.evaluateHandle(() => {
      const places: { x: number; y: number }[] = [];
      const { life } = document.querySelector('life-sim') as unknown as { life: { paintFood: unknown } };
      life.paintFood = async ({ x, y }: { x: number; y: number }) => void places.push({ x, y });
      return places;
    });
    const picture = await pictureOf(page, 'life-sim');
    const across = 0.8;
    const down = 0.3;
    await page.mouse.click(picture.left + across * picture.width, picture.top + down * picture.height);
    // A world that is shown as a whole fills the longer side of its picture.
    const { worldWidth, worldHeight } = await page.evaluate(() => document.querySelector('life-sim')?.life?.founding as never as Sides);
    const scale = Math.max(picture.width / worldWidth, picture.height / worldHeight);
    const at = (world: number, side: number, share: number): number => world / 2 + ((share - 0.5) * side) / scale;
    const expected = { x: at(worldWidth, picture.width, across), y: at(worldHeight, picture.height, down) };
    const [place] = await painted.evaluate((places) => places);
    // Half a pixel of the screen.
    expect(Math.abs((place?.x ?? 0) - expected.x)).toBeLessThan(0.6 / scale);
    expect(Math.abs((place?.y ?? 0) - expected.y)).toBeLessThan(0.6 / scale);
  });
}

interface Sides {
  readonly worldWidth: number;
  readonly worldHeight: number;
}

/** Waits until the picture has the size that its element has. */
async function settled(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      const { width, across } = await pictureOf(page, 'life-sim');
      return Math.abs(width - across);
    })
    .toBeLessThan(1);
}

test('a zoom that changes while the world stands makes its picture as fine again', async ({ page }) => {
  await putElement(page, 'life-sim', { paused: '' }, {}, false, { width: '400px' });
  await settled(page);
  await changeHost(page, 'life-sim', 'host', { zoom: '1.5' });
  await settled(page);
  expect(await pictureOf(page, 'life-sim')).toMatchObject({ across: 600, down: 300 });
});

test('a world that a transform scales is acted on under the pointer', async ({ page }) => {
  await putElement(page, 'life-sim', { paused: '', scene: 'flock' }, { transform: 'scale(0.5)', transformOrigin: '0 0', width: '800px' });
  const camera = () => page.evaluate(() => document.querySelector('life-sim')?.camera as { x: number; y: number; zoom: number });
  const before = await camera();
  await page.mouse.move(150, 40);
  await page.mouse.down();
  await page.mouse.move(190, 40, { steps: 4 });
  await page.mouse.up();
  // Forty pixels of the screen are eighty of the element.
  expect((await camera()).x).toBeCloseTo(before.x - 80 / before.zoom, 2);
});
