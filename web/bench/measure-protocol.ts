/** What the benchmark's page and its worker say to each other. */
import type { LifeOptions, SceneName } from '../generated/life-layout.js';

/** A world to measure. */
export interface World {
  /** Names the world in later requests. */
  readonly key: string;
  readonly scene: SceneName;
  readonly options: Partial<LifeOptions>;
  readonly warmUpTicks: number;
  /** Threads of the tier `threads`; without them the world runs in the tier `wasm`. */
  readonly workers?: number;
}

/** What one round of ticks took. */
export interface Round {
  /** Of each tick, in order. */
  readonly milliseconds: readonly number[];
  /** Mean milliseconds of each phase, in order: `Phase`. */
  readonly phases: readonly number[];
  /** Of each tick, the share of its workers' time that went into the exchange and into waiting; empty without workers. */
  readonly overheads: readonly number[];
  /** Milliseconds of the whole round. */
  readonly elapsed: number;
  readonly population: number;
  readonly tick: number;
  /** State hash at the end: a fast wrong answer is no answer. */
  readonly hash: string;
  readonly memoryBytes: number;
  /** Bytes of memory that came in during the round. */
  readonly memoryGrowth: number;
}

export type MeasureRequest =
  | { readonly type: 'found'; readonly id: number; readonly world: World }
  | { readonly type: 'round'; readonly id: number; readonly key: string; readonly ticks: number; readonly served: boolean }
  | { readonly type: 'drop'; readonly id: number; readonly key: string };

export interface MeasureAnswer {
  readonly id: number;
  readonly round: Round | null;
  /** Why the request failed, or null. */
  readonly error: string | null;
}
