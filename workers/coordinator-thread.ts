/**
 * The coordinator's thread: gives web/life/coordinator.ts its messages, its clock and the engine.
 */
import createEngine from '../build/wasm/skyflock-life.js';
import createThreadsEngine from '../build/wasm/skyflock-life-threads.js';
import { Alarm } from '../web/engine/alarm.js';
import { refuseLifeWasm } from '../web/engine/errors.js';
import { compileWasm, fetchWasm } from '../web/engine/load-wasm.js';
import type { WasmSource } from '../web/engine/page-defaults.js';
import type { FromCoordinator, StartMessage, ToCoordinator } from '../web/engine/protocol.js';
import { spawnPlace } from '../web/engine/spawn-place.js';
import { Coordinator } from '../web/life/coordinator.js';
import type { LifeKernel } from '../web/life/kernel.js';
import { createThreadsKernel } from '../web/life/threads-kernel.js';
import { createWasmKernel } from '../web/life/wasm-kernel.js';

/** What is used of the worker's global scope. */
interface Scope {
  onmessage: ((event: MessageEvent<ToCoordinator>) => void) | null;
  postMessage(message: FromCoordinator, transfer: Transferable[]): void;
}

const scope = globalThis as unknown as Scope;
const alarm = new Alarm();
const coordinator = new Coordinator({
  post: (message, transfer = []) => scope.postMessage(message, transfer),
  now: () => performance.now(),
  wake: (milliseconds, action) => alarm.set(milliseconds, action),
  prepare: async (start) => {
    if (start.tier === 'threads' || start.tier === 'wasm') await moduleOf(start, () => {});
    else await fallback();
  },
  makeKernel,
});

/** Modules that were compiled, so that a world can be rebuilt without a network. */
const modules = new Map<WasmSource, WebAssembly.Module>();

/** The JavaScript kernels, which most pages never need. */
function fallback(): Promise<typeof import('../web/fallback/kernels.js')> {
  return import('../web/fallback/kernels.js');
}

async function moduleOf({ tier, wasm }: StartMessage, progress: () => void): Promise<WebAssembly.Module> {
  const source =
    tier === 'threads'
      ? (wasm.threads ?? new URL('../build/wasm/skyflock-life-threads.wasm', import.meta.url).href)
      : (wasm.wasm ?? new URL('../build/wasm/skyflock-life.wasm', import.meta.url).href);
  if (source instanceof WebAssembly.Module) return source;
  let module = modules.get(source);
  if (module === undefined) {
    const isUrl = typeof source === 'string';
    const bytes = isUrl ? await fetchWasm(source, refuseLifeWasm, progress) : new Uint8Array(source);
    module = await compileWasm(bytes, isUrl ? source : 'wasmBinary', refuseLifeWasm);
    modules.set(source, module);
  }
  return module;
}

async function makeKernel(
  start: StartMessage,
  progress: (stage: 'wasm' | 'founding') => void,
  snapshot: ArrayBuffer | null,
): Promise<LifeKernel> {
  if (start.tier === 'js') {
    const { createJsKernel } = await fallback();
    progress('founding');
    return createJsKernel(start.founding, snapshot);
  }
  const { count, most, processors } = start.workers;
  if (start.tier === 'js-workers') {
    const { createWorkersKernel, spawnSimWorker } = await fallback();
    progress('founding');
    return await createWorkersKernel(start.founding, { workers: count, mostWorkers: most, spawn: spawnSimWorker }, snapshot);
  }
  progress('wasm');
  const module = await moduleOf(start, () => progress('wasm'));
  progress('founding');
  if (start.tier === 'wasm') return await createWasmKernel(createEngine, module, start.founding, snapshot);
  const threads = { workers: count, mostWorkers: most, processors, spawn: spawnPlace };
  return await createThreadsKernel(createThreadsEngine, module, start.founding, threads, snapshot);
}

scope.onmessage = ({ data }) => coordinator.receive(data);
coordinator.greet();
