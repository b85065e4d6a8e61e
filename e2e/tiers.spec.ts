/** A world that changes its tier while it runs: by code, by attribute, and by hand. */
import { expect, test } from '@playwright/test';
import { addElement, onSim, openWorld, tickOf, watchConsole } from './demo-page.js';
import { openEnginePage } from './engine-page.js';

test('ten changes through all tiers end in the hash of a world that never changed', async ({ page }) => {
  test.setTimeout(120_000);
  await openEnginePage(page);
  const seen = await page.evaluate(async () => {
    const { createLife } = window.skyflock;
    const settings = { scene: 'savanna', paused: true, options: { entities: 1500, seed: 9 }, workers: 2 } as const;
    const path = ['js', 'threads', 'js-workers', 'wasm', 'js-workers', 'js', 'wasm', 'threads', 'js', 'wasm'] as const;
    const run = async (changes: boolean): Promise<{ tiers: string[]; at: { tick: number; hash: string }; faults: string[] }> => {
      const life = await createLife({ ...settings, tier: 'wasm' });
      const tiers: string[] = [];
      const faults: string[] = [];
      life.on('recovery', ({ cause }) => faults.push(cause));
      life.on('fault', ({ reason }) => faults.push(reason));
      for (const tier of path) {
        for (let i = 0; i < 8; i += 1) life.step();
        await life.paintFood({ x: 300, y: 300, radius: 100, amount: 3 });
        if (changes) await life.setTier(tier);
        tiers.push(life.tier);
      }
      life.step();
      const at = await life.hash();
      life.destroy();
      return { tiers, at, faults };
    };
    return { path, changed: await run(true), still: await run(false) };
  });
  expect(seen.changed.tiers).toEqual(seen.path);
  expect(new Set(seen.still.tiers)).toEqual(new Set(['wasm']));
  expect(seen.changed.at.tick).toBe(81);
  expect(seen.changed.at).toEqual(seen.still.at);
  expect([...seen.changed.faults, ...seen.still.faults]).toEqual([]);
});

test('the attribute moves a running world; one that can not be had leaves it where it is', async ({ page }) => {
  await addElement(page, { entities: '800', seed: '3', tier: 'wasm' });
  await expect.poll(() => tickOf(page)).toBeGreaterThan(10);
  const before = await tickOf(page);
  await onSim(page, (sim) => sim.setAttribute('tier', 'js'));
  await expect.poll(() => onSim(page, (sim) => sim.life?.tier)).toBe('js');
  await expect.poll(() => tickOf(page)).toBeGreaterThan(before + 10);
  const error = await onSim(page, (sim) => {
    const told = new Promise<string>((done) => sim.addEventListener('error', ({ detail }) => done(detail.error.message), { once: true }));
    Reflect.deleteProperty(globalThis, 'SharedArrayBuffer');
    sim.setAttribute('tier', 'threads');
    return told;
  });
  expect(error).toContain('SharedArrayBuffer is missing');
  expect(await onSim(page, (sim) => sim.life?.tier)).toBe('js');
  const tick = await tickOf(page);
  await expect.poll(() => tickOf(page)).toBeGreaterThan(tick + 5);
});

test('the Workers tab has every tier, what each takes, and changes between them', async ({ page }) => {
  const noErrors = watchConsole(page);
  await openWorld(page, '/life.html#scene=savanna&entities=1200&seed=6&tier=wasm');
  await page.getByRole('tab', { name: 'Workers' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Workers' });
  await expect(panel.getByRole('radio')).toHaveCount(4);
  await expect(panel.getByRole('radio', { name: 'wasm' })).toBeChecked();
  for (const tier of ['js', 'js-workers', 'threads']) {
    const before = await tickOf(page);
    await panel.getByRole('radio', { name: new RegExp(`^${tier} `) }).check();
    await expect.poll(() => onSim(page, (sim) => sim.life?.tier)).toBe(tier);
    await expect(panel.getByRole('status').first()).toContainText(/The world stood for \d+ ms\./);
    await expect.poll(() => tickOf(page)).toBeGreaterThan(before + 5);
    expect(page.url()).toContain(`tier=${tier}`);
  }
  await expect(panel.locator('.tier-row small[data-measured]')).toHaveCount(4);
  noErrors();
});
