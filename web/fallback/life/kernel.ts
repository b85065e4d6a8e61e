/** The life kernel in plain JavaScript, for where WebAssembly is missing: the same bytes, tick for tick. */

import { hashText } from '../../engine/hash.js';
import type { TierName } from '../../engine/tier-names.js';
import { CELL_SIZE, MAX_WORKERS, type PartitionStrategy, Phase, WorldStats } from '../../generated/life-layout.js';
import { LifeCommandError, LifeSnapshotError, LifeStartError } from '../../life/shared/errors.js';
import { spawnAll, spawnGently } from '../../life/shared/founders.js';
import {
  type FramePublisher,
  type LifeKernel,
  type PoolControl,
  type RoomFor,
  WAY_OUT_NAMED,
  WAY_OUT_ROOM,
  WAY_OUT_SMALLER,
} from '../../life/shared/kernel.js';
import type { CommandFields, FoundingReply, FoundingRequest, MemoryPressure, TellProgress } from '../../life/shared/messages.js';
import { optionNumber } from '../../life/shared/settings.js';
import { foundingOfSnapshot, readParts } from '../../life/shared/snapshot.js';
import { frameLength } from '../../life/shared/views.js';
import { checkRange } from '../core/status.js';
import { MemoryRefusal } from './columns.js';
import { commandFrom } from './commands.js';
import { readOptions } from './founding.js';
import { writeFrame } from './frame.js';
import { inspect, pick } from './inspect.js';
import { findNearby } from './nearby.js';
import type { Options } from './rules.js';
import { saveWorld } from './snapshot.js';
import { gatherStatistics } from './statistics.js';
import { World } from './world.js';

const silent: TellProgress = () => {};

/**
 * Founds a world in JavaScript, or goes on with that of a snapshot, which then says everything of the
 * founding too.
 *
 * @param partitions what there is room for, 1 to MAX_WORKERS of the layout; the world is cut into so many
 * @param progress told how far the founding is
 * @param strategy how it is cut
 * @throws LifeStartError or LifeSnapshotError as createLife does
 */
export function createJsKernel(
  request: FoundingRequest,
  snapshot: ArrayBuffer | null = null,
  partitions = 1,
  progress: TellProgress = silent,
  strategy?: PartitionStrategy,
): JsKernel {
  const kernel = new JsKernel(foundWorld(request, snapshot, partitions, progress));
  if (strategy !== undefined) kernel.setPartitions(partitions, strategy);
  return kernel;
}

/**
 * As createJsKernel, on a thread that others need meanwhile.
 * @param breathe lets them have their turn
 */
export async function createJsKernelGently(
  request: FoundingRequest,
  snapshot: ArrayBuffer | null,
  progress: TellProgress,
  breathe: () => Promise<void>,
): Promise<JsKernel> {
  progress('founding', 0);
  await breathe();
  if (snapshot !== null) return createJsKernel(request, snapshot);
  const founded = foundWithRoom(request, 1, null);
  const { world } = founded;
  await spawnGently(
    (most) => world.spawnFounders(most),
    world.state.founding.options.entities,
    (share) => progress('founding', share),
    breathe,
  );
  return new JsKernel(founded);
}

/** A world, and what it was founded with. */
export interface FoundedWorld {
  readonly world: World;
  readonly request: FoundingRequest;
  /** What of its memory was refused; null when all of it was given. */
  readonly memoryPressure: MemoryPressure | null;
}

/**
 * What createJsKernel makes its kernel of. While memory is refused to a founding, room is made for half as many
 * animals instead, down to those that the world begins with. A snapshot says how many there is room for.
 *
 * @throws LifeStartError or LifeSnapshotError as createLife does
 */
export function foundWorld(
  request: FoundingRequest,
  snapshot: ArrayBuffer | null,
  partitions: number,
  progress: TellProgress = silent,
): FoundedWorld {
  progress('founding', 0);
  if (snapshot === null) return settled(foundWithRoom(request, partitions, null), progress);
  const parts = readParts(snapshot);
  const founding = foundingOfSnapshot(snapshot, parts);
  try {
    const world = World.restore(snapshot, parts, partitions);
    if (typeof world === 'string') throw new LifeSnapshotError(world);
    return { world, request: founding, memoryPressure: null };
  } catch (error) {
    throw error instanceof MemoryRefusal ? new LifeStartError('memory', `the world: ${error.message}`, WAY_OUT_ROOM) : error;
  }
}

/**
 * Founds the same world with room for fewer animals, because others had no memory for it; null when nobody but
 * its founders has room already.
 *
 * @param bytes that were refused
 */
export function foundSmaller(
  { world, request, memoryPressure }: FoundedWorld,
  partitions: number,
  bytes: number,
  progress: TellProgress = silent,
): FoundedWorld | null {
  const { options } = world.state.founding;
  const lower = withLessRoom(request, options);
  const first = memoryPressure ?? { requestedEntities: options.maxEntities, bytes };
  return lower === null ? null : settled(foundWithRoom(lower, partitions, first), progress);
}

/** Puts the founders into a world. */
function settled(founded: FoundedWorld, progress: TellProgress): FoundedWorld {
  const { world } = founded;
  spawnAll(
    (most) => world.spawnFounders(most),
    world.state.founding.options.entities,
    (share) => progress('founding', share),
  );
  return founded;
}

/**
 * Founds a world without its founders.
 * @param first what was refused before, if anything was
 */
function foundWithRoom(
  request: FoundingRequest,
  partitions: number,
  first: Pick<MemoryPressure, 'requestedEntities' | 'bytes'> | null,
): FoundedWorld {
  let wish = request;
  let refused = first;
  for (;;) {
    const founding = World.resolve(wish);
    if (typeof founding === 'string') throw new LifeStartError('founding', founding, WAY_OUT_NAMED);
    const { maxEntities } = founding.options;
    try {
      const world = World.foundEmpty(founding, partitions);
      return { world, request: wish, memoryPressure: refused && { ...refused, grantedEntities: maxEntities } };
    } catch (error) {
      if (!(error instanceof MemoryRefusal)) throw error;
      const lower = withLessRoom(wish, founding.options);
      if (lower === null) throw new LifeStartError('memory', `the world: ${error.message}`, WAY_OUT_SMALLER);
      refused ??= { requestedEntities: maxEntities, bytes: error.bytes };
      wish = lower;
    }
  }
}

/** A founding with room for half as many animals, at least for those it begins with; null where that is no less. */
function withLessRoom(request: FoundingRequest, { maxEntities, entities }: Options): FoundingRequest | null {
  const half = maxEntities >>> 1;
  const lower = half > entities ? half : entities;
  if (lower === maxEntities) return null;
  const options = request.options.slice();
  options[optionNumber('maxEntities')] = lower;
  return { ...request, options };
}

/** What every kernel over a World offers, however its ticks are run. */
export abstract class WorldKernel implements LifeKernel {
  abstract readonly tier: TierName;
  abstract readonly workers: number;
  abstract readonly memoryBytes: number;
  readonly founding: FoundingReply;
  readonly maxFrameBytes: number;
  readonly memoryPressure: MemoryPressure | null;
  readonly pool: PoolControl | null = null;
  readonly publisher: FramePublisher | null = null;
  protected readonly world: World;
  #selected = 0;

  constructor({ world, request, memoryPressure }: FoundedWorld) {
    const { store, columns, rows, founding } = world.state;
    this.world = world;
    this.memoryPressure = memoryPressure;
    this.maxFrameBytes = frameLength(store.capacity, columns, rows);
    this.founding = {
      scene: request.scene,
      options: readOptions(founding.options),
      tribes: request.tribes,
      columns,
      rows,
      worldWidth: columns * CELL_SIZE,
      worldHeight: rows * CELL_SIZE,
      capacity: store.capacity,
      memoryBytes: store.bytes,
    };
  }

  get snapshotRoom(): number {
    return this.memoryBytes;
  }

  get tick(): number {
    return this.world.state.tick;
  }

  get population(): number {
    return this.world.state.population;
  }

  abstract step(): void | Promise<void>;

  writeFrame(colorBy: number, withFood: boolean, into: ArrayBuffer): number {
    return writeFrame(this.world.state, colorBy, withFood, this.#selected, into);
  }

  stats(): ArrayBuffer {
    const record = gatherStatistics(this.world.state);
    const words = new Uint32Array(record);
    words.set(this.world.hash(), WorldStats.hashLow / 4);
    if (this.world.hashesPhases) words.set(this.world.phaseHashes, WorldStats.phaseHashes / 4);
    return record;
  }

  inspect(id: number): ArrayBuffer {
    return inspect(this.world.state, id);
  }

  pick(x: number, y: number, radius: number): number {
    return pick(this.world.state, x, y, radius);
  }

  query(x: number, y: number, radius: number, most: number): ArrayBuffer {
    return findNearby(this.world.state, x, y, radius, most);
  }

  select(id: number): void {
    this.#selected = id;
  }

  enqueue(command: CommandFields): void {
    const status = this.world.enqueue(commandFrom(command));
    if (status !== null) throw new LifeCommandError(status);
  }

  hash(): string {
    const hash = this.world.hash();
    return hashText(hash[0] as number, hash[1] as number);
  }

  hashPhases(on: boolean): void {
    this.world.hashesPhases = on;
  }

  phaseHashes(): string[] {
    const { phaseHashes, hashesPhases } = this.world;
    return Object.values(Phase).map((phase) =>
      hashesPhases ? hashText(phaseHashes[2 * phase] as number, phaseHashes[2 * phase + 1] as number) : hashText(0, 0),
    );
  }

  phaseMilliseconds(): number[] {
    return [...this.world.phaseMilliseconds];
  }

  save(roomFor?: RoomFor): ArrayBuffer {
    return saveWorld(this.world.state, roomFor);
  }

  abstract workerReports(): ArrayBuffer;

  abstract destroy(): void;
}

export class JsKernel extends WorldKernel {
  readonly tier: TierName = 'js';
  readonly workers = 1;

  get memoryBytes(): number {
    return this.world.state.store.bytes;
  }

  /**
   * Cuts the world into so many partitions, which run one after the other; no result depends on it.
   * @throws RangeError when there is no room for so many
   */
  setPartitions(count: number, strategy?: PartitionStrategy): void {
    const most = this.world.state.store.mostPartitions;
    const status = checkRange('partitions', count, 1, most < MAX_WORKERS ? most : MAX_WORKERS);
    if (status !== null) throw new RangeError(status);
    this.world.setPartitions(count, strategy);
  }

  step(): void {
    this.world.step();
    if (this.world.health !== null) throw new Error(this.world.health);
  }

  workerReports(): ArrayBuffer {
    return new ArrayBuffer(0);
  }

  /** Nothing to give back: the memory goes with the last reference to the kernel. */
  destroy(): void {}
}
