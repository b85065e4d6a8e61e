import { expect, type Page, test } from '@playwright/test';
import { difference, onSim, openWorld, pictureOf, standingPictureOf, tickOf, watchConsole } from './demo-page.js';

const FOUR = '/life.html#scene=savanna&entities=2500&seed=6&tier=threads&workers=4';

const workersOf = (page: Page): Promise<number> => onSim(page, (sim) => sim.life?.stats?.workers.length ?? 0);

async function openWorkers(page: Page, address: string): Promise<void> {
  await openWorld(page, address);
  await page.getByRole('tab', { name: 'Workers' }).click();
}

test('each worker has a row, and all of them sums', async ({ page }) => {
  const noErrors = watchConsole(page);
  await openWorkers(page, FOUR);
  const panel = page.getByRole('tabpanel', { name: 'Workers' });
  await expect(panel.getByRole('radio', { name: 'threads' })).toBeChecked();
  const rows = panel.locator('.worker-list li');
  await expect(rows).toHaveCount(4);
  await expect(rows.first()).toContainText(/Worker 0.*\d+ animals \+ \d+ ghosts/);
  await expect(rows.first().getByRole('img')).toHaveAttribute('aria-label', /compute .* ms, exchange .* ms, wait .* ms/);
  await expect(panel.locator('.tiles dd')).toHaveText([/^\d+ %$/, /^[\d,.k]+$/, /^\d+ MB$/, /^\d\.\d\d×$/]);
  await expect(panel.locator('.quantiles dd').last()).toHaveText(/^\d+\.\d ms$/);
  noErrors();
});

test('the number of workers changes under a running world', async ({ page }) => {
  const noErrors = watchConsole(page);
  await openWorkers(page, FOUR);
  await expect.poll(() => workersOf(page)).toBe(4);
  await page.getByRole('button', { name: 'One worker fewer' }).click();
  await expect.poll(() => workersOf(page)).toBe(3);
  await expect(page.locator('.worker-list li')).toHaveCount(3);
  await expect(page.getByLabel('Workers', { exact: true }).and(page.locator('input'))).toHaveValue('3');
  expect(page.url()).toContain('workers=3');
  const number = page.locator('#worker-count');
  await number.fill('2');
  await number.press('Enter');
  await expect.poll(() => workersOf(page)).toBe(2);
  await expect(number).toBeFocused();
  noErrors();
});

test('any number up to sixteen runs, and a wish beyond it is brought into range', async ({ page }) => {
  const noErrors = watchConsole(page);
  await openWorkers(page, FOUR);
  const number = page.locator('#worker-count');
  await number.fill('40');
  await number.press('Enter');
  await expect.poll(() => workersOf(page), { timeout: 20_000 }).toBe(16);
  await expect(number).toHaveValue('16');
  await expect(page.getByRole('button', { name: 'One worker more' })).toBeDisabled();
  await expect(page.locator('.worker-list li')).toHaveCount(16);
  await page.getByRole('button', { name: 'One worker fewer' }).click();
  await expect.poll(() => workersOf(page), { timeout: 20_000 }).toBe(15);
  noErrors();
});

for (const verb of ['End', 'Hang']) {
  test(`'${verb}' does so: the worker is replaced, the log says so, and the world goes on`, async ({ page }) => {
    const noErrors = watchConsole(page);
    await openWorkers(page, FOUR);
    await expect.poll(() => workersOf(page)).toBe(4);
    const row = page.locator('.worker-list li').nth(2);
    await page.getByRole('button', { name: `${verb} worker 2` }).click();
    // Nobody is harmed twice.
    for (const button of await row.getByRole('button').all()) await expect(button).toBeDisabled();
    const entry = page.getByRole('log', { name: 'Recoveries' }).locator('li').first();
    await expect(entry).toContainText(/tick [\d,]+Worker 2 was replaced in [\d.]+ ms/, { timeout: 10_000 });
    await expect(entry).toContainText('worker 2 hangs');
    await expect(row).toContainText('replaced 1×');
    for (const button of await row.getByRole('button').all()) await expect(button).toBeEnabled();
    const tick = await tickOf(page);
    await expect.poll(() => tickOf(page)).toBeGreaterThan(tick + 30);
    noErrors();
  });
}

for (const renderer of ['webgl2', 'canvas2d']) {
  test(`the overlay draws over ${renderer}, follows the view, and goes again`, async ({ page }) => {
    const noErrors = watchConsole(page);
    await openWorkers(page, `${FOUR}&renderer=${renderer}`);
    await expect.poll(() => workersOf(page)).toBe(4);
    await page.getByRole('button', { name: 'Pause' }).click();
    const plain = await standingPictureOf(page);
    const toggle = page.getByRole('button', { name: "Show the workers' partitions" });
    await toggle.click();
    await expect(toggle).toHaveAttribute('aria-pressed', 'true');
    const over = await pictureOf(page);
    expect(difference(plain, over)).toBeGreaterThan(2000);
    // What the layer alone shows moves with the view.
    const layer = (): Promise<string | undefined> =>
      onSim(page, (sim) => sim.shadowRoot?.querySelector<HTMLCanvasElement>('canvas.over')?.toDataURL());
    const before = await layer();
    await onSim(page, (sim) => {
      sim.camera = { ...sim.camera, x: sim.camera.x + 60, zoom: sim.camera.zoom * 1.3 };
    });
    await expect.poll(layer).not.toBe(before);
    await onSim(page, (sim) => sim.focus());
    await page.keyboard.press('p');
    await expect(toggle).toHaveAttribute('aria-pressed', 'false');
    await onSim(page, (sim) => sim.fit());
    expect(difference(plain, await pictureOf(page))).toBeLessThan(200);
    noErrors();
  });
}

test('in the tier wasm the choice says so, and the overlay has nothing to show', async ({ page }) => {
  const noErrors = watchConsole(page);
  await openWorkers(page, '/life.html#entities=800&tier=wasm');
  const panel = page.getByRole('tabpanel', { name: 'Workers' });
  await expect(panel.getByRole('radio', { name: 'wasm' })).toBeChecked();
  await expect(panel).toContainText(/ms a tick, \d+ MB, with [\d,.k]+ animals/);
  await expect(panel.locator('#worker-count')).toBeHidden();
  await expect(panel.getByRole('img', { name: /^Histogram of frame times: p50 \d/ })).toBeVisible();
  await page.getByRole('button', { name: "Show the workers' partitions" }).click();
  noErrors();
});

test.describe('on a narrow screen', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('nothing scrolls sideways, and every overlay can be reached', async ({ page }) => {
    await openWorkers(page, FOUR);
    await expect(page.locator('.worker-list li')).toHaveCount(4);
    const over = await page.evaluate(() =>
      ['html', '.bodies', '#legend', '#transport'].map((part) => {
        const { scrollWidth = 0, clientWidth = 0 } = document.querySelector(part) ?? {};
        return scrollWidth - clientWidth;
      }),
    );
    expect(Math.max(...over)).toBeLessThanOrEqual(0);
    for (const name of ['Show food', 'Show density', "Show the workers' partitions"]) {
      await page.getByRole('button', { name }).click({ trial: true });
    }
  });
});
