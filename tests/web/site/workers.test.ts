import { describe, expect, it } from 'vitest';
import { quantiles } from '../../../web/engine/quantiles.js';
import type { WorkerStats } from '../../../web/life.js';
import { histogram } from '../../../web/site/common/frame-times.js';
import { recoveryWords } from '../../../web/site/life/recovery-log.js';
import { totalsOf } from '../../../web/site/life/worker-totals.js';

const worker = (compute: number, exchange: number, wait: number, counts: Partial<WorkerStats> = {}): WorkerStats => ({
  state: 'waiting',
  generation: 0,
  partition: { left: 0, top: 0, right: 16, bottom: 16 },
  ...{ animals: 0, ghosts: 0, migrants: 0, intents: 0 },
  ...counts,
  milliseconds: { compute, exchange, wait },
});

describe('frame times', () => {
  it('have quantiles that lie between neighbours, whatever their order', () => {
    const values = [30, 10, 20, 40, 50];
    expect(quantiles(values, [0, 0.5, 0.75, 0.9, 1])).toEqual([10, 30, 40, 46, 50]);
    expect(values).toEqual([30, 10, 20, 40, 50]);
    expect(quantiles([7], [0.5, 0.99])).toEqual([7, 7]);
    expect(quantiles([], [0.5])).toEqual([0]);
  });

  it('sort numbers as numbers, not as words', () => {
    expect(quantiles([9, 100, 16.7], [1])).toEqual([100]);
  });

  it('fall into bins, the last of which takes all beyond', () => {
    expect(histogram([0, 1.9, 2, 16.7, 400], 2, 4)).toEqual([2, 1, 0, 2]);
    expect(histogram([], 2, 3)).toEqual([0, 0, 0]);
  });
});

describe('the sums of all workers', () => {
  it('are shares, messages and how far the slowest is from the mean', () => {
    const totals = totalsOf([worker(3, 1, 0, { ghosts: 10, migrants: 2, intents: 5 }), worker(1, 1, 2, { ghosts: 20, migrants: 1 })]);
    expect(totals).toEqual({ waiting: 0.25, messages: 38, imbalance: 1.5, longest: 4 });
  });

  it('are harmless before the first tick', () => {
    expect(totalsOf([])).toEqual({ waiting: 0, messages: 0, imbalance: 1, longest: 0 });
    expect(totalsOf([worker(0, 0, 0)])).toMatchObject({ waiting: 0, imbalance: 1 });
  });
});

describe('a recovery', () => {
  it('is told in a sentence', () => {
    const recovery = { cause: 'it hung', tick: 3, ms: 51.26 };
    expect(recoveryWords({ ...recovery, worker: 2, step: 'replaced' })).toBe('Worker 2 was replaced in 51.3 ms');
    expect(recoveryWords({ ...recovery, worker: -1, step: 'rebuilt' })).toBe('The world was rebuilt in 51.3 ms');
  });
});
