import { describe, expect, it } from 'vitest';
import { GENES, MAX_TRIBES } from '../../../web/generated/life-layout.js';
import type { LifeStats } from '../../../web/life.js';
import { History } from '../../../web/site/life/history.js';

function statsOf(tick: number, population: number): LifeStats {
  const genes = Object.fromEntries(GENES.map(({ name }) => [name, { mean: tick }]));
  const tribes = Array.from({ length: MAX_TRIBES }, (_, tribe) => ({ population: tribe === 0 ? population : 0, genes }));
  return { tick, population, tribes } as unknown as LifeStats;
}

describe('the history', () => {
  it('takes a sample now and then, and none twice', () => {
    const history = new History();
    expect(history.add(statsOf(0, 5))).toBe(true);
    expect(history.add(statsOf(6, 5))).toBe(false);
    expect(history.add(statsOf(15, 6))).toBe(true);
    expect(history.add(statsOf(15, 6))).toBe(false);
    expect(history.seconds).toEqual([0, 0.25]);
    expect(history.population[0]).toEqual([5, 6]);
    // A tribe of nobody has no mean.
    expect(history.means.speed[1]).toEqual([null, null]);
  });

  it('never grows beyond its room, and still spans all of the time', () => {
    const history = new History();
    const hours = 60 * 3600 * 4;
    for (let tick = 0; tick <= hours; tick += 6) history.add(statsOf(tick, tick));
    expect(history.seconds.length).toBeLessThan(600);
    expect(history.seconds.length).toBeGreaterThan(250);
    expect(history.seconds[0]).toBe(0);
    expect(history.seconds.at(-1)).toBeGreaterThan((hours / 60) * 0.99);
    const steps = history.seconds.slice(1).map((seconds, index) => seconds - (history.seconds[index] ?? 0));
    expect(Math.max(...steps)).toBeLessThan(Math.min(...steps) * 1.5 + 1);
    for (const column of [...history.population, ...Object.values(history.means).flat()]) {
      expect(column.length).toBe(history.seconds.length);
    }
  });

  it('begins anew', () => {
    const history = new History();
    for (let tick = 0; tick < 90_000; tick += 15) history.add(statsOf(tick, 1));
    history.clear();
    expect(history.seconds).toEqual([]);
    expect(history.add(statsOf(0, 1))).toBe(true);
    expect(history.add(statsOf(15, 1))).toBe(true);
  });

  it('is written as CSV that a table reads', () => {
    const history = new History();
    history.add(statsOf(0, 5));
    history.add(statsOf(30, 7));
    const lines = history.toCsv([{ number: 0, name: 'The "old", one' }]).split('\n');
    expect(lines.length).toBe(4);
    expect(lines[0]).toMatch(/^"seconds","The ""old"", one","The ""old"", one speed",/);
    expect(lines[2]).toMatch(/^0\.50,7,30,30,/);
    expect(lines[3]).toBe('');
  });
});
