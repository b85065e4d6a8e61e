/** Measures the state engine alone, in WebAssembly and in JavaScript. */
import { measureStateKernel, type StateEngineFigures } from '../../tests/bench/state-engine.js';
import { JS_STATE_ENGINE, loadStateEngine } from '../../web/kernels/state.js';
import type { StateKernelName } from '../../web/state/shared/kernel.js';

const refused = (reason: Error): never => {
  throw reason;
};
const engines = { js: JS_STATE_ENGINE, wasm: await loadStateEngine({ onRefusal: refused }) };

const stateBench = {
  measure(name: StateKernelName): StateEngineFigures {
    return measureStateKernel((host) => engines[name].create(host, false));
  },
};

declare global {
  interface Window {
    stateBench: typeof stateBench;
  }
}

window.stateBench = stateBench;
