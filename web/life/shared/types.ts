/** What users of `skyflock/life` give and get. */
import type { Report } from '../../engine/diagnostics.js';
import type { PlatformAbortSignal, PlatformUrl } from '../../engine/platform.js';
import type { RefusedTier } from '../../engine/tier.js';
import type { TierChoice, TierName } from '../../engine/tier-names.js';
import type { ColorBy, LifeOptions, PartitionStrategy, SCENES, SpawnPattern } from '../../generated/life-layout.js';
import type { LifeFrame } from './frame.js';
import type { GeneName, LifeInspection, LifeStats, NearbyAnimal } from './records.js';

export type SceneName = (typeof SCENES)[number]['name'];
export type SpawnPatternName = keyof typeof SpawnPattern;

/** A tribe to found a world with. */
export interface TribeFounding {
  readonly name: string;
  /** Part of the animals, relative to the other tribes' shares, 0.001 to 1000000; 1 unless given. */
  readonly share?: number;
  /** Where its founders stand; `adaptive` unless given. */
  readonly pattern?: SpawnPatternName;
  /** Degrees on the colour wheel; spread evenly unless given. */
  readonly hue?: number;
  /** Founder genes that differ from the defaults. */
  readonly genes?: Partial<Record<GeneName, number>>;
}

/** What a frame's tint shows. */
export type ColorByName = keyof typeof ColorBy;

/**
 * How a world is cut among its workers, which changes no result: `bisection`, in two by cost along the longer side, again and
 * again (short borders); `strips`, across the longer side by cost (long borders, but only two neighbours each); `tiles`, an even
 * grid, whatever the cost.
 */
export type PartitionStrategyName = keyof typeof PartitionStrategy;

/** Addresses of a world's files. */
export interface LifeUrls {
  readonly worker?: string | PlatformUrl;
  /** skyflock-life.wasm */
  readonly wasm?: string | PlatformUrl;
  /** skyflock-life-threads.wasm */
  readonly threadsWasm?: string | PlatformUrl;
}

/** How far a world is that starts, or that goes on with another snapshot, in another tier or after a fault. */
export interface LifeProgress {
  /**
   * What goes on, in this order: its .wasm comes, its animals are put into it, its threads are started. Where a tier does not
   * start, the next one begins from the beginning. A world that is rebuilt tells of `founding` again while it is brought to
   * where it was.
   */
  readonly stage: 'wasm' | 'founding' | 'threads';
  /** What of that is done, 0 to 1; null where nobody knows how much there is, as of a file. */
  readonly share: number | null;
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
  /** How the tiers `threads` and `js-workers` cut the world among their workers; `bisection` unless given. */
  readonly partitionStrategy?: PartitionStrategyName;
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
  /**
   * Told how far the start is: with every stage, and every 32,768 animals of the founding. Never after `createLife` has settled.
   */
  readonly onProgress?: (progress: LifeProgress) => void;
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
  /**
   * How far the world is that takes the place of this one: another snapshot's (`load`), this one in another tier (`setTier`),
   * or this one after a fault. What began it ends it: `loaded`, `tierchange`, `recovery`, or the refusal of what was asked.
   */
  progress: LifeProgress;
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

/** Where animals are asked for. */
export interface NearbyQuery {
  /** World units: 0 to the world's width. */
  readonly x: number;
  /** World units: 0 to the world's height. */
  readonly y: number;
  /** World units: 0 to 4096. */
  readonly radius: number;
  /** Animals at most: 1 to 1024; 100 unless given. */
  readonly most?: number;
}

interface At {
  /** Ticks done when it was asked; it acts in the tick that follows. */
  readonly tick: number;
}

/** A command of a recording; lengths in world units. */
export type RecordedCommand =
  | (At & { readonly do: 'setOption'; readonly option: keyof LifeOptions; readonly value: number })
  | (At & Disc & { readonly do: 'paintFood'; readonly amount: number })
  | (At & Disc & { readonly do: 'spawn'; readonly tribe: number; readonly count: number })
  | (At & Disc & { readonly do: 'kill' })
  | (At & { readonly do: 'setGene'; readonly tribe: number; readonly gene: GeneName; readonly value: number });

/** Plain data: `JSON.stringify` and `JSON.parse` keep it whole. */
export interface Recording {
  readonly format: 'skyflock-recording';
  readonly version: 1;
  readonly scene: SceneName;
  /** Every option as the world was founded with it. */
  readonly options: Readonly<LifeOptions>;
  readonly tribes: readonly Required<TribeFounding>[];
  /** The snapshot that the recording begins with, or null where it begins with the founding. */
  readonly from: { readonly tick: number; readonly hash: string } | null;
  /** Ticks done when it was taken. */
  readonly ticks: number;
  /** The state hash then. */
  readonly hash: string;
  /** By tick, those of one tick in the order in which they act. */
  readonly commands: readonly RecordedCommand[];
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
  /** How the world is cut among them; of no use in a tier of one thread. */
  readonly partitionStrategy: PartitionStrategyName;
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
  /**
   * The animals within a radius of a point, across the world's edges too, the nearest first, and of those that are as near the
   * lower id. Answered between two ticks, by the grid that animals see each other with: the same in every tier, with any number of
   * workers.
   * @throws LifeOptionError (as a rejection) for what is out of range
   */
  query(where: NearbyQuery): Promise<NearbyAnimal[]>;
  /** A close look at an animal, or null when it is not alive. */
  inspect(id: number): Promise<LifeInspection | null>;
  /** Marks the animal whose position every frame carries; 0 for none. */
  select(id: number): Promise<void>;
  /**
   * Goes on with another number of threads, 1 to 16; resolves to the number that runs. The world doesn't notice.
   * @param partitionStrategy how it is cut among them from now on; as it is unless given
   * @throws LifeCommandError in a tier of one thread
   */
  setWorkers(count: number, partitionStrategy?: PartitionStrategyName): Promise<number>;
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
   * What to send along with a complaint: docs/diagnostics.md says what is in it, and what is left out. It asks no thread, so that it
   * comes of a world that has stopped, too. Nothing is sent by itself.
   * @throws Error where the script that makes it does not come
   */
  report(): Promise<Report>;
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
