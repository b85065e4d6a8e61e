/** Messages between a script and its page, by name. What they carry is whatever structuredClone takes. */
import { refuse } from './values.js';

type Listener = (detail: unknown) => void;

export class ScriptEvents {
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #send: (name: string, detail: unknown) => void;
  readonly #onFault: (error: unknown, during: string) => void;

  constructor(send: (name: string, detail: unknown) => void, onFault: (error: unknown, during: string) => void) {
    this.#send = send;
    this.#onFault = onFault;
  }

  /** Calls `listener` with each message of the page's by this name, before an update; the returned function ends that. */
  on(name: string, listener: Listener): () => void {
    if (typeof name !== 'string') refuse('name', name, 'it must be a text');
    if (typeof listener !== 'function') refuse('listener', listener, 'it must be a function');
    const listeners = this.#listeners.get(name) ?? new Set<Listener>();
    const own: Listener = (detail) => listener(detail);
    this.#listeners.set(name, listeners.add(own));
    return () => listeners.delete(own);
  }

  /** Sends the page a message: its `message` event. @throws DataCloneError for what no message carries */
  send(name: string, detail?: unknown): void {
    if (typeof name !== 'string') refuse('name', name, 'it must be a text');
    this.#send(name, detail);
  }

  /** Tells who listens. */
  emit(name: string, detail: unknown): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) {
      try {
        listener(detail);
      } catch (error) {
        this.#onFault(error, `listener for '${name}'`);
      }
    }
  }
}
