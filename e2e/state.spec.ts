import { expect, type Locator, type Page, test } from '@playwright/test';
import { title } from '../web/site/common/format.js';
import { onSim, openWorld, watchConsole } from './demo-page.js';

const shownAt = (page: Page, path: string) => page.locator(`.path[data-path="${path}"] .value`);
const stage = (page: Page, name: string) => page.locator(`.stage[data-stage="${name}"] li`);

test.describe('the state page', () => {
  test.beforeEach(async ({ page }) => {
    await page.goto('/state.html');
    await expect(page.locator('#engine')).toHaveText('in WebAssembly');
  });

  test('shows a change on its way through the stages, and what follows from it', async ({ page }) => {
    const check = watchConsole(page);
    await page.getByRole('switch', { name: 'desk.lit' }).click();
    await expect(shownAt(page, 'desk.lamp.on')).toHaveText('true');
    await expect(shownAt(page, 'desk.lamp.dark')).toHaveText('false');
    await expect(shownAt(page, 'house.lit')).toHaveText('undefined');
    await expect(stage(page, 'given')).toHaveText(['desk.lit true']);
    await expect(stage(page, 'sync')).toHaveText(['desk.lamp.on true']);
    await expect(stage(page, 'flip')).toHaveText(['desk.lamp.dark false']);
    await expect(stage(page, 'read')).toHaveText(['house.lit undefined']);
    await page.getByRole('switch', { name: 'house.lit' }).click();
    for (const room of ['kitchen', 'hall', 'desk']) await expect(shownAt(page, `${room}.lit`)).toHaveText('true');
    await expect(stage(page, 'aggregation')).toHaveText(['kitchen.lit true', 'hall.lit true', 'desk.lit true']);
    await page.getByRole('switch', { name: 'door.open' }).click();
    await expect(stage(page, 'listener')).toHaveText(['log.last door.open = true']);
    await expect(shownAt(page, 'house.locked')).toHaveText('false');
    check();
  });

  test('draws ties as they come and go', async ({ page }) => {
    const sync = page.locator('#ties .sync');
    const drawn = await sync.count();
    expect(drawn).toBeGreaterThan(2);
    await page.getByLabel('One brightness').uncheck();
    await expect(sync).toHaveCount(drawn - 2);
    await page.getByRole('slider', { name: 'hall.brightness' }).fill('75');
    await expect(shownAt(page, 'kitchen.brightness')).toHaveText('40');
    await page.getByLabel('One brightness').check();
    await expect(sync).toHaveCount(drawn);
    // Two rooms against one.
    await expect(shownAt(page, 'hall.brightness')).toHaveText('40');
  });

  test('says why a batch is refused, and has done nothing of it', async ({ page }) => {
    await page.getByRole('button', { name: 'A refused one' }).click();
    await expect(page.locator('#fault')).toContainText("'__proto__' is refused");
    await expect(shownAt(page, 'kitchen.brightness')).toHaveText('40');
  });

  test('goes on in JavaScript with the same state', async ({ page }) => {
    await page.getByRole('button', { name: 'Come home' }).click();
    await expect(shownAt(page, 'desk.brightness')).toHaveText('80');
    await page.getByLabel('Engine').selectOption('js');
    await expect(page.locator('#engine')).toHaveText('in JavaScript');
    await expect(shownAt(page, 'desk.brightness')).toHaveText('80');
    await page.getByRole('switch', { name: 'desk.lit' }).click();
    await expect(shownAt(page, 'desk.lamp.on')).toHaveText('false');
  });
});

test('without its .wasm the state page runs in JavaScript and says why', async ({ page }) => {
  await page.route('**/*skyflock-state*.wasm', (route) => route.fulfill({ status: 404, body: '' }));
  await page.goto('/state.html');
  await expect(page.locator('#engine')).toHaveText('in JavaScript');
  await expect(page.locator('#fault')).toContainText('404');
  await page.getByRole('switch', { name: 'house.lit' }).click();
  await expect(shownAt(page, 'desk.lamp.dark')).toHaveText('false');
});

test('batches of a page go to the Redux DevTools, where there are any', async ({ page }) => {
  await page.addInitScript(() => {
    const sent: string[] = [];
    const connection = { init: () => {}, send: ({ type }: { type: string }) => sent.push(type), subscribe: () => () => {} };
    Object.assign(window, { sent, __REDUX_DEVTOOLS_EXTENSION__: { connect: () => connection } });
  });
  await page.goto('/state.html');
  await page.getByRole('switch', { name: 'desk.lit' }).click();
  await expect.poll(() => page.evaluate(() => (window as unknown as { sent: string[] }).sent)).toContain('desk.lit');
});

test("the life page's attributes, properties and controls are one setting each", async ({ page }) => {
  await openWorld(page, '/life.html#scene=flock&entities=500&seed=1&tier=js');
  const play = page.locator('#play');
  const all = page.getByRole('button', { name: 'Show all overlays' });
  await expect(play).toHaveAttribute('aria-label', 'Pause');
  await play.click();
  expect(await onSim(page, (sim) => [sim.paused, sim.hasAttribute('paused')])).toEqual([true, true]);
  await onSim(page, (sim) => sim.removeAttribute('paused'));
  await expect(play).toHaveAttribute('aria-label', 'Pause');
  await onSim(page, (sim) => {
    sim.paused = true;
  });
  await expect(play).toHaveAttribute('aria-label', 'Play');

  await expect(all).toHaveAttribute('aria-pressed', 'mixed');
  await all.click();
  expect(await onSim(page, (sim) => [sim.showFood, sim.showDensity, sim.showSight, sim.showPartitions])).toEqual([true, true, true, true]);
  await expect(all).toHaveAttribute('aria-pressed', 'true');
  await onSim(page, (sim) => sim.removeAttribute('density'));
  await expect(all).toHaveAttribute('aria-pressed', 'mixed');
  await page.getByRole('button', { name: 'Speed 2' }).click();
  expect(await onSim(page, (sim) => sim.getAttribute('speed'))).toBe('2');
});

/** The field of a panel's control, by its label. */
const field = (panel: Locator, label: string): Locator =>
  panel
    .locator('.tp-lblv')
    .filter({ has: panel.page().locator('.tp-lblv_l', { hasText: new RegExp(`^${label}$`) }) })
    .locator('input, select');

/** Sets a number. */
async function enter(control: Locator, value: number | string): Promise<void> {
  await control.fill(String(value));
  await control.press('Enter');
}

/** Chooses from a list, whose options are named in words. */
async function choose(control: Locator, value: number | string): Promise<void> {
  await control.selectOption({ label: title(String(value)) });
}

/** Changes a setting by the panel, the attribute and the property in turn, and looks at all three after each. */
async function expectOneSetting<Value extends number | string>(
  element: Locator,
  control: Locator,
  name: string,
  [byPanel, byAttribute, byProperty]: readonly [Value, Value, Value],
): Promise<void> {
  const agree = async (value: Value): Promise<void> => {
    await expect(control).toHaveValue(typeof value === 'string' ? title(value) : String(value));
    await expect(element).toHaveAttribute(name, String(value));
    await expect(element).toHaveJSProperty(name, value);
  };
  await (typeof byPanel === 'string' ? choose : enter)(control, byPanel);
  await agree(byPanel);
  await element.evaluate((one, [attribute, value]) => one.setAttribute(attribute as string, String(value)), [name, byAttribute]);
  await agree(byAttribute);
  await element.evaluate((one, [property, value]) => Object.assign(one, { [property as string]: value }), [name, byProperty]);
  await agree(byProperty);
}

test("the life page's world and brush are one setting each, whoever changes them", async ({ page }) => {
  const check = watchConsole(page);
  await openWorld(page, '/life.html#scene=flock&entities=500&seed=1&tier=wasm');
  // Worlds of any size follow each other: none has to run.
  await onSim(page, (sim) => {
    sim.paused = true;
  });
  await page.getByRole('tab', { name: 'World' }).click();
  const [sim, panel] = [page.locator('#sim'), page.locator('.body.world')];
  await expectOneSetting(sim, field(panel, 'Seed'), 'seed', [7, 8, 9]);
  await expectOneSetting(sim, field(panel, 'Animals').locator('xpath=self::*[not(@type="range")]'), 'entities', [1000, 1500, 2000]);
  await expectOneSetting(sim, field(panel, 'Scene'), 'scene', ['islands', 'savanna', 'flock']);
  await expect.poll(() => onSim(page, ({ life }) => [life?.founding.scene, life?.founding.options.seed])).toEqual(['flock', 9]);

  // The brush has no attribute, and its parts may be set alone.
  await enter(field(panel, 'Radius'), '90');
  await enter(field(panel, 'Animals a stroke'), '33');
  expect(await onSim(page, ({ brush }) => brush)).toEqual({ radius: 90, food: 4, tribe: 0, count: 33 });
  await onSim(page, (one) => {
    one.brush = { radius: 120, tribe: one.life?.founding.tribes[1]?.name ?? '' };
  });
  await expect(field(panel, 'Radius')).toHaveValue('120');
  await expect(field(panel, 'Tribe to add')).toHaveValue('1');
  await enter(field(panel, 'Food a stroke'), '6');
  expect(await onSim(page, ({ brush }) => [brush.radius, brush.food, typeof brush.tribe])).toEqual([120, 6, 'string']);

  const colors = page.getByLabel('Colour by');
  await sim.evaluate((one) => one.setAttribute('color-by', 'age'));
  await expect(colors).toHaveValue('age');
  await colors.selectOption('energy');
  await expect(sim).toHaveAttribute('color-by', 'energy');
  check();
});

test("the meteor page's settings and options are one each, whoever changes them", async ({ page }) => {
  const check = watchConsole(page);
  await page.goto('/meteor.html');
  const [shower, panel] = [page.locator('#play'), page.locator('#panel')];
  await expectOneSetting(shower, field(panel, 'Seed'), 'seed', [7, 8, 9]);
  await expectOneSetting(shower, field(panel, 'Preset'), 'preset', ['calm', 'shower', 'leonids']);
  await panel.getByRole('button', { name: 'Meteors', exact: true }).click();
  const rate = field(panel, 'Rate');
  await enter(rate, '4');
  await expect(shower).toHaveAttribute('options', '{"rate":4}');
  await shower.evaluate((one) => one.setAttribute('options', '{"rate": 5}'));
  await expect(rate).toHaveValue(/^5(\.0*)?$/);
  await shower.evaluate((one) => Object.assign(one, { options: { rate: 6, glow: 2 } }));
  await expect(rate).toHaveValue(/^6(\.0*)?$/);
  await expect(page.locator('#html')).toContainText('"rate":6');
  await choose(field(panel, 'Preset'), 'calm');
  await expect(shower).not.toHaveAttribute('options', /rate/);
  check();
});

test("the meteor page's panel and its element's attributes are one setting each", async ({ page }) => {
  await page.goto('/meteor.html');
  const shower = page.locator('#play');
  await page.waitForFunction(() => customElements.get('meteor-shower') !== undefined);
  const paused = page.locator('#panel input[type="checkbox"]').nth(1);
  await expect(paused).not.toBeChecked();
  await shower.evaluate((element) => element.setAttribute('paused', ''));
  await expect(paused).toBeChecked();
  await page.locator('#panel').getByText('Paused').first().scrollIntoViewIfNeeded();
  await paused.locator('xpath=..').click();
  await expect(shower).not.toHaveAttribute('paused');
});
