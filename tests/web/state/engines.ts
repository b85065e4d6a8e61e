import { readFileSync } from 'node:fs';
import { engineOver } from '../../../web/kernels/state-wasm.js';
import { createStore, JS_STATE_ENGINE, type StateEngine, type StateStore } from '../../../web/state.js';

/** Both engines; the WebAssembly is that of the build. */
export const ENGINES: readonly StateEngine[] = [
  JS_STATE_ENGINE,
  engineOver(new WebAssembly.Module(readFileSync('build/wasm/skyflock-state.wasm'))),
];

export type State = Record<string, unknown>;

/** Makes stores over an engine; `errors` has what the last one of them reported. */
export function storesOver(engine: StateEngine): {
  readonly errors: Error[];
  storeOf(state: State, sink?: 'object' | 'flat'): StateStore<State>;
} {
  const errors: Error[] = [];
  return {
    errors,
    storeOf(state, sink = 'object') {
      errors.length = 0;
      return createStore(state, { engine, sink, onError: (error) => errors.push(error) });
    },
  };
}
