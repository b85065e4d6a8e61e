/**
 * Every message between the page and the coordinator worker, in both directions.
 *
 * The page speaks first only after `hello`: a script that loads but isn't ours is noticed by the
 * missing greeting. Everything is plain data that `postMessage` clones, or buffers it transfers;
 * frames and statistics are bytes of the generated layout, read by memory-views.ts and decode-records.ts.
 */

import type { ErrorData } from '../../engine/errors.js';
import type { Hello } from '../../engine/hello.js';
import type { LogLevel } from '../../engine/log.js';
import type { WasmSource } from '../../engine/page-defaults.js';
import type { TierName } from '../../engine/tier-names.js';
import type { PartitionStrategy } from '../../generated/life-layout.js';
import type { LifeProgress } from './types.js';

/** Changes with any message's meaning; compared at `hello`, so that two versions never talk. */
export const PROTOCOL_VERSION = 9;

/** Frame buffers in the ring between coordinator and page: one drawn, one on its way, one free. */
export const FRAME_BUFFERS = 3;
/** Milliseconds between two statistics messages of a running world. */
export const STATS_INTERVAL_MS = 100;
/** Least milliseconds between two frames, whatever the speed: no screen shows more. */
export const FRAME_INTERVAL_MS = 6;

/** A tribe to found, with every value given. */
export interface TribeRequest {
  readonly name: string;
  readonly share: number;
  /** A SpawnPattern. */
  readonly pattern: number;
  readonly hue: number;
  /** In gene order. */
  readonly genes: readonly number[];
}

/** What a world is founded with. */
export interface FoundingRequest {
  readonly scene: string;
  /** In option order. */
  readonly options: Float64Array;
  readonly tribes: readonly TribeRequest[];
}

/** What the engine made of a FoundingRequest: 0 options filled in. */
export interface FoundingReply extends FoundingRequest {
  readonly columns: number;
  readonly rows: number;
  readonly worldWidth: number;
  readonly worldHeight: number;
  readonly capacity: number;
  readonly memoryBytes: number;
}

/** How time runs: any of the three can make the world stand. */
export interface Pace {
  readonly speed: number;
  readonly paused: boolean;
  readonly hidden: boolean;
}

/** Where a triple buffer of frames is. */
export interface SharedFrames {
  readonly buffer: SharedArrayBuffer;
  readonly address: number;
  /** Address of a word that changes while the coordinator waits for its threads, and hears nothing. */
  readonly beat: number;
}

/** Threads of a world; 1, 1, 1 in tiers that have only one. */
export interface Workers {
  /** That run now. */
  readonly count: number;
  /** That may ever run: memory is kept for so many partitions. */
  readonly most: number;
  /** Processors of the machine. */
  readonly processors: number;
  /** How the world is cut among them; by bisection unless given. */
  readonly strategy?: PartitionStrategy;
}

/** What frames carry. */
export interface ViewRequest {
  /** A ColorBy. */
  readonly colorBy: number;
  readonly showFood: boolean;
}

/** A Command of the generated layout, field by field. */
export interface CommandFields {
  readonly kind: number;
  readonly index: number;
  readonly count: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly value: number;
}

/** Where animals are asked for, checked: u, and how many at most. */
export interface NearbyFields {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly most: number;
}

/** What the page can ask and gets one answer to. */
export type Request =
  /** One tick, whether the world stands or not. */
  | { readonly ask: 'step' }
  | { readonly ask: 'command'; readonly command: CommandFields }
  | { readonly ask: 'pick'; readonly x: number; readonly y: number; readonly radius: number }
  | ({ readonly ask: 'query' } & NearbyFields)
  | { readonly ask: 'inspect'; readonly id: number }
  | { readonly ask: 'select'; readonly id: number }
  | { readonly ask: 'hash' }
  | { readonly ask: 'save' }
  /** The world of this snapshot from now on. */
  | { readonly ask: 'load'; readonly snapshot: ArrayBuffer }
  /** In this tier from now on. */
  | { readonly ask: 'tier'; readonly tier: TierName; readonly workers: Workers; readonly wasm: WasmSources }
  /** So many threads from now on, and the world cut so among them, where that is said. */
  | { readonly ask: 'workers'; readonly count: number; readonly strategy?: PartitionStrategy }
  /** Does to a worker what a fault would: its thread ends, or hangs until it is replaced. In tiers of one thread that is the coordinator's. */
  | { readonly ask: 'harm'; readonly worker: number; readonly how: 'end' | 'hang' };

/** The request of one kind. */
export type RequestOf<Ask extends Request['ask']> = Extract<Request, { readonly ask: Ask }>;

/** The value of the answer to each request. */
export interface Answers {
  /** Ticks done. */
  step: number;
  /** Ticks done when it was queued. */
  command: number;
  pick: number;
  /** A Nearby record and the NearAnimal records that follow it. */
  query: ArrayBuffer;
  /** An Inspection record. */
  inspect: ArrayBuffer;
  select: null;
  hash: { readonly tick: number; readonly hash: string };
  /** A snapshot. */
  save: ArrayBuffer;
  load: null;
  /** Milliseconds for which the world stood. */
  tier: number;
  /** The number that runs. */
  workers: number;
  harm: null;
}
export type Answer = Answers[keyof Answers];

/** Where the .wasm of each tier that has one is; the one built with the worker where nothing is said. */
export interface WasmSources {
  readonly wasm?: WasmSource | null;
  readonly threads?: WasmSource | null;
}

export interface StartMessage {
  readonly type: 'start';
  readonly protocol: number;
  readonly layoutId: number;
  readonly tier: TierName;
  readonly workers: Workers;
  readonly wasm: WasmSources;
  readonly founding: FoundingRequest;
  readonly pace: Pace;
  readonly view: ViewRequest;
  /** What the world goes on from, be it that its coordinator died or that it was asked for; null for a world that is founded. */
  readonly resume: Resumption | null;
  /** Where commands come through; null where they come as requests. */
  readonly rings: CommandRings | null;
  /** The tiers to take, in this order, where this one does not start: of a world that goes on and can't be asked again. */
  readonly next?: readonly TierName[];
  /** What an earlier coordinator of the page has kept. */
  readonly scripts?: ThreadScripts;
  /** How loud the page wants its console to be; as usual where it says nothing. */
  readonly log?: LogLevel;
}

/** The scripts of a coordinator's own threads, as text; null where they are not kept. */
export interface ThreadScripts {
  readonly pool: string | null;
  readonly sim: string | null;
}

/** Shared memory of two rings: commands to the coordinator, their outcomes back (web/life/shared/command-rings.ts). */
export interface CommandRings {
  readonly commands: SharedArrayBuffer;
  readonly outcomes: SharedArrayBuffer;
}

/** A world's last known state, and what is asked of it from there on, by tick. */
export interface Resumption {
  /** Null for the state it is founded in. */
  readonly snapshot: ArrayBuffer | null;
  readonly commands: readonly LoggedCommand[];
  /** The tick that was seen of it: until there it runs at once, and shows nothing. 0 where nobody saw any. */
  readonly seen: number;
}

/** A command that acts at the start of the tick that follows this many. */
export interface LoggedCommand {
  readonly tick: number;
  readonly command: CommandFields;
}

/** What the making of a kernel tells of on its way; of a .wasm once for every part that comes. */
export type ProgressStage = LifeProgress['stage'];

/** Tells how far it is. */
export type TellProgress = (stage: ProgressStage, share: number | null) => void;

export type ToCoordinator =
  | StartMessage
  /** Greet again: somebody listens now who did not. */
  | { readonly type: 'greet' }
  /** The page is idle: what recovery needs is to be fetched, and kept. */
  | KeepMessage
  | { readonly type: 'pace'; readonly pace: Pace }
  | { readonly type: 'view'; readonly view: ViewRequest }
  /** Answered by `alive` at once. */
  | { readonly type: 'ping' }
  /** A frame's buffer comes back. */
  | { readonly type: 'release'; readonly buffer: ArrayBuffer }
  /** The page keeps the snapshot that it was sent; the buffer of the one before comes back, if the coordinator can use it. */
  | { readonly type: 'backupkept'; readonly spent: ArrayBuffer | null }
  | { readonly type: 'request'; readonly id: number; readonly request: Request };

export interface KeepMessage {
  readonly type: 'keep';
  /** Nothing is to be downloaded that was not loaded already. */
  readonly sparing: boolean;
}

/** What a coordinator has kept that another one may need. */
export interface KeptMessage {
  readonly type: 'kept';
  readonly wasm: WasmSources;
  readonly scripts: ThreadScripts;
}

export interface FrameMessage {
  readonly type: 'frame';
  /**
   * A frame of the generated layout, which the page owns until it sends `release`; null where it
   * stands in the triple buffer.
   */
  readonly buffer: ArrayBuffer | null;
  readonly ticksPerSecond: number;
  readonly tickMilliseconds: number;
}

export interface StatsMessage {
  readonly type: 'stats';
  /** A WorldStats record. */
  readonly record: ArrayBuffer;
  readonly ticksPerSecond: number;
  readonly tickMilliseconds: number;
  /** Milliseconds of each phase of the last tick, in Phase order. */
  readonly phaseMilliseconds: readonly number[];
  /** How long each tick took since the last such message, the oldest first, and no more of them than a report tells. Unit: ms. */
  readonly tickLog: readonly number[];
  /** Ticks given up since the start because the machine was too slow for the speed. */
  readonly droppedTicks: number;
  readonly memoryBytes: number;
  /** A WorkerReport for each worker, one after the other; empty in tiers of one thread. */
  readonly workers: ArrayBuffer;
  /** Milliseconds from the start of the last tick to its end. */
  readonly runMilliseconds: number;
}

/** The world stands. */
export interface StartedMessage {
  readonly type: 'started';
  readonly founding: FoundingReply;
  /** The tier that it runs in, its threads, and why that is not the one that was asked for, or ''. */
  readonly tier: TierName;
  readonly workers: number;
  readonly reason: string;
}

/** A snapshot that the page keeps, should the coordinator's thread die. */
export interface BackupMessage {
  readonly type: 'backup';
  readonly tick: number;
  /** The first `bytes` of it are the snapshot; null where memory is too scarce for one. */
  readonly snapshot: ArrayBuffer | null;
  readonly bytes: number;
}

/** Memory was refused; the world goes on with what it has. */
export interface MemoryPressure {
  /** Most animals that were asked for. */
  readonly requestedEntities: number;
  /** Most animals that there is room for. */
  readonly grantedEntities: number;
  /** Bytes that were asked for and refused. */
  readonly bytes: number;
}

/** Something failed and was mended; the world is the one it would have been. */
export interface RecoveryMessage {
  readonly type: 'recovery';
  /** In one line. */
  readonly cause: string;
  readonly tick: number;
  /** The worker it happened to, or -1. */
  readonly worker: number;
  /** What was done: the part ran again, another thread took over, or the world was rebuilt. */
  readonly step: 'retried' | 'replaced' | 'rebuilt';
  /** Milliseconds for which the world stood. */
  readonly ms: number;
}

export type FromCoordinator =
  | Hello
  /** A start goes on, which moves the page's deadline each time; or the kernel does that a running world goes on with. */
  | ({ readonly type: 'progress' } & LifeProgress)
  | StartedMessage
  /** The world is the one of a snapshot from now on. */
  | { readonly type: 'loaded'; readonly founding: FoundingReply; readonly tick: number; readonly hash: string }
  /** A command that waited for its tick was refused then. */
  | { readonly type: 'refusal'; readonly tick: number; readonly reason: string }
  /** Frames come through this triple buffer from now on, or, with null, as transferred buffers. */
  | { readonly type: 'frames'; readonly shared: SharedFrames | null }
  | { readonly type: 'refused'; readonly error: ErrorData }
  | FrameMessage
  | StatsMessage
  /** The coordinator lives; it `holds` the world while it makes another kernel, which may keep it busy for as long as a founding. */
  | { readonly type: 'alive'; readonly holds: boolean }
  | { readonly type: 'answer'; readonly id: number; readonly value: Answer }
  | { readonly type: 'failure'; readonly id: number; readonly error: ErrorData }
  | RecoveryMessage
  | (MemoryPressure & { readonly type: 'memorypressure' })
  | KeptMessage
  | BackupMessage
  /** The world goes on in another tier. */
  | { readonly type: 'tierchange'; readonly tier: TierName; readonly workers: number; readonly reason: string }
  /** The world stopped for good. */
  | { readonly type: 'fault'; readonly stage: string; readonly tick: number; readonly reason: string };
