/**
 * Faults in the whole chain: page, coordinator and pool are the package's own, only the engine is the build with faults.
 * Whatever is broken, the world ends as if nothing had been, and the picture hardly stands.
 */
import { expect, test } from '@playwright/test';
import type { FaultAnswer, FaultRequest } from './pages/faults.js';
import { FAULTS, type FaultName, type Injection } from './pages/injection.js';
import { TestPages } from './test-pages.js';

const WORKERS = 3;
/** Steps of a tick (see tickProgram of src/life/world.cpp), and the one that makes what faults write into. */
const STEPS = 8;
const SENSE = 3;
/** Milliseconds without a new frame. */
const LONGEST_GAP = 250;
/**
 * Likewise for each time a thread hangs: it is judged after 400 ms at most, and healed within 2.1 s, since Chromium lets a
 * thread that never leaves WebAssembly run on for 2 s after its end; the rest is for the picture to come.
 */
const LONGEST_GAP_OF_A_ZOMBIE = 400 + 2100 + 100;

/** Runs of which the smoothest counts: a machine that is busy with something else can make any picture stand. */
const RUNS = 4;

const pages = new TestPages();
test.beforeAll(async () => {
  test.setTimeout(120_000);
  await pages.open();
});
test.afterAll(() => pages.close());
test.beforeEach(({ page }) => page.goto(pages.at('faults.html')));

/** The longest that the picture may stand for these faults. */
function longestGap(injections: readonly Injection[]): number {
  const hangs = injections.map(({ kind, times }) => (kind === 'hang' || kind === 'zombie' ? times : 0));
  return Math.max(LONGEST_GAP, LONGEST_GAP_OF_A_ZOMBIE * Math.max(...hangs));
}

async function expectSound(run: (request: FaultRequest) => Promise<FaultAnswer>, injections: readonly Injection[]): Promise<void> {
  const ticks = (injections.at(-1)?.tick ?? 0) + 90;
  const { hash } = await run({ injections: [], workers: 0, ticks });
  // What is no number does no harm where nobody reads it any more.
  const harmful = injections.filter(({ kind, step }) => kind !== 'notANumber' || step === SENSE);
  const limit = longestGap(injections);
  let gap = Number.POSITIVE_INFINITY;
  let steps = '';
  for (let count = 0; count < RUNS && gap >= limit; count += 1) {
    const seen = await run({ injections, workers: WORKERS, ticks });
    expect(seen).toMatchObject({ tier: 'threads', hash });
    expect(seen.recoveries.length).toBeGreaterThanOrEqual(harmful.length);
    gap = Math.min(gap, seen.longestGap);
    steps = seen.recoveries.map(({ step, ms }) => `${step} in ${Math.round(ms)} ms`).join(', ');
  }
  const kinds = injections.map(({ kind, times }) => `${kind} x${times}`).join(', ');
  test.info().annotations.push({ type: 'longest gap', description: `${kinds}: ${Math.round(gap)} ms (${steps})` });
  expect(gap).toBeLessThan(limit);
}

for (const kind of Object.keys(FAULTS) as FaultName[]) {
  test(`a world ends as one without faults, and its frames go on: ${kind}`, async ({ page }) => {
    const run = (request: FaultRequest): Promise<FaultAnswer> => page.evaluate((one) => window.runWithFaults(one), request);
    await expectSound(run, [{ kind, tick: 100, step: 3, partition: 1, times: 1 }]);
  });
}

test('worlds with 21 faults at random end as those without @long', async ({ page }) => {
  test.setTimeout(300_000);
  const run = (request: FaultRequest): Promise<FaultAnswer> => page.evaluate((one) => window.runWithFaults(one), request);
  const kinds = Object.keys(FAULTS) as FaultName[];
  // By a generator of its own, so that a failure can be repeated.
  let seed = 20_261;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  // Three in a world: with more than three rebuilds in a minute it would go on in another tier.
  for (let world = 0; world < 7; world += 1) {
    const injections = [0, 1, 2].map((number) => {
      const kind = kinds[random(kinds.length)] as FaultName;
      return {
        kind,
        tick: 40 + 70 * number + random(60),
        // A zombie writes what its part writes; in a later step that would be what another step has made.
        step: random(kind === 'zombie' ? SENSE + 1 : STEPS),
        partition: random(WORKERS),
        times: 1 + random(2),
      };
    });
    await expectSound(run, injections);
  }
});
