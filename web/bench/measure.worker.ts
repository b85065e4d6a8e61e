/**
 * The benchmark's thread: keeps worlds and steps them on demand, as the coordinator would but with no
 * clock in between, so that what is timed is the engine alone.
 */
import createEngine from '../../build/wasm/skyflock-life.js';
import createThreadsEngine from '../../build/wasm/skyflock-life-threads.js';
import { describe } from '../engine/describe.js';
import { compileWasm, fetchWasm } from '../engine/load-wasm.js';
import { createJsKernel } from '../fallback/life/kernel.js';
import { createWorkersKernel } from '../fallback/life/workers/workers-kernel.js';
import { ColorBy } from '../generated/life-layout.js';
import { LIFE_KERNELS, type LifeMeans } from '../kernels/life.js';
import { spawnPlace } from '../kernels/spawn-place.js';
import { spawnSimWorker } from '../kernels/spawn-sim-worker.js';
import { chooseWorkers } from '../life/page/workers.js';
import { decodeWorkers } from '../life/shared/decode-records.js';
import { refuseLifeWasm } from '../life/shared/errors.js';
import { resolveRequest } from '../life/shared/founding.js';
import type { LifeKernel } from '../life/shared/kernel.js';
import type { WorkerStats } from '../life/shared/records.js';
import { checkPartitionStrategy } from '../life/shared/settings.js';
import { createWasmKernel } from '../life/wasm/wasm-kernel.js';
import type { Founded, MeasureAnswer, MeasureRequest, Round, SnapshotTimes, World } from './measure-protocol.js';

interface Scope {
  onmessage: ((event: MessageEvent<MeasureRequest>) => void) | null;
  postMessage(message: MeasureAnswer): void;
}

const scope = globalThis as unknown as Scope;
const kernels = new Map<string, LifeKernel>();
const modules = new Map<string, Promise<WebAssembly.Module>>();

function compiled({ href }: URL): Promise<WebAssembly.Module> {
  const module = modules.get(href) ?? fetchWasm(href, refuseLifeWasm).then((bytes) => compileWasm(bytes, href, refuseLifeWasm));
  modules.set(href, module);
  return module;
}

const fileOf = {
  wasm: new URL('../../build/wasm/skyflock-life.wasm', import.meta.url),
  threads: new URL('../../build/wasm/skyflock-life-threads.wasm', import.meta.url),
};

async function makeKernel(world: World): Promise<LifeKernel> {
  const request = resolveRequest({ scene: world.scene, options: world.options });
  const means: LifeMeans = {
    workers: { ...chooseWorkers(world.workers).workers, strategy: checkPartitionStrategy(world.strategy ?? 'bisection') },
    spawnPlace,
    wasm: async () => ({ factory: createEngine, module: await compiled(fileOf.wasm) }),
    threads: async () => ({ factory: createThreadsEngine, module: await compiled(fileOf.threads) }),
    javascript: async () => ({ createJsKernel, createWorkersKernel, spawnSimWorker }),
  };
  const tier = world.tier ?? (world.workers === undefined ? 'wasm' : 'threads');
  return await LIFE_KERNELS[tier](means, request);
}

async function found(world: World): Promise<Founded> {
  kernels.get(world.key)?.destroy();
  kernels.delete(world.key);
  const begin = performance.now();
  const kernel = await makeKernel(world);
  const milliseconds = performance.now() - begin;
  kernels.set(world.key, kernel);
  const hashTick = world.hashTick ?? 0;
  while (kernel.tick < hashTick) await kernel.step();
  const hash = kernel.hash();
  while (kernel.tick < world.warmUpTicks) await kernel.step();
  return { milliseconds, workers: kernel.workers, tick: hashTick, hash };
}

/** The share of the workers' time that the last tick's exchange and waiting took. */
function overhead(reports: readonly WorkerStats[], runMilliseconds: number): number {
  const spent = reports.reduce((sum, { milliseconds: { exchange, wait } }) => sum + exchange + wait, 0);
  return spent / (reports.length * runMilliseconds);
}

/** Times `ticks` ticks; `served` ones write a frame each and statistics every sixth, as a page needs. */
async function round(key: string, ticks: number, served: boolean): Promise<Round> {
  const kernel = kernels.get(key);
  if (kernel === undefined) throw new Error(`there is no world '${key}'; found it first`);
  const frame = served ? new ArrayBuffer(kernel.maxFrameBytes) : null;
  const memoryBefore = kernel.memoryBytes;
  const milliseconds: number[] = [];
  const phases: number[] = [];
  const workers: { compute: number; exchange: number; wait: number }[] = [];
  const overheads: number[] = [];
  const begin = performance.now();
  for (let i = 0; i < ticks; i++) {
    const before = performance.now();
    // A kernel of one thread has nothing to wait for.
    const step: unknown = kernel.step();
    if (step instanceof Promise) await step;
    kernel.phaseMilliseconds().forEach((time, phase) => {
      phases[phase] = (phases[phase] ?? 0) + time / ticks;
    });
    if (frame !== null) {
      kernel.writeFrame(ColorBy.tribe, false, frame);
      if (i % 6 === 0) kernel.stats();
    }
    const tickMilliseconds = performance.now() - before;
    milliseconds.push(tickMilliseconds);
    const reports = decodeWorkers(kernel.workerReports());
    if (reports.length === 0) continue;
    overheads.push(overhead(reports, kernel.pool?.runMilliseconds ?? tickMilliseconds));
    for (const [worker, { milliseconds: times }] of reports.entries()) {
      workers[worker] ??= { compute: 0, exchange: 0, wait: 0 };
      const mean = workers[worker];
      mean.compute += times.compute / ticks;
      mean.exchange += times.exchange / ticks;
      mean.wait += times.wait / ticks;
    }
  }
  return {
    milliseconds,
    phases,
    workers,
    overheads,
    elapsed: performance.now() - begin,
    population: kernel.population,
    tick: kernel.tick,
    hash: kernel.hash(),
    memoryBytes: kernel.memoryBytes,
    memoryGrowth: kernel.memoryBytes - memoryBefore,
  };
}

/** Saves a world and makes another of the snapshot, so many times. */
async function snapshots(key: string, rounds: number): Promise<SnapshotTimes> {
  const kernel = kernels.get(key);
  if (kernel === undefined) throw new Error(`there is no world '${key}'; found it first`);
  const module = await compiled(fileOf.wasm);
  const request = resolveRequest({});
  const saveMilliseconds: number[] = [];
  const loadMilliseconds: number[] = [];
  let bytes = 0;
  for (let i = 0; i < rounds; i += 1) {
    const begin = performance.now();
    const snapshot = kernel.save();
    const saved = performance.now();
    const again = await createWasmKernel(createEngine, module, request, snapshot);
    loadMilliseconds.push(performance.now() - saved);
    saveMilliseconds.push(saved - begin);
    if (again.hash() !== kernel.hash()) throw new Error(`'${key}' was not loaded as it was saved`);
    bytes = snapshot.byteLength;
    again.destroy();
  }
  return { saveMilliseconds, loadMilliseconds, animals: kernel.population, bytes };
}

async function answer(request: MeasureRequest): Promise<MeasureAnswer> {
  const { id } = request;
  try {
    switch (request.type) {
      case 'found':
        return { id, founded: await found(request.world), round: null, snapshot: null, error: null };
      case 'round':
        return { id, founded: null, round: await round(request.key, request.ticks, request.served), snapshot: null, error: null };
      case 'snapshot':
        return { id, founded: null, round: null, snapshot: await snapshots(request.key, request.rounds), error: null };
      case 'drop':
        kernels.get(request.key)?.destroy();
        kernels.delete(request.key);
        return { id, founded: null, round: null, snapshot: null, error: null };
    }
  } catch (error) {
    return { id, founded: null, round: null, snapshot: null, error: describe(error) };
  }
}

scope.onmessage = ({ data }) => {
  void answer(data).then((message) => scope.postMessage(message));
};
