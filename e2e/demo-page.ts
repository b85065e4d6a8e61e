import { expect, type Page, type Worker } from '@playwright/test';
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

/** The picture at 320 x 180: red, green and blue of each pixel, row by row. */
export async function pictureOf(page: Page): Promise<number[]> {
  return onSim(page, async (sim) => {
    const image = await createImageBitmap(await sim.toPng());
    const context = new OffscreenCanvas(320, 180).getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(image, 0, 0, 320, 180);
    return [...context.getImageData(0, 0, 320, 180).data].filter((_, index) => index % 4 < 3);
  });
}

/** The picture once it stands: the last tick's way ends, when that may be on a machine that has much to do. */
export async function standingPictureOf(page: Page): Promise<number[]> {
  let picture = await pictureOf(page);
  await expect
    .poll(
      async () => {
        const before = picture;
        await page.waitForTimeout(100);
        picture = await pictureOf(page);
        return difference(before, picture);
      },
      { timeout: 20_000 },
    )
    .toBe(0);
  return picture;
}

/** How many values are bright: more than the ground ever is. */
export function lights(picture: readonly number[]): number {
  return picture.filter((value) => value > 100).length;
}

/** How many values differ by more than a trace. */
export function difference(before: readonly number[], after: readonly number[]): number {
  return before.filter((value, index) => Math.abs(value - (after[index] ?? 0)) > 12).length;
}

/** Waits until so much of the picture differs from what it was. */
export async function expectChange(page: Page, before: readonly number[], least: number): Promise<void> {
  // Software GL takes its time.
  await expect.poll(async () => difference(before, await pictureOf(page)), { timeout: 20_000 }).toBeGreaterThan(least);
}

/** A page's threads, but for those that were started ahead and wait. */
export function working(page: Page): Worker[] {
  return page.workers().filter((worker) => !worker.url().endsWith('#ahead'));
}

/** Worlds that run: each has a coordinator, and the coordinator the threads of its pool. */
export function coordinators(page: Page): number {
  return working(page).filter((worker) => worker.url().includes('coordinator')).length;
}
