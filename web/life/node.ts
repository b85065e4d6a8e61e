/** A life kernel in Node: on the thread that asks for it, or on a pool of threads beside it. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import createEngine from '../../build/wasm/skyflock-life.js';
import createThreadsEngine from '../../build/wasm/skyflock-life-threads.js';
import { describe, LifeStartError } from '../engine/errors.js';
import { compileWasm } from '../engine/load-wasm.js';
import type { FromPlace } from '../engine/pool-place.js';
import type { FoundingRequest } from '../engine/protocol.js';
import type { TierName } from '../engine/tier.js';
import { createJsKernel } from '../fallback/life-kernel.js';
import type { LifeKernel } from './kernel.js';
import { createPartitionedKernel, type PartitionedKernel } from './partitioned-kernel.js';
import { createThreadsKernel, type SpawnPlace, type ThreadsKernel } from './threads-kernel.js';
import { createWasmKernel } from './wasm-kernel.js';

const WAY_OUT_BUILD = "Build it with 'npm run build', or install the package again";

/** Files of the package, or of a work tree. */
export interface EnginePaths {
  /** The .wasm file; the package's own unless given. */
  readonly wasm?: string;
  /** The script beside a .wasm of the tier `threads` that is not the package's own. */
  readonly engine?: typeof createThreadsEngine;
  /** The script that a thread of the pool runs; the package's own unless given. */
  readonly poolWorker?: string;
}

/**
 * Founds a world in Node.
 *
 * @param workers threads of the tier `threads`, or partitions of the tier `js`
 * @throws LifeStartError as createLife does
 */
export async function loadKernel(
  tier: TierName,
  request: FoundingRequest,
  workers = 1,
  paths: EnginePaths = {},
  snapshot: ArrayBuffer | null = null,
): Promise<LifeKernel> {
  if (tier === 'threads') return await loadThreadsKernel(request, workers, workers, paths, snapshot);
  if (tier === 'js') return createJsKernel(request, snapshot, workers);
  if (tier !== 'wasm') throw new LifeStartError('tier', `tier '${tier}' has no kernel in this build`, "Choose 'threads', 'wasm' or 'js'");
  return await createWasmKernel(createEngine, await compiled(paths.wasm ?? built('skyflock-life.wasm')), request, snapshot);
}

/** Founds a world in partitions on the thread that asks for it. */
export async function loadPartitionedKernel(
  request: FoundingRequest,
  partitions: number,
  paths: EnginePaths = {},
): Promise<PartitionedKernel> {
  return await createPartitionedKernel(createEngine, await compiled(paths.wasm ?? built('skyflock-life.wasm')), request, partitions);
}

/** Founds a world on a pool of threads, with room for more of them. */
export async function loadThreadsKernel(
  request: FoundingRequest,
  workers: number,
  mostWorkers: number,
  paths: EnginePaths = {},
  snapshot: ArrayBuffer | null = null,
): Promise<ThreadsKernel> {
  const module = await compiled(paths.wasm ?? built('skyflock-life-threads.wasm'));
  const script = paths.poolWorker ?? poolWorkerPath();
  const spawn: SpawnPlace = (start, hear) => {
    const worker = new Worker(script);
    // A world that is done must not be kept alive by threads that wait for its next tick.
    worker.unref();
    worker.on('message', (message: FromPlace) => hear(message));
    worker.on('error', (error) => hear({ type: 'failed', worker: start.worker, reason: describe(error) }));
    worker.postMessage(start);
    return {
      async kill() {
        await worker.terminate();
      },
    };
  };
  const threads = { workers, mostWorkers, processors: availableParallelism(), spawn };
  return await createThreadsKernel(paths.engine ?? createThreadsEngine, module, request, threads, snapshot);
}

async function compiled(path: string): Promise<WebAssembly.Module> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await readFile(path));
  } catch (error) {
    throw new LifeStartError('wasm', `${path} can't be read: ${describe(error)}`, WAY_OUT_BUILD);
  }
  return await compileWasm(bytes, path);
}

/** A .wasm of the package: above dist/cli, where this file is bundled to, or in the build folder of a work tree. */
function built(name: string): string {
  const packaged = fileURLToPath(new URL(/* @vite-ignore */ `../${name}`, import.meta.url));
  if (existsSync(packaged)) return packaged;
  return fileURLToPath(new URL(/* @vite-ignore */ `../../build/wasm/${name}`, import.meta.url));
}

/** The bundled script of a pool's thread: beside this file in the package, or in dist of a work tree. */
function poolWorkerPath(): string {
  const packaged = fileURLToPath(new URL(/* @vite-ignore */ './pool-worker.js', import.meta.url));
  if (existsSync(packaged)) return packaged;
  return fileURLToPath(new URL(/* @vite-ignore */ '../../dist/cli/pool-worker.js', import.meta.url));
}
