/** The life kernel over the WebAssembly engine on many threads. */
import type { LifeHost, MainModule } from '../../../build/wasm/skyflock-life-threads.js';
import { PLACE_DEADLINE_MS, START_DEADLINE_MS } from '../../engine/deadline.js';
import { describe } from '../../engine/describe.js';
import { copyBytes, viewWord } from '../../engine/memory-views.js';
import type { Place, PlaceStart, SpawnPlace } from '../../engine/pool-place.js';
import { WAY_OUT_THREAD } from '../../engine/ways-out.js';
import { PartitionStrategy, WorkerReport } from '../../generated/life-layout.js';
import { LifeStartError } from '../shared/errors.js';
import { type FramePublisher, type PoolControl, WAY_OUT_SMALLER } from '../shared/kernel.js';
import type { FoundingRequest, SharedFrames, TellProgress } from '../shared/messages.js';
import { WorkerFault } from '../shared/worker-fault.js';
import { type EngineFactory, found, instantiate, WasmKernel } from './wasm-kernel.js';

export interface ThreadsOptions {
  /** Threads to begin with, 1 to MAX_WORKERS of the layout. */
  readonly workers: number;
  /** The most there will ever be; memory is kept for so many partitions. */
  readonly mostWorkers: number;
  /** Processors there are; threads that outnumber them don't spin, and are waited for longer. */
  readonly processors: number;
  /** How the world is cut among them; by bisection unless given. */
  readonly strategy?: PartitionStrategy | undefined;
  /** Told how far the founding is, and then the start of the threads. */
  readonly progress?: TellProgress;
  readonly spawn: SpawnPlace;
}

export async function createThreadsKernel(
  factory: EngineFactory<MainModule>,
  module: WebAssembly.Module,
  request: FoundingRequest,
  options: ThreadsOptions,
  snapshot: ArrayBuffer | null = null,
): Promise<ThreadsKernel> {
  const { progress = () => {} } = options;
  const { engine, memory } = await instantiate(factory, module, sharedMemory());
  const host = new engine.LifeHost();
  host.setWorkers(options.mostWorkers, options.workers, options.processors);
  const { strategy = PartitionStrategy.bisection } = options;
  host.setStrategy(strategy);
  const founding = found(engine, host, memory, request, snapshot, progress);
  const kernel = new ThreadsKernel(engine, host, memory, founding, module, options.spawn);
  kernel.strategy = strategy;
  progress('threads', 0);
  try {
    await kernel.start(START_DEADLINE_MS, (share) => progress('threads', share));
  } catch (error) {
    kernel.destroy();
    throw error;
  }
  return kernel;
}

/** Pages of 64 KiB. The memory grows once, when the world is founded, before any thread has seen it. */
const FIRST_PAGES = 32;
const MOST_PAGES = 32768;

function sharedMemory(): WebAssembly.Memory {
  for (let most = MOST_PAGES; ; most /= 2) {
    try {
      return new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: most, shared: true });
    } catch (error) {
      // Address space may be scarce; what the world needs may be there all the same.
      if (most <= MOST_PAGES / 8) throw new LifeStartError('memory', describe(error), WAY_OUT_SMALLER);
    }
  }
}

export class ThreadsKernel extends WasmKernel<LifeHost> implements PoolControl, FramePublisher {
  override readonly pool = this;
  override readonly publisher = this;
  readonly #engine: MainModule;
  readonly #module: WebAssembly.Module;
  readonly #spawn: SpawnPlace;
  readonly #places: (Place | null)[] = [];
  /** Why places could not serve, by worker. */
  readonly #refusals = new Map<number, string>();
  /** What the last trap of each worker said. */
  readonly #traps = new Map<number, string>();
  /** How the world is cut. */
  strategy: PartitionStrategy = PartitionStrategy.bisection;
  /** Told about every trap that was caught. */
  onTrap: ((worker: number, reason: string) => void) | null = null;

  constructor(
    engine: MainModule,
    host: LifeHost,
    memory: WebAssembly.Memory,
    request: FoundingRequest,
    module: WebAssembly.Module,
    spawn: SpawnPlace,
  ) {
    super('threads', host, memory, request);
    this.#engine = engine;
    this.#module = module;
    this.#spawn = spawn;
    this.#workers = host.workers();
  }

  /** Known here as well, for an engine that can no longer be asked. */
  #workers: number;

  override get workers(): number {
    return this.#workers;
  }

  get mostWorkers(): number {
    return this.host.mostWorkers();
  }

  /**
   * Starts a thread for every place that has none, each within so many milliseconds.
   * @param tell told the share that serves whenever another one does
   */
  async start(milliseconds: number, tell: (share: number) => void = () => {}): Promise<void> {
    const workers = Array.from({ length: this.host.workers() }, (_, worker) => worker).filter((worker) => this.#places[worker] == null);
    let serving = 0;
    const startOne = async (worker: number): Promise<void> => {
      await this.#fill(worker, milliseconds);
      serving += 1;
      tell(serving / workers.length);
    };
    await Promise.all(workers.map(startOne));
  }

  /** Goes on with another number of threads, between two ticks, and cut another way where one is given. */
  async changeWorkers(workers: number, strategy: PartitionStrategy = this.strategy): Promise<void> {
    const before = this.host.workers();
    this.strategy = strategy;
    this.host.setStrategy(strategy);
    this.host.changeWorkers(workers);
    this.#workers = this.host.workers();
    const dismissed = this.#places.slice(this.host.workers(), before);
    this.#places.fill(null, this.host.workers(), before);
    await Promise.all(dismissed.map((place) => place?.leave()));
    await this.start(PLACE_DEADLINE_MS);
  }

  /** Whoever calls it calls `replace` for a worker that hangs. */
  attend(): void {
    this.host.attend();
  }

  override step(): void {
    this.#check(this.host.step());
  }

  /** The triple buffer that frames are published in. */
  get frames(): SharedFrames {
    return {
      buffer: this.memory.buffer as unknown as SharedArrayBuffer,
      address: this.host.framesAddress(),
      beat: this.host.beatAddress(),
    };
  }

  /** Writes a frame into the triple buffer and shows it to the reader. */
  publishFrame(colorBy: number, withFood: boolean): void {
    this.#check(this.host.writeFrame(colorBy, withFood));
  }

  override writeFrame(colorBy: number, withFood: boolean, into: ArrayBuffer): number {
    this.publishFrame(colorBy, withFood);
    return copyBytes(this.memory, this.host.frameAddress(), this.host.frameBytes(), into);
  }

  /**
   * Puts another thread in the place of one that hangs, and ends what it hung in.
   * @throws WorkerFault when that fails too
   */
  async replace(worker: number): Promise<void> {
    const place = this.#places[worker];
    this.#places[worker] = null;
    await place?.kill();
    this.host.replace(worker);
    await this.#fill(worker, PLACE_DEADLINE_MS);
    this.#check(this.host.resume());
  }

  /** Does to a worker what a fault would: ends its thread, or makes it hang; the next run finds out. */
  harmWorker(worker: number, how: 'end' | 'hang'): void {
    if (worker >= this.#workers) throw new RangeError(`worker is ${worker}; it must be from 0 to ${this.#workers - 1}`);
    if (how === 'end') void this.#places[worker]?.kill();
    else Atomics.store(viewWord(this.memory, this.host.harmAddress(worker)), 0, 1);
  }

  override workerReports(): ArrayBuffer {
    const reports = new ArrayBuffer(this.host.workers() * WorkerReport.size);
    copyBytes(this.memory, this.host.reportsAddress(), reports.byteLength, reports);
    return reports;
  }

  override get snapshotRoom(): number {
    return this.host.snapshotBytes();
  }

  /** Milliseconds from the start of the last tick's run to its end. */
  get runMilliseconds(): number {
    return this.host.runMilliseconds();
  }

  override destroy(): void {
    try {
      this.host.dismiss();
    } catch {
      // An engine whose memory was overrun can trap here; its threads are ended all the same.
    }
    for (const place of this.#places) place?.end();
    this.#places.length = 0;
    // The memory goes with the instance: threads that end may still touch it.
  }

  #check(outcome: unknown): void {
    const { RunOutcome } = this.#engine;
    if (outcome === RunOutcome.ended) return;
    if (outcome === RunOutcome.overrun) throw new Error('a worker overran its memory');
    if (outcome === RunOutcome.refused) throw new Error(this.host.message());
    const worker = this.host.culprit();
    if (outcome === RunOutcome.failed) {
      throw new WorkerFault('failed', worker, `worker ${worker} failed twice: ${this.#traps.get(worker) ?? 'nothing is known of why'}`);
    }
    if (worker >= this.host.workers())
      throw new WorkerFault('deadlock', -1, 'deadlock: every worker has ended its part of the tick, and none begins the next');
    throw new WorkerFault('hung', worker, `worker ${worker} hangs`);
  }

  async #fill(worker: number, milliseconds: number): Promise<void> {
    const generation = this.host.generation(worker);
    Atomics.store(viewWord(this.memory, this.host.harmAddress(worker)), 0, 0);
    this.#refusals.delete(worker);
    const start: PlaceStart = {
      module: this.#module,
      memory: this.memory,
      host: this.host.address(),
      worker,
      generation,
      stackTop: this.host.stackTop(worker),
      harm: this.host.harmAddress(worker),
    };
    try {
      this.#places[worker] = this.#spawn(start, (message) => {
        if (message.type === 'failed') this.#refusals.set(worker, message.reason);
        if (message.type !== 'trap') return;
        this.#traps.set(worker, message.reason);
        this.onTrap?.(worker, message.reason);
      });
    } catch (error) {
      // A policy may refuse a worker where it is made.
      throw startError(worker, describe(error));
    }
    const deadline = performance.now() + milliseconds;
    while (!this.host.present(worker)) {
      const refusal = this.#refusals.get(worker);
      if (refusal !== undefined) throw startError(worker, refusal);
      if (performance.now() > deadline) throw startError(worker, `it did not serve within ${milliseconds} ms`);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}

function startError(worker: number, reason: string): LifeStartError {
  return new LifeStartError('threads', `worker ${worker} of the pool could not start: ${reason}`, WAY_OUT_THREAD);
}
