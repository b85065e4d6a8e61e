/** The errors of the life system. */
import { type ErrorData, errorFromData as fromData, OptionError, SkyflockError, StartError, TimeoutError } from '../../engine/errors.js';
import type { Refusal } from '../../engine/refusal.js';

export { describe, show } from '../../engine/describe.js';
export { errorToData } from '../../engine/error-to-data.js';
export type { ErrorData } from '../../engine/errors.js';

/** Where the start of a world can fail, in the order in which a start goes through them. */
export type StartStage = 'tier' | 'worker' | 'wasm' | 'layout' | 'memory' | 'founding' | 'threads';

/** What an option, attribute or argument may be, as a person would write it: "1 to 1048576". */
export interface SettingFault {
  readonly name: string;
  readonly value: unknown;
  readonly range: string;
}

/**
 * What every error thrown by the life system is an instance of, by its code: the classes themselves derive from the kinds of
 * errors that all systems have.
 */
export abstract class LifeError extends SkyflockError {
  override get name(): string {
    return 'LifeError';
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return String((value as SkyflockError | null)?.code).startsWith('life/');
  }
}

/** A world that did not start: where, why, and what to do about it. */
export class LifeStartError extends StartError {
  override get name(): string {
    return 'LifeStartError';
  }
  override get code(): `life/start-${StartStage}` {
    return `life/start-${this.stage}`;
  }
  readonly stage: StartStage;

  constructor(stage: StartStage, reason: string, wayOut: string, passes = false) {
    super(`life did not start (${stage})`, reason, wayOut, passes);
    this.stage = stage;
  }
}

/** A tier that was asked for and can't run, or none that can. */
export const refuseLifeTier: Refusal = (reason, wayOut) => new LifeStartError('tier', reason, wayOut);

/** A .wasm file of the life system's that is missing or invalid. */
export const refuseLifeWasm: Refusal = (reason, wayOut, passes) => new LifeStartError('wasm', reason, wayOut, passes);

/** A setting outside its range, or one that does not exist. */
export class LifeOptionError extends OptionError implements SettingFault {
  override get name(): string {
    return 'LifeOptionError';
  }
  override get code(): 'life/option' {
    return 'life/option';
  }
}

/** A command that the engine refused. */
export class LifeCommandError extends SkyflockError {
  override get name(): string {
    return 'LifeCommandError';
  }
  override get code(): 'life/command' {
    return 'life/command';
  }
}

/** Bytes that are no snapshot of a world, or a damaged one: what is wrong, in one sentence. */
export class LifeSnapshotError extends SkyflockError {
  override get name(): string {
    return 'LifeSnapshotError';
  }
  override get code(): 'life/snapshot' {
    return 'life/snapshot';
  }
}

/** The engine or its worker failed in a running world; the world stands still from `tick` on. */
export class LifeFaultError extends SkyflockError {
  override get name(): string {
    return 'LifeFaultError';
  }
  override get code(): 'life/fault' {
    return 'life/fault';
  }
  readonly stage: string;
  readonly tick: number;
  readonly reason: string;

  constructor(stage: string, tick: number, reason: string) {
    super(`the world stopped at tick ${tick} (${stage}): ${reason}. Destroy it and create a new one`);
    this.stage = stage;
    this.tick = tick;
    this.reason = reason;
  }
}

/** A thread did not answer within its deadline. */
export class LifeTimeoutError extends TimeoutError {
  override get name(): string {
    return 'LifeTimeoutError';
  }
  override get code(): 'life/timeout' {
    return 'life/timeout';
  }

  constructor(what: string, milliseconds: number) {
    super(what, milliseconds, "the world's worker");
  }
}

/** The world was destroyed before this could be answered. */
export class LifeDestroyedError extends SkyflockError {
  override get name(): string {
    return 'LifeDestroyedError';
  }
  override get code(): 'life/destroyed' {
    return 'life/destroyed';
  }

  constructor() {
    super('the world was destroyed; create another with createLife');
  }
}

const CLASSES = [
  LifeStartError,
  LifeOptionError,
  LifeCommandError,
  LifeSnapshotError,
  LifeFaultError,
  LifeTimeoutError,
  LifeDestroyedError,
];

/** The error again on the other side of a thread. */
export function errorFromData(data: ErrorData): Error {
  return fromData(data, CLASSES);
}
