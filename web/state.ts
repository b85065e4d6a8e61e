/** `skyflock/state`: paths of a state that are synced, flipped and aggregated, in batches. */

import { AUTO_STATE_ENGINE, JS_STATE_ENGINE } from './kernels/state.js';
import type { ChangeTuple } from './state/page/changes.js';
import { StateStore, type StoreOptions } from './state/page/store.js';
import type { StateEngine } from './state/shared/engine.js';

export { type Configuration, ConfigurationError, configure } from './engine/configuration.js';
export { JS_STATE_ENGINE, loadStateEngine, type StateEngineOptions, wasmStateEngine } from './kernels/state.js';
export type { StateBatch } from './state/page/batches.js';
export type { ChangeMeta, ChangeTuple } from './state/page/changes.js';
export type { ListenerRegistration, StateListener } from './state/page/listeners.js';
export type { PathPair, StateRegistration } from './state/page/registration.js';
export { StateStore, type StoreOptions } from './state/page/store.js';
export type { StateSubscriber } from './state/page/subscriptions.js';
export type { NextStateEngine, StateEngine } from './state/shared/engine.js';
export { StateCallbackError, StateChangeError, StateEndedError, StateRegistrationError } from './state/shared/errors.js';
export { StateStartError } from './state/shared/start-error.js';

/**
 * A store over a state: pass `proxy(initial)` of valtio to have its subscribers hear of every write, or a plain
 * object. What is given is the store's from then on: change it with `process` alone.
 *
 * @throws StateChangeError for a state that is no plain object, holds itself, is frozen in a part, or has a key that would reach a
 *   prototype
 */
export function createStore<State extends object>(initial: State, options: StoreOptions = {}): StateStore<State> {
  return new StateStore(initial, engineFor(options.engine ?? 'auto'), options);
}

function engineFor(engine: NonNullable<StoreOptions['engine']>): StateEngine {
  if (engine === 'auto') return AUTO_STATE_ENGINE;
  return engine === 'js' ? JS_STATE_ENGINE : engine;
}

/** Puts changes through the stages of a store and applies them: `store.process` as a function. */
export function processChanges(store: StateStore<object>, changes: readonly ChangeTuple[]): void {
  store.process(changes);
}
