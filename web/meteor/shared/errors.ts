/** The errors of the meteor system, and the plain data that carries one across a thread. */
import { describe, NamedError, show } from '../../engine/describe.js';

/** Where a start can fail. */
export type MeteorStage = 'tier' | 'worker' | 'wasm' | 'layout' | 'memory' | 'renderer';

/** An error as plain data: what `postMessage` carries between threads. */
export type MeteorErrorData =
  | { readonly kind: 'start'; readonly stage: MeteorStage; readonly reason: string; readonly wayOut: string; readonly passes: boolean }
  | { readonly kind: 'option'; readonly name: string; readonly value: string; readonly range: string }
  | { readonly kind: 'timeout'; readonly what: string; readonly milliseconds: number }
  | { readonly kind: 'absent'; readonly reason: string }
  | { readonly kind: 'destroyed' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Base of all errors that are thrown by the meteor system. */
export abstract class MeteorError extends NamedError {
  override get name(): string {
    return 'MeteorError';
  }

  abstract toData(): MeteorErrorData;
}

/** A setting outside its range, or one that does not exist. */
export class MeteorOptionError extends MeteorError {
  override get name(): string {
    return 'MeteorOptionError';
  }
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

  toData(): MeteorErrorData {
    return { kind: 'option', name: this.option, value: show(this.value), range: this.range };
  }
}

/** A part that did not start: which, why, and what to do about it. Another part takes its place where there is one. */
export class MeteorStartError extends MeteorError {
  override get name(): string {
    return 'MeteorStartError';
  }
  readonly stage: MeteorStage;
  readonly reason: string;
  readonly wayOut: string;
  /** Whether the reason is one that passes, as a slow network does: another try may do. */
  readonly passes: boolean;

  constructor(stage: MeteorStage, reason: string, wayOut: string, passes = false) {
    const clause = reason.replace(/\.$/, '');
    super(`meteor did not start (${stage}): ${clause}. ${wayOut}`);
    this.stage = stage;
    this.reason = clause;
    this.wayOut = wayOut;
    this.passes = passes;
  }

  toData(): MeteorErrorData {
    return { kind: 'start', stage: this.stage, reason: this.reason, wayOut: this.wayOut, passes: this.passes };
  }
}

/** The show's thread did not answer within its deadline. */
export class MeteorTimeoutError extends MeteorError {
  override get name(): string {
    return 'MeteorTimeoutError';
  }
  readonly what: string;
  readonly milliseconds: number;

  constructor(what: string, milliseconds: number) {
    super(`no answer to ${what} within ${milliseconds} ms; the show's thread is busy or hangs`);
    this.what = what;
    this.milliseconds = milliseconds;
  }

  toData(): MeteorErrorData {
    return { kind: 'timeout', what: this.what, milliseconds: this.milliseconds };
  }
}

/** What needs a shower was asked for where there is none yet. */
export class MeteorAbsentError extends MeteorError {
  override get name(): string {
    return 'MeteorAbsentError';
  }
  readonly reason: string;

  constructor(reason: string) {
    super(`there is no shower yet: ${reason}. Wait for the element's ready event`);
    this.reason = reason;
  }

  toData(): MeteorErrorData {
    return { kind: 'absent', reason: this.reason };
  }
}

/** The shower was destroyed before this could be answered. */
export class MeteorDestroyedError extends MeteorError {
  override get name(): string {
    return 'MeteorDestroyedError';
  }

  constructor() {
    super('the shower was destroyed; create another');
  }

  toData(): MeteorErrorData {
    return { kind: 'destroyed' };
  }
}

/** An error as data, whatever was thrown. */
export function meteorErrorToData(error: unknown): MeteorErrorData {
  return error instanceof MeteorError ? error.toData() : { kind: 'unknown', reason: describe(error) };
}

/** The error again on the other side of a thread. */
export function meteorErrorFromData(data: MeteorErrorData): Error {
  switch (data.kind) {
    case 'start':
      return new MeteorStartError(data.stage, data.reason, data.wayOut, data.passes);
    case 'option':
      return new MeteorOptionError(data.name, data.value, data.range);
    case 'timeout':
      return new MeteorTimeoutError(data.what, data.milliseconds);
    case 'absent':
      return new MeteorAbsentError(data.reason);
    case 'destroyed':
      return new MeteorDestroyedError();
    case 'unknown':
      return new Error(data.reason);
  }
}
