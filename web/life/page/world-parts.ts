/** What a world is put together from, once its coordinator has started. */
import type { Timers } from '../../engine/deadline.js';
import type { RefusedTier } from '../../engine/tier.js';
import type { TierChoice, TierName } from '../../engine/tier-names.js';
import type { PartitionStrategy } from '../../generated/life-layout.js';
import type { FoundingReply, Pace, Resumption, ViewRequest, WasmSources, Workers } from '../shared/messages.js';
import type { CoordinatorThread } from './coordinator-link.js';
import type { LifeFiles } from './life-files.js';
import type { Revive } from './revival.js';

/** What was asked of a world; no number of workers where that was left open. */
export interface AskedOfWorld {
  /** The last one. */
  tier: TierChoice;
  readonly workers?: number | undefined;
}

/** What a started coordinator and its world are. */
export interface WorldParts extends CoordinatorThread {
  readonly founding: FoundingReply;
  readonly tier: TierName;
  /** What was asked for, for reports. */
  readonly asked: AskedOfWorld;
  readonly refused: readonly RefusedTier[];
  readonly pace: Pace;
  readonly view: ViewRequest;
  readonly workers: number;
  readonly workersNote: string | null;
  /** How it is cut among its workers; by bisection unless given. */
  readonly strategy?: PartitionStrategy;
  readonly timers?: Timers;
  /** What each tier is started with. */
  readonly means: (tier: TierName) => TierMeans;
  /** Starts another coordinator, should this one die; null where none can. */
  readonly revive: Revive | null;
  /** Keeps what the world may need again; null where nothing has to be fetched for it. */
  readonly files?: Pick<LifeFiles, 'keep' | 'takeKept' | 'spareMemory' | 'release'> | null;
  /** What the world began with, where that is no founding of its own. */
  readonly resume: Resumption | null;
}

/** What a tier is started with. */
export interface TierMeans {
  readonly tier: TierName;
  readonly workers: Workers;
  readonly wasm: WasmSources;
}
