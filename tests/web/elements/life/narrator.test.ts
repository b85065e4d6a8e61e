import { describe, expect, it } from 'vitest';
import { summarise, tribeName } from '../../../../web/elements/life/narrator.js';
import { HYBRID_TRIBE } from '../../../../web/generated/life-layout.js';
import type { LifeFounding, LifeStats } from '../../../../web/life.js';

const founding = { scene: 'savanna', tribes: [{ name: 'Meadow' }, { name: 'Fang' }] } as unknown as LifeFounding;

/** Statistics with nothing in them but who is alive. */
function statsOf(tick: number, byTribe: Readonly<Record<number, number>>): LifeStats {
  const tribes = Array.from({ length: 16 }, (_, tribe) => ({ population: byTribe[tribe] ?? 0 }));
  const population = tribes.reduce((sum, tribe) => sum + tribe.population, 0);
  return { tick, population, tribes } as unknown as LifeStats;
}

describe('a world in words', () => {
  it('says who is alive, and leaves out who is not', () => {
    expect(summarise(founding, statsOf(600, { 0: 20, 1: 3 }))).toBe(
      'A living world, scene savanna, after 10 seconds: 23 animals (Meadow 20, Fang 3).',
    );
    expect(summarise(founding, statsOf(60, { 1: 1 }))).toBe('A living world, scene savanna, after 1 second: 1 animal (Fang 1).');
  });

  it('counts hybrids under their own name', () => {
    expect(summarise(founding, statsOf(0, { [HYBRID_TRIBE]: 2 }))).toContain('2 animals (Hybrids 2)');
    expect(tribeName(founding, HYBRID_TRIBE)).toBe('Hybrids');
    expect(tribeName(founding, 7)).toBe('Tribe 7');
  });

  it('says so when nobody is alive', () => {
    expect(summarise(founding, statsOf(1200, {}))).toMatch(/nobody is alive\.$/);
  });
});
