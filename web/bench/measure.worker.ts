/**
 * The benchmark's thread: keeps worlds and steps them on demand, as the coordinator would but with no
 * clock in between, so that what is timed is the engine alone.
 */
import createEngine from '../../build/wasm/skyflock-life.js';
import createThreadsEngine from '../../build/wasm/skyflock-life-threads.js';
import { describe } from '../engine/errors.js';
import { compileWasm, fetchWasm } from '../engine/load-wasm.js';
import { spawnPlace } from '../engine/spawn-place.js';
import { ColorBy, WorkerReport } from '../generated/life-layout.js';
import { resolveRequest } from '../life/founding.js';
import type { LifeKernel } from '../life/kernel.js';
import { createThreadsKernel, ThreadsKernel } from '../life/threads-kernel.js';
import { createWasmKernel } from '../life/wasm-kernel.js';
import { chooseWorkers } from '../life/workers.js';
import type { MeasureAnswer, MeasureRequest, Round, World } from './measure-protocol.js';

interface Scope {
  onmessage: ((event: MessageEvent<MeasureRequest>) => void) | null;
  postMessage(message: MeasureAnswer): void;
}

const scope = globalThis as unknown as Scope;
const kernels = new Map<string, LifeKernel>();
const modules = new Map<string, Promise<WebAssembly.Module>>();

function compiled({ href }: URL): Promise<WebAssembly.Module> {
  const module = modules.get(href) ?? fetchWasm(href).then((bytes) => compileWasm(bytes, href));
  modules.set(href, module);
  return module;
}

async function makeKernel({ scene, options, workers }: World): Promise<LifeKernel> {
  const request = resolveRequest({ scene, options });
  if (workers === undefined) {
    const module = await compiled(new URL('../../build/wasm/skyflock-life.wasm', import.meta.url));
    return await createWasmKernel(createEngine, module, request);
  }
  const module = await compiled(new URL('../../build/wasm/skyflock-life-threads.wasm', import.meta.url));
  const { count, most, processors } = chooseWorkers(workers).workers;
  const threads = { workers: count, mostWorkers: most, processors, spawn: spawnPlace };
  return await createThreadsKernel(createThreadsEngine, module, request, threads);
}

async function found(world: World): Promise<void> {
  kernels.get(world.key)?.destroy();
  const kernel = await makeKernel(world);
  for (let i = 0; i < world.warmUpTicks; i++) kernel.step();
  kernels.set(world.key, kernel);
}

/** The share of the workers' time that the last tick's exchange and waiting took. */
function overhead(kernel: ThreadsKernel): number {
  const reports = new DataView(kernel.workerReports());
  let spent = 0;
  for (let at = 0; at < reports.byteLength; at += WorkerReport.size) {
    spent += reports.getFloat32(at + WorkerReport.exchange, true) + reports.getFloat32(at + WorkerReport.wait, true);
  }
  return spent / (kernel.workers * kernel.runMilliseconds);
}

/** Times `ticks` ticks; `served` ones write a frame each and statistics every sixth, as a page needs. */
function round(key: string, ticks: number, served: boolean): Round {
  const kernel = kernels.get(key);
  if (kernel === undefined) throw new Error(`there is no world '${key}'; found it first`);
  const frame = served ? new ArrayBuffer(kernel.maxFrameBytes) : null;
  const memoryBefore = kernel.memoryBytes;
  const milliseconds: number[] = [];
  const phases: number[] = [];
  const overheads: number[] = [];
  const begin = performance.now();
  for (let i = 0; i < ticks; i++) {
    const before = performance.now();
    kernel.step();
    kernel.phaseMilliseconds().forEach((time, phase) => {
      phases[phase] = (phases[phase] ?? 0) + time / ticks;
    });
    if (frame !== null) {
      kernel.writeFrame(ColorBy.tribe, false, frame);
      if (i % 6 === 0) kernel.stats();
    }
    milliseconds.push(performance.now() - before);
    if (kernel instanceof ThreadsKernel) overheads.push(overhead(kernel));
  }
  const elapsed = performance.now() - begin;
  return {
    milliseconds,
    phases,
    overheads,
    elapsed,
    population: kernel.population,
    tick: kernel.tick,
    hash: kernel.hash(),
    memoryBytes: kernel.memoryBytes,
    memoryGrowth: kernel.memoryBytes - memoryBefore,
  };
}

async function answer(request: MeasureRequest): Promise<MeasureAnswer> {
  try {
    if (request.type === 'found') await found(request.world);
    if (request.type === 'drop') {
      kernels.get(request.key)?.destroy();
      kernels.delete(request.key);
    }
    const result = request.type === 'round' ? round(request.key, request.ticks, request.served) : null;
    return { id: request.id, round: result, error: null };
  } catch (error) {
    return { id: request.id, round: null, error: describe(error) };
  }
}

scope.onmessage = ({ data }) => {
  void answer(data).then((message) => scope.postMessage(message));
};
