/** Machines that refuse memory, in Chromium: the engine's memory gets a small maximum, and what goes beyond it is refused for real. */
import { expect, type Page, test } from '@playwright/test';
import { withMemoryLimit } from '../tests/web/engine/limited-wasm.js';
import { onSim, openWorld, tickOf, watchConsole } from './demo-page.js';
import { openEnginePage } from './engine-page.js';

/** 40 MiB. */
const PAGES = 640;
const FOUNDING = { entities: 20_000, maxEntities: 600_000, seed: 2 };

/** From now on engines get PAGES of memory: those of the tier `threads` by what they make it with, the other by its file. */
async function limitMemory(page: Page): Promise<void> {
  const limit = `WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
  construct: (Memory, [descriptor]) => new Memory({ ...descriptor, maximum: ${PAGES} }),
});\n`;
  await page.route('**/coordinator.worker-*.js', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: limit + (await response.text()) });
  });
  await page.route(/skyflock-life-[^t][^/]*\.wasm$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: Buffer.from(withMemoryLimit(await response.body(), PAGES)) });
  });
}

for (const tier of ['threads', 'wasm'] as const) {
  test(`a world of the tier ${tier} whose memory is refused has room for fewer animals, and is that world otherwise`, async ({ page }) => {
    const lines: string[] = [];
    page.on('console', (message) => lines.push(message.text()));
    await limitMemory(page);
    await openEnginePage(page);
    const seen = await page.evaluate(
      async ({ tier, options }) => {
        const life = await window.skyflock.createLife({ tier, workers: 2, paused: true, options });
        const pressures: { requestedEntities: number; grantedEntities: number; bytes: number }[] = [];
        life.on('memorypressure', (pressure) => pressures.push(pressure));
        for (let tick = 0; tick < 20; tick += 1) life.step();
        const { hash } = await life.hash();
        const { capacity, memoryBytes } = life.founding;
        life.destroy();
        const same = { ...options, maxEntities: capacity };
        const whole = await window.skyflock.createLife({ tier: 'wasm', paused: true, options: same });
        for (let tick = 0; tick < 20; tick += 1) whole.step();
        const expected = (await whole.hash()).hash;
        whole.destroy();
        return { pressures, hash, expected, capacity, memoryBytes, tier: life.tier };
      },
      { tier, options: FOUNDING },
    );
    expect([300_000, 150_000, 75_000, 37_500]).toContain(seen.capacity);
    const [atStart, ...later] = seen.pressures;
    expect(atStart).toEqual({ requestedEntities: 600_000, grantedEntities: seen.capacity, bytes: expect.any(Number) });
    // What the world left may be too little for a snapshot; the world has it all the same.
    for (const pressure of later) expect(pressure).toMatchObject({ requestedEntities: seen.capacity, grantedEntities: seen.capacity });
    expect(later.length).toBeLessThanOrEqual(1);
    expect(seen.memoryBytes).toBeLessThanOrEqual(PAGES * 65536);
    expect(seen.tier).toBe(tier);
    expect(seen.hash).toBe(seen.expected);
    expect(
      lines.filter((line) => /^skyflock: Memory is scarce: there is room for [\d,]+ animals, not for 600,000; \d+ MB/.test(line)),
    ).toHaveLength(1);
  });
}

test('a world that does not fit at all says so, in both tiers', async ({ page }) => {
  await limitMemory(page);
  await openEnginePage(page);
  for (const tier of ['threads', 'wasm'] as const) {
    const message = await page.evaluate(async (forced) => {
      try {
        (await window.skyflock.createLife({ tier: forced, options: { entities: 500_000 } })).destroy();
        return 'it started';
      } catch (error) {
        return String(error);
      }
    }, tier);
    expect(message).toMatch(/did not start \(memory\): the world: \d+ bytes of memory were refused. Found a smaller world/);
  }
});

test('the demo tells that memory is scarce, and runs', async ({ page }) => {
  const noErrors = watchConsole(page);
  await limitMemory(page);
  await openWorld(page, '/life.html#entities=20000&maxEntities=600000&workers=2');
  await expect(page.locator('#notices')).toContainText(/Memory is scarce: there is room for [\d,]+ animals, not for 600,000/);
  expect(await onSim(page, ({ life }) => life?.tier)).toBe('threads');
  await expect.poll(() => tickOf(page)).toBeGreaterThan(10);
  noErrors();
});
