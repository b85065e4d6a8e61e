/** The life kernel over the WebAssembly engine. */
import type { LifeHost, MainModule } from '../../../build/wasm/skyflock-life.js';
import { describe } from '../../engine/describe.js';
import { hashText } from '../../engine/hash.js';
import { log } from '../../engine/log.js';
import { copyBytes, readFloats, readNumbers, viewWord, writeBytes, writeNumbers } from '../../engine/memory-views.js';
import type { TierName } from '../../engine/tier-names.js';
import { WAY_OUT_BUILD } from '../../engine/ways-out.js';
import { CELL_SIZE, Inspection, LAYOUT_ID, NearAnimal, Nearby, OPTIONS, Phase, WorldStats } from '../../generated/life-layout.js';
import { readPhaseHashes } from '../shared/decode-records.js';
import { LifeCommandError, LifeSnapshotError, LifeStartError } from '../shared/errors.js';
import { spawnAll } from '../shared/founders.js';
import {
  type FramePublisher,
  type LifeKernel,
  type PoolControl,
  type RoomFor,
  WAY_OUT_NAMED,
  WAY_OUT_ROOM,
  WAY_OUT_SMALLER,
} from '../shared/kernel.js';
import type { CommandFields, FoundingReply, FoundingRequest, MemoryPressure, TellProgress } from '../shared/messages.js';
import { optionNumber } from '../shared/settings.js';
import { foundingOfSnapshot, writeLabels } from '../shared/snapshot.js';
import { frameLength, writeCommand, writeTribes } from '../shared/views.js';

/** What Emscripten's glue takes of us, and gives. */
export type EngineFactory<Engine = MainModule> = (overrides: EngineOverrides) => Promise<Engine>;
export interface EngineOverrides {
  /** Memory made beforehand; the module's own where it is missing. */
  wasmMemory?: WebAssembly.Memory;
  instantiateWasm(
    imports: WebAssembly.Imports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ): WebAssembly.Exports;
  print(text: string): void;
  printErr(text: string): void;
}

const PHASE_COUNT = Object.keys(Phase).length;

/**
 * Founds a world in a compiled engine, or goes on with that of a snapshot, which then says everything of
 * the founding too. The module's memory is taken once, here.
 */
export async function createWasmKernel(
  factory: EngineFactory,
  module: WebAssembly.Module,
  request: FoundingRequest,
  snapshot: ArrayBuffer | null = null,
  progress: TellProgress = () => {},
): Promise<LifeKernel> {
  const { engine, memory } = await instantiate(factory, module);
  const host = new engine.LifeHost();
  const founding = found(engine, host, memory, request, snapshot, progress);
  return new WasmKernel('wasm', host, memory, founding);
}

/** What both builds of the engine have. */
type AnyEngine = Pick<MainModule, 'layoutId' | 'FoundOutcome'>;
/** What the hosts of both builds have. */
export type AnyHost = Omit<LifeHost, 'step' | 'writeFrame' | 'setPartitions' | 'criticalPathMilliseconds' | 'isAliasOf' | 'clone'>;

/**
 * Founds the request's world in a host, or goes on with a snapshot; gives what the world was founded with.
 * @throws LifeStartError or LifeSnapshotError after deleting the host
 */
export function found(
  engine: AnyEngine,
  host: AnyHost,
  memory: WebAssembly.Memory,
  request: FoundingRequest,
  snapshot: ArrayBuffer | null = null,
  progress: TellProgress = () => {},
): FoundingRequest {
  progress('founding', 0);
  let outcome: unknown;
  let founding = request;
  if (snapshot === null) {
    writeNumbers(memory, host.optionsAddress(), request.options);
    writeTribes(memory, host.tribesAddress(), request.tribes);
    const labels = writeLabels(request);
    writeBytes(memory, host.labelsAddress(), labels);
    host.setLabelBytes(labels.byteLength);
    outcome = host.foundEmpty(request.tribes.length);
    if (outcome === engine.FoundOutcome.founded) {
      const animals = request.options[optionNumber('entities')] as number;
      spawnAll(
        (most) => host.spawnFounders(most),
        animals,
        (share) => progress('founding', share),
      );
    }
  } else {
    founding = foundingOfSnapshot(snapshot);
    const address = host.reserveSnapshot(snapshot.byteLength);
    if (address === 0) {
      host.delete();
      throw new LifeStartError('memory', `the snapshot's ${snapshot.byteLength} bytes of memory were refused`, WAY_OUT_ROOM);
    }
    writeBytes(memory, address, new Uint8Array(snapshot));
    outcome = host.restore(snapshot.byteLength);
  }
  if (outcome === engine.FoundOutcome.founded) return founding;
  const stage = outcome === engine.FoundOutcome.noMemory ? 'memory' : 'founding';
  const reason = host.message();
  host.delete();
  if (snapshot !== null && stage === 'founding') throw new LifeSnapshotError(reason);
  const wayOutOfMemory = snapshot === null ? WAY_OUT_SMALLER : WAY_OUT_ROOM;
  throw new LifeStartError(stage, reason, stage === 'memory' ? wayOutOfMemory : WAY_OUT_NAMED);
}

/** Makes the coordinator's instance of an engine, and checks that it is of this build. */
export async function instantiate<Engine extends AnyEngine>(
  factory: EngineFactory<Engine>,
  module: WebAssembly.Module,
  wasmMemory?: WebAssembly.Memory,
): Promise<{ engine: Engine; memory: WebAssembly.Memory }> {
  let memory = wasmMemory;
  let engine: Engine;
  try {
    engine = await factory({
      ...(wasmMemory === undefined ? {} : { wasmMemory }),
      instantiateWasm(imports, done) {
        const instance = new WebAssembly.Instance(module, imports);
        const candidates = [...Object.values(instance.exports), ...Object.values(imports).flatMap(Object.values)];
        memory ??= candidates.find((value) => value instanceof WebAssembly.Memory);
        done(instance, module);
        return instance.exports;
      },
      print: (text) => log('info', text),
      printErr: (text) => log('error', text),
    });
  } catch (error) {
    if (error instanceof RangeError) throw new LifeStartError('memory', describe(error), WAY_OUT_SMALLER);
    throw new LifeStartError('layout', `the .wasm does not fit its script: ${describe(error)}`, WAY_OUT_BUILD);
  }
  const id = typeof engine.layoutId === 'function' ? engine.layoutId() >>> 0 : null;
  if (memory === undefined || id !== LAYOUT_ID) {
    throw new LifeStartError('layout', `the .wasm has layout ${id}, the script ${LAYOUT_ID}`, WAY_OUT_BUILD);
  }
  return { engine, memory };
}

/** A kernel over a founded host; the threaded one runs ticks and frames in its own way. */
export class WasmKernel<Host extends AnyHost = LifeHost> implements LifeKernel {
  readonly tier: TierName;
  readonly founding: FoundingReply;
  readonly maxFrameBytes: number;
  readonly memoryPressure: MemoryPressure | null;
  readonly pool: PoolControl | null = null;
  readonly publisher: FramePublisher | null = null;
  protected readonly host: Host;
  protected readonly memory: WebAssembly.Memory;

  constructor(tier: TierName, host: Host, memory: WebAssembly.Memory, request: FoundingRequest) {
    this.tier = tier;
    this.host = host;
    this.memory = memory;
    const options = readNumbers(memory, host.optionsAddress(), OPTIONS.length);
    const option = (name: string): number => options[optionNumber(name)] as number;
    const columns = option('columns');
    const rows = option('rows');
    this.founding = {
      scene: request.scene,
      options,
      tribes: request.tribes,
      columns,
      rows,
      worldWidth: columns * CELL_SIZE,
      worldHeight: rows * CELL_SIZE,
      capacity: option('maxEntities'),
      memoryBytes: memory.buffer.byteLength,
    };
    const bytes = host.refusedBytes();
    const [requestedEntities, grantedEntities] = [host.requestedEntities(), option('maxEntities')];
    this.memoryPressure = bytes === 0 ? null : { requestedEntities, grantedEntities, bytes };
    this.maxFrameBytes = frameLength(option('maxEntities'), columns, rows);
  }

  get workers(): number {
    return 1;
  }

  get snapshotRoom(): number {
    return this.memoryBytes;
  }

  get memoryBytes(): number {
    return this.memory.buffer.byteLength;
  }

  get tick(): number {
    return this.host.tick();
  }

  get population(): number {
    return this.host.population();
  }

  step(): void {
    if (!(this.host as unknown as LifeHost).step()) throw new Error(this.host.message());
  }

  writeFrame(colorBy: number, withFood: boolean, into: ArrayBuffer): number {
    const address = (this.host as unknown as LifeHost).writeFrame(colorBy, withFood);
    const bytes = this.host.frameBytes();
    return copyBytes(this.memory, address, bytes, into);
  }

  stats(): ArrayBuffer {
    const record = new ArrayBuffer(WorldStats.size);
    copyBytes(this.memory, this.host.gatherStats(), WorldStats.size, record);
    return record;
  }

  inspect(id: number): ArrayBuffer {
    const record = new ArrayBuffer(Inspection.size);
    copyBytes(this.memory, this.host.inspect(id), Inspection.size, record);
    return record;
  }

  pick(x: number, y: number, radius: number): number {
    return this.host.pick(x, y, radius);
  }

  query(x: number, y: number, radius: number, most: number): ArrayBuffer {
    const address = this.host.query(x, y, radius, most);
    const [count = 0] = viewWord(this.memory, address + Nearby.count);
    const record = new ArrayBuffer(Nearby.size + count * NearAnimal.size);
    copyBytes(this.memory, address, record.byteLength, record);
    return record;
  }

  select(id: number): void {
    this.host.select(id);
  }

  enqueue(command: CommandFields): void {
    writeCommand(this.memory, this.host.commandAddress(), command);
    if (!this.host.enqueue()) throw new LifeCommandError(this.host.message());
  }

  hash(): string {
    return hashText(this.host.hashLow(), this.host.hashHigh());
  }

  hashPhases(on: boolean): void {
    this.host.hashPhases(on);
  }

  phaseHashes(): string[] {
    return readPhaseHashes(this.stats());
  }

  phaseMilliseconds(): number[] {
    return readFloats(this.memory, this.host.phaseMillisecondsAddress(), PHASE_COUNT);
  }

  save(roomFor: RoomFor = (bytes) => new ArrayBuffer(bytes)): ArrayBuffer {
    const bytes = this.host.snapshotBytes();
    const address = this.host.reserveSnapshot(bytes);
    if (address === 0) throw new RangeError(`a snapshot's ${bytes} bytes of memory were refused`);
    this.host.save();
    const snapshot = roomFor(bytes);
    copyBytes(this.memory, address, bytes, snapshot);
    return snapshot;
  }

  workerReports(): ArrayBuffer {
    return new ArrayBuffer(0);
  }

  destroy(): void {
    try {
      this.host.delete();
    } catch {
      // An engine whose memory was overrun can trap here; its memory goes with the instance.
    }
  }
}
