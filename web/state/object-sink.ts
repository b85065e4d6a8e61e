import { cloned, type IsContainer, valueAt } from './containers.js';
import type { StateSink } from './sink.js';

/**
 * Writes into an object tree: a valtio proxy, whose subscribers then hear of each write, or any plain object. What is
 * missing on the way to a value is built first and assigned in one piece, so that a proxy sees all of it.
 */
export class ObjectSink implements StateSink {
  readonly state: Record<string, unknown>;
  readonly #isContainer: IsContainer;

  constructor(state: Record<string, unknown>, isContainer: IsContainer) {
    this.state = state;
    this.#isContainer = isContainer;
  }

  get(path: string): unknown {
    return valueAt(this.state, path.split('.'), this.#isContainer);
  }

  set(keys: readonly string[], value: unknown): void {
    const last = keys.length - 1;
    let at = this.state;
    for (let depth = 0; depth < last; depth++) {
      const key = keys[depth] as string;
      const next = Object.hasOwn(at, key) ? at[key] : undefined;
      if (!this.#isContainer(next)) {
        let piece = value;
        for (let inner = last; inner > depth; inner--) piece = { [keys[inner] as string]: piece };
        at[key] = piece;
        return;
      }
      at = next;
    }
    at[keys[last] as string] = value;
  }

  replace(state: Record<string, unknown>): void {
    for (const key of Object.keys(this.state)) if (!Object.hasOwn(state, key) && !isGetter(this.state, key)) delete this.state[key];
    for (const key of Object.keys(state)) if (!isGetter(this.state, key)) this.state[key] = cloned(state[key]);
  }
}

function isGetter(holder: object, key: string): boolean {
  const descriptor = Object.getOwnPropertyDescriptor(holder, key);
  return descriptor?.get !== undefined || descriptor?.set !== undefined;
}
