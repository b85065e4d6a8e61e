import { expect, type Page, test } from '@playwright/test';
import axe from 'axe-core';
import { onSim, waitForPicture } from './demo-page.js';

/** The narrowest and the usual screen. */
const WIDTHS = [390, 1280] as const;
const HEIGHT = 844;
const WORLD = '/life.html#scene=savanna&entities=900&seed=6';

/** What is found wrong with the page as it is, by every rule there is. */
async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import('axe-core') };
    // Rules that are new or of one opinion count too.
    const rules = Object.fromEntries(axe.getRules().map(({ ruleId }) => [ruleId, { enabled: true }]));
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

    for (const tab of ['Charts', 'World', 'Tribes', 'Animal', 'Workers']) {
      test(`on the life page with the tab ${tab}`, async ({ page }) => {
        await page.goto(WORLD);
        await waitForPicture(page);
        const button = page.getByRole('tab', { name: tab });
        if ((await button.getAttribute('aria-selected')) !== 'true') await button.click();
        if (tab === 'Animal') {
          await onSim(page, async (sim) => {
            sim.paused = true;
            const { worldWidth = 0, worldHeight = 0 } = sim.life?.founding ?? {};
            await sim.select((await sim.life?.pick({ x: worldWidth / 2, y: worldHeight / 2, radius: worldWidth })) ?? 0);
          });
          await expect(page.getByRole('tabpanel', { name: 'Animal' })).toContainText(/#\d+/);
        }
        // Folders are gone through open.
        for (const folder of await page.getByRole('tabpanel', { name: tab }).locator('.tp-fldv_b[aria-expanded=false]').all()) {
          await folder.evaluate((button) => (button as HTMLElement).click());
        }
        expect(await faultsOf(page)).toEqual([]);
      });
    }
  });
}
