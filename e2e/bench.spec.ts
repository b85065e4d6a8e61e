import { readFileSync } from 'node:fs';
import { expect, type Page, test } from '@playwright/test';
import type { BenchReport } from '../web/bench/report.js';
import { watchConsole } from './demo-page.js';

/** A run of some seconds: every part, in the tiers that share their states. */
const SHORT =
  'scene=savanna&seed=3&tiers=threads,wasm,js&workers=1,2&animals=300&ramp=200&most=1000&rounds=2&ticks=8&warmUp=6&seconds=0.3&refine=0&hashTick=5&order=7';
const CASES = 'parts=cases&draw=false&';

async function runShort(page: Page, query: string): Promise<void> {
  await page.goto(`/bench.html?${query}`);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await finished(page);
}

async function finished(page: Page): Promise<void> {
  await expect(page.locator('#message')).toHaveText(/^Done\./, { timeout: 60_000 });
}

/** Clicks a button that saves a file, and gives the file's text. */
async function saved(page: Page, name: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name, exact: true }).click()]);
  return readFileSync(await download.path(), 'utf8');
}

const asFile = (report: BenchReport, name = 'run.json') => ({
  name,
  mimeType: 'application/json',
  buffer: Buffer.from(JSON.stringify(report)),
});

test('a run measures every part, and every tier comes to the same state', async ({ page }) => {
  const noErrors = watchConsole(page);
  await runShort(page, SHORT);
  for (const name of ['As fast as it goes', 'Ways to cut the world', 'Stress', 'Hand-overs', 'Animals at full speed']) {
    await expect(page.getByRole('region', { name, exact: true }).first()).toBeVisible();
  }
  const cases = page.getByRole('table', { name: 'As fast as it goes' });
  await expect(cases.locator('tbody tr[data-key]')).toHaveCount(4);
  await expect(cases.locator('.state.same')).toHaveCount(4);
  await expect(cases.getByRole('row', { name: /^threads, 2 workers 300/ })).toContainText(/\d ms/);
  await expect(page.locator('.ramp-list li')).toHaveCount(4);
  await expect(page.locator('.tiles')).toContainText(/Same state at tick 5\s*13 of 13/);
  await expect(page.locator('#machine')).toContainText(/\d+ processors · .* isolated/);

  await cases.getByRole('button', { name: 'threads, 2 workers' }).click();
  const detail = cases.locator('.case-detail');
  await expect(detail).toContainText(/16 ticks: p50 .* ms, p95 .* ms, p99 .* ms/);
  await expect(detail.getByRole('img', { name: /^Histogram of the ticks/ }).locator('canvas')).toBeVisible();
  await expect(detail).toContainText('Sense');
  await expect(detail.getByRole('img', { name: /^compute .* ms, exchange .* ms, wait .* ms$/ })).toHaveCount(2);

  const report = JSON.parse(await saved(page, 'JSON')) as BenchReport;
  expect(report.cases.map(({ error }) => error).filter((error) => error !== null)).toEqual([]);
  expect(report.ramps.map(({ error }) => error).filter((error) => error !== null)).toEqual([]);
  const stateOf = (list: readonly { hashes: BenchReport['cases'][number]['hashes'] }[]): Set<string> =>
    new Set(list.map(({ hashes }) => hashes.find(({ tick }) => tick === 5)?.hash ?? 'none'));
  expect(stateOf(report.cases.filter(({ animals }) => animals === 300)).size).toBe(1);
  expect(stateOf(report.ramps.flatMap(({ steps }) => steps)).size).toBe(1);
  for (const { steps } of report.ramps)
    for (const { firstFrameMs, frameMs } of steps) expect(firstFrameMs * frameMs.length).toBeGreaterThan(0);
  noErrors();
});

test('a run is exported, imported and put beside another', async ({ page }) => {
  const noErrors = watchConsole(page);
  await runShort(page, CASES + SHORT);
  const report = JSON.parse(await saved(page, 'JSON')) as BenchReport;
  const lines = (await saved(page, 'CSV')).trimEnd().split('\n');
  expect(lines).toHaveLength(1 + report.cases.length);
  expect(lines[1]).toMatch(/^case,savanna,3,threads,1,300,,same,5,[0-9a-f]{16},/);

  const slowed = report.cases.map((one) => {
    const rounds = one.rounds.map((round) => ({ ...round, milliseconds: round.milliseconds.map((time) => time * 100) }));
    return { ...one, rounds };
  });
  await page.getByLabel('An exported run').setInputFiles(asFile({ ...report, cases: slowed }));
  const comparison = page.getByRole('table', { name: 'Comparison' });
  await expect(comparison.locator('tbody tr')).toHaveCount(4);
  await expect(comparison.locator('.better')).toHaveCount(4);
  await expect(comparison.locator('tbody tr').first()).toContainText('100×');
  await page.getByRole('button', { name: 'Close' }).click();
  await expect(comparison).toBeHidden();

  await page.getByLabel('An exported run').setInputFiles(asFile({ ...report, version: 9 as 1 }, 'odd.json'));
  await expect(page.locator('#message')).toHaveText("odd.json can't be imported: the report's version is 9; this page reads 1");
  noErrors();
});

test('an imported run is shown, one with another state as wrong, and the next run is put beside it', async ({ page }) => {
  const noErrors = watchConsole(page);
  await runShort(page, CASES + SHORT);
  const report = JSON.parse(await saved(page, 'JSON')) as BenchReport;
  const liar = report.cases.find(({ tier }) => tier === 'wasm') as BenchReport['cases'][number];
  const hashes = liar.hashes.map(({ tick }) => ({ tick, hash: '0123456789abcdef' }));
  const lying = { ...report, cases: report.cases.map((one) => (one === liar ? { ...one, hashes } : one)) };

  await page.goto(`/bench.html?${CASES}${SHORT}`);
  await page.getByLabel('An exported run').setInputFiles(asFile(lying));
  const wrong = page.locator('#results tr.failed');
  await expect(wrong).toHaveCount(1);
  await expect(wrong).toContainText('wasm');
  await expect(wrong).toContainText('does not score');
  await expect(page.locator('.tiles')).toContainText('3 of 4');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await finished(page);
  await expect(page.locator('#results tr.failed')).toHaveCount(0);
  await expect(page.getByRole('table', { name: 'Comparison' }).locator('tbody tr')).toHaveCount(3);
  noErrors();
});

test('a link repeats the run', async ({ page, context }) => {
  const noErrors = watchConsole(page);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(`/bench.html?${CASES}${SHORT}`);
  await page.getByLabel('Animals of a case').fill('250, 150');
  await page.getByLabel('Animals of a case').press('Enter');
  await finished(page);
  const first = JSON.parse(await saved(page, 'JSON')) as BenchReport;
  await page.getByRole('button', { name: 'Copy link' }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toContain('animals=150,250');

  await page.goto('about:blank');
  await page.goto(link);
  await finished(page);
  const second = JSON.parse(await saved(page, 'JSON')) as BenchReport;
  expect(second.plan).toEqual(first.plan);
  const states = ({ cases }: BenchReport) => cases.map(({ key, hashes }) => ({ key, hashes }));
  expect(states(second)).toEqual(states(first));
  noErrors();
});

test('Escape and the button end a run, what it has is shown, and the next one runs', async ({ page }) => {
  const noErrors = watchConsole(page);
  await page.goto(`/bench.html?${CASES}${SHORT}&rounds=50&ticks=1000`);
  const run = page.getByRole('button', { name: 'Run', exact: true });
  for (const cancel of [() => page.keyboard.press('Escape'), () => page.getByRole('button', { name: 'Cancel' }).click()]) {
    await run.click();
    await expect(run).toBeDisabled();
    await expect(page.locator('#message')).toHaveText(/Round/, { timeout: 20_000 });
    await expect.poll(() => page.getByRole('progressbar').evaluate((bar) => (bar as HTMLProgressElement).value)).toBeGreaterThan(0);
    await cancel();
    await expect(page.locator('#message')).toHaveText(/^Cancelled\./);
    await expect(page.locator('#running')).toBeHidden();
    await expect.poll(() => page.workers().length).toBe(0);
  }
  await page.getByText('More', { exact: true }).click();
  await page.getByLabel('Rounds', { exact: true }).fill('1');
  await page.getByLabel('Ticks a round').fill('5');
  await run.click();
  await finished(page);
  noErrors();
});

test('what a link or the form can not mean is said, and nothing runs', async ({ page }) => {
  await page.goto('/bench.html?rounds=900&scene=moon');
  await expect(page.locator('#message')).toContainText(/rounds.*900.*from 1 to 50.*scene.*moon/);
  await page.getByRole('textbox', { name: 'Threads' }).fill('0');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const said = await page.getByRole('textbox', { name: 'Threads' }).evaluate((input) => (input as HTMLInputElement).validationMessage);
  expect(said).toMatch(/workers.*from 1 to 16/);
  await expect(page.locator('#running')).toBeHidden();
});

test('who wants little motion gets no picture unless asked for', async ({ page }) => {
  const draw = page.getByRole('checkbox', { name: 'Draw the ramp' });
  await page.goto('/bench.html');
  await expect(draw).toBeChecked();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.reload();
  await expect(draw).not.toBeChecked();
  await runShort(page, SHORT.replace('tiers=threads,wasm,js', 'tiers=wasm&parts=ramp'));
  const { ramps } = JSON.parse(await saved(page, 'JSON')) as BenchReport;
  expect(ramps.map(({ renderer, steps }) => [renderer, steps[0]?.frameMs])).toEqual([[null, []]]);
  expect(ramps[0]?.steps[0]?.ticksPerSecond).toBeGreaterThan(10);
});

test('a page that is not isolated says so, and runs the tiers it can', async ({ page }) => {
  await page.route('**/bench.html*', async (route) => {
    const response = await route.fetch();
    const headers = response.headers();
    delete headers['cross-origin-opener-policy'];
    delete headers['cross-origin-embedder-policy'];
    await route.fulfill({ response, headers });
  });
  await page.goto(`/bench.html?${CASES}${SHORT}`);
  await expect(page.locator('.conditions')).toContainText('not cross-origin isolated');
  await expect(page.locator('#message')).toContainText("tier threads can't run here");
  await expect(page.getByRole('checkbox', { name: 'threads' })).toBeDisabled();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await finished(page);
  await expect(page.locator('#results .state.same')).toHaveCount(2);
});

test('nothing is wider than the page, from phones to wide displays', async ({ page }) => {
  await runShort(page, `${SHORT}&parts=cases,ramp`.replace('tiers=threads,wasm,js', 'tiers=threads'));
  await page.getByRole('button', { name: 'threads, 2 workers' }).click();
  await page.locator('.ramp-list summary').first().click();
  for (const width of [390, 1280, 2560]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    const box = await page.locator('.case-detail').boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
  }
});
