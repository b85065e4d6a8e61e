/**
 * `skyflock/life`: an artificial-life world without any element.
 *
 * ```ts
 * const life = await createLife({ scene: 'savanna', options: { entities: 50_000, seed: 7 } });
 * life.onFrame((frame) => renderer.setFrame(frame));
 * life.on('stats', (stats) => console.log(stats.population));
 * await life.setOption('foodRegrowth', 0.1);
 * life.destroy();
 * ```
 */

import type { PlatformAbortSignal, PlatformUrl } from './engine/platform.js';
import type { RefusedTier } from './engine/tier.js';
import type { TierChoice, TierName } from './engine/tier-names.js';
import type { ColorBy, LifeOptions } from './generated/life-layout.js';
import { startLife } from './life/page/start-life.js';
import type { SceneName, TribeFounding } from './life/shared/founding.js';
import type { LifeFrame } from './life/shared/frame.js';
import type { RecordedCommand, Recording } from './life/shared/recording.js';
import type { GeneName, LifeInspection, LifeStats } from './life/shared/records.js';

export { type Configuration, ConfigurationError, configure } from './engine/configuration.js';
export type { RefusedTier } from './engine/tier.js';
export type { TierChoice, TierName } from './engine/tier-names.js';
export { TIER_NAMES } from './engine/tier-names.js';
export {
  describe,
  type ErrorData,
  errorFromData,
  errorToData,
  LifeCommandError,
  LifeDestroyedError,
  LifeError,
  LifeFaultError,
  LifeOptionError,
  LifeSnapshotError,
  LifeStartError,
  LifeTimeoutError,
  refuseLifeWasm,
  type SettingFault,
  type StartStage,
  show,
} from './life/shared/errors.js';
export { SCENE_NAMES, type SceneName, type TribeFounding } from './life/shared/founding.js';
export type { LifeFrame } from './life/shared/frame.js';
export { type RecordedCommand, type Recording, readRecording } from './life/shared/recording.js';
export type {
  GeneName,
  GeneStats,
  LifeInspection,
  LifeStats,
  TribeStats,
  WantName,
  WorkerStateName,
  WorkerStats,
} from './life/shared/records.js';
export { SPEEDS } from './life/worker/pacing.js';

/** What a frame's tint shows. */
export type ColorByName = keyof typeof ColorBy;

/** Addresses of a world's files. */
export interface LifeUrls {
  readonly worker?: string | PlatformUrl;
  /** skyflock-life.wasm */
  readonly wasm?: string | PlatformUrl;
  /** skyflock-life-threads.wasm */
  readonly threadsWasm?: string | PlatformUrl;
}

/** What {@link createLife} takes; every part has a default. */
export interface CreateLifeOptions {
  /** The named world to found; `savanna` unless given. */
  readonly scene?: SceneName;
  /** The tier to run on; `auto`, what `configure` says, or the fastest one that can run, unless given. */
  readonly tier?: TierChoice;
  /**
   * Threads of the tier `threads`, 1 to 16; unless given, one for every processor but one, which is
   * left to the page. A number out of range is brought into it, and `workersNote` says so.
   */
  readonly workers?: number;
  /** 0.5, 1, 2, 4 or 8 times real time, or 0 to stand; 1 unless given. */
  readonly speed?: number;
  /** Whether the world starts standing still. */
  readonly paused?: boolean;
  /** What a frame's tint shows; `tribe` unless given. */
  readonly colorBy?: ColorByName;
  /** Whether frames carry the food cells. */
  readonly showFood?: boolean;
  /** Options that differ from the scene's. */
  readonly options?: Partial<LifeOptions>;
  /** Tribes in place of the scene's. */
  readonly tribes?: readonly TribeFounding[];
  /** What is asked of the world, by tick: a recording's commands. */
  readonly commands?: readonly RecordedCommand[];
  /** A snapshot to go on from; it says all that `scene`, `options` and `tribes` would. */
  readonly snapshot?: ArrayBuffer | ArrayBufferView;
  /**
   * A recording to play: the world is founded as it says, or goes on from the snapshot it began with, and
   * is asked the same in the same ticks.
   */
  readonly replay?: Recording;
  /** An AbortSignal that ends the start when it is aborted. */
  readonly signal?: PlatformAbortSignal;
  /** Where the worker script and the .wasm files are, when not where `configure` says, or beside the package. */
  readonly urls?: LifeUrls;
}

/** A tribe as the world was founded with it. */
export interface FoundedTribe {
  readonly name: string;
  readonly share: number;
  /** A SpawnPattern. */
  readonly pattern: number;
  /** Degrees on the colour wheel. */
  readonly hue: number;
  readonly genes: Readonly<Record<GeneName, number>>;
}

/** What a world was founded with, nothing left open. */
export interface LifeFounding {
  readonly scene: SceneName;
  readonly options: Readonly<LifeOptions>;
  /** By tribe number; hybrids, which no founding has, are number 15. */
  readonly tribes: readonly FoundedTribe[];
  readonly worldWidth: number;
  readonly worldHeight: number;
  readonly columns: number;
  readonly rows: number;
  /** Most animals that may be alive. */
  readonly capacity: number;
  /** Bytes of the engine's memory. */
  readonly memoryBytes: number;
}

/** What `on` tells about. */
export interface LifeEvents {
  /** Ten times a second while the world runs, and after every step. */
  stats: LifeStats;
  /** The engine or its worker failed: the world stands still for good. */
  fault: { readonly stage: string; readonly tick: number; readonly reason: string; readonly error: Error };
  /** Something failed and was mended: the world is the one it would have been. */
  recovery: {
    readonly cause: string;
    readonly tick: number;
    /** The worker it happened to, or -1. */
    readonly worker: number;
    readonly step: 'retried' | 'replaced' | 'rebuilt';
    /** Milliseconds for which the world stood. */
    readonly ms: number;
  };
  /**
   * Memory was refused. At the start the world was founded with room for fewer animals than were asked for, `grantedEntities`
   * in place of `requestedEntities`; births beyond them are refused and counted. Later a snapshot could not be taken,
   * and both numbers are the same. `bytes` were asked for and refused.
   */
  memorypressure: { readonly requestedEntities: number; readonly grantedEntities: number; readonly bytes: number };
  /** The world goes on in another tier. */
  tierchange: { readonly tier: TierName; readonly reason: string };
  /** A tribe died out, or, with tribe null, everybody. */
  extinction: { readonly tick: number; readonly tribe: number | null; readonly name: string | null };
  /** The world is the one of a snapshot from now on; `founding` is that one's. */
  loaded: { readonly tick: number; readonly hash: string };
  /** Something failed that belongs to no call. */
  error: Error;
}

/** Part of the world's plane. */
export interface Disc {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** A running world. Every promise it gives settles: by an answer, an error, or `destroy`. */
export interface Life {
  /**
   * The tier it runs on. Setting it begins what `setTier` does; what goes wrong then comes as an `error` event.
   * @throws LifeOptionError for an unknown one
   */
  get tier(): TierName;
  set tier(value: TierChoice);
  /** The tiers that rank above it, and why each is out. */
  readonly refused: readonly RefusedTier[];
  /** Threads that run the world. */
  readonly workers: number;
  /** Why `workers` differs from what was asked for, or null. */
  readonly workersNote: string | null;
  readonly founding: LifeFounding;
  /** The newest statistics, or null before the first. */
  readonly stats: LifeStats | null;
  /** The newest frame, or null before the first. */
  readonly frame: LifeFrame | null;
  /** The fault that stopped the world, or null. */
  readonly fault: LifeEvents['fault'] | null;
  /** 0.5, 1, 2, 4 or 8 times real time, or 0. @throws LifeOptionError for any other */
  speed: number;
  /** The user's pause. */
  paused: boolean;
  /** A pause of its own for a picture that nobody sees; leaves `paused` alone. */
  hidden: boolean;
  /** What a frame's tint shows. @throws LifeOptionError for an unknown one */
  colorBy: ColorByName;
  /** Whether frames carry the food cells. */
  showFood: boolean;
  /** Runs one tick; meant for a world that is paused. */
  step(): void;
  /**
   * Changes an option of the running world, from the next tick on.
   * @throws LifeOptionError (as a rejection, like the methods below) when it is out of range, or
   *   fixed since the founding
   */
  setOption(name: keyof LifeOptions, value: number): Promise<void>;
  /** Adds food to the cells of a disc, or takes it away when `amount` is negative; in food units. */
  paintFood(stroke: Disc & { readonly amount: number }): Promise<void>;
  /** Puts animals of a tribe into a disc. */
  spawn(group: Disc & { readonly tribe: number | string; readonly count: number }): Promise<void>;
  /** Kills the animals of a disc. */
  kill(disc: Disc): Promise<void>;
  /** Changes a founder gene of a tribe, for animals spawned from then on. */
  setGene(tribe: number | string, gene: GeneName, value: number): Promise<void>;
  /** The id of the animal nearest to the disc's centre, or 0. */
  pick(disc: Disc): Promise<number>;
  /** A close look at an animal, or null when it is not alive. */
  inspect(id: number): Promise<LifeInspection | null>;
  /** Marks the animal whose position every frame carries; 0 for none. */
  select(id: number): Promise<void>;
  /**
   * Goes on with another number of threads, 1 to 16; resolves to the number that runs. The world doesn't notice.
   * @throws LifeCommandError in a tier of one thread
   */
  setWorkers(count: number): Promise<number>;
  /**
   * Goes on in another tier, between two ticks; the world doesn't notice. Resolves to the milliseconds for which it stood.
   * Where the tier can't start, the world goes on in the one it has.
   * @param tier `auto` for the fastest that can run
   * @throws LifeStartError when it can't run here, or doesn't start
   */
  setTier(tier: TierChoice): Promise<number>;
  /** Ends a worker's thread, or makes it hang, as a fault would: for demonstrations and tests. It is replaced. */
  harmWorker(worker: number, how?: 'end' | 'hang'): Promise<void>;
  /** The state hash after a tick: the same in every tier. */
  hash(): Promise<{ readonly tick: number; readonly hash: string }>;
  /** A snapshot of the present state (docs/snapshot-format.md): what `load` and `createLife` go on from, in any tier. */
  save(): Promise<ArrayBuffer>;
  /**
   * Goes on with the world of a snapshot, at this one's pace. Where that can't be, this world goes on.
   * @throws LifeSnapshotError when the bytes are no snapshot, damaged, or of another version
   * @throws LifeStartError when the snapshot's world needs more memory than there is
   */
  load(snapshot: ArrayBuffer | ArrayBufferView): Promise<void>;
  /** What the world was founded with and all that was asked of it: enough to come to the same state again. */
  recording(): Promise<Recording>;
  /**
   * Calls `listener` with every frame, and with the newest at once where there is one. A frame
   * holds until the next one is delivered; then its bytes go back to the worker.
   */
  onFrame(listener: (frame: LifeFrame) => void): () => void;
  /** Calls `listener` for every later event of this name; the returned function ends that. */
  on<Name extends keyof LifeEvents>(name: Name, listener: (detail: LifeEvents[Name]) => void): () => void;
  /** Ends the worker and gives its memory back; pending promises reject with LifeDestroyedError. */
  destroy(): void;
}

/**
 * Founds a world on a worker of its own.
 *
 * @throws LifeOptionError when a setting is unknown or out of range (its name, value and range)
 * @throws LifeSnapshotError when `snapshot` is none, or damaged
 * @throws LifeStartError when the world can't start here (the stage, the reason and the way out)
 */
export async function createLife(options: CreateLifeOptions = {}): Promise<Life> {
  return await startLife(options);
}
