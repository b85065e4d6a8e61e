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
