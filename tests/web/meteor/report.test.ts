/** What a shower without an element reports. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../../scripts/steps.mjs';
import type { PastEvent } from '../../../web/engine/history.js';
import { MeteorPipeline } from '../../../web/kernels/meteor-pipeline.js';
import { showerReport } from '../../../web/meteor/page/shower-report.js';
import { MeteorOptionError, MeteorStartError } from '../../../web/meteor/shared/errors.js';
import { KEYS, keysOf, leaksOf } from '../support/report-check.js';

const wasmBinary = new Uint8Array(await readFile(join(ROOT, 'build/wasm/skyflock-meteor.wasm'))).buffer;

describe("a shower's report", () => {
  test('is plain data under the keys that all reports have', async () => {
    const shower = await MeteorPipeline.create({ wasmBinary, preset: 'leonids', options: { seed: 9 } });
    for (let frame = 0; frame < 90; frame += 1) shower.updateAll(1 / 60);
    const report = await shower.report();
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(keysOf(report).sort()).toEqual([...KEYS].sort());
    expect(report).toMatchObject({
      about: 'meteor',
      state: 'running',
      tier: { asked: 'auto', runs: 'wasm', refused: [] },
      settings: { seed: 9 },
    });
    expect(report.counts.frame).toBe(90);
    expect(report.timings.tick).toMatchObject({ samples: 60, median: null });
    expect(report.memory.mostEngineBytes).toBeGreaterThanOrEqual(report.memory.engineBytes ?? Number.NaN);
    expect(leaksOf(report)).toEqual([]);
    shower.destroy();
    expect(await shower.report()).toMatchObject({ state: 'destroyed', counts: {} });
  });

  test('says why WebAssembly does not run, without the address that did not answer', async () => {
    const shower = await MeteorPipeline.create({ wasmUrl: 'file:///home/greta/diary.wasm' });
    const report = await shower.report();
    expect(report.tier).toMatchObject({ runs: 'js', refused: [{ tier: 'wasm' }] });
    expect(report.tier.refused[0]?.reason).toMatch(/\w+ \w+/);
    expect(leaksOf(report, ['greta', 'diary'])).toEqual([]);
    shower.destroy();
  });

  test('names no address and nothing that a page wrote', () => {
    const at = (name: string, detail: unknown): PastEvent => ({ name, atMs: 1, detail });
    const error = new MeteorStartError('worker', 'https://a.example/greta/meteor.worker.js could not be loaded', 'Serve it');
    const report = showerReport({
      ...({
        about: 'meteor-shower',
        state: 'stopped',
        asked: 'auto',
        runs: null,
        refused: [],
        runsOn: 'page',
        renderer: null,
        metrics: null,
      } as const),
      settings: { preset: 'calm', thread: 'worker', note: 'greta' },
      past: [
        at('error', { error }),
        at('error', { error: new MeteorOptionError('options', '{"diary": 1', 'it must be an object') }),
        at('fault', { reason: "the script 'greta/diary.js' failed" }),
      ],
    });
    expect(report.errors.map(({ sentence }) => sentence)).toEqual([
      'meteor did not start (worker): https://a.example could not be loaded. Serve it',
      'options = … is refused: it must be an object',
    ]);
    expect(report.fault).toBe("the script '…' failed");
    expect(report.settings).toMatchObject({ preset: 'calm', thread: 'worker', note: null });
    expect(leaksOf(report, ['greta', 'diary'])).toEqual([]);
  });
});
