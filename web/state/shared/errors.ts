/** What the state store refuses, in sentences that name the thing, its value and the way out. */
import { SkyflockError } from '../../engine/errors.js';

const WAY_OUT_SMALLER = 'An object given as the state is as the last whole batch left it; create a smaller store';

/** A batch, path or value that the store can't take; nothing of the batch is done. */
export class StateChangeError extends SkyflockError {
  override get name(): string {
    return 'StateChangeError';
  }
  override get code(): 'state/change' {
    return 'state/change';
  }
}

/** A registration that is refused; nothing of it is done. */
export class StateRegistrationError extends SkyflockError {
  override get name(): string {
    return 'StateRegistrationError';
  }
  override get code(): 'state/registration' {
    return 'state/registration';
  }
}

/** A listener, subscriber or setter of the user's that threw; the batch it threw in is done all the same. */
export class StateCallbackError extends SkyflockError {
  override get name(): string {
    return 'StateCallbackError';
  }
  override get code(): 'state/callback' {
    return 'state/callback';
  }
  override readonly cause: unknown;

  constructor(who: string, cause: unknown) {
    super(`${who} threw: ${cause instanceof Error ? cause.message : String(cause)}. The batch it was called in is complete`);
    this.cause = cause;
  }
}

/** The store has ended: its engine failed in the middle of something, or it was destroyed. Every later call throws it too. */
export class StateEndedError extends SkyflockError {
  override get name(): string {
    return 'StateEndedError';
  }
  override get code(): 'state/ended' {
    return 'state/ended';
  }

  constructor(reason: string, wayOut = 'Create another one') {
    super(`the state store has ended: ${reason}. ${wayOut}`);
  }

  /** @param held bytes that the engine had, or that one of its tables did */
  static memory(held: number, wanted: number): StateEndedError {
    return new StateEndedError(`its engine's memory can't grow from ${held} to ${wanted} bytes`, WAY_OUT_SMALLER);
  }

  static nodes(most: number): StateEndedError {
    return new StateEndedError(`its paths have more than ${most} keys`, WAY_OUT_SMALLER);
  }

  /** What an engine threw, as this error; null for what is no engine's failure. */
  static of(error: unknown): StateEndedError | null {
    if (error instanceof StateEndedError) return error;
    if (typeof WebAssembly === 'undefined' || !(error instanceof WebAssembly.RuntimeError)) return null;
    return new StateEndedError(`its engine failed: ${error.message}`);
  }
}

/** A value as text, for a sentence. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value.length > 60 ? `'${value.slice(0, 57)}...'` : `'${value}'`;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  return String(value);
}
