/**
 * The kernels of the life system, by tier: what makes them, whoever asks. Where modules and scripts come from, and what
 * starts threads, differs between a page's thread, the benchmark and Node: those are the means.
 */
import type { MainModule } from '../../build/wasm/skyflock-life.js';
import type { MainModule as ThreadsModule } from '../../build/wasm/skyflock-life-threads.js';
import type { SpawnPlace } from '../engine/pool-place.js';
import type { TierName } from '../engine/tier-names.js';
import type { createJsKernel } from '../fallback/life/kernel.js';
import type { SpawnSimWorker } from '../fallback/life/workers/exchange/messages.js';
import type { createWorkersKernel } from '../fallback/life/workers/workers-kernel.js';
import type { LifeKernel } from '../life/shared/kernel.js';
import type { FoundingRequest, TellProgress, Workers } from '../life/shared/messages.js';
import { createThreadsKernel } from '../life/wasm/threads-kernel.js';
import { createWasmKernel, type EngineFactory } from '../life/wasm/wasm-kernel.js';

/** An engine in WebAssembly: the script beside its module, and the module. */
export interface WasmEngine<Engine> {
  readonly factory: EngineFactory<Engine>;
  readonly module: WebAssembly.Module;
}

/** The kernels in JavaScript, and what starts the workers of tier `js-workers`. */
export interface JavaScriptKernels {
  readonly createJsKernel: typeof createJsKernel;
  readonly createWorkersKernel: typeof createWorkersKernel;
  readonly spawnSimWorker: SpawnSimWorker;
}

export interface LifeMeans {
  readonly workers: Workers;
  /** Partitions of a world in tier `js`, which one thread runs; 1 unless given. */
  readonly partitions?: number;
  wasm(progress: () => void): Promise<WasmEngine<MainModule>>;
  threads(progress: () => void): Promise<WasmEngine<ThreadsModule>>;
  javascript(): Promise<JavaScriptKernels>;
  readonly spawnPlace: SpawnPlace;
}

/**
 * @param snapshot what it goes on from, or null for a world that is founded
 * @param progress told of each stage as it begins, of parts that arrive, and how far a stage is
 */
export type MakeLifeKernel = (
  means: LifeMeans,
  founding: FoundingRequest,
  snapshot?: ArrayBuffer | null,
  progress?: TellProgress,
) => Promise<LifeKernel>;

const silent = (): void => {};

export const LIFE_KERNELS = {
  async threads({ threads, workers, spawnPlace }, founding, snapshot = null, progress = silent) {
    progress('wasm', null);
    const { factory, module } = await threads(() => progress('wasm', null));
    const { count, most, processors, strategy } = workers;
    const pool = { workers: count, mostWorkers: most, processors, strategy, spawn: spawnPlace, progress };
    return await createThreadsKernel(factory, module, founding, pool, snapshot);
  },
  async wasm({ wasm }, founding, snapshot = null, progress = silent) {
    progress('wasm', null);
    const { factory, module } = await wasm(() => progress('wasm', null));
    return await createWasmKernel(factory, module, founding, snapshot, progress);
  },
  async 'js-workers'({ javascript, workers }, founding, snapshot = null, progress = silent) {
    const { createWorkersKernel, spawnSimWorker } = await javascript();
    const { count, most, strategy } = workers;
    const pool = { workers: count, mostWorkers: most, strategy, spawn: spawnSimWorker, progress };
    return await createWorkersKernel(founding, pool, snapshot);
  },
  async js({ javascript, partitions, workers }, founding, snapshot = null, progress = silent) {
    const { createJsKernel } = await javascript();
    return createJsKernel(founding, snapshot, partitions, progress, workers.strategy);
  },
} satisfies Readonly<Record<TierName, MakeLifeKernel>>;
