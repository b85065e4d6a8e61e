import { expect, it } from 'vitest';
import { readReport, toCsv } from '../../../web/bench/export.js';
import { type RampResult, verdicts } from '../../../web/bench/report.js';
import { compare, summarise } from '../../../web/bench/summary.js';
import { caseResult, report } from './reports.js';

const RIGHT = '00000000000000aa';
const WRONG = '00000000000000bb';
const TIMES = [4, 5, 6, 5, 5, 5];

function ramp(key: string, most: number, hashes: readonly string[]): RampResult {
  const step = { animals: 1000, held: true, ticksPerSecond: 60, framesPerSecond: 60, frameMs: [16.7], firstFrameMs: 90, memoryBytes: 5 };
  const steps = hashes.map((hash) => ({ ...step, hashes: [{ tick: 10, hash }] }));
  return { key, tier: 'wasm', workers: 1, renderer: 'webgl2', most, steps, error: null };
}

it('a run whose hash differs from most others of its world is wrong', () => {
  const cases = [caseResult('a', TIMES, RIGHT), caseResult('b', TIMES, WRONG), caseResult('c', TIMES, RIGHT)];
  expect([...verdicts(report(cases))]).toEqual([
    ['a', 'same'],
    ['b', 'wrong'],
    ['c', 'same'],
  ]);
});

it('two that differ are both wrong, and one by itself is neither', () => {
  const two = verdicts(report([caseResult('a', TIMES, RIGHT), caseResult('b', TIMES, WRONG)]));
  expect([two.get('a'), two.get('b')]).toEqual(['wrong', 'wrong']);
  expect(verdicts(report([caseResult('a', TIMES, RIGHT)])).get('a')).toBe('alone');
});

it('worlds of other sizes, and other ticks, are not held against each other', () => {
  const bigger = caseResult('b', TIMES, WRONG, { animals: 2000 });
  const later = caseResult('c', TIMES, WRONG, { hashes: [{ tick: 11, hash: WRONG }] });
  const found = verdicts(report([caseResult('a', TIMES, RIGHT), bigger, later]));
  expect([...found.values()]).toEqual(['alone', 'alone', 'alone']);
});

it('a ramp that ran a world several times does not outvote two others', () => {
  const cases = [caseResult('a', TIMES, RIGHT), caseResult('b', TIMES, RIGHT)];
  const found = verdicts(report(cases, { ramps: [ramp('r', 1000, [WRONG, WRONG, WRONG])] }));
  expect([...found.values()]).toEqual(['same', 'same', 'wrong']);
});

it('a run that contradicts itself is wrong', () => {
  expect(verdicts(report([], { ramps: [ramp('r', 1000, [RIGHT, WRONG])] })).get('r')).toBe('wrong');
});

it('a case is summed up over its rounds', () => {
  const round = { milliseconds: [10, 10], phases: [1, 3], workers: [{ compute: 6, exchange: 1, wait: 3 }], overheads: [0.3, 0.5] };
  const other = { ...round, phases: [3, 5], workers: [{ compute: 8, exchange: 1, wait: 1 }], overheads: [0.1, 0.1] };
  const summary = summarise(caseResult('a', [], RIGHT, { rounds: [round, other], population: 500 }));
  expect(summary).toMatchObject({ p50: 10, p99: 10, ticksPerSecond: 100, nsPerAnimal: 20_000, phases: [2, 4], overhead: 0.25 });
  expect(summary?.workers).toEqual([{ compute: 7, exchange: 1, wait: 2 }]);
  expect(summarise(caseResult('a', [], RIGHT, { rounds: [] }))).toBeNull();
});

it('two runs are compared case by case; wrong ones and those of one run only are left out', () => {
  const slow = TIMES.map((time) => time * 3);
  const now = report([caseResult('a', TIMES, RIGHT), caseResult('mine', TIMES, RIGHT), caseResult('bad', TIMES, WRONG)], {
    ramps: [ramp('r', 4000, [RIGHT])],
  });
  const earlier = report([caseResult('a', slow, RIGHT), caseResult('theirs', slow, RIGHT), caseResult('bad', slow, RIGHT)], {
    ramps: [ramp('r', 1000, [RIGHT])],
  });
  const found = compare(now, earlier);
  expect(found.map(({ key }) => key)).toEqual(['a', 'r']);
  expect(found[0]).toMatchObject({ now: 5, earlier: 15, unit: 'ms', differs: false });
  expect(found[0]?.ratio.mid).toBe(3);
  expect(found[1]).toMatchObject({ now: 4000, earlier: 1000, unit: 'animals' });
  expect(found[1]?.ratio.mid).toBe(4);
});

it('a comparison says when the two came to other states, or had other worlds', () => {
  const now = report([caseResult('a', TIMES, RIGHT)]);
  expect(compare(now, report([caseResult('a', TIMES, WRONG)]))[0]?.differs).toBe(true);
  expect(compare(now, report([caseResult('a', TIMES, RIGHT)]))[0]?.differs).toBe(false);
  const otherSeed = report([caseResult('a', TIMES, RIGHT)]);
  expect(compare(now, { ...otherSeed, plan: { ...otherSeed.plan, seed: 2 } })[0]?.differs).toBe(true);
});

it('a report comes back as it went out', () => {
  const out = report([caseResult('a', TIMES, RIGHT)], { ramps: [ramp('r', 1000, [RIGHT])] });
  expect(readReport(JSON.stringify(out))).toEqual(out);
});

it('what is no report, of another version or damaged, is refused with the place', () => {
  const out = report([caseResult('a', TIMES, RIGHT)]);
  expect(() => readReport('{')).toThrow('the file is not JSON');
  expect(() => readReport('null')).toThrow('no report of this benchmark');
  expect(() => readReport(JSON.stringify({ ...out, version: 2 }))).toThrow("the report's version is 2; this page reads 1");
  const damaged = { ...out, cases: [{ ...out.cases[0], rounds: [{ milliseconds: [1, 'x'] }] }] };
  expect(() => readReport(JSON.stringify(damaged))).toThrow(
    'report.cases[0].rounds[0].milliseconds is [1,"x"]; it must be a list of numbers',
  );
  expect(() => readReport(JSON.stringify({ ...out, ramps: null }))).toThrow('report.ramps is null; it must be a list');
});

it('CSV has a line for each case and each step, with as many cells as the head', () => {
  const failed = caseResult('b', [], RIGHT, { rounds: [], hashes: [], error: 'memory, "refused"' });
  const lines = toCsv(report([caseResult('a', TIMES, RIGHT), failed], { ramps: [ramp('r', 1000, [RIGHT])] }))
    .trimEnd()
    .split('\n');
  expect(lines).toHaveLength(4);
  const columns = (lines[0] as string).split(',');
  const first = (lines[1] as string).split(',');
  expect(first).toHaveLength(columns.length);
  const at = (name: string): string => first[columns.indexOf(name)] as string;
  expect([at('kind'), at('tier'), at('verdict'), at('hash'), at('tick_ms'), at('ns_per_animal')]).toEqual([
    ...['case', 'wasm', 'same', RIGHT, '5', '5000'],
  ]);
  expect(lines[2]).toContain('"memory, ""refused"""');
  expect((lines[3] as string).split(',')).toHaveLength(columns.length);
});
