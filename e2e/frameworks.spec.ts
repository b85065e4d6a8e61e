/**
 * The elements in frameworks, which set properties anew at each render, and in markup that HTML understands otherwise than it
 * was meant; and pages on which there are two copies of the package.
 */
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { serve } from '../scripts/serve.mjs';
import { ROOT } from '../scripts/steps.mjs';
import type { FrameworksTestPage } from './pages/frameworks.js';
import { TestPages } from './test-pages.js';

const pages = new TestPages();
test.beforeAll(() => pages.open());
test.afterAll(() => pages.close());

type Scope = typeof globalThis & { frameworks: FrameworksTestPage; told: string[] };

/** Milliseconds for whatever a render may begin: a world of 300 animals stands within a tenth of it. */
const SETTLED_MS = 1500;

/** Opens the page with React on it, which takes down what its elements tell. */
async function open(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const told: string[] = [];
    Object.assign(globalThis, { told });
    for (const name of ['ready', 'brushchange', 'error', 'fault']) addEventListener(name, () => told.push(name), true);
  });
  await page.goto(pages.at('frameworks.html'));
  await page.waitForFunction(() => 'frameworks' in globalThis);
}

const toldOf = (page: Page): Promise<string[]> => page.evaluate(() => (globalThis as Scope).told);

async function renderWorld(page: Page, seed: number): Promise<string[]> {
  await page.evaluate((seed) => (globalThis as Scope).frameworks.renderWorld(seed), seed);
  await page.waitForTimeout(SETTLED_MS);
  return await toldOf(page);
}

test('options, tribes, commands, urls and brush written inline found a world once in four renders of React', async ({ page }) => {
  await open(page);
  await renderWorld(page, 7);
  await expect.poll(() => toldOf(page)).toEqual(['ready']);
  for (let render = 2; render <= 4; render += 1) expect(await renderWorld(page, 7)).toEqual(['ready']);
  const founded = await page.evaluate(() => {
    const { founding } = document.querySelector('life-sim')?.life ?? {};
    return [founding?.options.seed, founding?.tribes.map(({ name }) => name)];
  });
  expect(founded).toEqual([7, ['One', 'Two']]);
  // What says something else founds another one.
  await renderWorld(page, 8);
  await expect.poll(() => toldOf(page)).toEqual(['ready', 'ready']);
  expect(await page.evaluate(() => document.querySelector('life-sim')?.life?.founding.options.seed)).toBe(8);
});

test('urls written inline begin a shower once in four renders of React, and a property that is gone is its default', async ({ page }) => {
  await open(page);
  const render = async (worker?: string): Promise<void> => {
    await page.evaluate((worker) => (globalThis as Scope).frameworks.renderShower(worker ?? undefined), worker ?? null);
    await page.waitForTimeout(SETTLED_MS);
  };
  await render();
  await expect.poll(() => toldOf(page)).toEqual(['ready']);
  for (let count = 2; count <= 4; count += 1) await render();
  expect(await toldOf(page)).toEqual(['ready']);
  const kept = await page.evaluate(() => {
    const shower = document.querySelector('meteor-shower') as HTMLElement & { urls: unknown };
    shower.urls = undefined;
    return shower.urls;
  });
  expect(kept).toEqual({});
});

test('an object that is changed in place and set again counts as changed, and keys may stand in any order', async ({ page }) => {
  await page.goto(pages.at('frameworks.html'));
  await page.waitForFunction(() => customElements.get('life-sim') !== undefined);
  const founded = await page.evaluate(async (settled) => {
    const sim = document.createElement('life-sim');
    const seeds: (number | undefined)[] = [];
    sim.addEventListener('ready', ({ detail }) => seeds.push(detail.life.founding.options.seed));
    const wait = (): Promise<void> => new Promise((done) => setTimeout(done, settled));
    const options = { entities: 300, seed: 3 };
    sim.tier = 'wasm';
    sim.options = options;
    document.body.append(sim);
    await wait();
    sim.options = { seed: 3, entities: 300 };
    await wait();
    options.seed = 4;
    sim.options = options;
    await wait();
    return seeds;
  }, SETTLED_MS);
  expect(founded).toEqual([3, 4]);
});

test('paused="false" pauses, as HTML has it, and one line says so', async ({ page }) => {
  const lines: string[] = [];
  page.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`));
  await page.goto(pages.at('frameworks.html'));
  await page.waitForFunction(() => customElements.get('life-sim') !== undefined);
  const seen = await page.evaluate(() => {
    document.body.innerHTML =
      '<life-sim entities="300" tier="wasm" paused="false" no-sight="false"></life-sim><meteor-shower interactive="false"></meteor-shower>';
    const sim = document.querySelector('life-sim');
    const shower = document.querySelector('meteor-shower');
    return { paused: sim?.paused, sight: sim?.showSight, interactive: shower?.interactive };
  });
  expect(seen).toEqual({ paused: true, sight: false, interactive: true });
  expect(lines.filter((line) => line.includes('="false"'))).toEqual([
    `warning: life-sim: paused="false" means paused in HTML: remove it, or set paused = false`,
    `warning: life-sim: no-sight="false" means no-sight in HTML: remove it, or set showSight = true`,
    `warning: meteor-shower: interactive="false" means interactive in HTML: remove it, or set interactive = false`,
  ]);
});

/** Opens a page with two copies of the built package, and gives what the console says of them. */
async function openCopies(page: Page, script: string): Promise<{ readonly lines: string[]; readonly ready: unknown[] }> {
  const lines: string[] = [];
  page.on('console', (message) => {
    if (message.text().includes('another copy')) lines.push(`${message.type()}: ${message.text()}`);
  });
  await page.addInitScript(() => {
    const ready: unknown[] = [];
    Object.assign(globalThis, { ready });
    addEventListener('ready', ({ detail }: Event & { detail?: { tier: string } }) => ready.push(detail?.tier), true);
  });
  const { server, port } = await serve(0, join(ROOT, 'dist'), (request, response) => {
    if (request.url === '/') {
      response.writeHead(200, { 'Content-Type': 'text/html' });
      response.end(
        `<!doctype html><link rel="icon" href="data:,"><meteor-shower></meteor-shower><script type="module">${script}\nglobalThis.ran = true;</script>`,
      );
      return true;
    }
    request.url = (request.url ?? '').replace(/^\/(first|second)/, '');
    return false;
  });
  try {
    await page.goto(`http://localhost:${port}/`);
    await page.waitForFunction(() => 'ran' in globalThis && (globalThis as unknown as { ready: unknown[] }).ready.length > 0);
    return { lines, ready: await page.evaluate(() => (globalThis as unknown as { ready: unknown[] }).ready) };
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const SECOND_SAYS = 'warning: skyflock: <meteor-shower> is of another copy of the package, whose configure() rules: load one copy';

test('configure() of a second copy of the package says that the first one rules', async ({ page }) => {
  const seen = await openCopies(
    page,
    `import { configure as first } from '/first/elements/meteor-shower.js';
     import { configure as second } from '/second/elements/meteor-shower.js';
     second({ tier: 'js' });
     first({ tier: 'wasm' });`,
  );
  expect(seen).toEqual({ lines: [SECOND_SAYS], ready: ['wasm'] });
});

test('so it does where the second copy finds out later that the element is taken', async ({ page }) => {
  const seen = await openCopies(
    page,
    `import '/first/elements/meteor-shower.js';
     const { configure } = await import('/second/index.js');
     configure({ tier: 'js' });
     await import('/second/elements/meteor-shower.js');`,
  );
  expect(seen).toEqual({ lines: [SECOND_SAYS], ready: ['wasm'] });
});

test('two copies of which only the first is configured say nothing', async ({ page }) => {
  const seen = await openCopies(
    page,
    `import { configure } from '/first/elements/meteor-shower.js';
     import '/second/elements/meteor-shower.js';
     configure({ tier: 'js' });`,
  );
  expect(seen).toEqual({ lines: [], ready: ['js'] });
});
