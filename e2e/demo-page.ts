import { expect, type Page } from '@playwright/test';
import type { LifeSimElement } from '../web/elements/life-sim.js';

/** Fails the test at its end when the page wrote an error to the console, or threw one. */
export function watchConsole(page: Page, allowed: RegExp | null = null): () => void {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' && allowed?.test(message.text()) !== true) errors.push(message.text());
  });
  page.on('pageerror', (error) => errors.push(error.message));
  return () => expect(errors).toEqual([]);
}

/** Opens a page of the site with a world in it, and waits for the world's first picture. */
export async function openWorld(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await waitForPicture(page);
}

/** Waits until the first `<life-sim>` of the page has drawn. */
export async function waitForPicture(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('life-sim')?.shadowRoot?.querySelector('.stage.drawn canvas') != null);
}

/** Puts a `<life-sim>` with these attributes on the page, which is empty but for its definition. */
export async function addElement(page: Page, attributes: Readonly<Record<string, string>>): Promise<void> {
  await page.goto('/engine.html');
  await page.waitForFunction(() => customElements.get('life-sim') !== undefined);
  await page.evaluate((attributes) => {
    const sim = document.createElement('life-sim');
    for (const [name, value] of Object.entries(attributes)) sim.setAttribute(name, value);
    document.body.append(sim);
  }, attributes);
  await waitForPicture(page);
}

/** Runs a function on the page's first `<life-sim>`. */
export async function onSim<Result>(page: Page, act: (sim: LifeSimElement) => Result | Promise<Result>): Promise<Result> {
  const sim = await page.evaluateHandle(() => document.querySelector('life-sim') as LifeSimElement);
  // Playwright's own type of an argument's handle forgets the element's methods.
  return (await sim.evaluate(act as (sim: unknown) => unknown)) as Result;
}

export const tickOf = (page: Page): Promise<number> => onSim(page, (sim) => sim.life?.frame?.tick ?? -1);

/** Brightness of the picture's pixels, 0 to 255, at a tenth of its size or so. */
export async function pictureOf(page: Page): Promise<number[]> {
  return onSim(page, async (sim) => {
    const image = await createImageBitmap(await sim.toPng());
    const canvas = new OffscreenCanvas(320, 180);
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(image, 0, 0, 320, 180);
    const { data } = context.getImageData(0, 0, 320, 180);
    return Array.from({ length: 320 * 180 }, (_, i) => Math.max(data[4 * i] ?? 0, data[4 * i + 1] ?? 0, data[4 * i + 2] ?? 0));
  });
}

/** How many pixels differ by more than a trace. */
export function difference(before: readonly number[], after: readonly number[]): number {
  return before.filter((value, index) => Math.abs(value - (after[index] ?? 0)) > 12).length;
}
