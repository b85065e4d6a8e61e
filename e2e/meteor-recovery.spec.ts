/** A shower whose thread dies, hangs or fails goes on where it was. */
import { expect, type Page, test } from '@playwright/test';
import type { MeteorShowerDetails } from '../web/elements/meteor-shower.js';
import { difference } from './demo-page.js';
import { addShower, onShower, openMeteors, skyOf } from './meteor-page.js';
import { TestPages } from './test-pages.js';

const pages = new TestPages();
test.beforeAll(() => pages.open());
test.afterAll(() => pages.close());

/** What the page keeps of its shower. */
interface Kept {
  readonly recoveries: MeteorShowerDetails['recovery'][];
  readonly states: string[];
  readonly faults: string[];
  readonly ready: unknown[];
  /** The threads that live, the oldest first, and the one that the shower runs on. */
  readonly workers: Worker[];
  show: Worker | null;
}

const kept = (page: Page): Promise<Omit<Kept, 'workers' | 'show'>> =>
  page.evaluate(() => {
    const { recoveries, states, faults, ready } = (globalThis as unknown as { kept: Kept }).kept;
    return { recoveries, states, faults, ready };
  });

async function open(page: Page, attributes: Readonly<Record<string, string>>): Promise<void> {
  await page.addInitScript(() => {
    const all = {
      recoveries: [] as unknown[],
      states: [] as unknown[],
      faults: [] as unknown[],
      ready: [] as unknown[],
      workers: [] as Worker[],
      show: null as Worker | null,
    };
    Object.assign(globalThis, { kept: all });
    const keep = (name: string, list: unknown[], of: (detail: never) => unknown): void =>
      addEventListener(name, (event) => list.push(of((event as CustomEvent).detail as never)), true);
    keep('recovery', all.recoveries, (detail) => detail);
    keep('statechange', all.states, ({ state }: { state: string }) => state);
    keep('fault', all.faults, ({ reason }: { reason: string }) => reason);
    keep('ready', all.ready, (detail) => detail);
    const Real = Worker;
    globalThis.Worker = class extends Real {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        all.workers.push(this);
      }
      override postMessage(message: unknown, transfer?: Transferable[] | StructuredSerializeOptions): void {
        if ((message as { readonly type: string }).type === 'start') all.show = this;
        super.postMessage(message, transfer as Transferable[]);
      }
      override terminate(): void {
        all.workers = all.workers.filter((worker) => worker !== this);
        super.terminate();
      }
    };
  });
  await openMeteors(page, pages.at('meteor.html'));
  await addShower(page, attributes);
}

/** The worker that the shower runs on: there is one more that was started ahead. */
async function showWorker(page: Page) {
  // Chromium tells of workers that end a little later than the page knows.
  const at = await page.evaluate(() => {
    const { workers, show } = (globalThis as unknown as { kept: Kept }).kept;
    return { index: workers.indexOf(show as Worker), count: workers.length };
  });
  await expect.poll(() => page.workers().length).toBe(at.count);
  return page.workers()[at.index];
}

/** What may happen to a worker. */
const FAULTS = {
  /** It ends, and nobody is told. */
  ends: (page: Page) => page.evaluate(() => (globalThis as unknown as { kept: Kept }).kept.show?.terminate()),
  hangs: async (page: Page) => {
    const worker = await showWorker(page);
    // It never answers: nothing may wait for it.
    worker
      ?.evaluate(() => {
        for (;;);
      })
      .catch(() => {});
  },
  throws: async (page: Page) => {
    const worker = await showWorker(page);
    await worker?.evaluate(() => {
      setTimeout(() => {
        throw new Error('a fault of the test');
      });
    });
  },
} as const;

const recoveries = (page: Page) => kept(page).then((all) => all.recoveries.length);

for (const [what, cause] of [
  ['ends', /^its thread has answered nothing for \d+ ms$/],
  ['hangs', /^its thread has answered nothing for \d+ ms$/],
  ['throws', /^the worker failed: .*a fault of the test/],
] as const) {
  for (const renderer of ['canvas2d', 'webgl2'] as const) {
    test(`a worker that ${what} is replaced, and the sky goes on, drawn by ${renderer}`, async ({ page }) => {
      await open(page, { renderer, thread: 'worker', 'warm-up': '8' });
      await expect.poll(() => onShower(page, ({ metrics }) => metrics?.frame ?? 0)).toBeGreaterThan(20);
      await page.waitForTimeout(1300);
      await FAULTS[what](page);
      await expect.poll(() => recoveries(page), { timeout: 15_000 }).toBe(1);
      const { recoveries: told, states, ready } = await kept(page);
      const [recovery] = told;
      expect(recovery).toEqual({
        ...{ cause: expect.stringMatching(cause), worker: -1, step: 'rebuilt', thread: 'worker' },
        ...{ tick: expect.any(Number), ms: expect.any(Number) },
      });
      // For whoever reads the run.
      console.log(`${what}, ${renderer}: the picture stood for ${Math.round(recovery?.ms ?? 0)} ms`);
      expect(recovery?.tick).toBeGreaterThan(20);
      expect(states.filter((state) => state !== 'starting')).toEqual(['running']);
      expect(ready.length).toBe(1);
      // Its frames go on where they were, on one canvas.
      await expect
        .poll(() => onShower(page, ({ metrics }) => metrics?.frame ?? 0), { timeout: 10_000 })
        .toBeGreaterThan((recovery?.tick ?? 0) + 5);
      expect(await onShower(page, ({ shadowRoot }) => shadowRoot?.querySelectorAll('canvas').length)).toBe(1);
      expect(await onShower(page, (shower) => shower.spawn())).toBeGreaterThan(0);
    });
  }

  test(`a sky that stands is the same after its worker ${what}`, async ({ page }) => {
    await open(page, { thread: 'worker', renderer: 'canvas2d', 'warm-up': '9', paused: '' });
    await page.waitForTimeout(1500);
    const before = await skyOf(page);
    await FAULTS[what](page);
    await expect.poll(() => recoveries(page), { timeout: 15_000 }).toBe(1);
    expect(difference(before, await skyOf(page))).toBe(0);
  });
}

test('what was asked of a thread that hangs is answered by the next one', async ({ page }) => {
  await open(page, { thread: 'worker', renderer: 'canvas2d' });
  await FAULTS.hangs(page);
  const id = await onShower(page, (shower) => shower.spawn());
  expect(id).toBeGreaterThan(0);
  await expect.poll(() => recoveries(page)).toBe(1);
});

test('after a second fault within a minute it runs on the page, and after a third its state says that it stopped', async ({ page }) => {
  await open(page, { renderer: 'canvas2d', 'warm-up': '8' });
  await page.waitForTimeout(1200);
  await FAULTS.ends(page);
  await expect.poll(() => recoveries(page), { timeout: 15_000 }).toBe(1);
  expect(await onShower(page, ({ runsOn }) => runsOn)).toBe('worker');
  await FAULTS.throws(page);
  await expect.poll(() => recoveries(page), { timeout: 15_000 }).toBe(2);
  expect(await onShower(page, ({ runsOn, state }) => ({ runsOn, state }))).toEqual({ runsOn: 'page', state: 'running' });
  await page.evaluate(() => {
    CanvasRenderingContext2D.prototype.drawImage = () => {
      throw new Error('no more pictures');
    };
  });
  await expect.poll(() => kept(page).then(({ faults }) => faults), { timeout: 15_000 }).toEqual(['no more pictures']);
  expect(await onShower(page, ({ runsOn, state }) => ({ runsOn, state }))).toEqual({ runsOn: null, state: 'stopped' });
  const refused = await onShower(page, (shower) => shower.spawn().then(String, String));
  expect(refused).toMatch(/^MeteorAbsentError: .*no more pictures/);
});

test('a failure on the page’s own thread is mended there', async ({ page }) => {
  await open(page, { thread: 'page', renderer: 'canvas2d', 'warm-up': '8' });
  await page.waitForTimeout(1200);
  await page.evaluate(() => {
    const { drawImage } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.drawImage = () => {
      CanvasRenderingContext2D.prototype.drawImage = drawImage;
      throw new Error('one picture fails');
    };
  });
  await expect.poll(() => recoveries(page), { timeout: 15_000 }).toBe(1);
  const { recoveries: told } = await kept(page);
  expect(told[0]).toMatchObject({ cause: 'one picture fails', thread: 'page' });
});

test('a page that was frozen, and a worker that works for long, are no faults', async ({ page }) => {
  await open(page, { thread: 'worker', renderer: 'canvas2d' });
  await page.evaluate(() => {
    const end = performance.now() + 4000;
    while (performance.now() < end);
  });
  await page.waitForTimeout(1500);
  // A minute of a storm is stepped at once.
  await onShower(page, (shower) => void Object.assign(shower, { warmUp: 60, preset: 'storm' }));
  await page.waitForTimeout(4000);
  expect(await recoveries(page)).toBe(0);
});
