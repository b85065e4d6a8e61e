/** The worlds that a plan times without a clock, each stepped as fast as it goes. */

import { isPooledTier } from '../engine/tier.js';
import type { TierName } from '../engine/tier-names.js';
import { PARTITION_STRATEGIES } from '../life/shared/settings.js';
import type { PartitionStrategyName } from '../life/shared/types.js';
import type { BenchPlan } from './plan.js';

/** So few animals that a tick is hardly more than its hand-overs. */
const SYNC_ANIMALS = 16;
/** A million animals take their time. */
const STRESS = { warmUp: 10, ticks: 10 } as const;

/** `case`: the table; `sync`: hand-overs; `strategy`: ways to cut; `stress`: the most animals there can be. */
export type CaseKind = 'case' | 'sync' | 'strategy' | 'stress';

export interface BenchCase {
  /** What names it in a report. */
  readonly key: string;
  readonly kind: CaseKind;
  readonly tier: TierName;
  readonly workers: number;
  readonly animals: number;
  /** How tier `threads` cuts the world, or null. */
  readonly strategy: PartitionStrategyName | null;
  /** Ticks of a round. */
  readonly ticks: number;
  readonly warmUp: number;
}

/** Each tier with each number of threads it can have. */
export function crews({ tiers, workers }: BenchPlan): { readonly tier: TierName; readonly workers: number }[] {
  return tiers.flatMap((tier) => (isPooledTier(tier) ? workers : [1]).map((count) => ({ tier, workers: count })));
}

/** The cases that take turns. */
export function casesOf(plan: BenchPlan): BenchCase[] {
  const { ticks, warmUp } = plan;
  const most = Math.max(...plan.workers);
  const cases: BenchCase[] = [];
  const add = (
    kind: CaseKind,
    crew: { tier: TierName; workers: number },
    animals: number,
    strategy: PartitionStrategyName | null,
  ): void => {
    const key = [kind, crew.tier, crew.workers, animals, ...(strategy === null ? [] : [strategy])].join(' ');
    cases.push({ key, kind, ...crew, animals, strategy, ticks, warmUp });
  };
  if (plan.parts.includes('cases')) {
    for (const crew of crews(plan)) for (const animals of plan.animals) add('case', crew, animals, null);
  }
  if (plan.parts.includes('sync')) {
    for (const crew of crews(plan)) if (isPooledTier(crew.tier)) add('sync', crew, SYNC_ANIMALS, null);
  }
  if (plan.parts.includes('strategies') && plan.tiers.includes('threads') && most > 1) {
    const animals = Math.max(...plan.animals);
    for (const strategy of PARTITION_STRATEGIES) add('strategy', { tier: 'threads', workers: most }, animals, strategy);
  }
  return cases;
}

/** The case with the most animals, on the plan's fastest crew; null when the plan has none. */
export function stressOf(plan: BenchPlan): BenchCase | null {
  const crew = crews(plan)
    .filter(({ tier }) => tier === plan.tiers[0])
    .at(-1);
  if (crew === undefined || !plan.parts.includes('stress')) return null;
  return {
    key: ['stress', crew.tier, crew.workers, plan.most].join(' '),
    kind: 'stress',
    ...crew,
    animals: plan.most,
    strategy: null,
    ...STRESS,
  };
}

/** `threads, 4 workers` */
export function crewName(tier: TierName, workers: number): string {
  return isPooledTier(tier) ? `${tier}, ${workers} ${workers === 1 ? 'worker' : 'workers'}` : tier;
}

/** `threads, 4 workers, 50,000 animals, strips` */
export function nameOf({ tier, workers, animals, strategy }: BenchCase): string {
  return `${crewName(tier, workers)}, ${animals.toLocaleString('en')} animals${strategy === null ? '' : `, ${strategy}`}`;
}
