/** Whatever was thrown or given, in words. */

/** One line for anything that was thrown. */
export function describe(error: unknown): string {
  if (error instanceof Error) return error.message === '' ? error.name : error.message;
  return String(error);
}

/** A value as an error message shows it. */
export function show(value: unknown): string {
  if (typeof value === 'string' && value.length > 60) return `${value.slice(0, 57)}...`;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  return String(value);
}

/**
 * An error whose `instanceof` holds across copies of its class: a script that is loaded later, or on another thread, brings its
 * own. What two copies have in common is the name on the prototype.
 */
export abstract class NamedError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that is asked for, not this base.
    const { name } = this.prototype;
    for (let one = value; typeof one === 'object' && one !== null; one = Object.getPrototypeOf(one)) {
      if (Object.hasOwn(one, 'name') && (one as Error).name === name) return true;
    }
    return false;
  }
}
