import { ROOT_NODE } from '../../generated/state-layout.js';
import { cloned, type IsContainer, isAccessor, isOfThisRealm, isPlainObjectOrArray, isSameValue, valueAt } from './containers.js';
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

  readonly #onRead: (read: object, value: object) => void;

  /** @param onRead hears what is read in place of an instance that was written, where that is another object: a proxy's proxy of it */
  constructor(state: Container, names: PathNames, isContainer: IsContainer, onRead: (read: object, value: object) => void) {
    this.#onRead = onRead;
    this.state = state;
    this.#names = names;
    this.#isContainer = isContainer;
    this.#containers = [state];
  }

  get(path: string): unknown {
    return valueAt(this.state, path.split('.'), this.#isContainer);
  }

  set(id: number, value: unknown, holdsInstances: boolean): void {
    if (this.#containers[id] !== undefined) this.#forget();
    const container = this.#containerOf(this.#names.parentOf(id));
    if (container === null) {
      this.#build(this.#names.keysOf(id), value);
      return;
    }
    const key = this.#names.keyOf(id);
    if (holdsInstances) this.#assign(container, key, value);
    else container[key] = value;
  }

  /** The container that a node is, or null if it is no container. */
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
        this.#assign(at, key, piece);
        return;
      }
      at = next;
    }
  }

  #forget(): void {
    this.#containers = [];
    this.#containers[ROOT_NODE] = this.state;
  }

  adopt(): void {
    this.#forget();
    const seen = new Set<unknown>([this.state]);
    const walk = (container: Container): void => {
      for (const key of keysOf(container)) {
        if (isAccessor(container, key)) continue;
        const value = container[key];
        if (!this.#isContainer(value)) {
          // An array's hole is an element that is undefined.
          if (value === undefined && !Object.hasOwn(container, key)) container[key] = undefined;
          continue;
        }
        if (seen.has(value) || !isOfThisRealm(value)) container[key] = cloned(value);
        seen.add(container[key]);
        walk(container[key] as Container);
      }
    };
    walk(this.state);
  }

  replace(state: Container): void {
    this.#forget();
    this.#patch(this.state, state);
  }

  #patch(own: Container, next: Container): void {
    if (Array.isArray(own) && own.length > (next as unknown as unknown[]).length) own.splice((next as unknown as unknown[]).length);
    for (const key of Object.keys(own)) if (!Object.hasOwn(next, key) && !isAccessor(own, key)) delete own[key];
    for (const key of Object.keys(next)) {
      const value = next[key];
      if (!Object.hasOwn(own, key)) {
        this.#assign(own, key, value);
        continue;
      }
      if (isAccessor(own, key)) continue;
      const held = own[key];
      if (this.#isContainer(held) && this.#isContainer(value) && Array.isArray(held) === Array.isArray(value)) {
        this.#patch(held, value);
      } else if (!isSameValue(held, value)) {
        this.#assign(own, key, value);
      }
    }
    if (!Array.isArray(own)) sortKeys(own, Object.keys(next));
  }

  /** Writes a value, and tells of what is read in place of the instances in it. */
  #assign(holder: Container, key: string, value: unknown): void {
    // Found before: a proxy takes the object over, and puts its own in place of what is in it.
    const instances = typeof value === 'object' ? instancesIn(value, [key]) : [];
    holder[key] = value;
    for (const [keys, instance] of instances) {
      const read = valueAt(holder, keys, isPlainObjectOrArray);
      if (read !== instance && typeof read === 'object' && read !== null) this.#onRead(read, instance);
    }
  }
}

/** Objects that are no containers, and the keys that lead to them. */
function instancesIn(value: object | null, keys: readonly string[], found: (readonly [readonly string[], object])[] = []): typeof found {
  if (isPlainObjectOrArray(value)) {
    for (const key of Object.keys(value)) {
      const inner = value[key];
      if (typeof inner === 'object') instancesIn(inner, [...keys, key], found);
    }
  } else if (value !== null) found.push([keys, value]);
  return found;
}

/** Indices of an array, holes included, and keys of an object. */
function keysOf(container: Container): readonly string[] {
  return Array.isArray(container) ? Array.from(container, (_, index) => String(index)) : Object.keys(container);
}

/** Brings an object's keys into an order; its getters stay where they are. */
function sortKeys(own: Container, order: readonly string[]): void {
  const keys = Object.keys(own).filter((key) => !isAccessor(own, key));
  const wanted = order.filter((key) => !isAccessor(own, key));
  const from = keys.findIndex((key, at) => key !== wanted[at]);
  if (from < 0) return;
  for (const key of wanted.slice(from)) {
    const value = own[key];
    delete own[key];
    own[key] = value;
  }
}
