/**
 * What a life engine offers, whichever tier it is made for.
 *
 * One thread calls everything. Records cross as bytes of the generated layout
 * (web/generated/life-layout.ts); every implementation writes the same bytes for the same world.
 */

import type { TierName } from '../../engine/tier-names.js';
import type { PartitionStrategy } from '../../generated/life-layout.js';
import type { CommandFields, FoundingReply, MemoryPressure, SharedFrames } from './messages.js';

/** What to do about a world that does not fit into memory, be it founded or a snapshot's, and about a founding that is refused. */
export const WAY_OUT_SMALLER = 'Found a smaller world: lower entities or maxEntities';
export const WAY_OUT_ROOM = 'Go on with it where there is more memory: its world needs the room it was founded with';
export const WAY_OUT_NAMED = 'Change what the message names';

/** What a kernel offers whose ticks run on several threads. */
export interface PoolControl {
  /** Milliseconds from the start of the last tick to its end. */
  readonly runMilliseconds: number;
  /** Told about every trap that a worker mends by itself, where workers do. */
  onTrap?: ((worker: number, reason: string) => void) | null;
  /**
   * Somebody mends this kernel when one of its workers hangs, so that blame costs little: from now on a worker is blamed within
   * about a second. Before, it has 10 s: where nobody mends, a busy machine must not be taken for a hang.
   */
  attend(): void;
  /** How the world is cut among its threads. */
  readonly strategy: PartitionStrategy;
  /** Goes on with another number of threads, between two ticks, and cut another way where one is given. */
  changeWorkers(workers: number, strategy?: PartitionStrategy): Promise<void>;
  /** Does to a worker what a fault would. */
  harmWorker(worker: number, how: 'end' | 'hang'): void;
  /**
   * Puts another thread in the place of one that hangs, and ends what it hung in; missing where that can't be done.
   * @throws WorkerFault when that fails too
   */
  replace?(worker: number): Promise<void>;
}

/** What a kernel offers whose frames stand in memory that the page reads. */
export interface FramePublisher {
  /** The triple buffer that frames are published in. */
  readonly frames: SharedFrames;
  /** Writes a frame into the triple buffer and shows it to the reader. */
  publishFrame(colorBy: number, withFood: boolean): void;
}

/** Gives a buffer of at least so many bytes. */
export type RoomFor = (bytes: number) => ArrayBuffer;

export interface LifeKernel {
  readonly tier: TierName;
  /** Threads that run a tick. */
  readonly workers: number;
  /** The founding with every open option filled in. */
  readonly founding: FoundingReply;
  /** Bytes of the longest frame this world can write. */
  readonly maxFrameBytes: number;
  /** Bytes the engine holds, all of them taken at the founding. */
  readonly memoryBytes: number;
  /** What of the founding's memory was refused; null, or missing, when all of it was given. */
  readonly memoryPressure?: MemoryPressure | null;
  /** Control of its threads; null where one thread does everything. */
  readonly pool: PoolControl | null;
  /** Where it publishes frames; null where they are copied out. */
  readonly publisher: FramePublisher | null;
  /** Bytes that a snapshot may need while it is made. */
  readonly snapshotRoom: number;
  /** Ticks done. */
  readonly tick: number;
  /** Animals alive. */
  readonly population: number;

  /**
   * Runs one tick; a kernel whose threads share no memory returns a promise, and only `stats`, `hash`, frames
   * and the like, which tell of the tick before, may be called until it resolves.
   * @throws Error when the engine fails; no other call than destroy may follow then
   */
  step(): void | Promise<void>;
  /** Copies a frame of the present state into `into` and returns its length in bytes. */
  writeFrame(colorBy: number, withFood: boolean, into: ArrayBuffer): number;
  /** A WorldStats record of the present state, in a buffer of its own. */
  stats(): ArrayBuffer;
  /** An Inspection record; its id is 0 when no such animal is alive. */
  inspect(id: number): ArrayBuffer;
  /** The id of the animal nearest to a point, or 0. */
  pick(x: number, y: number, radius: number): number;
  /**
   * The animals within `radius` of a point, in u: a Nearby record and, the nearest first and of those as near the lower id,
   * at most `most` NearAnimal records (1 to MOST_NEARBY), in a buffer of its own.
   */
  query(x: number, y: number, radius: number, most: number): ArrayBuffer;
  /** The animal whose position frames carry, or 0. */
  select(id: number): void;
  /**
   * Queues a command for the next tick.
   * @throws LifeCommandError with the engine's reason
   */
  enqueue(command: CommandFields): void;
  /** State hash after the last tick: 16 hexadecimal digits. */
  hash(): string;
  /** Whether ticks from now on hash every phase's output; slower. */
  hashPhases(on: boolean): void;
  /** Hashes of the last tick's phases in Phase order; zeros where they were not hashed. */
  phaseHashes(): string[];
  /** Milliseconds of each phase of the last tick, in Phase order. */
  phaseMilliseconds(): number[];
  /**
   * A snapshot of the present state, without the commands that wait: what another kernel goes on with.
   * @param roomFor gives a buffer of at least so many bytes, which the snapshot is the beginning of
   * @returns that buffer; one of the snapshot's length unless `roomFor` is given
   */
  save(roomFor?: RoomFor): ArrayBuffer;
  /** A WorkerReport for each worker after the last tick; empty where one thread does everything. */
  workerReports(): ArrayBuffer;
  /** Gives the memory back. No other call may follow. */
  destroy(): void;
}
