/** Animals near a point, asked of the element in a page: the same answer in every tier. */
import { expect, test } from '@playwright/test';
import { addElement, onSim } from './demo-page.js';
import { QUERY_TIERS, queryInPage } from './query-in-page.js';

for (const tier of QUERY_TIERS) {
  test(`life-sim.query answers in tier ${tier}, the same as in tier js`, async ({ page }) => {
    test.setTimeout(60_000);
    await page.goto('/engine.html');
    await page.waitForFunction(() => customElements.get('life-sim') !== undefined);
    const asked = await page.evaluate(queryInPage, tier);
    const expected = await page.evaluate(queryInPage, 'js' as const);
    expect(asked.tier).toBe(tier);
    expect(asked.answers.map(({ length }) => length)).toEqual(expected.answers.map(({ length }) => length));
    expect(asked.answers).toEqual(expected.answers);
    expect(asked.hash).toBe(expected.hash);
    const [crowd, few] = asked.answers;
    expect(crowd?.length).toBeGreaterThan(50);
    expect(few).toEqual(crowd?.slice(0, 7));
    expect(crowd?.every(({ tick }) => tick === 12)).toBe(true);
  });

  test(`life-sim.query of a running world is answered within a tick in tier ${tier}`, async ({ page }) => {
    await addElement(page, { entities: '2000', seed: '4', tier, workers: '2' });
    const late = await onSim(page, async (sim) => {
      const waits: number[] = [];
      for (let i = 0; i < 20; i += 1) {
        // What is asked together is answered together, unless a tick begins in between.
        const [before, found, after] = await Promise.all([
          sim.life?.hash(),
          sim.query({ x: 500, y: 500, radius: 400, most: 5 }),
          sim.life?.hash(),
        ]);
        const tick = found[0]?.tick ?? Number.NaN;
        if (!(tick >= (before?.tick ?? 0) && tick <= (after?.tick ?? 0))) waits.push(Number.NaN);
        waits.push((after?.tick ?? 0) - (before?.tick ?? 0));
        await new Promise((done) => setTimeout(done, 23));
      }
      return waits.sort((a, b) => a - b);
    });
    expect(late).not.toContain(Number.NaN);
    expect(late[10]).toBeLessThanOrEqual(1);
  });
}

test('life-sim.query refuses what is out of range with a sentence, and without a world', async ({ page }) => {
  await addElement(page, { entities: '300', tier: 'wasm', paused: '' });
  const told = await onSim(page, async (sim) => {
    const refusalOf = (where: object): Promise<string> =>
      sim.query(where as never).then(String, (error: Error) => `${error.name}: ${error.message}`);
    const width = sim.life?.founding.worldWidth ?? 0;
    const refused = [
      await refusalOf({ x: width + 1, y: 0, radius: 5 }),
      await refusalOf({ x: 0, y: Number.NaN, radius: 5 }),
      await refusalOf({ x: 0, y: 0, radius: -1 }),
      await refusalOf({ x: 0, y: 0, radius: 5, most: 1025 }),
      await refusalOf({ x: 0, y: 0, radius: 5, most: 2.5 }),
    ];
    sim.remove();
    return { width, refused: [...refused, await refusalOf({ x: 0, y: 0, radius: 5 })] };
  });
  expect(told.refused).toEqual([
    `LifeOptionError: x = ${told.width + 1} is refused: it must be a number from 0 to ${told.width} u`,
    expect.stringMatching(/^LifeOptionError: y = NaN is refused: it must be a number from 0 to \d+ u$/),
    'LifeOptionError: radius = -1 is refused: it must be a number from 0 to 4096 u',
    'LifeOptionError: most = 1025 is refused: it must be a whole number from 1 to 1024 animals',
    'LifeOptionError: most = 2.5 is refused: it must be a whole number from 1 to 1024 animals',
    'LifeDestroyedError: the world was destroyed; create another with createLife',
  ]);
});
