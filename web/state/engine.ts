import { pageDefaults, tierFor, type WasmSource } from '../engine/page-defaults.js';
import type { PlatformModule } from '../engine/platform.js';
import { createJsStateKernel } from '../fallback/state-kernel.js';
import type { StateHost, StateKernel, StateKernelName } from './kernel.js';
import { compileStateModule, createWasmStateKernel, loadStateModule } from './wasm-kernel.js';

/** What makes kernels: stores of one page share it, each has a kernel of its own. */
export interface StateEngine {
  readonly name: StateKernelName;
  create(host: StateHost, parity: boolean): StateKernel;
}

export interface StateEngineOptions {
  /** Where the .wasm file is served, when not where `configure` says, or beside this script. */
  readonly url?: string;
  /** Hears why the engine in JavaScript is used instead; usually it is a warning in the console. */
  readonly onRefusal?: (reason: Error) => void;
}

/** The engine in JavaScript: always there. */
export const JS_STATE_ENGINE: StateEngine = { name: 'js', create: createJsStateKernel };

/** The WebAssembly engine over a module that is compiled already. */
export function wasmStateEngine(module: PlatformModule): StateEngine {
  return { name: 'wasm', create: (host, parity) => createWasmStateKernel(module, host, parity) };
}

/**
 * Gets the WebAssembly engine, within the deadline of every start: from `url`, or as `configure` says, or beside this script.
 * Where it can't be had the one in JavaScript is given: it does the same, and one line says why.
 *
 * @throws StateStartError where `configure` asks for the tier `wasm`, and it can't be had
 */
export async function loadStateEngine(options: StateEngineOptions = {}): Promise<StateEngine> {
  const page = await pageDefaults();
  const tier = tierFor('state', 'auto');
  if (tier === 'js') return JS_STATE_ENGINE;
  try {
    return wasmStateEngine(await moduleFrom(options.url ?? page.wasm.state ?? null));
  } catch (error) {
    if (tier === 'wasm') throw error;
    const refused = options.onRefusal ?? ((reason: Error) => console.warn(`${reason.message}. The engine in JavaScript is used instead`));
    refused(error as Error);
    return JS_STATE_ENGINE;
  }
}

async function moduleFrom(source: WasmSource | null): Promise<WebAssembly.Module> {
  if (source instanceof ArrayBuffer) return await compileStateModule(source);
  if (source instanceof WebAssembly.Module) return source;
  return await loadStateModule(() => source ?? new URL('../../build/wasm/skyflock-state.wasm', import.meta.url).href);
}
