/**
 * Containers are what paths lead through: plain objects and, unless the store runs in parity mode, arrays. Everything
 * else is a leaf.
 */

/** Whether paths lead into a value. */
export type IsContainer = (value: unknown) => value is Record<string, unknown>;

/** How an array writes its own indices. */
const INDEX = /^(?:0|[1-9]\d{0,8})$/;

export function isIndex(key: string): boolean {
  return INDEX.test(key);
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || isPrototypeOfObjects(prototype as object);
}

/** Whether it is the `Object.prototype` of another realm: a frame, or the context that a test runs in. Nothing else ends a chain and has this. */
function isPrototypeOfObjects(prototype: object): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, 'isPrototypeOf');
}

/** Whether a container was made in this realm. */
export function isOfThisRealm(container: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(container);
  return prototype === null || prototype === (Array.isArray(container) ? Array.prototype : Object.prototype);
}

export function isPlainObjectOrArray(value: unknown): value is Record<string, unknown> {
  return Array.isArray(value) || isPlainObject(value);
}

/** The value at the end of a path, undefined where something on the way is no container or has no such key of its own. */
export function valueAt(root: object, keys: readonly string[], isContainer: IsContainer): unknown {
  let at: unknown = root;
  for (const key of keys) {
    // An array's paths are its elements, not its length.
    if (!isContainer(at) || !Object.hasOwn(at, key) || (Array.isArray(at) && !isIndex(key))) return undefined;
    at = at[key];
  }
  return at;
}

/** An object without keys for a copy of one: without a prototype if that has none. */
export function emptyLike(value: object): Record<string, unknown> {
  return (Object.getPrototypeOf(value) === null ? Object.create(null) : {}) as Record<string, unknown>;
}

/** A copy that shares no object or array with the original; leaves are the same. Getters stay getters, or are left out. */
export function cloned(value: unknown, getters: 'kept' | 'left out' = 'kept'): unknown {
  if (Array.isArray(value)) return Array.from(value, (element) => cloned(element, getters));
  if (!isPlainObject(value)) return value;
  const copy = emptyLike(value);
  for (const key of Object.keys(value)) {
    // That key would set the copy's prototype.
    if (key !== '__proto__' && !isAccessor(value, key)) copy[key] = cloned(value[key], getters);
    else if (getters === 'kept') Object.defineProperty(copy, key, Object.getOwnPropertyDescriptor(value, key) as PropertyDescriptor);
  }
  return copy;
}

/** How many objects and arrays a value has inside each other. */
export function levelsOf(value: unknown): number {
  return isPlainObjectOrArray(value) ? Object.values(value).reduce((most: number, inner) => Math.max(most, levelsOf(inner) + 1), 1) : 0;
}

/** Whether a key of an object is a getter, a setter or both. */
export function isAccessor(holder: object, key: string): boolean {
  const descriptor = Object.getOwnPropertyDescriptor(holder, key);
  return descriptor?.get !== undefined || descriptor?.set !== undefined;
}

/** Whether two leaves, or trees of them, are equal: arrays, objects, dates and regular expressions by content, all else by `===`. */
export function deepEqual(a: unknown, b: unknown): boolean {
  return equalBy(a, b, (one, other) => one === other);
}

/** The same, with all else by `Object.is`: whether one in place of the other would be no change. */
export function isSameValue(a: unknown, b: unknown): boolean {
  return equalBy(a, b, Object.is);
}

function equalBy(a: unknown, b: unknown, leavesEqual: (a: unknown, b: unknown) => boolean): boolean {
  if (leavesEqual(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const kind = kindOf(a);
  if (kind !== kindOf(b)) return false;
  if (kind === 'date') return leavesEqual((a as Date).getTime(), (b as Date).getTime());
  if (kind === 'expression') return String(a) === String(b);
  if (kind === 'other') return false;
  const one = a as Record<string, unknown>;
  const other = b as Record<string, unknown>;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && equalBy(one[key], other[key], leavesEqual))
  );
}

function kindOf(value: object): 'array' | 'object' | 'date' | 'expression' | 'other' {
  if (Array.isArray(value)) return 'array';
  if (isPlainObject(value)) return 'object';
  // By what the value says it is: a date of another realm is no instance of this one's.
  const name = Object.prototype.toString.call(value);
  if (name === '[object Date]') return 'date';
  return name === '[object RegExp]' ? 'expression' : 'other';
}

/** Values that may be the same have the same text: a rough sort, so that few have to be compared. */
export function roughly(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 'number -0' : value;
  switch (kindOf(value)) {
    case 'array':
      return `array ${(value as readonly unknown[]).length}`;
    case 'object':
      return `object ${Object.keys(value).sort().join(' ')}`;
    case 'date':
    case 'expression':
      return `leaf ${String(value)}`;
    default:
      return value;
  }
}
