import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compare, lackLines, pairedRatio, ratioOf, summarize, tableOf } from '../../../scripts/bench-compare.mjs';
import { figuresOf } from '../../../scripts/bench-figures.mjs';
import { fastest, geometricMean, median, takeTurns } from '../../../scripts/bench-order.mjs';
import { resolveRevision } from '../../../scripts/bench-revision.mjs';
import { Side } from '../../../scripts/bench-side.mjs';
import { ROOT } from '../../../scripts/steps.mjs';

const round = (ms: number, hash = 'a'): object => ({ milliseconds: [ms, ms, 9 * ms], population: 1000, hash });
const rounds = (...times: number[]): object[] => times.map((ms, i) => round(ms, `hash ${i}`));

describe('turns', () => {
  test('let every side do a task right after the other, and no side always first', async () => {
    const calls: string[] = [];
    const sides = [new Side('a', {}), new Side('b', {})];
    const task = (key: string) => ({
      kind: 'wasm',
      key,
      run: async (side: Side, at: number) => {
        calls.push(`${at} ${key} ${side.name}`);
      },
    });
    await takeTurns(sides, 60, [[task('x'), task('y')], [task('z')]]);
    expect(calls).toHaveLength(360);
    const firsts = new Set<string>();
    for (let at = 0; at < calls.length; at += 2) {
      const [first, second] = [calls[at] ?? '', calls[at + 1] ?? ''];
      expect(second.slice(0, -1)).toBe(first.slice(0, -1));
      expect(new Set([first.at(-1), second.at(-1)])).toEqual(new Set(['a', 'b']));
      firsts.add(first.slice(first.indexOf(' ') + 1));
    }
    expect([...firsts].sort()).toEqual(['x a', 'x b', 'y a', 'y b', 'z a', 'z b']);
    expect(sides[0]?.raw).toMatchObject({ wasm: { x: { length: 60 }, y: { length: 60 }, z: { length: 60 } } });
  });

  test('leave out what a side that may lack it failed at, and keep no half of it', async () => {
    const [today, other] = [new Side('today', {}), new Side('other', {}, { mayLack: true })];
    let calls = 0;
    const run = async (side: Side, at: number): Promise<number> => {
      if (side === other) calls += 1;
      if (side === other && at === 1) throw new Error('there is no such tier\nand more');
      return at;
    };
    await takeTurns([today, other], 4, [[{ kind: 'wasm', key: 'x', run }]]);
    expect(today.raw).toEqual({ wasm: { x: [0, 1, 2, 3] } });
    expect(other.raw).toEqual({ wasm: {} });
    expect(calls).toBe(2);
    expect([...other.lacks]).toEqual([['wasm: x', 'there is no such tier']]);
  });

  test('end at what a side that may lack nothing fails at', async () => {
    const fails = () => Promise.reject(new Error('the world is gone'));
    await expect(takeTurns([new Side('today', {})], 2, [[{ kind: 'wasm', key: 'x', run: fails }]])).rejects.toThrow('the world is gone');
  });
});

describe('the figure of some rounds', () => {
  test('is the middle or the fastest of the middles of their ticks', () => {
    const raw = { wasm: { 'flock-100k': rounds(3, 2, 8) } };
    expect(figuresOf(raw, median).wasm).toMatchObject({ 'flock-100k': { tickMs: 3, ns: 3000 } });
    expect(figuresOf(raw, fastest).wasm).toMatchObject({ 'flock-100k': { tickMs: 2, ns: 2000 } });
  });

  test('names the worlds that come to another state in another tier or natively', () => {
    const [same, other] = [[round(1, 'a')], [round(1, 'b')]];
    const wasm = { 'flock-100k': same, 'swarm-100k': same, 'savanna-12k': same, 'savanna-12k-js': other, 'savanna-12k-js-1-worker': same };
    const native = { 'flock-100k': same, 'swarm-100k': other };
    expect(figuresOf({ wasm, native }, median)).toMatchObject({ differing: ['swarm-100k', 'savanna-12k-js'] });
  });
});

describe('two sides', () => {
  const today = {
    wasm: {
      'flock-100k': rounds(2, 4, 6),
      'savanna-100k': rounds(8, 8, 8),
      'savanna-12k-js': rounds(5, 5, 5),
      'swarm-100k': rounds(1, 1, 1),
    },
    native: { 'flock-100k': [{ medianMs: 2, population: 1000, hash: 'a' }] },
    snapshot: { 'savanna-100k': [{ saveMilliseconds: [7, 6], loadMilliseconds: [20, 30] }] },
  };
  const other = {
    wasm: {
      'flock-100k': rounds(4, 4, 4),
      'savanna-100k': rounds(4, 4, 4),
      'savanna-12k-js': [round(5, 'z'), ...rounds(5, 5, 5).slice(1)],
    },
    native: { 'flock-100k': [{ medianMs: 1, population: 1000, hash: 'a' }] },
  };
  const rows = compare(today, other);
  const rowOf = (name: string) => rows.find((row) => row.name === name);

  test('are compared by the fastest round of each, and by pairs of rounds', () => {
    expect(rowOf('flock-100k')).toMatchObject({ today: 2, other: 4, ratio: 0.5, paired: 1, hashes: 'same' });
    expect(rowOf('flock-100k, native')).toMatchObject({ today: 2, other: 1, ratio: 2, paired: 2, hashes: 'same' });
  });

  test('are compared at every bar that both have figures for', () => {
    expect(rowOf('flock 100k: WASM / native')).toMatchObject({ today: 1, other: 4, ratio: 0.25 });
    expect(rowOf('snapshot of 100,000 animals: save')).toMatchObject({ today: 6, other: null, ratio: null });
    expect(rowOf('first frame, 10,000 animals')).toMatchObject({ today: null, other: null, ratio: null });
  });

  test('show in which world their states differ', () => {
    expect(rowOf('savanna-12k-js')).toMatchObject({ hashes: 'differ', ratio: 1 });
    expect(rows.filter(({ hashes }) => hashes === 'differ')).toHaveLength(1);
  });

  test('show a dash for what one can not give', () => {
    const lines = tableOf(rows, '7bfc29a');
    expect(lines[0]).toMatch(/^ +today +7bfc29a +ratio +paired +hashes$/);
    expect(lines.find((line) => line.startsWith('swarm-100k, ms a tick '))).toMatch(/ 1 +- +- +- +-$/);
    expect(lines.find((line) => line.startsWith('flock-100k, ms a tick '))).toMatch(/ 2 +4 +0\.500 +1\.000 +same$/);
    const lacks = new Map([
      ['wasm: x', 'no such tier'],
      ['wasm: y', 'no such tier'],
      ['sizes: z', 'no such file'],
    ]);
    expect(lackLines('7bfc29a', lacks)).toEqual([
      "- 7bfc29a can't give wasm: x; wasm: y: no such tier",
      "- 7bfc29a can't give sizes: z: no such file",
    ]);
  });

  test('have a geometric mean for each kind of world, and its worst', () => {
    expect(summarize(rows)).toMatchObject([
      { group: 'one thread', rows: 2, mean: 1, worst: 2, worstName: 'savanna-100k' },
      { group: 'in JavaScript', rows: 1, mean: 1 },
      { group: 'native', rows: 1, mean: 2, worst: 2, worstName: 'flock-100k, native' },
    ]);
  });
});

test('ratios of nothing are nothing, and equals are 1 even at 0', () => {
  expect(ratioOf(null, 1)).toBeNull();
  expect(ratioOf(0, 0)).toBe(1);
  expect(ratioOf(3, 2)).toBe(1.5);
  expect(pairedRatio(undefined, rounds(1))).toBeNull();
  expect(geometricMean([0.5, 2, 8])).toBeCloseTo(2);
});

describe('another revision', () => {
  test.skipIf(!existsSync(join(ROOT, '.git')))('is known by its commit', async () => {
    const commit = await resolveRevision('HEAD');
    expect(commit).toMatch(/^[0-9a-f]{40}$/);
    expect(await resolveRevision(commit.slice(0, 12))).toBe(commit);
    await expect(resolveRevision('HEAD:README.md')).rejects.toThrow("--against is 'HEAD:README.md', which is no commit");
  });

  test.each([
    [['--native-only'], '--native-only goes with --against REV: the bars take a browser.'],
    [['--against', 'no-such-branch'], "--against is 'no-such-branch', which is no commit that git knows here; "],
  ])('is refused in a sentence with %j, before anything is built', (words, sentence) => {
    const script = join(ROOT, 'scripts', 'bench.mjs');
    const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...words], { encoding: 'utf8', timeout: 20_000 });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr.startsWith(sentence)).toBe(true);
  });
});
