import { expect, type Page, test } from '@playwright/test';
import { openEnginePage } from './engine-page.js';

/** What the site's server sends with every script of an isolated page. */
const ISOLATED = { 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** Tries to create a life on the page; gives what was thrown, and how long that took. */
function refusalOf(
  page: Page,
  options: { urls?: { worker?: string; wasm?: string; threadsWasm?: string }; tier?: string; entities?: number },
): Promise<{ name: string; stage: string; message: string; milliseconds: number }> {
  return page.evaluate(async ({ urls, tier, entities }) => {
    const begin = performance.now();
    try {
      const life = await window.skyflock.createLife({
        ...(urls === undefined ? {} : { urls }),
        ...(tier === undefined ? {} : { tier: tier as 'auto' }),
        options: entities === undefined ? {} : { entities },
      });
      life.destroy();
      return { name: 'none', stage: '', message: 'it started', milliseconds: performance.now() - begin };
    } catch (error) {
      const { name, message, stage = '' } = error as Error & { stage?: string };
      return { name, stage, message, milliseconds: performance.now() - begin };
    }
  }, options);
}

test.beforeEach(async ({ page }) => {
  await openEnginePage(page);
});

test('a world runs on its worker: frames arrive, ticks pass, commands act, destroy ends it', async ({ page }) => {
  const seen = await page.evaluate(async () => {
    const life = await window.skyflock.createLife({ scene: 'savanna', options: { entities: 2000, seed: 4 } });
    const ticks: number[] = [];
    await new Promise<void>((done) => {
      life.onFrame((frame) => {
        ticks.push(frame.tick);
        if (ticks.length === 30) done();
      });
    });
    life.paused = true;
    const before = await life.hash();
    await life.spawn({ tribe: 0, count: 100, x: 200, y: 200, radius: 100 });
    const grown = new Promise<number>((done) => life.on('stats', ({ tick, population }) => tick > before.tick && done(population)));
    life.step();
    const population = await grown;
    const pending = life.hash().catch((error: Error) => error.name);
    life.destroy();
    return { tier: life.tier, refused: life.refused, ticks, population, pending: await pending };
  });
  expect(seen.tier).toBe('threads');
  expect(seen.refused).toEqual([]);
  expect([...seen.ticks].sort((a, b) => a - b)).toEqual(seen.ticks);
  expect(seen.ticks.at(-1)).toBeGreaterThan(15);
  expect(seen.population).toBeGreaterThan(2000);
  expect(seen.pending).toBe('LifeDestroyedError');
});

test.describe('a start that fails', () => {
  test('says that the worker script is not found', async ({ page }) => {
    const refusal = await refusalOf(page, { urls: { worker: '/nowhere/worker.js' }, tier: 'wasm' });
    expect(refusal).toMatchObject({ name: 'LifeStartError', stage: 'worker' });
    expect(refusal.milliseconds).toBeLessThan(3000);
  });

  test('says that the worker script is a page of HTML', async ({ page }) => {
    const body = '<!doctype html>';
    await page.route('**/html-worker.js', (route) => route.fulfill({ contentType: 'text/html', headers: ISOLATED, body }));
    const refusal = await refusalOf(page, { urls: { worker: '/html-worker.js' }, tier: 'wasm' });
    expect(refusal).toMatchObject({ name: 'LifeStartError', stage: 'worker' });
    expect(refusal.milliseconds).toBeLessThan(3000);
  });

  test('says that the worker script never comes @long', async ({ page }) => {
    await page.route('**/stalled-worker.js', () => {});
    const refusal = await refusalOf(page, { urls: { worker: '/stalled-worker.js' }, tier: 'wasm' });
    expect(refusal).toMatchObject({ name: 'LifeStartError', stage: 'worker' });
    expect(refusal.message).toContain('did not come in time');
    expect(refusal.milliseconds).toBeLessThan(33_000);
  });

  test('says that a worker script is somebody else’s', async ({ page }) => {
    const body = 'postMessage({ type: "hello", protocol: 0, layoutId: 1 })';
    await page.route('**/other-worker.js', (route) => route.fulfill({ contentType: 'text/javascript', headers: ISOLATED, body }));
    expect(await refusalOf(page, { urls: { worker: '/other-worker.js' }, tier: 'wasm' })).toMatchObject({ stage: 'layout' });
  });

  test('says that an isolated page refuses a worker script without COEP', async ({ page }) => {
    await page.route('**/open-worker.js', (route) => route.fulfill({ contentType: 'text/javascript', body: 'postMessage(1)' }));
    const refusal = await refusalOf(page, { urls: { worker: '/open-worker.js' }, tier: 'wasm' });
    expect(refusal).toMatchObject({ name: 'LifeStartError', stage: 'worker' });
    expect(refusal.milliseconds).toBeLessThan(3000);
  });

  test('says that the .wasm is not found, is HTML, or is truncated', async ({ page }) => {
    const bytes = await wasmOf(page);
    await page.route('**/*-engine.wasm', (route) => {
      const name = new URL(route.request().url()).pathname;
      if (name.startsWith('/missing')) return route.fulfill({ status: 404, body: 'no' });
      if (name.startsWith('/html')) return route.fulfill({ contentType: 'text/html', body: '<!doctype html>' });
      return route.fulfill({ contentType: 'application/wasm', body: bytes.subarray(0, 20_000) });
    });
    const cases = { missing: /answered 404/, html: /a page of HTML/, cut: /truncated or damaged/ };
    for (const [name, message] of Object.entries(cases)) {
      const refusal = await refusalOf(page, { urls: { wasm: `/${name}-engine.wasm` }, tier: 'wasm' });
      expect(refusal).toMatchObject({ name: 'LifeStartError', stage: 'wasm' });
      expect(refusal.message).toMatch(message);
      expect(refusal.milliseconds).toBeLessThan(3500);
    }
  });

  test('says that the .wasm never comes, after a second try @long', async ({ page }) => {
    await page.route('**/stalled-engine.wasm', () => {});
    const refusal = await refusalOf(page, { urls: { wasm: '/stalled-engine.wasm' }, tier: 'wasm' });
    expect(refusal).toMatchObject({ name: 'LifeStartError', stage: 'wasm' });
    expect(refusal.message).toMatch(/sent nothing/);
    expect(refusal.milliseconds).toBeLessThan(25_000);
  });

  test('does not mind the MIME type of the .wasm', async ({ page }) => {
    const bytes = await wasmOf(page);
    await page.route('**/plain.wasm', (route) => route.fulfill({ contentType: 'text/plain', body: bytes }));
    expect(await refusalOf(page, { urls: { wasm: '/plain.wasm' }, tier: 'wasm' })).toMatchObject({ name: 'none' });
  });

  test('says that the .wasm is of another build', async ({ page }) => {
    // An empty module: it compiles, and offers nothing of the engine.
    const body = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
    await page.route('**/stale.wasm', (route) => route.fulfill({ contentType: 'application/wasm', body }));
    expect(await refusalOf(page, { urls: { wasm: '/stale.wasm' }, tier: 'wasm' })).toMatchObject({
      name: 'LifeStartError',
      stage: 'layout',
    });
  });

  test('says that a tier or an option is none', async ({ page }) => {
    expect(await refusalOf(page, { tier: 'turbo' })).toMatchObject({ name: 'LifeOptionError' });
    expect(await refusalOf(page, { entities: 0 })).toMatchObject({ name: 'LifeOptionError' });
  });

  test('says what a forced tier lacks, and which could run', async ({ page }) => {
    await page.evaluate(() => {
      WebAssembly.validate = () => false;
    });
    const refusal = await refusalOf(page, { tier: 'wasm' });
    expect(refusal).toMatchObject({ name: 'LifeStartError', stage: 'tier' });
    expect(refusal.message).toContain('SIMD is missing');
    expect(refusal.message).toContain("'js'");
  });
});

test('a tier that does not start gives way to the next one, with the reason', async ({ page }) => {
  const started = await page.evaluate(async () => {
    const life = await window.skyflock.createLife({ urls: { threadsWasm: '/nowhere.wasm' }, options: { entities: 500 } });
    const { tier, refused, workers } = life;
    life.destroy();
    return { tier, refused, workers };
  });
  expect(started.tier).toBe('wasm');
  expect(started.workers).toBe(1);
  expect(started.refused).toEqual([{ tier: 'threads', reason: expect.stringMatching(/nowhere.wasm answered 404/), passes: false }]);
  const forced = await refusalOf(page, { urls: { threadsWasm: '/nowhere.wasm' }, tier: 'threads' });
  expect(forced).toMatchObject({ name: 'LifeStartError', stage: 'wasm' });
});

test('workers are brought into their range, with a note, and change while the world runs', async ({ page }) => {
  const seen = await page.evaluate(async () => {
    const none = await window.skyflock.createLife({ workers: 0, options: { entities: 500 } });
    const { workers, workersNote } = none;
    none.destroy();
    const life = await window.skyflock.createLife({ workers: 4, options: { entities: 2000, seed: 1 } });
    const counts: number[] = [life.workers];
    for (const count of [1, 3, 99]) counts.push(await life.setWorkers(count));
    const tick = life.frame?.tick ?? 0;
    while ((life.frame?.tick ?? 0) < tick + 10) await new Promise((done) => setTimeout(done, 20));
    const reports = life.stats?.workers.length;
    life.destroy();
    return { workers, workersNote, counts, reports };
  });
  expect(seen).toEqual({
    workers: 1,
    workersNote: 'workers is 0; it must be a whole number from 1 to 16, so 1 run',
    counts: [4, 1, 3, 16],
    reports: 16,
  });
});

for (const how of ['end', 'hang'] as const) {
  test(`a thread that is made to ${how} is replaced, and the world ends in the hash it would have had`, async ({ page }) => {
    test.setTimeout(90_000);
    await harmAndCompare(page, how);
  });
}

async function harmAndCompare(page: Page, how: 'end' | 'hang'): Promise<void> {
  const seen = await page.evaluate(async (harmBy) => {
    const run = async (harm: boolean): Promise<{ hash: string; recoveries: string[]; ms: number }> => {
      const life = await window.skyflock.createLife({ workers: 2, speed: 8, options: { entities: 1500, seed: 5 } });
      const recoveries: string[] = [];
      let ms = 0;
      life.on('recovery', (recovery) => {
        recoveries.push(recovery.step);
        ms = recovery.ms;
      });
      if (harm) {
        await life.harmWorker(1, harmBy);
        while (recoveries.length === 0) await new Promise((done) => setTimeout(done, 20));
      }
      life.paused = true;
      let now = await life.hash();
      while (now.tick < 3000) {
        life.step();
        now = await life.hash();
        if (now.tick > 3000) throw new Error('the world ran past the tick to compare at');
      }
      life.destroy();
      return { hash: now.hash, recoveries, ms };
    };
    return { harmed: await run(true), whole: await run(false) };
  }, how);
  // A thread in an endless loop outlives its end by up to 2 s in Chromium.
  expect(seen.harmed.ms).toBeLessThan(how === 'hang' ? 3000 : 1500);
  expect(seen.harmed.recoveries).toEqual(['replaced']);
  expect(seen.whole.recoveries).toEqual([]);
  expect(seen.harmed.hash).toBe(seen.whole.hash);
}

test('a JavaScript worker that hangs is noticed within seconds, and the world ends in the hash it would have had', async ({ page }) => {
  test.setTimeout(90_000);
  const seen = await page.evaluate(async () => {
    const run = async (
      tier: 'js-workers' | 'js',
      harms: boolean,
    ): Promise<{ hash: string; tier: string; told: string[]; stood: number }> => {
      const life = await window.skyflock.createLife({ tier, workers: 2, options: { entities: 1500, seed: 5 } });
      const told: string[] = [];
      life.on('recovery', ({ step, worker }) => told.push(`${step}: worker ${worker}`));
      // The first ticks of workers are long; they have to be forgotten.
      while (harms && (life.frame?.tick ?? 0) < 200) await new Promise((done) => setTimeout(done, 20));
      const begin = performance.now();
      if (harms) await life.harmWorker(1, 'hang');
      while (harms && told.length === 0) await new Promise((done) => setTimeout(done, 20));
      const stood = performance.now() - begin;
      life.paused = true;
      let now = await life.hash();
      while (now.tick < 1000) {
        life.step();
        now = await life.hash();
        if (now.tick > 1000) throw new Error('the world ran past the tick to compare at');
      }
      const end = { hash: now.hash, tier: life.tier, told, stood };
      life.destroy();
      return end;
    };
    return { harmed: await run('js-workers', true), whole: await run('js', false) };
  });
  test.info().annotations.push({ type: 'stood', description: `${Math.round(seen.harmed.stood)} ms` });
  expect(seen.harmed).toMatchObject({ hash: seen.whole.hash, tier: 'js-workers', told: ['rebuilt: worker 1'] });
  expect(seen.harmed.stood).toBeLessThan(6000);
});

test('a coordinator that dies is replaced, and the world goes on as it would have', async ({ page }) => {
  test.setTimeout(60_000);
  const seen = await page.evaluate(async () => {
    const native = Worker;
    const spawned: Worker[] = [];
    window.Worker = class extends native {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        spawned.push(this);
      }
    };
    const life = await window.skyflock.createLife({ workers: 2, options: { entities: 1500, seed: 5 } });
    const recovered = new Promise<string>((done) => life.on('recovery', ({ step, cause }) => done(`${step}: ${cause}`)));
    while ((life.frame?.tick ?? 0) < 90) await new Promise((done) => setTimeout(done, 20));
    await life.spawn({ tribe: 0, count: 50, x: 200, y: 200, radius: 80 });
    // What a crash of the thread looks like from the page.
    spawned[0]?.terminate();
    spawned[0]?.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
    const recovery = await recovered;
    life.paused = true;
    let now = await life.hash();
    while (now.tick < 400) {
      life.step();
      now = await life.hash();
    }
    life.destroy();
    return { recovery, tick: now.tick, population: life.stats?.population, workers: spawned.length };
  });
  expect(seen.recovery).toBe('rebuilt: the coordinator: out of memory');
  expect(seen.tick).toBe(400);
  // One more is started ahead, for the next time.
  expect(seen.workers).toBeGreaterThanOrEqual(2);
  expect(seen.workers).toBeLessThanOrEqual(3);
  expect(seen.population).toBeGreaterThan(1550);
});

test('200 worlds created and destroyed leave no worker behind @long', async ({ page }) => {
  test.setTimeout(180_000);
  const heaps: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    await page.evaluate(async () => {
      for (let i = 0; i < 50; i += 1) {
        const life = await window.skyflock.createLife({ scene: 'savanna', options: { entities: 500 } });
        if (i % 2 === 0) await new Promise<void>((done) => life.onFrame(() => done()));
        life.destroy();
      }
    });
    heaps.push(await heapAfterCollection(page));
  }
  await expect.poll(() => page.workers().length).toBe(0);
  expect((heaps[3] as number) - (heaps[1] as number)).toBeLessThan(1_000_000);
});

async function heapAfterCollection(page: Page): Promise<number> {
  const client = await page.context().newCDPSession(page);
  await client.send('HeapProfiler.collectGarbage');
  const { usedSize } = await client.send('Runtime.getHeapUsage');
  await client.detach();
  return usedSize;
}

/** The bytes of the engine that the page really loads. */
async function wasmOf(page: Page): Promise<Buffer> {
  const url = page.waitForResponse((response) => response.url().includes('skyflock-life') && response.url().includes('.wasm'));
  await refusalOf(page, { tier: 'wasm' });
  const response = await page.request.get((await url).url());
  return response.body();
}
