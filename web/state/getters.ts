import { isPlainObject } from './containers.js';

/** The getters of one object of the state, and of those below it. */
interface Level {
  readonly own: Map<string, PropertyDescriptor>;
  readonly below: Map<string, Level>;
}

const newLevel = (): Level => ({ own: new Map(), below: new Map() });

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

  add(keys: readonly string[], key: string, descriptor: PropertyDescriptor): void {
    let level = this.#root;
    for (const one of keys) {
      let next = level.below.get(one);
      if (next === undefined) {
        next = newLevel();
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

  /** Forgets those whose object is none in another state. */
  prune(state: Record<string, unknown>): void {
    if (this.#count === 0) return;
    const walk = (level: Level, value: Record<string, unknown>): void => {
      for (const [key, below] of level.below) {
        const inner = Object.hasOwn(value, key) ? value[key] : undefined;
        if (isPlainObject(inner)) walk(below, inner);
        else level.below.delete(key);
      }
    };
    walk(this.#root, state);
    this.#count = countOf(this.#root);
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
