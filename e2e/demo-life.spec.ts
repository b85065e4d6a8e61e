import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { onSim, openWorld, tickOf, watchConsole } from './demo-page.js';

const SMALL = '/life.html#scene=savanna&entities=1500&seed=6';

const population = (page: Page): Promise<number> => onSim(page, (sim) => sim.life?.stats?.population ?? 0);

test('statistics grow: the legend counts, the clock runs, the charts get points', async ({ page }) => {
  const noErrors = watchConsole(page);
  await openWorld(page, SMALL);
  await expect.poll(() => tickOf(page)).toBeGreaterThan(70);
  await expect(page.locator('#legend .tribes li').first()).toContainText(/Meadow\d/);
  await expect(page.locator('#legend .population strong')).toHaveText(/^1,\d{3}$/);
  await expect(page.locator('#legend .time')).toHaveText(/0:0[1-9]/);
  await expect(page.locator('#meter')).toContainText(/\d+ fps · \d+ ticks\/s/);
  expect(await page.locator('.plot canvas').count()).toBe(3);
  const births = page.locator('.tiles dd').first();
  await expect.poll(async () => Number(await births.textContent())).toBeGreaterThan(0);
  noErrors();
});

test('pause, step and speed act', async ({ page }) => {
  await openWorld(page, SMALL);
  await page.getByRole('button', { name: 'Pause' }).click();
  const stood = await onSim(page, async (sim) => (await sim.life?.hash())?.tick ?? 0);
  await page.getByRole('button', { name: 'One tick' }).click();
  await expect.poll(() => tickOf(page)).toBe(stood + 1);
  await expect(page.locator('#meter')).toContainText('paused');
  await page.getByRole('button', { name: 'Speed 4' }).click();
  expect(await onSim(page, (sim) => sim.life?.speed)).toBe(4);
  await page.getByRole('button', { name: 'Play' }).click();
  await expect.poll(() => tickOf(page)).toBeGreaterThan(stood + 30);
});

test('tools paint food, add animals and remove them', async ({ page }) => {
  const noErrors = watchConsole(page);
  await openWorld(page, SMALL);
  await onSim(page, (sim) => sim.focus());
  await page.keyboard.press('Space');
  const before = await population(page);
  await page.getByRole('button', { name: 'Add animals' }).click();
  await page.mouse.click(560, 300);
  await page.getByRole('button', { name: 'One tick' }).click();
  await expect.poll(() => population(page)).toBeGreaterThan(before + 5);
  const added = await population(page);
  await page.getByRole('button', { name: 'Remove animals' }).click();
  await page.mouse.click(560, 300);
  await page.getByRole('button', { name: 'One tick' }).click();
  await expect.poll(() => population(page)).toBeLessThan(added - 5);
  const grown = await onSim(page, (sim) => sim.life?.stats?.food.grown ?? 0);
  await page.getByRole('button', { name: 'Paint food' }).click();
  await page.mouse.click(560, 300);
  await page.getByRole('button', { name: 'One tick' }).click();
  await expect.poll(() => onSim(page, (sim) => sim.life?.stats?.food.grown ?? 0)).toBeGreaterThan(grown + 10);
  noErrors();
});

test('a click selects an animal, and the inspector shows it; the view follows', async ({ page }) => {
  await openWorld(page, SMALL);
  await onSim(page, (sim) => sim.focus());
  await page.keyboard.press('Space');
  // Where on the page the first animal of the frame is.
  const at = await onSim(page, (sim) => {
    const [x = 0, y = 0] = sim.life?.frame?.positions ?? [];
    sim.camera = { x, y, zoom: 4 };
    const { left, top, width, height } = sim.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  });
  await page.mouse.click(at.x, at.y);
  const panel = page.getByRole('tabpanel', { name: 'Animal' });
  await expect(panel).toContainText(/#\d+/);
  await expect(panel).toContainText(/Energy\d/);
  await expect(panel.locator('.genes > div')).toHaveCount(9);
  const id = await onSim(page, (sim) => sim.selection?.id);
  expect(await onSim(page, (sim) => sim.life?.frame?.selected?.id)).toBe(id);
  await panel.getByRole('button', { name: 'Follow' }).click();
  await page.getByRole('button', { name: 'Play' }).click();
  const { tick = 0 } = (await onSim(page, (sim) => sim.life?.hash())) ?? {};
  await expect.poll(() => tickOf(page)).toBeGreaterThan(tick + 60);
  const followed = await onSim(page, ({ camera, life, follow }) => {
    const { x = 0, y = 0 } = life?.frame?.selected ?? {};
    return { follow, away: Math.hypot(camera.x - x, camera.y - y) };
  });
  expect(followed.follow).toBe(true);
  // The picture runs up to a tick behind the frame.
  expect(followed.away).toBeLessThan(5);
  await onSim(page, (sim) => sim.select(0));
  await expect(panel).toContainText('Click an animal');
});

test('the panel founds another scene and changes a running world', async ({ page }) => {
  const noErrors = watchConsole(page);
  await openWorld(page, SMALL);
  await page.getByRole('tab', { name: 'World' }).click();
  await page.locator('.body.world select').first().selectOption({ label: 'Islands' });
  await expect.poll(() => onSim(page, (sim) => sim.life?.founding.scene)).toBe('islands');
  expect(page.url()).toContain('scene=islands');
  await page.getByText('Movement', { exact: true }).click();
  const turnRate = page.locator('.body.world .tp-lblv', { hasText: 'Turn rate' }).locator('input');
  await turnRate.fill('9');
  await turnRate.press('Enter');
  await expect.poll(() => page.url()).toContain('turnRate=9');
  noErrors();
});

test('tribes can be edited and founded', async ({ page }) => {
  await openWorld(page, SMALL);
  await page.getByRole('tab', { name: 'Tribes' }).click();
  await page.getByRole('button', { name: 'Add a tribe' }).click();
  await page.getByRole('button', { name: 'Restart with these tribes' }).click();
  await expect.poll(() => onSim(page, (sim) => sim.life?.founding.tribes.length)).toBe(6);
  await expect(page.locator('#legend')).toContainText('Tribe 6');
});

test('a link founds the same world, tick by tick', async ({ page }) => {
  const hashAt = async (address: string): Promise<unknown> => {
    await page.goto('about:blank');
    await openWorld(page, address);
    return onSim(page, async (sim) => {
      sim.paused = true;
      sim.restart();
      await new Promise((done) => sim.addEventListener('ready', done, { once: true }));
      for (let tick = 0; tick < 20; tick += 1) sim.life?.step();
      return { ...(await sim.life?.hash()), tribes: sim.life?.founding.tribes.length, turnRate: sim.life?.founding.options.turnRate };
    });
  };
  await page.goto('/life.html#scene=savanna&entities=900&seed=12&turnRate=7&tribe=One~1~herd~30~25~22~0.15~0.06~0.1~0.7~0.3~-0.85~300');
  await page.waitForFunction(() => document.querySelector('life-sim')?.life != null);
  const first = await hashAt(page.url());
  expect(first).toMatchObject({ tick: 20, tribes: 1, turnRate: 7 });
  expect(await hashAt(page.url())).toEqual(first);
});

test('a link that says nonsense is told of, and the page goes on', async ({ page }) => {
  await openWorld(page, '/life.html#scene=moon&entities=500&turnRate=99&tribe=broken');
  await expect(page.locator('.notice.warning')).toHaveCount(3);
  await expect(page.locator('#notices')).toContainText('turnRate = 99 is refused');
});

test('numbers and pictures can be taken along', async ({ page }) => {
  await openWorld(page, SMALL);
  await expect.poll(() => tickOf(page)).toBeGreaterThan(40);
  const textOf = async (name: string): Promise<Buffer> => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name, exact: true }).click();
    return readFile(await (await download).path());
  };
  const csv = (await textOf('CSV')).toString();
  expect(csv.split('\n')[0]).toMatch(/^"seconds","Meadow","Meadow speed"/);
  expect(csv.split('\n').length).toBeGreaterThan(2);
  const json = JSON.parse((await textOf('JSON')).toString());
  expect(json.founding.options.seed).toBe(6);
  expect(json.stats.population).toBeGreaterThan(1000);
  expect((await textOf('PNG')).subarray(1, 4).toString()).toBe('PNG');
});
