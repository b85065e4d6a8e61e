import { isPlainObjectOrArray } from './containers.js';

/** The getters of one object of the state, and of those below it. */
interface Level {
  readonly own: Map<string, PropertyDescriptor>;
  readonly below: Map<string, Level>;
  readonly isArray: boolean;
}

const newLevel = (isArray = false, own: Level['own'] = new Map()): Level => ({ own, below: new Map(), isArray });

/**
 * The getters of the state as it was given: nothing is written to them, and the engine knows nothing of them. A getter goes with the
 * object that holds it. They are found by keys, not by the text of a path: a key with a dot in it has none.
 */
export class Getters {
  #root = newLevel();
  #count = 0;

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** @param holders the state, and the object or array at each of the keys */
  add(keys: readonly string[], holders: readonly unknown[], key: string, descriptor: PropertyDescriptor): void {
    let level = this.#root;
    for (const [at, one] of keys.entries()) {
      let next = level.below.get(one);
      if (next === undefined) {
        next = newLevel(Array.isArray(holders[at + 1]));
        level.below.set(one, next);
      }
      level = next;
    }
    level.own.set(key, descriptor);
    this.#count++;
  }

  has(keys: readonly string[], key: string): boolean {
    return this.#count > 0 && (this.#levelAt(keys)?.own.has(key) ?? false);
  }

  /** How many keys lead to the getter that a path is or lies below; 0 if there is none. */
  lengthOf(keys: readonly string[]): number {
    let level: Level | undefined = this.#root;
    for (let at = 0; at < keys.length && level !== undefined; at++) {
      if (level.own.has(keys[at] as string)) return at + 1;
      level = level.below.get(keys[at] as string);
    }
    return 0;
  }

  /** Forgets those at or below a path, whose value is another one now. */
  cut(keys: readonly string[]): void {
    const holder = this.#levelAt(keys.slice(0, -1));
    const key = keys.at(-1);
    const gone = key === undefined ? undefined : holder?.below.get(key);
    if (gone === undefined) return;
    holder?.below.delete(key as string);
    this.#count -= countOf(gone);
  }

  /** Those that another state keeps, since it has their objects. */
  within(state: Record<string, unknown>): Getters {
    const kept = new Getters();
    const walk = (level: Level, value: Record<string, unknown>): Level => {
      const copy = newLevel(level.isArray, level.own);
      for (const [key, below] of level.below) {
        const inner = Object.hasOwn(value, key) ? value[key] : undefined;
        if (isPlainObjectOrArray(inner) && Array.isArray(inner) === below.isArray) copy.below.set(key, walk(below, inner));
      }
      return copy;
    };
    kept.#root = walk(this.#root, state);
    kept.#count = countOf(kept.#root);
    return kept;
  }

  /** Gives a copy of what lies at a path the getters that the original has. */
  dress(copy: unknown, keys: readonly string[]): unknown {
    const level = this.#count > 0 ? this.#levelAt(keys) : undefined;
    if (level !== undefined) put(level, copy);
    return copy;
  }

  #levelAt(keys: readonly string[]): Level | undefined {
    let level: Level | undefined = this.#root;
    for (const key of keys) level = level?.below.get(key);
    return level;
  }
}

function countOf(level: Level): number {
  let count = level.own.size;
  for (const below of level.below.values()) count += countOf(below);
  return count;
}

function put(level: Level, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, descriptor] of level.own) Object.defineProperty(value, key, descriptor);
  for (const [key, below] of level.below) {
    if (Object.hasOwn(value, key)) put(below, (value as Record<string, unknown>)[key]);
  }
}
