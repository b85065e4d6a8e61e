/** Who died out between two looks at a world. */
import { HYBRID_TRIBE } from '../../generated/life-layout.js';
import type { LifeStats } from '../shared/records.js';
import type { LifeEvents, LifeFounding } from '../shared/types.js';

export function extinctionsBetween(old: LifeStats, now: LifeStats, { tribes }: LifeFounding): LifeEvents['extinction'][] {
  const { tick } = now;
  const extinctions: LifeEvents['extinction'][] = [];
  now.tribes.forEach(({ population }, tribe) => {
    if (population > 0 || (old.tribes[tribe]?.population ?? 0) === 0) return;
    extinctions.push({ tick, tribe, name: tribe === HYBRID_TRIBE ? 'hybrids' : (tribes[tribe]?.name ?? null) });
  });
  if (now.extinct && !old.extinct) extinctions.push({ tick, tribe: null, name: null });
  return extinctions;
}
