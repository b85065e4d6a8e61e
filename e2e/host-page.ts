/** What the tests of elements in other people's pages share: an element in a box, on a page without anything else. */
import type { Page } from '@playwright/test';
import type { LifeSimElement } from '../web/elements/life-sim.js';
import type { MeteorShowerElement } from '../web/elements/meteor-shower.js';

export type ElementTag = 'life-sim' | 'meteor-shower';
type Style = Readonly<Record<string, string>>;

/** Opens the page that defines the elements. */
export async function openPage(page: Page): Promise<void> {
  await page.goto('/engine.html');
  await page.waitForFunction(() => ['life-sim', 'meteor-shower'].every((tag) => customElements.get(tag) !== undefined));
}

/** Puts an element of 200 pixels' height into a box on a page, and waits until it runs, or stands in vain. */
export async function putElement(
  page: Page,
  tag: ElementTag,
  attributes: Style = {},
  box: Style = {},
  isInert = false,
  style: Style = {},
): Promise<void> {
  await openPage(page);
  await page.evaluate(
    ({ tag, attributes, box, isInert, style }) => {
      const outer = document.createElement('section');
      Object.assign(outer.style, box);
      outer.inert = isInert;
      const element = document.createElement(tag);
      const own = tag === 'life-sim' ? { entities: '300', seed: '3', renderer: 'canvas2d' } : { thread: 'page', renderer: 'canvas2d' };
      for (const [name, value] of Object.entries({ ...own, ...attributes })) element.setAttribute(name, value);
      Object.assign(element.style, { height: '200px', ...style });
      document.body.replaceChildren(outer);
      outer.append(element);
    },
    { tag, attributes, box, isInert, style },
  );
  if (tag === 'life-sim') await page.waitForFunction(() => document.querySelector('life-sim')?.life != null);
  else if (attributes.loading === undefined) await page.waitForFunction(() => document.querySelector('meteor-shower')?.drawnBy != null);
}

/** Changes the style of the element, or of its box. */
export async function changeHost(page: Page, tag: ElementTag, of: 'host' | 'box', style: Style): Promise<void> {
  await page.evaluate(
    ({ tag, of, style }) => {
      const element = document.querySelector(tag) as HTMLElement;
      Object.assign((of === 'host' ? element : (element.parentElement as HTMLElement)).style, style);
    },
    { tag, of, style },
  );
}

/** Whether an element's world or show rests. Null while there is none. */
export async function isResting(page: Page, tag: ElementTag): Promise<boolean | null> {
  return await page.evaluate((tag) => {
    const element = document.querySelector(tag);
    // On its way from another window.
    if (element === null) return null;
    if (tag === 'life-sim') return (element as LifeSimElement).life?.hidden ?? null;
    const { state } = element as MeteorShowerElement;
    return state === 'starting' ? null : state !== 'running';
  }, tag);
}
