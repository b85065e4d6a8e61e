import { createJsStateKernel } from '../fallback/state-kernel.js';
import type { StateHost, StateKernel, StateKernelName } from './kernel.js';
import { createWasmStateKernel, loadStateModule } from './wasm-kernel.js';

/** What makes kernels: stores of one page share it, each has a kernel of its own. */
export interface StateEngine {
  readonly name: StateKernelName;
  create(host: StateHost, parity: boolean): StateKernel;
}

export interface StateEngineOptions {
  /** Where the .wasm file is served; usually beside this script. */
  readonly url?: string;
  /** Hears why the engine in JavaScript is used instead; usually it is a warning in the console. */
  readonly onRefusal?: (reason: Error) => void;
}

/** The engine in JavaScript: always there. */
export const JS_STATE_ENGINE: StateEngine = { name: 'js', create: createJsStateKernel };

/** The WebAssembly engine over a module that is compiled already. */
export function wasmStateEngine(module: WebAssembly.Module): StateEngine {
  return { name: 'wasm', create: (host, parity) => createWasmStateKernel(module, host, parity) };
}

/**
 * Fetches the WebAssembly engine, within the deadline of every start. Where it can't be had the one in JavaScript is
 * given: it does the same, and one line says why.
 */
export async function loadStateEngine(options: StateEngineOptions = {}): Promise<StateEngine> {
  const url = options.url ?? new URL('../../build/wasm/skyflock-state.wasm', import.meta.url).href;
  try {
    return wasmStateEngine(await loadStateModule(url));
  } catch (error) {
    const refused = options.onRefusal ?? ((reason: Error) => console.warn(`${reason.message}. The engine in JavaScript is used instead`));
    refused(error as Error);
    return JS_STATE_ENGINE;
  }
}
