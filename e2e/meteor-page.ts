/** What the browser tests of the meteor shower share. */
import type { Page } from '@playwright/test';
import type { MeteorShowerElement } from '../web/elements/meteor-shower.js';
import type { MeteorTestPage } from './pages/meteor.js';

declare global {
  interface Window {
    /** Put there by the test page (e2e/pages/meteor.ts). */
    readonly meteors: MeteorTestPage;
  }
}

/** What tests change a page with, before its scripts run: counts what is made and not given back. */
export function countResources(): void {
  const counts = { workers: 0, timers: new Set<unknown>(), listeners: new Map<EventTarget, number>(), observers: 0, contexts: 0 };
  Object.assign(globalThis, { counts });
  const RealWorker = Worker;
  globalThis.Worker = class extends RealWorker {
    #ended = false;
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      counts.workers += 1;
    }
    override terminate(): void {
      if (!this.#ended) counts.workers -= 1;
      this.#ended = true;
      super.terminate();
    }
  };
  const { setTimeout: set, clearTimeout: clear } = globalThis;
  globalThis.setTimeout = ((action: () => void, ...rest: unknown[]) => {
    const handle = (set as (...all: unknown[]) => number)(
      () => {
        counts.timers.delete(handle);
        action();
      },
      ...rest,
    );
    counts.timers.add(handle);
    return handle;
  }) as typeof setTimeout;
  globalThis.clearTimeout = (handle) => {
    counts.timers.delete(handle);
    clear(handle);
  };
  const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
  const isShared = (target: EventTarget | null): boolean =>
    target === null || target === window || target === document || target instanceof MediaQueryList;
  const keys = new WeakMap<EventTarget, Set<string>>();
  const names = new WeakMap<object, number>();
  let named = 0;
  const keyOf = (type: string, listener: unknown): string => {
    if (typeof listener !== 'object' && typeof listener !== 'function') return type;
    if (!names.has(listener as object)) {
      named += 1;
      names.set(listener as object, named);
    }
    return `${type} ${names.get(listener as object)}`;
  };
  EventTarget.prototype.addEventListener = function (this: EventTarget, type: string, listener, options) {
    const target = this ?? window;
    if (isShared(target)) {
      const own = keys.get(target) ?? new Set();
      keys.set(target, own.add(keyOf(type, listener)));
      counts.listeners.set(target, own.size);
    }
    add.call(target, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (this: EventTarget, type: string, listener, options) {
    const target = this ?? window;
    keys.get(target)?.delete(keyOf(type, listener));
    const left = keys.get(target)?.size;
    if (left !== undefined) counts.listeners.set(target, left);
    if (left === 0) counts.listeners.delete(target);
    remove.call(target, type, listener, options);
  };
  for (const name of ['ResizeObserver', 'IntersectionObserver'] as const) {
    const Real = globalThis[name] as unknown as new (...all: unknown[]) => { disconnect(): void };
    Object.assign(globalThis, {
      [name]: class extends Real {
        constructor(...all: unknown[]) {
          super(...all);
          counts.observers += 1;
        }
        override disconnect(): void {
          counts.observers -= 1;
          super.disconnect();
        }
      },
    });
  }
}

export interface Resources {
  readonly workers: number;
  readonly timers: number;
  readonly listeners: number;
  readonly observers: number;
}

/** What the page holds now. */
export async function resourcesOf(page: Page): Promise<Resources> {
  return await page.evaluate(() => {
    const { counts } = globalThis as unknown as {
      counts: { workers: number; timers: Set<unknown>; listeners: Map<unknown, number>; observers: number };
    };
    const listeners = [...counts.listeners.values()].reduce((sum, count) => sum + count, 0);
    return { workers: counts.workers, timers: counts.timers.size, listeners, observers: counts.observers };
  });
}

/** Waits until the test page's scripts have run. */
export async function openMeteors(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForFunction(() => customElements.get('meteor-shower') !== undefined && window.meteors !== undefined);
}

/** Puts a shower with these attributes on the page, and waits for its first picture. */
export async function addShower(page: Page, attributes: Readonly<Record<string, string>>): Promise<void> {
  await page.evaluate((attributes) => {
    const shower = document.createElement('meteor-shower');
    for (const [name, value] of Object.entries(attributes)) shower.setAttribute(name, value);
    document.body.append(shower);
  }, attributes);
  await waitForShower(page);
}

/** Waits until the first shower of the page has drawn. */
export async function waitForShower(page: Page): Promise<void> {
  await page.waitForFunction(() => document.querySelector('meteor-shower')?.shadowRoot?.querySelector('canvas.drawn') != null);
}

/** Runs a function on the page's first shower. */
export async function onShower<Result>(page: Page, act: (shower: MeteorShowerElement) => Result | Promise<Result>): Promise<Result> {
  const shower = await page.evaluateHandle(() => document.querySelector('meteor-shower') as MeteorShowerElement);
  // Playwright's own type of an argument's handle forgets the element's methods.
  return (await shower.evaluate(act as (shower: unknown) => unknown)) as Result;
}

/** The picture at 320 x 180 over black: red, green and blue of each pixel. */
export async function skyOf(page: Page): Promise<number[]> {
  return await onShower(page, async (shower) => {
    const image = await createImageBitmap(await shower.toPng());
    const context = new OffscreenCanvas(320, 180).getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.fillRect(0, 0, 320, 180);
    context.drawImage(image, 0, 0, 320, 180);
    return [...context.getImageData(0, 0, 320, 180).data].filter((_, index) => index % 4 < 3);
  });
}
