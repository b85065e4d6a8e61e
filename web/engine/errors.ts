/**
 * The one base of all errors, the kinds that systems derive theirs from, and the plain data that carries an error across a
 * thread.
 *
 * Each error names the thing that is wrong and the way out, so that one line in a console is enough, and has a code that can be
 * searched for.
 */
import { show } from './describe.js';
import type { ErrorCode } from './error-codes.js';

/** An error as plain data: what `postMessage` carries between threads. */
export interface ErrorData {
  /** Of its class. */
  readonly name: string;
  readonly message: string;
  /** What it has besides. */
  readonly [field: string]: unknown;
}

/**
 * Base of every error that users meet. `instanceof` a class that is thrown holds for those of its copies, too: a script that is
 * loaded later, or on another thread, brings its own. What they have in common is their name, so that each class has its own.
 */
export abstract class SkyflockError extends Error {
  override get name(): string {
    return 'SkyflockError';
  }

  /** Stable, and the same in every tier and on every thread: docs/errors.md says what each means. */
  abstract get code(): ErrorCode;

  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that is asked for, not this base.
    return super[Symbol.hasInstance](value) || (value as Error | null)?.name === this.prototype.name;
  }

  /** A value that was refused comes in words: it may be what no message carries. */
  toData(): ErrorData {
    return { ...(this as object), ...('value' in this && { value: show(this.value) }), name: this.name, message: this.message };
  }
}

/** A part that did not start: why, and what to do about it. */
export abstract class StartError extends SkyflockError {
  readonly reason: string;
  readonly wayOut: string;
  /** Whether the reason is one that passes, as a slow network or a busy machine does: another try may do. */
  readonly passes: boolean;

  /** @param what did not start: the beginning of the message */
  constructor(what: string, reason: string, wayOut: string, passes: boolean) {
    // The engine's reasons are whole sentences.
    const clause = reason.replace(/\.$/, '');
    super(`${what}: ${clause}. ${wayOut}`);
    this.reason = clause;
    this.wayOut = wayOut;
    this.passes = passes;
  }
}

/** A setting outside its range, or one that does not exist. */
export abstract class OptionError extends SkyflockError {
  /** The setting's name; `name` is the error's own. */
  readonly option: string;
  readonly value: unknown;
  /** What it may be. */
  readonly range: string;

  constructor(option: string, value: unknown, range: string) {
    super(`${option} = ${show(value)} is refused: ${range}`);
    this.option = option;
    this.value = value;
    this.range = range;
  }
}

/** A thread did not answer within its deadline. */
export abstract class TimeoutError extends SkyflockError {
  readonly what: string;
  readonly milliseconds: number;

  /** @param who did not answer */
  constructor(what: string, milliseconds: number, who: string) {
    super(`no answer to ${what} within ${milliseconds} ms; ${who} is busy or hangs`);
    this.what = what;
    this.milliseconds = milliseconds;
  }
}

/** What is used of a class to make an error of it again. */
export interface ErrorClass {
  readonly prototype: SkyflockError;
}

/** The error again on the other side of a thread. @param classes those that may come; any other is an Error with its message */
export function errorFromData({ name, message, ...fields }: ErrorData, classes: readonly ErrorClass[]): Error {
  const { prototype } = classes.find((one) => one.prototype.name === name) ?? Error;
  return Object.assign(Object.setPrototypeOf(new Error(message), prototype) as Error, fields);
}
