/** The errors of the meteor system. */
import { type ErrorData, errorFromData, OptionError, SkyflockError, StartError, TimeoutError } from '../../engine/errors.js';

export type { MeteorError } from './meteor-error.js';

/** Where a start can fail. */
export type MeteorStage = 'tier' | 'worker' | 'wasm' | 'layout' | 'memory';

/** A setting outside its range, or one that does not exist. */
export class MeteorOptionError extends OptionError {
  override get name(): string {
    return 'MeteorOptionError';
  }
  override get code(): 'meteor/option' {
    return 'meteor/option';
  }
}

/** A part that did not start: which, why, and what to do about it. Another part takes its place where there is one. */
export class MeteorStartError extends StartError {
  override get name(): string {
    return 'MeteorStartError';
  }
  override get code(): `meteor/start-${MeteorStage}` {
    return `meteor/start-${this.stage}`;
  }
  readonly stage: MeteorStage;

  constructor(stage: MeteorStage, reason: string, wayOut: string, passes = false) {
    super(`meteor did not start (${stage})`, reason, wayOut, passes);
    this.stage = stage;
  }
}

/** The show's thread did not answer within its deadline. */
export class MeteorTimeoutError extends TimeoutError {
  override get name(): string {
    return 'MeteorTimeoutError';
  }
  override get code(): 'meteor/timeout' {
    return 'meteor/timeout';
  }

  constructor(what: string, milliseconds: number) {
    super(what, milliseconds, "the show's thread");
  }
}

/** What needs a shower was asked for where there is none yet. */
export class MeteorAbsentError extends SkyflockError {
  override get name(): string {
    return 'MeteorAbsentError';
  }
  override get code(): 'meteor/absent' {
    return 'meteor/absent';
  }
  readonly reason: string;

  constructor(reason: string) {
    super(`there is no shower yet: ${reason}. Wait for the element's ready event`);
    this.reason = reason;
  }
}

/** The shower was destroyed before this could be answered. */
export class MeteorDestroyedError extends SkyflockError {
  override get name(): string {
    return 'MeteorDestroyedError';
  }
  override get code(): 'meteor/destroyed' {
    return 'meteor/destroyed';
  }

  constructor() {
    super('the shower was destroyed; create another');
  }
}

const CLASSES = [MeteorOptionError, MeteorStartError, MeteorTimeoutError, MeteorAbsentError, MeteorDestroyedError];

/** The error again on the other side of a thread. */
export function meteorErrorFromData(data: ErrorData): Error {
  return errorFromData(data, CLASSES);
}
