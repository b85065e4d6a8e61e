import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import axe from 'axe-core';
import type { BenchReport } from '../web/bench/report.js';
import { onSim, waitForPicture } from './demo-page.js';

/** The narrowest and the usual screen. */
const WIDTHS = [390, 1280] as const;
const HEIGHT = 844;
const WORLD = '/life.html#scene=savanna&entities=600&seed=6&tier=wasm';

/** What is found wrong with the page as it is, by every rule there is. */
async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    // Rules that are new or of one opinion count too, but for one: ARIA has no role for a picture that keys move.
    const rules = Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: ruleId !== 'focus-order-semantics' }]));
    const { violations } = await axe.run(document, { rules, resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    );
  });
}

for (const width of WIDTHS) {
  test.describe(`at ${width} px axe finds nothing`, () => {
    test.use({ viewport: { width, height: HEIGHT } });

    for (const [name, address] of [
      ['the landing page', '/'],
      ['the meteor page', '/meteor.html'],
      ['the storm', '/storm.html'],
      ['the state page', '/state.html'],
      ['the scenes', '/scene.html#faults'],
      ['the benchmark', '/bench.html'],
      ['the engine page', '/engine.html'],
    ] as const) {
      test(`on ${name}`, async ({ page }) => {
        await page.goto(address);
        await page.waitForLoadState('networkidle');
        for (const details of await page.locator('main details > summary').all()) await details.click();
        expect(await faultsOf(page)).toEqual([]);
      });
    }

    test('on the benchmark with a run, its details and another run beside it', async ({ page }) => {
      const plan =
        'scene=savanna&tiers=wasm,js&workers=1&animals=300&ramp=200&most=600&rounds=2&ticks=8&warmUp=6&seconds=0.3&refine=0&hashTick=5';
      await page.goto(`/bench.html?${plan}&draw=false`);
      const run = async (): Promise<void> => {
        await page.getByRole('button', { name: 'Run', exact: true }).click();
        await expect(page.locator('#message')).toHaveText(/^Done\./, { timeout: 60_000 });
      };
      await run();
      const cases = page.getByRole('table', { name: 'As fast as it goes' });
      await cases.getByRole('button', { name: /^wasm/ }).first().click();
      await expect(cases.locator('.case-detail')).toBeVisible();
      await page.locator('main details:not([open]) > summary').evaluateAll((all) => {
        for (const summary of all) (summary as HTMLElement).click();
      });
      expect(await faultsOf(page)).toEqual([]);
      // The run is put beside the next one, and one that is wrong is told as that.
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'JSON', exact: true }).click(),
      ]);
      const report = JSON.parse(readFileSync(await download.path(), 'utf8')) as BenchReport;
      const lie = { tick: 5, hash: '0123456789abcdef' };
      const lying = { ...report, cases: report.cases.map((one) => (one.tier === 'js' ? { ...one, hashes: [lie] } : one)) };
      const file = { name: 'run.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(lying)) };
      await page.getByLabel('An exported run').setInputFiles(file);
      await expect(page.getByRole('table', { name: 'Comparison' })).toBeVisible();
      expect(await faultsOf(page)).toEqual([]);
    });

    for (const tab of ['Charts', 'World', 'Tribes', 'Animal', 'Workers']) {
      test(`on the life page with the tab ${tab}`, async ({ page }) => {
        await page.goto(WORLD);
        await waitForPicture(page);
        await onSim(page, (sim) => {
          sim.paused = true;
        });
        const button = page.getByRole('tab', { name: tab });
        if ((await button.getAttribute('aria-selected')) !== 'true') await button.click();
        if (tab === 'Animal') {
          await onSim(page, async (sim) => {
            const { worldWidth = 0, worldHeight = 0 } = sim.life?.founding ?? {};
            await sim.select((await sim.life?.pick({ x: worldWidth / 2, y: worldHeight / 2, radius: worldWidth })) ?? 0);
          });
          await expect(page.getByRole('tabpanel', { name: 'Animal' })).toContainText(/#\d+/);
        }
        // Folders are gone through open.
        await page
          .getByRole('tabpanel', { name: tab })
          .locator('.tp-fldv_b[aria-expanded=false]')
          .evaluateAll((buttons) => {
            for (const button of buttons) (button as HTMLElement).click();
          });
        expect(await faultsOf(page)).toEqual([]);
      });
    }
  });
}

test.describe('letters', () => {
  const toolOf = (page: Page) => onSim(page, (sim) => sim.tool);

  test('act with the focus in the world, and nowhere else', async ({ page }) => {
    await page.goto(WORLD);
    await waitForPicture(page);
    const letters = { g: 'pan', f: 'food', a: 'spawn', x: 'kill' } as const;
    for (const letter of [...Object.keys(letters), 'p', 'h', ' ', '.', '0']) await page.keyboard.press(letter);
    await page.getByRole('tab', { name: 'Charts' }).focus();
    for (const letter of [...Object.keys(letters), 'p', 'h', '.', '0']) await page.keyboard.press(letter);
    expect(await onSim(page, ({ tool, paused, showPartitions }) => ({ tool, paused, showPartitions }))).toEqual({
      ...{ tool: 'select', paused: false, showPartitions: false },
    });
    await expect(page.locator('#chrome')).not.toHaveClass(/away/);
    await onSim(page, (sim) => sim.focus());
    for (const [letter, tool] of Object.entries(letters)) {
      await page.keyboard.press(letter);
      expect(await toolOf(page)).toBe(tool);
    }
    await page.keyboard.press('h');
    await expect(page.locator('#chrome')).toHaveClass(/away/);
  });

  test('can be switched off, and stay so', async ({ page }) => {
    await page.goto(WORLD);
    await waitForPicture(page);
    const tool = page.getByRole('button', { name: 'Paint food' });
    await expect(tool).toHaveAttribute('title', 'Paint food (F)');
    await page.getByRole('tab', { name: 'World' }).click();
    await page.getByRole('button', { name: 'Keys' }).click();
    await page.getByRole('checkbox', { name: 'Letter keys' }).focus();
    await page.keyboard.press('Space');
    await expect(tool).toHaveAttribute('title', 'Paint food');
    for (const isAgain of [false, true]) {
      if (isAgain) {
        await page.reload();
        await waitForPicture(page);
      }
      await onSim(page, (sim) => sim.focus());
      for (const letter of ['f', 'p', 'h']) await page.keyboard.press(letter);
      expect(await toolOf(page)).toBe('select');
      await expect(page.locator('#chrome')).not.toHaveClass(/away/);
      await page.keyboard.press(' ');
      expect(await onSim(page, (sim) => sim.paused)).toBe(true);
      await onSim(page, (sim) => {
        sim.paused = false;
      });
    }
  });
});

test.describe('where colours are forced', () => {
  test.use({ forcedColors: 'active' });

  test('tribes keep theirs, and axes are as dark as text', async ({ page }) => {
    await page.goto(WORLD);
    await waitForPicture(page);
    await expect(page.locator('#legend .tribes li').nth(3)).toBeVisible();
    const dots = await page
      .locator('#legend .tribes li:not([hidden]) .dot')
      .evaluateAll((all) => all.map((dot) => getComputedStyle(dot).backgroundColor));
    expect(dots.length).toBeGreaterThan(3);
    expect(new Set(dots).size).toBe(dots.length);
    // What stands at the charts' axes is drawn in the colour of text, whichever that is.
    const drawn = (): Promise<string | undefined> =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('.plot canvas');
        const { width = 0, height = 0 } = canvas ?? {};
        const bytes = canvas?.getContext('2d')?.getImageData(0, height * 0.92, width, height * 0.08).data ?? new Uint8ClampedArray();
        const colors = new Map<string, number>();
        for (let at = 0; at < bytes.length; at += 4) {
          if ((bytes[at + 3] ?? 0) < 255) continue;
          const color = `rgb(${bytes[at]}, ${bytes[at + 1]}, ${bytes[at + 2]})`;
          colors.set(color, (colors.get(color) ?? 0) + 1);
        }
        return [...colors].sort((a, b) => b[1] - a[1])[0]?.[0];
      });
    const ink = await page.evaluate(() => getComputedStyle(document.body).color);
    // A chart is drawn once there are two statistics.
    await expect.poll(drawn, { timeout: 10_000 }).toBe(ink);
  });

  test('what is chosen is told by an edge', async ({ page }) => {
    await page.goto(WORLD);
    await waitForPicture(page);
    for (const [chosen, other] of [
      [page.getByRole('tab', { selected: true }), page.getByRole('tab', { selected: false }).first()],
      [page.getByRole('button', { name: 'Select an animal' }), page.getByRole('button', { name: 'Paint food' })],
    ] as const) {
      const edgeOf = (at: typeof chosen): Promise<string> =>
        at.evaluate((element) => `${getComputedStyle(element).outlineStyle} ${getComputedStyle(element).borderColor}`);
      expect(await edgeOf(chosen)).not.toBe(await edgeOf(other));
    }
  });
});
