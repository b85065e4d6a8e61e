/**
 * Containers are what paths lead through: plain objects and, unless the store runs in parity mode, arrays. Everything
 * else is a leaf.
 */

/** Whether paths lead into a value. */
export type IsContainer = (value: unknown) => value is Record<string, unknown>;

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

export function isPlainObjectOrArray(value: unknown): value is Record<string, unknown> {
  return Array.isArray(value) || isPlainObject(value);
}

/** The value at the end of a path, undefined where something on the way is no container or has no such key of its own. */
export function valueAt(root: object, keys: readonly string[], isContainer: IsContainer): unknown {
  let at: unknown = root;
  for (const key of keys) {
    if (!isContainer(at) || !Object.hasOwn(at, key)) return undefined;
    at = at[key];
  }
  return at;
}

/** A copy that shares no object or array with the original; leaves are the same. Getters stay getters. */
export function cloned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(cloned);
  if (!isPlainObject(value)) return value;
  const copy = (Object.getPrototypeOf(value) === null ? Object.create(null) : {}) as Record<string, unknown>;
  for (const key of Object.keys(value)) {
    const descriptor = Object.getOwnPropertyDescriptor(value, key) as PropertyDescriptor;
    if (descriptor.get === undefined && descriptor.set === undefined) copy[key] = cloned(value[key]);
    else Object.defineProperty(copy, key, descriptor);
  }
  return copy;
}

/** Whether two leaves, or trees of them, are equal: arrays, objects, dates and regular expressions by content, all else by `===`. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (a instanceof Date) return a.getTime() === (b as Date).getTime();
  if (a instanceof RegExp) return String(a) === String(b);
  if (!isPlainObjectOrArray(a) || !isPlainObjectOrArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && deepEqual(a[key], b[key]));
}
