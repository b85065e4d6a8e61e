/** What the elements report on real pages, that it keeps the page's and its user's things to itself, and that it can be copied. */
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { serve } from '../scripts/serve.mjs';
import { ROOT } from '../scripts/steps.mjs';
import { KEYS, keysOf, leaksOf } from '../tests/web/support/report-check.js';
import type { Report } from '../web/engine/diagnostics.js';
import { addElement, onSim, openWorld } from './demo-page.js';

/** What a page and its user have that no report may have. */
const SECRETS = ['Greta', 'Zebulon', 'diary', 'token', 'secret'];

/** Opens a page of the package under an address that says much; `start` is its script. */
async function openPage(page: Page, markup: string, files: string, broken = false): Promise<() => void> {
  const { server, port } = await serve(0, join(ROOT, 'dist'), (request, response) => {
    const url = request.url ?? '/';
    if (url.startsWith('/secret/diary')) {
      const html = `<!doctype html><link rel="icon" href="data:,">${markup}<script type="module" src="${files}"></script>`;
      const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };
      response.writeHead(200, { 'Content-Type': 'text/html', ...headers }).end(html);
      return true;
    }
    if (broken && /\.wasm|text\//.test(url)) {
      response.writeHead(404).end();
      return true;
    }
    return false;
  });
  await page.goto(`http://localhost:${port}/secret/diary.html?token=7#secret`);
  return () => {
    server.closeAllConnections();
    server.close();
  };
}

/** The report of the page's element. */
async function reportOf(page: Page, tag: string): Promise<Report> {
  return await page.evaluate(async (tag) => {
    const element = document.querySelector(tag) as unknown as { report(): Promise<Report> };
    return await element.report();
  }, tag);
}

const ELEMENTS = [
  { tag: 'life-sim', markup: '<life-sim entities="400" scene="islands" title="Greta"></life-sim>', drawn: '.stage.drawn', runs: 'threads' },
  {
    tag: 'meteor-shower',
    markup: '<meteor-shower preset="calm" title="Greta">secret</meteor-shower>',
    drawn: 'canvas.drawn',
    runs: 'wasm',
  },
];

for (const { tag, markup, drawn, runs } of ELEMENTS) {
  for (const files of [`/elements/${tag}.js`, `/cdn/${tag}.js`])
    test(`<${tag}> from ${files} reports what runs, and nothing of the page`, async ({ page }) => {
      const close = await openPage(page, markup, files);
      await page.waitForFunction(([tag, drawn]) => document.querySelector(tag)?.shadowRoot?.querySelector(drawn) != null, [
        tag,
        drawn,
      ] as const);
      await expect.poll(async () => (await reportOf(page, tag)).timings.frame?.samples ?? 0, { timeout: 20_000 }).toBeGreaterThan(5);
      const report = await reportOf(page, tag);
      expect(keysOf(report).sort()).toEqual([...KEYS].sort());
      expect(leaksOf(report, SECRETS)).toEqual([]);
      expect(report).toMatchObject({ schema: 1, about: tag, state: 'running', tier: { asked: 'auto', runs, refused: [] }, fault: null });
      expect(report.page.origin).toBe(new URL(page.url()).origin);
      expect(report.package.build).toMatch(/^[0-9a-f]{12}$/);
      expect(report.browser).toMatchObject({ isolated: true, sharedMemory: true, simd: true, workers: true, offscreenCanvas: true });
      expect(report.renderer).toMatchObject({
        asked: 'auto',
        name: expect.stringMatching(/webgl2|canvas2d/),
        reason: expect.stringMatching(/\w/),
      });
      expect(report.timings.tick?.mean).toBeGreaterThan(0);
      expect(report.memory.engineBytes).toBeGreaterThan(0);
      close();
    });

  test(`<${tag}> whose .wasm is gone reports why it runs in JavaScript`, async ({ page }) => {
    const close = await openPage(page, markup, `/elements/${tag}.js`, true);
    await page.waitForFunction(([tag, drawn]) => document.querySelector(tag)?.shadowRoot?.querySelector(drawn) != null, [
      tag,
      drawn,
    ] as const);
    const report = await reportOf(page, tag);
    expect(report.tier.runs).toMatch(/^js/);
    expect(report.tier.refused.map(({ reason }) => reason).join()).toMatch(/404/);
    expect(leaksOf(report, SECRETS)).toEqual([]);
    close();
  });
}

test('a report is loaded when it is asked for, and not before', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  const close = await openPage(page, ELEMENTS.map(({ markup }) => markup).join(''), '/elements/life-sim.js');
  await page.waitForFunction(() => document.querySelector('life-sim')?.shadowRoot?.querySelector('.stage.drawn') != null);
  const isReport = (path: string): boolean => /report|diagnostics|overlay|copy-text/.test(path);
  expect(asked.filter(isReport)).toEqual([]);
  await reportOf(page, 'life-sim');
  expect(asked.filter(isReport).length).toBeGreaterThan(0);
  close();
});

test('a world with tribes of its own reports none of their names, though they are told of in errors', async ({ page }) => {
  await addElement(page, { entities: '300', tier: 'wasm' });
  const ready = onSim(page, (sim) => new Promise<void>((resolve) => sim.addEventListener('ready', () => resolve(), { once: true })));
  await onSim(page, (sim) => {
    sim.tribes = [{ name: 'Greta & Zebulon' }, { name: 'diary' }];
  });
  await ready;
  const report = await onSim(page, async (sim) => {
    sim.setAttribute('scene', 'Zebulon');
    sim.setAttribute('entities', '-5');
    sim.tool = 'kill';
    return await sim.report();
  });
  expect(leaksOf(report, SECRETS)).toEqual([]);
  expect(report.errors.map(({ code, sentence }) => `${code}: ${sentence.slice(0, 31)}`)).toEqual([
    'life/option: scene = … is refused: it must b',
    'life/option: entities = … is refused: it mus',
  ]);
  expect(report.settings).toMatchObject({ tool: 'kill', entities: 300 });
});

test('what failed and was mended is in the report, with its time and its cause', async ({ page }) => {
  await addElement(page, { entities: '300', tier: 'wasm' });
  const report = await onSim(page, async (sim) => {
    const mended = new Promise((resolve) => sim.addEventListener('recovery', resolve, { once: true }));
    sim.life?.harmWorker(0).catch(() => {});
    await mended;
    return await sim.report();
  });
  expect(report.recoveries).toHaveLength(1);
  const [{ atMs, cause, stoodMs } = { atMs: 0, cause: '', stoodMs: 0 }] = report.recoveries;
  expect(atMs).toBeGreaterThan(0);
  expect(atMs).toBeLessThanOrEqual(report.atMs);
  expect(cause).toMatch(/\w+ \w+/);
  expect(stoodMs).toBeGreaterThan(0);
});

test('the message of a world that did not start has a button that copies its report', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/engine.html');
  await page.evaluate(() => {
    const sim = document.createElement('life-sim');
    sim.tier = 'js';
    sim.urls = { worker: '/secret/diary.js?token=1' };
    // Neither a thread nor the page's own: with a tier that needs workers there is no way out.
    sim.tier = 'threads';
    document.body.append(sim);
  });
  const button = page.locator('life-sim').getByRole('button', { name: 'Copy report' });
  await button.click();
  await expect(page.locator('life-sim').getByRole('button', { name: 'Copied' })).toBeVisible();
  const report = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as Report;
  expect(report).toMatchObject({ about: 'life-sim', state: 'stopped', tier: { asked: 'threads', runs: null } });
  expect(report.errors.map(({ code }) => code)).toContain('life/start-worker');
  expect(leaksOf(report, SECRETS)).toEqual([]);
  await page.screenshot({ path: 'build/test-results/message.png' });
});

test('a world that createLife made reports what was asked for', async ({ page }) => {
  await page.goto('/engine.html');
  await page.waitForFunction(() => 'skyflock' in window);
  const reports = await page.evaluate(async () => {
    const { createLife } = (window as unknown as { skyflock: Pick<typeof import('../web/life.js'), 'createLife'> }).skyflock;
    const reports: Report[] = [];
    for (const asked of [{}, { tier: 'wasm' }, { tier: 'threads', workers: 2 }] as const) {
      const life = await createLife({ options: { entities: 300 }, paused: true, ...asked });
      reports.push(await life.report());
      life.destroy();
    }
    return reports;
  });
  expect(reports.map(({ tier, settings }) => [tier.asked, tier.runs, settings.workersAsked])).toEqual([
    ['auto', 'threads', null],
    ['wasm', 'wasm', null],
    ['threads', 'threads', 2],
  ]);
});

test.describe('on a narrow screen', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('the storm copies its report, and nothing of its page overlaps', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto('/storm.html');
    await page.getByRole('button', { name: 'Copy report' }).click();
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
    const report = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as Report;
    expect(report).toMatchObject({ about: 'meteor-shower', settings: { preset: 'storm' } });
    expect(await overlapsOf(page, '.bar > *, .figures > *')).toEqual([]);
    expect(await overlapsOf(page, '.bar, .figures')).toEqual([]);
    await page.screenshot({ path: 'build/test-results/storm-390.png' });
  });

  test('the landing page offers the report of what failed on it, and only then', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto('/index.html');
    const button = page.getByRole('button', { name: 'Copy report' });
    await page.waitForFunction(() => document.querySelector('life-sim')?.life != null);
    await expect(button).toBeHidden();
    await page.evaluate(() => document.querySelector('life-sim')?.setAttribute('entities', 'many'));
    await expect(button).toBeVisible();
    await button.scrollIntoViewIfNeeded();
    await button.click();
    await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
    const report = JSON.parse(await page.evaluate(() => navigator.clipboard.readText())) as Report;
    expect(report).toMatchObject({ about: 'life-sim', errors: [{ code: 'life/option' }] });
    expect(await overlapsOf(page, '.failed > *, .foot > *')).toEqual([]);
    expect(await overlapsOf(page, 'main > section, .failed, .foot')).toEqual([]);
    const [copy, code] = await Promise.all([page.locator('#copy').boundingBox(), page.locator('#snippet').boundingBox()]);
    expect(copy?.y ?? 0).toBeLessThan((code?.y ?? 0) - (copy?.height ?? 0));
    await page.screenshot({ path: 'build/test-results/landing-390.png' });
  });
});

/** What of a page lies over something else of it, or beyond its edge. */
async function overlapsOf(page: Page, selector: string): Promise<string[]> {
  return await page.evaluate((selector) => {
    const boxes = [...document.querySelectorAll<HTMLElement>(selector)]
      .filter((element) => element.checkVisibility())
      .map((element) => ({ name: element.textContent?.trim().slice(0, 20) ?? '', box: element.getBoundingClientRect() }));
    const over = boxes.flatMap(({ name, box }, at) =>
      boxes
        .slice(at + 1)
        .filter((other) => box.left < other.box.right - 0.5 && other.box.left < box.right - 0.5)
        .filter((other) => box.top < other.box.bottom - 0.5 && other.box.top < box.bottom - 0.5)
        .map((other) => `${name} over ${other.name}`),
    );
    const beyond = boxes.filter(({ box }) => box.left < 0 || box.right > innerWidth).map(({ name }) => `${name} beyond the edge`);
    return [...over, ...beyond];
  }, selector);
}

test('both demo pages copy reports', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openWorld(page, '/life.html?entities=500');
  await page.getByRole('button', { name: 'Copy report' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))).toMatchObject({ about: 'life-sim' });
  await page.goto('/meteor.html');
  await page.getByRole('button', { name: 'Copy report' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))).toMatchObject({ about: 'meteor-shower' });
});

test('configure says how loud the console is, for elements that were on the page before, too', async ({ page }) => {
  for (const [level, expected] of [
    ['silent', 0],
    ['warn', 1],
  ] as const) {
    const told: string[] = [];
    page.on('console', (message) => told.push(message.text()));
    const script = `data:text/javascript,`;
    const { server, port } = await serve(0, join(ROOT, 'dist'), (request, response) => {
      if (request.url !== '/') return false;
      const code = `import { configure } from '/elements/meteor-shower.js'; configure({ log: '${level}' }); globalThis.done = true;`;
      response
        .writeHead(200, { 'Content-Type': 'text/html' })
        .end(
          `<!doctype html><link rel="icon" href="${script}"><meteor-shower preset="none" loading="interaction"></meteor-shower><script type="module">${code}</script>`,
        );
      return true;
    });
    await page.goto(`http://localhost:${port}/`);
    await page.waitForFunction(() => 'done' in globalThis);
    await page.waitForTimeout(200);
    expect(
      told.filter((line) => line.includes('preset')),
      level,
    ).toHaveLength(expected);
    page.removeAllListeners('console');
    server.closeAllConnections();
    server.close();
  }
});
