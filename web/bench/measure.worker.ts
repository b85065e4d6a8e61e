/**
 * The benchmark's thread: keeps worlds and steps them on demand, as the coordinator would but with no
 * clock in between, so that what is timed is the engine alone.
 */
import createEngine from '../../build/wasm/skyflock-life.js';
import { describe } from '../engine/errors.js';
import { compileWasm, fetchWasm } from '../engine/load-wasm.js';
import { ColorBy } from '../generated/life-layout.js';
import { resolveRequest } from '../life/founding.js';
import type { LifeKernel } from '../life/kernel.js';
import { createWasmKernel } from '../life/wasm-kernel.js';
import type { MeasureAnswer, MeasureRequest, Round, World } from './measure-protocol.js';

interface Scope {
  onmessage: ((event: MessageEvent<MeasureRequest>) => void) | null;
  postMessage(message: MeasureAnswer): void;
}

const scope = globalThis as unknown as Scope;
const kernels = new Map<string, LifeKernel>();
let module: Promise<WebAssembly.Module> | null = null;

async function compile(): Promise<WebAssembly.Module> {
  const url = new URL('../../build/wasm/skyflock-life.wasm', import.meta.url).href;
  return await compileWasm(await fetchWasm(url), url);
}

async function found(world: World): Promise<void> {
  kernels.get(world.key)?.destroy();
  module ??= compile();
  const request = resolveRequest({ scene: world.scene, options: world.options });
  const kernel = await createWasmKernel(createEngine, await module, request);
  for (let i = 0; i < world.warmUpTicks; i++) kernel.step();
  kernels.set(world.key, kernel);
}

/** Times `ticks` ticks; `served` ones write a frame each and statistics every sixth, as a page needs. */
function round(key: string, ticks: number, served: boolean): Round {
  const kernel = kernels.get(key);
  if (kernel === undefined) throw new Error(`there is no world '${key}'; found it first`);
  const frame = served ? new ArrayBuffer(kernel.maxFrameBytes) : null;
  const memoryBefore = kernel.memoryBytes;
  const milliseconds: number[] = [];
  const phases: number[] = [];
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
  }
  const elapsed = performance.now() - begin;
  return {
    milliseconds,
    phases,
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
