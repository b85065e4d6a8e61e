/** The attribute that says how a world is cut among its workers: the world is the same, and it is cut so while it runs. */
import { expect, test } from '@playwright/test';
import { addElement, onSim, tickOf } from './demo-page.js';

/** A busy machine takes its time for a tick on four JavaScript workers. */
const PATIENCE = { timeout: 30_000 };

for (const tier of ['threads', 'js-workers'] as const) {
  test(`partition-strategy cuts a world of tier ${tier} at its founding, and while it runs`, async ({ page }) => {
    test.setTimeout(120_000);
    await addElement(page, { entities: '3000', seed: '3', tier, workers: '4', 'partition-strategy': 'strips' });
    const cut = () =>
      onSim(page, (sim) => ({
        is: sim.life?.partitionStrategy,
        areStrips: (sim.life?.stats?.workers ?? []).every(
          ({ partition: { left, top, right, bottom } }) =>
            bottom - top === sim.life?.founding.rows || right - left === sim.life?.founding.columns,
        ),
        areTiles: (sim.life?.stats?.workers ?? []).every(
          ({ partition: { left, right } }) => Math.abs(right - left - (sim.life?.founding.columns ?? 0) / 2) <= 1,
        ),
      }));
    await expect.poll(() => tickOf(page), PATIENCE).toBeGreaterThan(5);
    expect(await cut()).toMatchObject({ is: 'strips', areStrips: true, areTiles: false });
    const life = await onSim(page, async (sim) => {
      const before = sim.life;
      sim.partitionStrategy = 'tiles';
      await sim.life?.hash();
      return { isTheSame: before === sim.life, attribute: sim.getAttribute('partition-strategy'), workers: sim.life?.workers };
    });
    expect(life).toEqual({ isTheSame: true, attribute: 'tiles', workers: 4 });
    await expect.poll(async () => (await cut()).is, PATIENCE).toBe('tiles');
    await expect.poll(async () => (await cut()).areTiles, PATIENCE).toBe(true);
    expect(await onSim(page, (sim) => sim.life?.fault ?? null)).toBeNull();
  });
}

test('a world that is cut by any strategy has one hash, and goes on as it is cut in another tier', async ({ page }) => {
  test.setTimeout(60_000);
  await addElement(page, { entities: '300', paused: '' });
  const seen = await page.evaluate(async () => {
    const { createLife } = window.skyflock;
    const hashes: (string | undefined)[] = [];
    const kept: (string | undefined)[] = [];
    for (const partitionStrategy of ['bisection', 'strips', 'tiles'] as const) {
      const life = await createLife({ options: { entities: 1200, seed: 8 }, tier: 'threads', workers: 3, partitionStrategy, paused: true });
      for (let tick = 0; tick < 10; tick += 1) life.step();
      await life.setTier('js-workers');
      await life.setWorkers(4);
      for (let tick = 0; tick < 10; tick += 1) life.step();
      hashes.push((await life.hash()).hash);
      kept.push(life.partitionStrategy);
      const heights = new Set(life.stats?.workers.map(({ partition: { top, bottom } }) => bottom - top));
      kept.push(`${heights.size === 1 && heights.has(life.founding.rows)}`);
      life.destroy();
    }
    return { hashes, kept };
  });
  expect(new Set(seen.hashes).size).toBe(1);
  expect(seen.kept).toEqual(['bisection', 'false', 'strips', 'true', 'tiles', 'false']);
});

test('a strategy that there is not is refused, and the default holds', async ({ page }) => {
  await addElement(page, { entities: '300', tier: 'threads', workers: '2' });
  const told = await onSim(page, async (sim) => {
    const refused = new Promise<string>((done) =>
      sim.addEventListener('error', ({ detail }) => done(detail.error.message), { once: true }),
    );
    sim.setAttribute('partition-strategy', 'slices');
    return { refused: await refused, holds: sim.partitionStrategy };
  });
  expect(told).toEqual({
    refused: 'partition-strategy = slices is refused: it must be one of bisection, strips, tiles',
    holds: 'bisection',
  });
});
