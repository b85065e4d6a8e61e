/**
 * The coordinator's thread: gives web/life/coordinator.ts its messages, its clock and the engine.
 */
import createEngine from '../build/wasm/skyflock-life.js';
import createThreadsEngine from '../build/wasm/skyflock-life-threads.js';
import { Alarm } from '../web/engine/alarm.js';
import { compileWasm, fetchWasm } from '../web/engine/load-wasm.js';
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
  makeKernel,
});

async function makeKernel(start: StartMessage, progress: (stage: 'wasm' | 'founding') => void): Promise<LifeKernel> {
  const threads = start.tier === 'threads';
  const own = threads
    ? new URL('../build/wasm/skyflock-life-threads.wasm', import.meta.url)
    : new URL('../build/wasm/skyflock-life.wasm', import.meta.url);
  const url = start.wasmUrl ?? own.href;
  progress('wasm');
  const bytes = await fetchWasm(url, () => progress('wasm'));
  const module = await compileWasm(bytes, url);
  progress('founding');
  if (!threads) return await createWasmKernel(createEngine, module, start.founding);
  const { count, most, processors } = start.workers;
  return await createThreadsKernel(createThreadsEngine, module, start.founding, {
    workers: count,
    mostWorkers: most,
    processors,
    spawn: spawnPlace,
  });
}

scope.onmessage = ({ data }) => coordinator.receive(data);
coordinator.greet();
