import { describe, expect, it } from 'vitest';
import { casesOf, crews, stressOf } from '../../../web/bench/cases.js';
import { conditionsOf, rateOf } from '../../../web/bench/conditions.js';
import { readPlan, usualPlan, writePlan } from '../../../web/bench/plan.js';

const USUAL = usualPlan(['threads', 'wasm'], 6, 42);

describe('a plan', () => {
  it('comes back from its link', () => {
    const plan = {
      ...USUAL,
      scene: 'flock',
      draw: false,
      workers: [1, 3],
      animals: [500],
      seconds: 0.5,
      parts: ['cases', 'stress'],
    } as const;
    const other = usualPlan(['js'], 2, 7);
    expect(readPlan(writePlan(plan), other)).toEqual({ plan, errors: [] });
    expect(writePlan(plan)).toContain('parts=cases,stress');
  });

  it('keeps what a link leaves out, sorts lists and overlooks words of others', () => {
    const { plan, errors } = readPlan('?animals=3000,1000,3000&utm=1', USUAL);
    expect(plan).toEqual({ ...USUAL, animals: [1000, 3000] });
    expect(errors).toEqual([]);
  });

  it('says what it can not read, with the range, and keeps the usual', () => {
    const { plan, errors } = readPlan('rounds=0&scene=moon&workers=1,99&draw=maybe&ticks=1.5&animals=', USUAL);
    expect(plan).toEqual(USUAL);
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/rounds.*0.*from 1 to 50/),
      expect.stringMatching(/scene.*moon.*savanna/),
      expect.stringMatching(/workers.*99.*from 1 to 16/),
      expect.stringMatching(/draw.*maybe.*true, false/),
      expect.stringMatching(/ticks.*1\.5.*whole number/),
      expect.stringMatching(/animals.*1 to 16 values/),
    ]);
  });

  it('has powers of two of workers, and one for every processor but one', () => {
    expect(USUAL.workers).toEqual([1, 2, 4, 5]);
    expect(usualPlan(['wasm'], 2, 1).workers).toEqual([1]);
    expect(usualPlan(['wasm'], 64, 1).workers).toEqual([1, 2, 4, 8, 16]);
  });
});

describe('cases', () => {
  const plan = { ...USUAL, workers: [1, 2], animals: [1000, 2000] };

  it('are every tier with every number of threads it can have, and every number of animals', () => {
    expect(crews(plan)).toEqual([
      { tier: 'threads', workers: 1 },
      { tier: 'threads', workers: 2 },
      { tier: 'wasm', workers: 1 },
    ]);
    expect(casesOf({ ...plan, parts: ['cases'] }).map(({ key }) => key)).toEqual([
      ...['case threads 1 1000', 'case threads 1 2000', 'case threads 2 1000', 'case threads 2 2000'],
      ...['case wasm 1 1000', 'case wasm 1 2000'],
    ]);
  });

  it('of ways to cut need threads, and more than one', () => {
    const strategies = { ...plan, parts: ['strategies'] } as const;
    expect(casesOf(strategies).map(({ strategy, workers, animals }) => [strategy, workers, animals])).toEqual([
      ['bisection', 2, 2000],
      ['strips', 2, 2000],
      ['tiles', 2, 2000],
    ]);
    expect(casesOf({ ...strategies, tiers: ['wasm'] })).toEqual([]);
    expect(casesOf({ ...strategies, workers: [1] })).toEqual([]);
  });

  it('of hand-overs are those of tiers with threads', () => {
    expect(casesOf({ ...plan, parts: ['sync'] }).map(({ tier, workers }) => [tier, workers])).toEqual([
      ['threads', 1],
      ['threads', 2],
    ]);
  });

  it('of stress run on the first tier with all its threads', () => {
    expect(stressOf(plan)).toMatchObject({ tier: 'threads', workers: 2, animals: 1_000_000 });
    expect(stressOf({ ...plan, parts: ['cases'] })).toBeNull();
  });
});

describe('conditions', () => {
  const GOOD = { userAgent: '', processors: 8, gpu: 'GeForce', refreshRate: 60, isolated: true, hidden: false, onBattery: false };

  it('have nothing to say of a good machine', () => {
    expect(conditionsOf(GOOD)).toEqual([]);
    expect(conditionsOf({ ...GOOD, onBattery: null })).toEqual([]);
  });

  it.each([
    [{ hidden: true, refreshRate: 0 }, /tab is hidden/],
    [{ refreshRate: 0 }, /shows no pictures/],
    [{ gpu: 'Google SwiftShader' }, /software \(Google SwiftShader\)/],
    [{ gpu: null }, /WebGL2 is missing/],
    [{ onBattery: true }, /battery/],
    [{ processors: 2 }, /2 processors/],
    [{ isolated: false }, /not cross-origin isolated/],
  ])('tell of %o', (difference, words) => {
    const found = conditionsOf({ ...GOOD, ...difference });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(words);
  });

  it('know a display by the times of its pictures, dropped ones aside', () => {
    const times = (rate: number): number[] => Array.from({ length: 40 }, (_, index) => (index * 1000) / rate);
    expect(rateOf(times(59.94))).toBe(60);
    expect(rateOf(times(143.9))).toBe(144);
    expect(rateOf(times(400))).toBe(400);
    expect(rateOf(times(60).filter((_, index) => index % 9 !== 4))).toBe(60);
    expect(rateOf([5])).toBe(0);
  });
});
