import { log } from '../engine/log.js';
import { pageDefaults, tierFor } from '../engine/page-defaults.js';
import type { PlatformModule } from '../engine/platform.js';
import { createJsStateKernel } from '../fallback/state/kernel.js';
import { type StateEngine, warnOfStay } from '../state/shared/engine.js';
import { StateStartError } from '../state/shared/start-error.js';

/**
 * Values from which on sixty batches of the whole state take so much less time in WebAssembly that compiling it and moving are paid back.
 * tests/bench/state-crossing.ts measures it, docs/state.md says how.
 */
export const LEAVES_FOR_WASM = 1000;

export interface StateEngineOptions {
  /** Where the .wasm file is served, when not where `configure` says, or beside this script. */
  readonly url?: string;
  /** Hears why the engine in JavaScript is used instead; usually it is a warning in the console. */
  readonly onRefusal?: (reason: Error) => void;
}

/** The engine in JavaScript: always there. */
export const JS_STATE_ENGINE: StateEngine = { name: 'js', create: createJsStateKernel };

/** The load that stores wait for which move, or have moved: there is one for all of them. */
let loading: Promise<StateEngine | null> | null = null;

/** Begins in JavaScript, and goes on in WebAssembly once a store is large enough for that to be quicker. */
export const AUTO_STATE_ENGINE: StateEngine = {
  ...JS_STATE_ENGINE,
  next: { leaves: LEAVES_FOR_WASM, load: () => (loading ??= loadForAll()) },
};

/** Of a load that fails one line tells, not one of each store. */
async function loadForAll(): Promise<StateEngine | null> {
  try {
    const page = await pageDefaults();
    if (tierFor('state', 'auto') === 'js') return null;
    return await engineFrom(page.wasm.state ?? null);
  } catch (error) {
    warnOfStay(error);
    // Another try may do better, for the stores that come later.
    if (error instanceof StateStartError && error.passes) loading = null;
    return null;
  }
}

/**
 * The WebAssembly engine over a module that is compiled already. Its script is loaded for it: a store begins in JavaScript, and moves
 * as soon as that is there.
 */
export function wasmStateEngine(module: PlatformModule): StateEngine {
  const load = async (): Promise<StateEngine> => (await import('./state-wasm.js')).engineOver(module);
  return { ...JS_STATE_ENGINE, next: { leaves: 0, load } };
}

/**
 * Gets the WebAssembly engine, within the deadline of every start: from `url`, or as `configure` says, or beside this script.
 * Where it is missing the one in JavaScript is given: it does the same, and one line says why.
 *
 * @throws StateStartError where `configure` asks for the tier `wasm`, and it is missing or does not start
 */
export async function loadStateEngine(options: StateEngineOptions = {}): Promise<StateEngine> {
  const page = await pageDefaults();
  const tier = tierFor('state', 'auto');
  if (tier === 'js') return JS_STATE_ENGINE;
  try {
    return await engineFrom(options.url ?? page.wasm.state ?? null);
  } catch (error) {
    if (tier === 'wasm') throw error;
    const refused = options.onRefusal ?? ((reason: Error) => log('warn', `${reason.message}. The engine in JavaScript is used instead`));
    refused(error as Error);
    return JS_STATE_ENGINE;
  }
}

async function engineFrom(source: Parameters<typeof import('./state-wasm.js').engineFrom>[0]): Promise<StateEngine> {
  return await (await import('./state-wasm.js')).engineFrom(source);
}
