/** A life kernel in Node: on the thread that asks for it, or on a pool of threads beside it. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import createEngine from '../../build/wasm/skyflock-life.js';
import createThreadsEngine from '../../build/wasm/skyflock-life-threads.js';
import { describe } from '../engine/describe.js';
import { compileWasm } from '../engine/load-wasm.js';
import { wasmFile } from '../engine/node-files.js';
import type { FromPlace, SpawnPlace } from '../engine/pool-place.js';
import { NODE_THREAD } from '../engine/runtime.js';
import type { TierName } from '../engine/tier-names.js';
import { WAY_OUT_INSTALL } from '../engine/ways-out.js';
import { createJsKernel } from '../fallback/life/kernel.js';
import type { FromSimWorker, SpawnSimWorker } from '../fallback/life/workers/exchange/messages.js';
import { createWorkersKernel, type JsWorkersKernel } from '../fallback/life/workers/workers-kernel.js';
import { PartitionStrategy } from '../generated/life-layout.js';
import { LifeStartError, refuseLifeWasm } from '../life/shared/errors.js';
import type { LifeKernel } from '../life/shared/kernel.js';
import type { FoundingRequest, TellProgress } from '../life/shared/messages.js';
import { createPartitionedKernel, type PartitionedKernel } from '../life/wasm/partitioned-kernel.js';
import type { ThreadsKernel } from '../life/wasm/threads-kernel.js';
import { LIFE_KERNELS, type LifeMeans } from './life.js';

/** Files of the package, or of a work tree. */
export interface EnginePaths {
  /** The .wasm file; the package's own unless given. */
  readonly wasm?: string;
  /** The script beside a .wasm of the tier `threads` that is not the package's own. */
  readonly engine?: typeof createThreadsEngine;
  /** The script that a thread of the pool runs; the package's own unless given. */
  readonly poolWorker?: string;
  /** The script that a worker of the tier `js-workers` runs; the package's own unless given. */
  readonly simWorker?: string;
}

/**
 * Founds a world in Node.
 *
 * @param workers threads of the tiers `threads` and `js-workers`, or partitions of the tier `js`
 * @param strategy how the world is cut among them
 * @param progress told how far the start is
 * @throws LifeStartError as createLife does
 */
export async function loadKernel(
  tier: TierName,
  request: FoundingRequest,
  workers = 1,
  paths: EnginePaths = {},
  snapshot: ArrayBuffer | null = null,
  strategy: PartitionStrategy = PartitionStrategy.bisection,
  progress: TellProgress = () => {},
): Promise<LifeKernel> {
  return await LIFE_KERNELS[tier](meansOf(workers, workers, paths, strategy), request, snapshot, progress);
}

/** Founds a world in partitions on the thread that asks for it. */
export async function loadPartitionedKernel(
  request: FoundingRequest,
  partitions: number,
  strategy: PartitionStrategy = PartitionStrategy.bisection,
): Promise<PartitionedKernel> {
  return await createPartitionedKernel(createEngine, await compiled(wasmFile('skyflock-life.wasm')), request, partitions, strategy);
}

/** Founds a world on a pool of threads, with room for more of them. */
export async function loadThreadsKernel(
  request: FoundingRequest,
  workers: number,
  mostWorkers: number,
  paths: EnginePaths = {},
  snapshot: ArrayBuffer | null = null,
): Promise<ThreadsKernel> {
  return await LIFE_KERNELS.threads(meansOf(workers, mostWorkers, paths), request, snapshot);
}

/** Founds a world on JavaScript workers, with room for more of them. */
export async function loadWorkersKernel(
  request: FoundingRequest,
  workers: number,
  mostWorkers: number,
  paths: EnginePaths = {},
  snapshot: ArrayBuffer | null = null,
): Promise<JsWorkersKernel> {
  return await LIFE_KERNELS['js-workers'](meansOf(workers, mostWorkers, paths), request, snapshot);
}

function meansOf(
  workers: number,
  mostWorkers: number,
  paths: EnginePaths,
  strategy: PartitionStrategy = PartitionStrategy.bisection,
): LifeMeans {
  const factory = paths.engine ?? createThreadsEngine;
  return {
    workers: { count: workers, most: mostWorkers, processors: availableParallelism(), strategy },
    partitions: workers,
    wasm: async () => ({ factory: createEngine, module: await compiled(paths.wasm ?? wasmFile('skyflock-life.wasm')) }),
    threads: async () => ({ factory, module: await compiled(paths.wasm ?? wasmFile('skyflock-life-threads.wasm')) }),
    javascript: async () => ({
      createJsKernel,
      createWorkersKernel,
      spawnSimWorker: simWorkersOf(paths.simWorker ?? bundled('sim-worker.js')),
    }),
    spawnPlace: placesOf(paths.poolWorker ?? bundled('pool-worker.js')),
  };
}

/** Starts threads of the pool. */
function placesOf(script: string): SpawnPlace {
  return (start, hear) => {
    const worker = new Worker(script, { workerData: NODE_THREAD });
    worker.on('message', (message: FromPlace) => hear(message));
    worker.on('error', (error) => hear({ type: 'failed', worker: start.worker, reason: describe(error) }));
    // Threads that wait for the next tick must not keep the process alive; listening, which comes before, takes that back.
    worker.unref();
    worker.postMessage(start);
    const end = async (): Promise<void> => {
      await worker.terminate();
    };
    return { kill: end, leave: end, end: () => void end() };
  };
}

/** Starts workers of tier `js-workers`. */
function simWorkersOf(script: string): SpawnSimWorker {
  return (_, hear) => {
    const worker = new Worker(script, { workerData: NODE_THREAD });
    let ended = false;
    const say = (message: FromSimWorker): void => {
      if (!ended) hear(message);
    };
    const fail = (reason: string): void => say({ type: 'failed', reason, peer: -1, outOfMemory: false });
    worker.on('message', say);
    worker.on('messageerror', (error) => fail(describe(error)));
    worker.on('error', (error) => fail(describe(error)));
    worker.on('exit', () => fail('its thread has ended'));
    worker.unref();
    return {
      post: (message, transfer) => worker.postMessage(message, transfer as never),
      end() {
        ended = true;
        void worker.terminate();
      },
      kill: () => void worker.terminate(),
    };
  };
}

async function compiled(path: string): Promise<WebAssembly.Module> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await readFile(path));
  } catch (error) {
    throw new LifeStartError('wasm', `${path} can't be read: ${describe(error)}`, WAY_OUT_INSTALL);
  }
  return await compileWasm(bytes, path, refuseLifeWasm);
}

/** The bundled script of a thread: beside this file in the package, or in dist of a work tree. */
function bundled(name: string): string {
  const packaged = fileURLToPath(new URL(/* @vite-ignore */ `./${name}`, import.meta.url));
  if (existsSync(packaged)) return packaged;
  return fileURLToPath(new URL(/* @vite-ignore */ `../../dist/cli/${name}`, import.meta.url));
}
