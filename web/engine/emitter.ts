/** A typed list of listeners: what `on` of a system's handle is made of. */
import { remember } from './history.js';

export class Emitter<Events extends object> {
  readonly #listeners = new Map<keyof Events, Set<(detail: never) => void>>();

  /** Calls `listener` for every later event of this name; the returned function ends that. */
  on<Name extends keyof Events>(name: Name, listener: (detail: Events[Name]) => void): () => void {
    let listeners = this.#listeners.get(name);
    if (listeners === undefined) {
      listeners = new Set();
      this.#listeners.set(name, listeners);
    }
    const own = (detail: Events[Name]): void => listener(detail);
    listeners.add(own);
    return () => listeners.delete(own);
  }

  /**
   * Tells every listener, and reports. One that throws doesn't keep the others from hearing: its error goes to
   * the thread's error handler, where any uncaught error goes.
   */
  emit<Name extends keyof Events>(name: Name, detail: Events[Name]): void {
    remember(this, String(name), detail);
    const listeners = this.#listeners.get(name);
    if (listeners === undefined) return;
    for (const listener of [...listeners] as ((detail: Events[Name]) => void)[]) {
      try {
        listener(detail);
      } catch (error) {
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }

  /** How many listen for this. */
  count(name: keyof Events): number {
    return this.#listeners.get(name)?.size ?? 0;
  }

  /** Forgets every listener. */
  clear(): void {
    this.#listeners.clear();
  }
}
