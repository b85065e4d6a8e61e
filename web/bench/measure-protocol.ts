/** What the benchmark's page and its worker say to each other. */
import type { TierName } from '../engine/tier-names.js';
import type { LifeOptions, SceneName } from '../generated/life-layout.js';
import type { PartitionStrategyName } from '../life/shared/types.js';

/** A world to measure. */
export interface World {
  /** Names the world in later requests. */
  readonly key: string;
  readonly scene: SceneName;
  readonly options: Partial<LifeOptions>;
  readonly warmUpTicks: number;
  /** Threads of a tier that has many. */
  readonly workers?: number;
  /** The tier it runs on; `threads` where workers are given and `wasm` where not, unless said. */
  readonly tier?: TierName;
  /** How tier `threads` cuts the world; `bisection` unless said. */
  readonly strategy?: PartitionStrategyName | null;
  /** The tick of the warm-up whose state hash is told; 0 unless said. */
  readonly hashTick?: number;
}

/** A state hash and the tick it belongs to. */
export interface TickHash {
  readonly tick: number;
  /** 16 hexadecimal digits. */
  readonly hash: string;
}

/** What a world's founding and warm-up gave. */
export interface Founded extends TickHash {
  /** Milliseconds until the world stood, its threads served and nothing had been stepped. */
  readonly milliseconds: number;
  /** Threads that run it. */
  readonly workers: number;
}

/** Mean milliseconds of a worker's tick. */
export interface WorkerTimes {
  readonly compute: number;
  readonly exchange: number;
  readonly wait: number;
}

/** What one round of ticks took. */
export interface Round extends TickHash {
  /** Of each tick, in order. */
  readonly milliseconds: readonly number[];
  /** Mean milliseconds of each phase, in order: `Phase`. */
  readonly phases: readonly number[];
  /** By worker; empty where one thread does everything. */
  readonly workers: readonly WorkerTimes[];
  /** Of each tick, the share of its workers' time that went into the exchange and into waiting; empty without workers. */
  readonly overheads: readonly number[];
  /** Milliseconds of the whole round. */
  readonly elapsed: number;
  readonly population: number;
  readonly memoryBytes: number;
  /** Bytes of memory that came in during the round. */
  readonly memoryGrowth: number;
}

/** What it takes to save a world and to make another of the snapshot, the engine's instance included. */
export interface SnapshotTimes {
  readonly saveMilliseconds: readonly number[];
  readonly loadMilliseconds: readonly number[];
  readonly animals: number;
  readonly bytes: number;
}

export type MeasureRequest =
  | { readonly type: 'found'; readonly id: number; readonly world: World }
  | { readonly type: 'round'; readonly id: number; readonly key: string; readonly ticks: number; readonly served: boolean }
  | { readonly type: 'snapshot'; readonly id: number; readonly key: string; readonly rounds: number }
  | { readonly type: 'drop'; readonly id: number; readonly key: string };

export interface MeasureAnswer {
  readonly id: number;
  readonly founded: Founded | null;
  readonly round: Round | null;
  readonly snapshot: SnapshotTimes | null;
  /** Why the request failed, or null. */
  readonly error: string | null;
}
