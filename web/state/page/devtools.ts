/** `skyflock/state/devtools`: shows a store's batches in the Redux DevTools, where the browser has them. */

import { StateChangeError } from '../shared/errors.js';
import type { StateBatch } from './batches.js';
import { WrittenStates } from './devtools-values.js';
import type { StateStore } from './store.js';

/** What is used of a connection to the extension. */
interface DevtoolsConnection {
  init(state: unknown): void;
  send(action: { readonly type: string }, state: unknown): void;
  subscribe(listener: (message: DevtoolsMessage) => void): (() => void) | undefined;
}

interface DevtoolsMessage {
  readonly type: string;
  readonly payload?: { readonly type?: string };
  /** The state to go to, as JSON. */
  readonly state?: string;
}

interface DevtoolsExtension {
  connect(options: { readonly name: string }): DevtoolsConnection;
}

/** Messages that ask for another state. */
const JUMPS: ReadonlySet<string | undefined> = new Set(['JUMP_TO_STATE', 'JUMP_TO_ACTION']);

/**
 * Sends every batch with what became of it, and the state after it, to the Redux DevTools; going back in time there
 * puts the state of that time into the store, the engine's copy included. What JSON lacks goes along: dates, maps, sets, NaN,
 * undefined, and instances of classes that still exist. A state that the store refuses leaves it as it is, and the page's error handler
 * hears of it.
 *
 * @param name what the instance is called in the tools
 * @param scope where the extension is found; the page's `window`
 * @returns ends it; null where there is no such extension
 */
export function connectDevtools<State extends object>(
  store: StateStore<State>,
  name: string,
  scope: object = globalThis,
): (() => void) | null {
  const extension = (scope as { __REDUX_DEVTOOLS_EXTENSION__?: DevtoolsExtension }).__REDUX_DEVTOOLS_EXTENSION__;
  if (extension === undefined) return null;
  const connection = extension.connect({ name });
  const states = new WrittenStates();
  connection.init(states.write(store.shadow));
  const stopObserving = store.observe((batch) => {
    // A registration that aligned nothing is no news.
    if (batch.changes.length > 0 || batch.reads.length > 0) connection.send({ type: titleOf(batch), ...batch }, states.write(store.shadow));
  });
  const stopHearing = connection.subscribe(({ type, payload, state }) => {
    if (type !== 'DISPATCH' || state === undefined) return;
    if (JUMPS.has(payload?.type)) store.replace(states.read(parsed(state)) as State);
  });
  return () => {
    stopObserving();
    stopHearing?.();
  };
}

/** @throws StateChangeError for what is no JSON */
function parsed(state: string): unknown {
  try {
    return JSON.parse(state);
  } catch (error) {
    throw new StateChangeError(`the state of the DevTools is refused: ${(error as Error).message}`);
  }
}

/** The first path that was asked for, and how many more there were. */
function titleOf({ changes, origins }: StateBatch): string {
  const asked = new Set(origins).size;
  const [first] = changes;
  if (first === undefined) return 'aggregations';
  return asked > 1 ? `${first[0]} and ${asked - 1} more` : first[0];
}
