/** What a world reports, and what it keeps to itself. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ROOT } from '../../../scripts/steps.mjs';
import { REPORT_SCHEMA } from '../../../web/engine/diagnostics.js';
import type { PastEvent } from '../../../web/engine/history.js';
import { BUILD, VERSION } from '../../../web/engine/version.js';
import { lifeReport } from '../../../web/life/page/life-report.js';
import { LifeFaultError, LifeOptionError, LifeStartError } from '../../../web/life/shared/errors.js';
import type { LifeKernel } from '../../../web/life/shared/kernel.js';
import { createLife } from '../../../web/life.js';
import { KEYS, keysOf, leaksOf } from '../support/report-check.js';
import { localWorld, nextEvent } from './local-worker.js';

const TRIBES = [{ name: 'Grüne Gänse', genes: { aggression: 0 } }, { name: 'Zebulon & Sons' }] as const;
const SECRETS = ['Grüne', 'Gänse', 'Zebulon', 'diary', 'token', 'greta'];

const cleanUp: (() => void)[] = [];
afterEach(() => {
  vi.unstubAllGlobals();
  for (const end of cleanUp.splice(0)) end();
});

async function world(setup: Parameters<typeof localWorld>[1] = {}): ReturnType<typeof localWorld> {
  const made = await localWorld({ scene: 'savanna', tribes: TRIBES, options: { entities: 400, seed: 7 } }, setup);
  cleanUp.push(() => made.world.destroy());
  return made;
}

describe("a world's report", () => {
  test('is plain data under the keys that the documentation names', async () => {
    const { world: life } = await world({ paused: false });
    await nextEvent(life, 'stats');
    const report = await life.report();
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(keysOf(report).sort()).toEqual([...KEYS].sort());
    expect(report).toMatchObject({ schema: REPORT_SCHEMA, about: 'life', state: 'running', fault: null });
    expect(report.package).toEqual({ version: VERSION, build: BUILD });
    expect(report.tier).toEqual({ asked: 'wasm', runs: 'wasm', refused: [] });
    expect(report.settings).toMatchObject({ scene: 'savanna', seed: 7, entities: 400, colorBy: 'tribe', speed: 1 });
    expect(report.counts).toMatchObject({ animals: 400, tribes: 2 });
    expect(report.memory.engineBytes).toBeGreaterThan(100_000);
    expect(Date.parse(report.made)).toBeGreaterThan(Date.parse('2024-01-01'));
    expect(report.atMs).toBeGreaterThan(0);
    const documented = readFileSync(join(ROOT, 'docs/diagnostics.md'), 'utf8');
    for (const key of KEYS) expect(documented, key).toContain(`\`${key}\``);
  });

  test.each([
    [{}, 'auto', null],
    [{ tier: 'js' }, 'js', null],
    [{ tier: 'js', workers: 2 }, 'js', 2],
  ] as const)('says what createLife(%j) asked for', async (asked, tier, workers) => {
    // On the page's own thread, which runs what is asked for here.
    vi.stubGlobal('process', { ...process, getBuiltinModule: undefined });
    const life = await createLife({ options: { entities: 200 }, paused: true, ...asked });
    cleanUp.push(() => life.destroy());
    const report = await life.report();
    expect(report.tier.asked).toBe(tier);
    expect(report.tier.runs).toBe(life.tier);
    expect(report.settings.workersAsked).toBe(workers);
    expect(keysOf(report).sort()).toEqual([...KEYS].sort());
  });

  test('says which tier was asked for last, be it the one that ran already', async () => {
    const { world: life } = await world();
    await life.setTier('js');
    expect((await life.report()).tier).toMatchObject({ asked: 'js', runs: 'js' });
    await life.setTier('wasm');
    expect((await life.report()).tier).toMatchObject({ asked: 'wasm', runs: 'wasm' });
    vi.stubGlobal('crossOriginIsolated', false);
    await life.setTier('auto');
    expect((await life.report()).tier).toMatchObject({ asked: 'auto', runs: 'wasm' });
  });

  test('has the version that package.json has', () => {
    expect(VERSION).toBe(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version);
  });

  test('tells how long ticks took, not only in the mean', async () => {
    const { world: life } = await world({ paused: false, speed: 8 });
    await expect.poll(async () => (await life.report()).timings.tick?.samples ?? 0, { timeout: 20_000 }).toBeGreaterThan(20);
    const { tick } = (await life.report()).timings;
    expect(tick?.median).toBeGreaterThan(0);
    expect(tick?.p95).toBeGreaterThanOrEqual(tick?.median ?? Number.NaN);
    expect(tick?.most).toBeGreaterThanOrEqual(tick?.p95 ?? Number.NaN);
  });

  test('comes of a world that was destroyed, too', async () => {
    const { world: life } = await world();
    life.destroy();
    expect(await life.report()).toMatchObject({ state: 'destroyed', tier: { runs: 'wasm' } });
  });

  test('tells of recoveries and changes, with their times and causes', async () => {
    let hasTrapped = false;
    const wrap = (kernel: LifeKernel): LifeKernel => {
      const step = kernel.step.bind(kernel);
      kernel.step = () => {
        if (hasTrapped || kernel.tick < 3) return step();
        hasTrapped = true;
        throw new Error('unreachable at https://a.example/greta/diary.wasm:1');
      };
      return kernel;
    };
    const { world: life } = await world({ paused: false, wrap });
    await nextEvent(life, 'recovery');
    const changed = nextEvent(life, 'tierchange');
    await life.setTier('js');
    await changed;
    const report = await life.report();
    expect(report.recoveries).toHaveLength(1);
    expect(report.recoveries[0]).toMatchObject({
      step: 'rebuilt',
      worker: expect.any(Number),
      cause: expect.stringMatching(/unreachable at https:\/\/a\.example$/),
    });
    expect(report.changes).toEqual([{ atMs: expect.any(Number), what: 'tier', to: 'js', reason: 'it was asked for' }]);
    expect(report.recoveries[0]?.atMs).toBeLessThanOrEqual(report.changes[0]?.atMs ?? 0);
    expect(report.changes[0]?.atMs).toBeLessThanOrEqual(report.atMs);
    expect(report.tier.runs).toBe('js');
    expect(leaksOf(report, SECRETS)).toEqual([]);
  });

  test('names no tribe, no address and nothing that a user wrote', async () => {
    const { world: life } = await world();
    const at = (name: string, detail: unknown): PastEvent => ({ name, atMs: 1, detail });
    const error = new LifeStartError('wasm', 'https://cdn.example/greta/diary/skyflock-life.wasm?token=1 answered 404', 'Serve it', true);
    const facts = {
      ...({ life, state: 'running', runsOn: 'worker', asked: { tier: 'auto', workers: 3 }, ticks: [1, 2, 3] } as const),
      past: [
        ...[
          { error },
          new LifeOptionError('tribe', 'Zebulon & Sons', "there is no such tribe; there are 'Grüne Gänse', Zebulon & Sons"),
          new LifeOptionError('greta', 'diary', 'no option has this name; there are seed, entities'),
          new LifeOptionError('seed', -1, 'it must be a whole number from 0 to 4294967295'),
          Object.assign(new Error("can't read /home/greta/diary.txt"), { name: 'greta' }),
          new LifeFaultError('worker', 12, 'Grüne Gänse took over'),
        ].map((one) => at('error', one)),
        at('recovery', { cause: 'the trap at wasm://wasm/diary/0001:0x2f', tick: 9, worker: 1, step: 'rebuilt', ms: 12.345 }),
        at('tierchange', { tier: 'js', reason: 'vendor/greta/x.wasm was refused' }),
        at('memorypressure', { requestedEntities: 9, grantedEntities: 4, bytes: 77 }),
      ],
    };
    const report = lifeReport(facts);
    expect(report.tier.asked).toBe('auto');
    expect(report.settings.workersAsked).toBe(3);
    expect(leaksOf(report, SECRETS)).toEqual([]);
    expect(report.errors.map(({ code, sentence }) => `${code}: ${sentence}`)).toEqual([
      'life/start-wasm: life did not start (wasm): https://cdn.example answered 404. Serve it',
      "life/option: tribe = … is refused: there is no such tribe; there are '…', …",
      'life/option: … = … is refused: no option has this name; there are seed, entities',
      'life/option: seed = -1 is refused: it must be a whole number from 0 to 4294967295',
      "null: can't read …",
      'life/fault: the world stopped at tick 12 (worker): … took over. Destroy it and create a new one',
    ]);
    expect(report.errors[4]?.name).toBe('Error');
    expect(report.recoveries).toEqual([{ atMs: 1, step: 'rebuilt', cause: 'the trap at wasm:…', tick: 9, worker: 1, stoodMs: 12.35 }]);
    expect(report.changes.map(({ what, to, reason }) => `${what} ${to}: ${reason}`)).toEqual([
      'tier js: … was refused',
      'memory 4: 77 B were refused',
    ]);
  });

  test('of no world says which tiers can not run here, and why', () => {
    const report = lifeReport({ life: null, state: 'stopped', runsOn: null, asked: null, ticks: [], past: [] });
    expect(report.tier.runs).toBeNull();
    expect(report.tier.refused).toEqual([]);
    expect(keysOf(report).sort()).toEqual([...KEYS].sort());
  });
});
