/** What the state store refuses, in sentences that name the thing, its value and the way out. */

/** A batch, path or value that the store can't take; nothing of the batch is done. */
export class StateChangeError extends Error {
  override readonly name = 'StateChangeError';
}

/** A registration that is refused; nothing of it is done. */
export class StateRegistrationError extends Error {
  override readonly name = 'StateRegistrationError';
}

/** A listener, subscriber or setter of the user's that threw; the batch it threw in is done all the same. */
export class StateCallbackError extends Error {
  override readonly name = 'StateCallbackError';
  override readonly cause: unknown;

  constructor(who: string, cause: unknown) {
    super(`${who} threw: ${cause instanceof Error ? cause.message : String(cause)}. The batch it was called in is complete`);
    this.cause = cause;
  }
}

/** A value as text, for a sentence. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value.length > 60 ? `'${value.slice(0, 57)}...'` : `'${value}'`;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  return String(value);
}
