/**
 * What a page keeps: once it was idle it needs its server no more. Then every file is gone, as after another deployment, or the
 * page is offline; whatever fails in it, its world and its shower go on.
 */
import type { Server } from 'node:http';
import { join } from 'node:path';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { HEADERS, serve } from '../scripts/serve.mjs';
import { ROOT } from '../scripts/steps.mjs';
import type { TierName } from '../web/engine/tier-names.js';
import type { Life } from '../web/life.js';

/** Without blobs, as docs/embedding.md says that a page may refuse. */
const STRICT = "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'";
/** Milliseconds that a page has to become idle and to fetch what it keeps. */
const KEEPING_MS = 15_000;

/** A server whose files can go. */
class Site {
  readonly #server: Server;
  readonly #port: number;
  /** What was asked for since the files are gone. */
  readonly asked: string[] = [];
  isGone = false;

  private constructor(server: Server, port: number) {
    this.#server = server;
    this.#port = port;
  }

  static async open(policy: string | null, body: string): Promise<Site> {
    let site: Site | null = null;
    const headers = policy === null ? HEADERS : { ...HEADERS, 'Content-Security-Policy': policy };
    const { server, port } = await serve(0, join(ROOT, 'dist'), (request, response) => {
      if (site?.isGone) {
        site.asked.push(request.url ?? '');
        response.writeHead(404, headers).end('gone');
        return true;
      }
      if (request.url === '/') {
        response.writeHead(200, { ...headers, 'Content-Type': 'text/html' }).end(`<!doctype html><link rel="icon" href="data:,">${body}`);
        return true;
      }
      const { writeHead } = response;
      response.writeHead = ((status: number, own: Record<string, string>) =>
        writeHead.call(response, status, { ...own, ...headers })) as typeof writeHead;
      return false;
    });
    site = new Site(server, port);
    return site;
  }

  get address(): string {
    return `http://localhost:${this.#port}/`;
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** How files can't be had any more. */
/** Files that are gone are the harder case: a request of them is answered. */
const LOSSES = {
  'the site is deployed anew': (site: Site) => {
    site.isGone = true;
  },
  'the page is offline @long': async (site: Site, context: BrowserContext) => {
    await context.setOffline(true);
    // The threads that a thread starts hear nothing of that.
    site.close();
  },
} as const;

let site: Site;
test.afterEach(() => site.close());

interface KeptWindow {
  createLife(options: object): Promise<Life>;
  life: Life;
  told: string[];
  spawned: Worker[];
}

/** Opens a page that knows its workers, and waits until it has loaded a script. */
async function open(page: Page, policy: string | null, body: string): Promise<void> {
  site = await Site.open(policy, body);
  await page.addInitScript(() => {
    const native = Worker;
    const spawned: Worker[] = [];
    Object.assign(globalThis, { spawned, told: [] });
    window.Worker = class extends native {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        spawned.push(this);
      }
    };
  });
  if (process.env.KEEP_LOG) page.on('console', (m) => console.log(Date.now() % 1000000, m.text()));
  await page.setViewportSize({ width: 480, height: 320 });
  await page.goto(site.address);
}

/** Waits until the page says that it needs its server no more. */
async function expectKept(page: Page, count = 1): Promise<void> {
  await page.waitForFunction((count) => performance.getEntriesByName('skyflock:kept').length >= count, count, { timeout: KEEPING_MS });
}

const WORLD = { options: { entities: 900, seed: 11 }, workers: 2, paused: true } as const;
const END = 240;

/** A world of its own that nothing happens to. */
async function hashWithoutFaults(page: Page): Promise<string> {
  return await page.evaluate(
    async ({ world, end }) => {
      const { createLife } = await import('/life.js' as string);
      const life = await createLife({ ...world, tier: 'js' });
      for (let tick = 0; tick < end; tick += 1) life.step();
      const { hash } = await life.hash();
      life.destroy();
      return hash as string;
    },
    { world: WORLD, end: END },
  );
}

/** Founds the world that something happens to; it stands at tick 60. */
async function found(page: Page, tier: TierName): Promise<void> {
  await page.evaluate(
    async ({ world, tier }) => {
      const own = window as unknown as KeptWindow;
      const { createLife } = await import('/life.js' as string);
      own.spawned.length = 0;
      own.life = await createLife({ ...world, tier });
      own.life.on('recovery', ({ step, cause }) => own.told.push(`${step}: ${cause}`));
      own.life.on('tierchange', ({ tier }) => own.told.push(`tier ${tier}`));
      own.life.on('fault', ({ reason }) => own.told.push(`fault: ${reason}`));
      for (let tick = 0; tick < 60; tick += 1) own.life.step();
      await own.life.hash();
      // What a page is sent of a running world: a snapshot, should its coordinator die.
      own.life.paused = false;
      await new Promise((done) => setTimeout(done, 1500));
      own.life.paused = true;
    },
    { world: WORLD, tier },
  );
}

type Harm = 'hang a worker' | 'end a worker' | 'end the coordinator' | 'go to wasm' | 'go to js';

/** Does harm to the world at its present tick, and waits until it goes on. */
async function harm(page: Page, what: Harm): Promise<string[]> {
  return await page.evaluate(async (what) => {
    const { life, spawned, told } = window as unknown as KeptWindow;
    told.length = 0;
    const recovered = new Promise<void>((done) => life.on('recovery', () => done()));
    const stopped = new Promise<void>((done) => life.on('fault', () => done()));
    if (what.startsWith('go to'))
      await life.setTier(what.slice(6) as TierName).catch((error: Error) => told.push(`refused: ${error.message}`));
    else {
      if (what === 'end the coordinator') {
        // The last one that was started may only be kept: what is killed is the one that was told to start.
        const running = spawned.find(
          (worker) => worker.onmessage !== null && (worker as { ended?: boolean }).ended !== true && worker.onmessageerror !== null,
        );
        if (running === undefined) throw new Error('no coordinator runs');
        Object.assign(running, { ended: true });
        running.terminate();
        running.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
      } else {
        await life.harmWorker(1, what === 'hang a worker' ? 'hang' : 'end');
        // One that never leaves WebAssembly runs on for 2 s after its end.
        if (what === 'end a worker' && life.tier === 'threads') await new Promise((done) => setTimeout(done, 2600));
      }
      life.step();
      await Promise.race([recovered, stopped]);
      await life.hash().catch(() => {});
    }
    return [...told];
  }, what);
}

async function hashAtEnd(page: Page): Promise<string> {
  return await page.evaluate(async (end) => {
    const { life } = window as unknown as KeptWindow;
    let now = await life.hash();
    while (now.tick < end) {
      life.step();
      now = await life.hash();
    }
    if (now.tick !== end) throw new Error(`the world is at tick ${now.tick}, beyond ${end}`);
    return now.hash;
  }, END);
}

interface Case {
  readonly tier: TierName;
  readonly harms: readonly Harm[];
  /** The tiers that the world goes on in. */
  readonly ends: TierName;
}

const CASES: readonly Case[] = [
  { tier: 'threads', harms: ['hang a worker', 'end a worker', 'end the coordinator'], ends: 'threads' },
  { tier: 'threads', harms: ['end the coordinator', 'end the coordinator', 'hang a worker'], ends: 'threads' },
  { tier: 'threads', harms: ['go to wasm', 'go to js'], ends: 'js' },
  { tier: 'js-workers', harms: ['end a worker', 'end the coordinator', 'end a worker'], ends: 'js-workers' },
  { tier: 'js-workers', harms: ['end a worker', 'end a worker', 'end a worker', 'end a worker'], ends: 'js' },
  { tier: 'wasm', harms: ['end the coordinator', 'end the coordinator'], ends: 'wasm' },
  { tier: 'js-workers', harms: ['end the coordinator', 'end the coordinator'], ends: 'js-workers' },
  { tier: 'js', harms: ['end the coordinator', 'end the coordinator'], ends: 'js' },
];

const STRICT_CASES: readonly Case[] = [
  { tier: 'threads', harms: ['hang a worker'], ends: 'threads' },
  { tier: 'threads', harms: ['hang a worker', 'hang a worker'], ends: 'wasm' },
  { tier: 'threads', harms: ['end the coordinator'], ends: 'wasm' },
  { tier: 'threads', harms: ['go to wasm', 'go to js'], ends: 'js' },
  { tier: 'js-workers', harms: ['end a worker'], ends: 'js' },
  { tier: 'js-workers', harms: ['end the coordinator'], ends: 'js' },
];

for (const [loss, lose] of Object.entries(LOSSES)) {
  for (const { name, policy, cases } of [
    { name: 'no policy', policy: null, cases: CASES },
    { name: 'a policy without blobs', policy: STRICT, cases: STRICT_CASES },
  ]) {
    for (const { tier, harms, ends } of cases) {
      test(`${loss}, ${name}, tier ${tier}: ${harms.join(', ')}, and the world goes on in ${ends}`, async ({ page, context }) => {
        await open(page, policy, '<body>');
        const hash = await hashWithoutFaults(page);
        await found(page, tier);
        await expectKept(page).catch(() => {});
        await lose(site, context);
        for (const what of harms) {
          const told = await harm(page, what);
          if (process.env.KEEP_LOG) console.log(what, told);
          expect(told.join('; '), what).not.toMatch(/fault|refused/);
          expect(told.length, what).toBeGreaterThan(0);
        }
        expect(await page.evaluate(() => (window as unknown as KeptWindow).life.tier)).toBe(ends);
        expect(await hashAtEnd(page)).toBe(hash);
        expect(site.asked.filter((url) => url.startsWith('/text/'))).toEqual([]);
      });
    }
  }
}

/** How many pixels of a shower's picture are drawn. */
async function pixelsOf(page: Page): Promise<number> {
  return await page.evaluate(async () => {
    const element = document.querySelector('meteor-shower');
    if (element === null) throw new Error('there is no shower');
    const picture = await createImageBitmap(await element.toPng());
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D;
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, picture.width, picture.height);
    let pixels = 0;
    for (let at = 3; at < data.length; at += 4) if ((data[at] as number) > 0) pixels += 1;
    return pixels;
  });
}

const metricsOf = (page: Page): Promise<{ frame: number; tier: string }> =>
  page.evaluate(() => {
    const { frame = 0, tier = 'none' } = document.querySelector('meteor-shower')?.metrics ?? {};
    return { frame, tier };
  });

/** Waits until a shower is in a state, draws, and moves on. */
async function expectShowerRuns(page: Page, seen: Record<string, unknown>): Promise<void> {
  const state = (): Promise<object> =>
    page.evaluate(() => {
      const element = document.querySelector('meteor-shower');
      return { state: element?.state, renderer: element?.drawnBy?.renderer, thread: element?.runsOn };
    });
  await expect.poll(state, { timeout: 20_000 }).toMatchObject({ state: 'running', ...seen });
  // Stars may be few.
  await expect.poll(() => pixelsOf(page), { timeout: 20_000 }).toBeGreaterThan(20);
  const { frame } = await metricsOf(page);
  await expect.poll(async () => (await metricsOf(page)).frame, { timeout: 20_000 }).not.toBe(frame);
}

const SHOWER = `<script>addEventListener('fault', (event) => told.push('fault: ' + event.detail.reason), true);
  addEventListener('error', (event) => event.detail && told.push(event.detail.error.message), true);</script>
  <script type="module" src="/elements/meteor-shower.js"></script>`;
const toldOf = (page: Page): Promise<string[]> => page.evaluate(() => (window as unknown as KeptWindow).told);
const faultsOf = async (page: Page): Promise<string[]> => (await toldOf(page)).filter((line) => line.startsWith('fault'));

for (const [loss, lose] of Object.entries(LOSSES)) {
  for (const { name, policy } of [
    { name: 'no policy', policy: null },
    { name: 'a policy without blobs', policy: STRICT },
  ]) {
    for (const thread of ['worker', 'page'] as const) {
      test(`${loss}, ${name}: a shower on the ${thread} that lost its GPU is drawn by Canvas2D`, async ({ page, context }) => {
        await page.addInitScript(() => {
          const { getContext } = HTMLCanvasElement.prototype;
          HTMLCanvasElement.prototype.getContext = function get(this: HTMLCanvasElement, ...args: unknown[]) {
            const context = (getContext as (...all: unknown[]) => RenderingContext | null).apply(this, args);
            if (args[0] === 'webgl2' && this.part.contains('canvas')) Object.assign(globalThis, { context });
            return context;
          } as typeof getContext;
        });
        await open(page, policy, `<body>${SHOWER}<meteor-shower renderer="webgl2" thread="${thread}" seed="5"></meteor-shower>`);
        await expectShowerRuns(page, { renderer: 'webgl2', thread });
        await expectKept(page).catch(() => {});
        await lose(site, context);
        // Nothing on the page reaches the context of a worker: another renderer is what its show asks for without one.
        await page.evaluate(() => {
          const { context } = globalThis as unknown as { context?: WebGL2RenderingContext };
          if (context === undefined) document.querySelector('meteor-shower')?.setAttribute('renderer', 'canvas2d');
          else context.getExtension('WEBGL_lose_context')?.loseContext();
        });
        await expectShowerRuns(page, { renderer: 'canvas2d', thread });
        // Likewise the other engine, where one traps.
        await page.evaluate(() => document.querySelector('meteor-shower')?.setAttribute('tier', 'js'));
        await expect.poll(async () => (await metricsOf(page)).tier, { timeout: 20_000 }).toBe('js');
        expect(await faultsOf(page)).toEqual([]);
      });
    }

    test(`${loss}, ${name}: a shower is begun anew, twice`, async ({ page, context }) => {
      await open(page, policy, `<body>${SHOWER}<meteor-shower renderer="webgl2" seed="5"></meteor-shower>`);
      await expectShowerRuns(page, { renderer: 'webgl2', thread: 'worker' });
      await expectKept(page).catch(() => {});
      await lose(site, context);
      // Without blobs there is the one thread that was started ahead, and then the page's own.
      for (const thread of policy === null ? ['worker', 'worker'] : ['worker', 'page']) {
        await page.evaluate(async () => {
          const element = document.querySelector('meteor-shower');
          const begun = new Promise<void>((done, fail) => {
            element?.addEventListener('ready', () => done(), { once: true });
            setTimeout(() => fail(new Error('no other show was ready within 20 s')), 20_000);
          });
          element?.restart();
          await begun;
        });
        await expectShowerRuns(page, { renderer: 'webgl2', thread });
      }
      expect(await faultsOf(page)).toEqual([]);
    });
  }

  test(`${loss}: a shower that kept nothing goes on where it can not be begun anew`, async ({ page, context }) => {
    // A page that is never idle.
    await page.addInitScript(() => Object.assign(globalThis, { requestIdleCallback: () => 0 }));
    await open(page, null, `<body>${SHOWER}<meteor-shower renderer="webgl2" seed="5"></meteor-shower>`);
    await expectShowerRuns(page, { renderer: 'webgl2', thread: 'worker' });
    await lose(site, context);
    await page.evaluate(() => document.querySelector('meteor-shower')?.restart());
    await expect
      .poll(async () => (await toldOf(page)).join(), { timeout: 40_000 })
      .toMatch(/could not be begun anew; the one before goes on/);
    await expectShowerRuns(page, { renderer: 'webgl2', thread: 'worker' });
    expect(await faultsOf(page)).toEqual([]);
  });
}

const WORLDS = `<script>addEventListener('fault', (event) => told.push('fault: ' + event.detail.reason), true);
  addEventListener('error', (event) => event.detail && told.push(event.detail.error.message), true);</script>
  <script type="module" src="/elements/life-sim.js"></script>`;
const tickOf = (page: Page): Promise<number> => page.evaluate(() => document.querySelector('life-sim')?.life?.frame?.tick ?? -1);

for (const [loss, lose] of Object.entries(LOSSES)) {
  for (const { name, policy, tier, next } of [
    { name: 'no policy', policy: null, tier: 'threads', next: 'threads' },
    { name: 'no policy', policy: null, tier: 'wasm', next: 'wasm' },
    { name: 'no policy', policy: null, tier: 'js', next: 'js' },
    { name: 'a policy without blobs', policy: STRICT, tier: 'auto', next: 'wasm' },
  ] as const) {
    test(`${loss}, ${name}: a world of tier ${tier} is founded anew, in ${next}`, async ({ page, context }) => {
      await open(
        page,
        policy,
        `<body>${WORLDS}<life-sim entities="600" seed="3" workers="2" tier="${tier}" renderer="canvas2d"></life-sim>`,
      );
      await expect.poll(() => tickOf(page), { timeout: 20_000 }).toBeGreaterThan(20);
      await expectKept(page).catch(() => {});
      await lose(site, context);
      const seen = await page.evaluate(async () => {
        const sim = document.querySelector('life-sim');
        if (sim === null) throw new Error('there is no element');
        const { life } = sim;
        const ready = new Promise<void>((done, fail) => {
          sim.addEventListener('ready', () => done(), { once: true });
          setTimeout(() => fail(new Error('no other world stood within 20 s')), 20_000);
        });
        sim.restart();
        // The one before is there until then.
        await new Promise((done) => setTimeout(done));
        const stays = sim.life === life && sim.state === 'running';
        await ready;
        return { stays, isOther: sim.life !== life };
      });
      expect(seen).toEqual({ stays: true, isOther: true });
      await expect.poll(() => page.evaluate(() => document.querySelector('life-sim')?.life?.tier)).toBe(next);
      const tick = await tickOf(page);
      await expect.poll(() => tickOf(page), { timeout: 20_000 }).toBeGreaterThan(tick + 5);
      expect(await faultsOf(page)).toEqual([]);
    });
  }

  test(`${loss}: a world that kept nothing goes on where it can not be founded anew`, async ({ page, context }) => {
    await page.addInitScript(() => Object.assign(globalThis, { requestIdleCallback: () => 0 }));
    await open(page, null, `<body>${WORLDS}<life-sim entities="600" seed="3" tier="wasm" renderer="canvas2d"></life-sim>`);
    await expect.poll(() => tickOf(page), { timeout: 20_000 }).toBeGreaterThan(20);
    await lose(site, context);
    const before = await tickOf(page);
    await page.evaluate(() => document.querySelector('life-sim')?.restart());
    await expect.poll(async () => (await toldOf(page)).join(), { timeout: 40_000 }).toMatch(/life did not start/);
    await expect.poll(() => tickOf(page), { timeout: 20_000 }).toBeGreaterThan(before + 5);
    expect(await page.evaluate(() => document.querySelector('life-sim')?.state)).toBe('running');
  });
}
