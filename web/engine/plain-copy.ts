/**
 * Copies of what users give, before it is kept or sent to another thread. Frameworks wrap objects in proxies, which no
 * message carries, and a user may change an object after handing it over; a copy knows of neither.
 */

/** Makes the error of the system that was given the value. */
export type RefuseValue = (name: string, value: unknown, range: string) => Error;

/** Objects within objects that are copied; deeper ones are refused, as are circles. */
const DEEPEST = 8;

/**
 * Numbers, texts, lists and objects of them, copied all the way down.
 * @param name names what is wrong, with the way to it: `recording.actions[3].spawn`
 * @throws the error that `refuse` makes of a function, a symbol, or what never ends
 */
export function plainCopy<Value>(value: Value, name: string, refuse: RefuseValue, depth = 0): Value {
  if (typeof value === 'function' || typeof value === 'symbol') {
    throw refuse(name, value, 'it must be plain data: numbers, texts, and lists and objects of them');
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) throw refuse(name, value, `objects may be ${DEEPEST} deep`);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const list = value as unknown as ArrayLike<unknown>;
    // Most lists are of numbers, and long.
    const copy = (one: unknown, at: number): unknown =>
      typeof one === 'number' ? one : plainCopy(one, `${name}[${at}]`, refuse, depth + 1);
    return Array.from(list, copy) as Value;
  }
  const entries = Object.entries(value).map(([key, one]) => [key, plainCopy(one, `${name}.${key}`, refuse, depth + 1)]);
  return Object.fromEntries(entries) as Value;
}
