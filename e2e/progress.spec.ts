import { expect, type Page, test } from '@playwright/test';
import { TIER_NAMES } from '../web/engine/tier-names.js';
import type { LifeProgress } from '../web/life.js';
import { onSim, openWorld, watchConsole } from './demo-page.js';

/** Enough for some spells of founders, and for one that takes its time in JavaScript. */
const SOME = 150_000;
const MANY = 1_000_000;

interface Told {
  readonly stage: LifeProgress['stage'];
  readonly share: number | null;
  /** What the element showed of it. */
  readonly shown: number | null;
}

/** Puts an element on the page, and gives what it told of its start until its world stood. */
function startOf(page: Page, tier: string, entities: number): Promise<Told[]> {
  return page.evaluate(
    ([tier, entities]) =>
      new Promise<Told[]>((resolve, reject) => {
        const sim = document.createElement('life-sim');
        const told: Told[] = [];
        sim.setAttribute('tier', tier);
        sim.setAttribute('entities', String(entities));
        sim.setAttribute('paused', '');
        sim.addEventListener('progress', ({ detail }) => {
          const bar = sim.shadowRoot?.querySelector('progress');
          told.push({ ...detail, shown: bar?.hasAttribute('value') === true ? bar.value : null });
        });
        sim.addEventListener('error', ({ detail }) => reject(detail.error));
        sim.addEventListener('ready', () => {
          resolve(told);
          sim.remove();
        });
        document.body.append(sim);
      }),
    [tier, entities] as const,
  );
}

function expectGrowing(shares: readonly (number | null)[]): void {
  const told = shares.map((share) => share ?? 0);
  expect(told).toEqual([...told].sort((a, b) => a - b));
}

for (const tier of TIER_NAMES) {
  test(`<life-sim> tells and shows how far its founding is, in tier ${tier}`, async ({ page }) => {
    const noErrors = watchConsole(page);
    await page.goto('/engine.html');
    await page.waitForFunction(() => customElements.get('life-sim') !== undefined);
    const told = await startOf(page, tier, SOME);
    for (const { share, shown } of told) expect(shown).toBe(share === null ? null : Math.fround(share) === shown ? shown : share);
    const founding = told.filter(({ stage }) => stage === 'founding').map(({ share }) => share);
    expect(founding.length).toBe(1 + Math.floor((SOME - 1) / 32_768));
    expectGrowing(founding);
    if (tier === 'threads' || tier === 'js-workers') expect(told.at(-1)).toMatchObject({ stage: 'threads', share: 1 });
    noErrors();
  });
}

test('createLife tells it, too', async ({ page }) => {
  await page.goto('/engine.html');
  await page.waitForFunction(() => 'skyflock' in window);
  const told = await page.evaluate(async (entities) => {
    const { createLife } = (window as unknown as { skyflock: Pick<typeof import('../web/life.js'), 'createLife'> }).skyflock;
    const told: LifeProgress[] = [];
    const life = await createLife({ tier: 'wasm', paused: true, options: { entities }, onProgress: (progress) => told.push(progress) });
    life.destroy();
    return told;
  }, SOME);
  expect(told[0]).toEqual({ stage: 'wasm', share: null });
  expect(told.at(-1)?.share).toBeGreaterThan(0.8);
});

test('a million animals are founded before the user: a bar grows in place of the picture', async ({ page }) => {
  await page.goto('/engine.html');
  await page.waitForFunction(() => customElements.get('life-sim') !== undefined);
  // Looked at in the page: a fast machine takes the bar away before anybody could ask for it from outside.
  const seen = await page.evaluate(
    (entities) =>
      new Promise<{ name: string | null; text: string; value: number }[]>((resolve, reject) => {
        const sim = document.createElement('life-sim');
        const seen: { name: string | null; text: string; value: number }[] = [];
        sim.addEventListener('progress', () => {
          const bar = sim.shadowRoot?.querySelector('progress');
          if (bar?.checkVisibility() !== true) return;
          seen.push({ name: bar.getAttribute('aria-label'), text: bar.parentElement?.innerText ?? '', value: bar.value });
        });
        sim.addEventListener('error', ({ detail }) => reject(detail.error));
        sim.addEventListener('ready', () => resolve(seen));
        Object.assign(sim, { tier: 'js', entities, paused: true });
        document.body.append(sim);
      }),
    MANY,
  );
  expect(new Set(seen.map(({ name }) => name))).toEqual(new Set(['The start of the world']));
  expect(seen[0]?.text).toContain('its animals come');
  expectGrowing(seen.map(({ value }) => value));
  expect(seen.at(-1)?.value).toBeGreaterThan(seen[0]?.value ?? 1);
  await expect(page.getByRole('progressbar', { name: 'The start of the world' })).toBeHidden();
});

for (const tier of ['wasm', 'threads', 'js'] as const) {
  test(`a world of tier ${tier} tells how far a load, another tier and a recovery are`, async ({ page }) => {
    await page.goto('/engine.html');
    await page.waitForFunction(() => customElements.get('life-sim') !== undefined);
    const told = await page.evaluate(
      async ([tier, other, entities]) => {
        const sim = document.createElement('life-sim');
        Object.assign(sim, { tier, entities, paused: true });
        const next = (name: string): Promise<unknown> => new Promise((done) => sim.addEventListener(name, done, { once: true }));
        document.body.append(sim);
        await next('ready');
        const told: string[][] = [];
        sim.addEventListener('progress', ({ detail: { stage } }) => told.at(-1)?.push(stage));
        const during = async (end: string, action: () => unknown): Promise<void> => {
          told.push([]);
          const ended = next(end);
          await action();
          await ended;
          told.at(-1)?.push(end);
        };
        const snapshot = await sim.save();
        await during('ready', () => sim.load(snapshot));
        await during('tierchange', () => sim.life?.setTier(other));
        // Where one thread runs the world, that is its coordinator's.
        await during('recovery', () => void sim.life?.harmWorker(0).catch(() => {}));
        sim.remove();
        return told.map((stages) => stages.filter((stage, at) => stage !== stages[at - 1]));
      },
      [tier, tier === 'js' ? 'wasm' : 'js', SOME] as const,
    );
    const [loaded, changed, mended] = told;
    expect(loaded).toEqual([...(tier === 'js' ? [] : ['wasm']), 'founding', ...(tier === 'threads' ? ['threads'] : []), 'ready']);
    expect(mended).toEqual([...(tier === 'js' ? ['wasm'] : []), 'founding', 'recovery']);
    expect(changed).toEqual([...(tier === 'js' ? ['wasm'] : []), 'founding', 'tierchange']);
  });
}

test('the life page shows how far another world is while the one before goes on', async ({ page }) => {
  const noErrors = watchConsole(page);
  await openWorld(page, '/life.html#scene=flock&entities=600&seed=6&tier=js');
  await page.evaluate(() => {
    const bar = document.querySelector('.founding');
    const seen: string[] = [];
    Object.assign(window, { seen });
    if (bar !== null) {
      new MutationObserver(() => {
        if (!(bar as HTMLElement).hidden) seen.push(bar.textContent ?? '');
      }).observe(bar, { subtree: true, childList: true, attributes: true });
    }
  });
  await page.getByRole('tab', { name: 'World' }).click();
  const slider = page.getByRole('slider', { name: 'Animals', exact: true });
  await slider.focus();
  await page.keyboard.press('End');
  await expect.poll(() => onSim(page, (sim) => sim.entities)).toBe(MANY);
  await expect.poll(() => onSim(page, (sim) => sim.life?.founding.options.entities), { timeout: 60_000 }).toBe(MANY);
  const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen);
  expect(seen.some((text) => /^The next world: its animals come · \d+ %$/.test(text))).toBe(true);
  await expect(page.locator('.founding')).toBeHidden();
  noErrors();
});
