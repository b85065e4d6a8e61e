import { ROOT_NODE } from '../generated/state-layout.js';
import { cloned, type IsContainer, valueAt } from './containers.js';
import type { PathNames } from './path-names.js';
import type { StateSink } from './sink.js';

type Container = Record<string, unknown>;

/**
 * Writes into an object tree: a valtio proxy, whose subscribers then hear of each write, or any plain object. What is
 * missing on the way to a value is built first and assigned in one piece, so that a proxy sees all of it.
 *
 * Walking down to a value through proxies takes longer than the write: the container of each node that was written
 * below is kept. Whoever has one also has those above it, so a write to a node without one replaces none.
 */
export class ObjectSink implements StateSink {
  readonly state: Container;
  readonly #names: PathNames;
  readonly #isContainer: IsContainer;
  /** Containers by node. */
  #containers: (Container | undefined)[];

  constructor(state: Container, names: PathNames, isContainer: IsContainer) {
    this.state = state;
    this.#names = names;
    this.#isContainer = isContainer;
    this.#containers = [state];
  }

  get(path: string): unknown {
    return valueAt(this.state, path.split('.'), this.#isContainer);
  }

  set(id: number, value: unknown): void {
    if (this.#containers[id] !== undefined) this.#forget();
    const container = this.#containerOf(this.#names.parentOf(id));
    if (container !== null) container[this.#names.keyOf(id)] = value;
    else this.#build(this.#names.keysOf(id), value);
  }

  /** The container that a node is, or null if it is none. */
  #containerOf(id: number): Container | null {
    const known = this.#containers[id];
    if (known !== undefined) return known;
    const parent = this.#containerOf(this.#names.parentOf(id));
    const key = this.#names.keyOf(id);
    if (parent === null || !Object.hasOwn(parent, key)) return null;
    const value = parent[key];
    if (!this.#isContainer(value)) return null;
    this.#containers[id] = value;
    return value;
  }

  #build(keys: readonly string[], value: unknown): void {
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
  }

  #forget(): void {
    this.#containers = [];
    this.#containers[ROOT_NODE] = this.state;
  }

  replace(state: Container): void {
    this.#forget();
    for (const key of Object.keys(this.state)) if (!Object.hasOwn(state, key) && !isGetter(this.state, key)) delete this.state[key];
    for (const key of Object.keys(state)) if (!isGetter(this.state, key)) this.state[key] = cloned(state[key]);
  }
}

function isGetter(holder: object, key: string): boolean {
  const descriptor = Object.getOwnPropertyDescriptor(holder, key);
  return descriptor?.get !== undefined || descriptor?.set !== undefined;
}
