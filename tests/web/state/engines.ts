import { readFileSync } from 'node:fs';
import { JS_STATE_ENGINE, type StateEngine, wasmStateEngine } from '../../../web/state/api.js';

/** Both engines; the WebAssembly is that of the build. */
export const ENGINES: readonly StateEngine[] = [
  JS_STATE_ENGINE,
  wasmStateEngine(new WebAssembly.Module(readFileSync('build/wasm/skyflock-state.wasm'))),
];
