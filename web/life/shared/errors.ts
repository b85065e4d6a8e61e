/**
 * Every error Skyflock throws, and the plain data that carries one across a thread.
 *
 * Each error names the thing that is wrong and the way out, so that one line in a console is enough.
 */

import { describe, NamedError, show } from '../../engine/describe.js';
import type { Refusal } from '../../engine/refusal.js';

export { describe, show } from '../../engine/describe.js';

/** Where the start of a system can fail, in the order in which a start goes through them. */
export type StartStage = 'tier' | 'worker' | 'wasm' | 'layout' | 'memory' | 'founding' | 'threads';

/** What an option, attribute or argument may be, as a person would write it: "1 to 1048576". */
export interface SettingFault {
  readonly name: string;
  readonly value: unknown;
  readonly range: string;
}

/** An error as plain data: what `postMessage` carries between threads. */
export type ErrorData =
  | { readonly kind: 'start'; readonly stage: StartStage; readonly reason: string; readonly wayOut: string; readonly passes: boolean }
  | { readonly kind: 'option'; readonly name: string; readonly value: string; readonly range: string }
  | { readonly kind: 'command'; readonly reason: string }
  | { readonly kind: 'snapshot'; readonly reason: string }
  | { readonly kind: 'fault'; readonly stage: string; readonly tick: number; readonly reason: string }
  | { readonly kind: 'timeout'; readonly what: string; readonly milliseconds: number }
  | { readonly kind: 'destroyed' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Base of all errors thrown by the life system; `toData` gives what crosses a thread. */
export abstract class LifeError extends NamedError {
  override get name(): string {
    return 'LifeError';
  }

  abstract toData(): ErrorData;
}

/** A world that did not start: where, why, and what to do about it. */
export class LifeStartError extends LifeError {
  override get name(): string {
    return 'LifeStartError';
  }
  readonly stage: StartStage;
  readonly reason: string;
  readonly wayOut: string;
  /** Whether the reason is one that passes: the network, or a machine with too much to do. Another try may do. */
  readonly passes: boolean;

  constructor(stage: StartStage, reason: string, wayOut: string, passes = false) {
    // The engine's reasons are whole sentences.
    const clause = reason.replace(/\.$/, '');
    super(`life did not start (${stage}): ${clause}. ${wayOut}`);
    this.stage = stage;
    this.reason = clause;
    this.wayOut = wayOut;
    this.passes = passes;
  }

  toData(): ErrorData {
    return { kind: 'start', stage: this.stage, reason: this.reason, wayOut: this.wayOut, passes: this.passes };
  }
}

/** A .wasm file of the life system's that can't be had or is none. */
export const refuseLifeWasm: Refusal = (reason, wayOut, passes) => new LifeStartError('wasm', reason, wayOut, passes);

/** A setting outside its range, or one that does not exist. */
export class LifeOptionError extends LifeError implements SettingFault {
  override get name(): string {
    return 'LifeOptionError';
  }
  /** The setting's name; `name` is the error's own. */
  readonly option: string;
  readonly value: unknown;
  readonly range: string;

  constructor(option: string, value: unknown, range: string) {
    super(`${option} = ${show(value)} is refused: ${range}`);
    this.option = option;
    this.value = value;
    this.range = range;
  }

  toData(): ErrorData {
    return { kind: 'option', name: this.option, value: show(this.value), range: this.range };
  }
}

/** A command that the engine refused. */
export class LifeCommandError extends LifeError {
  override get name(): string {
    return 'LifeCommandError';
  }

  constructor(reason: string) {
    super(reason);
  }

  toData(): ErrorData {
    return { kind: 'command', reason: this.message };
  }
}

/** Bytes that are no snapshot of a world, or a damaged one: what is wrong, in one sentence. */
export class LifeSnapshotError extends LifeError {
  override get name(): string {
    return 'LifeSnapshotError';
  }

  constructor(reason: string) {
    super(reason);
  }

  toData(): ErrorData {
    return { kind: 'snapshot', reason: this.message };
  }
}

/** The engine or its worker failed in a running world; the world stands still from `tick` on. */
export class LifeFaultError extends LifeError {
  override get name(): string {
    return 'LifeFaultError';
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

  toData(): ErrorData {
    return { kind: 'fault', stage: this.stage, tick: this.tick, reason: this.reason };
  }
}

/** A thread did not answer within its deadline. */
export class LifeTimeoutError extends LifeError {
  override get name(): string {
    return 'LifeTimeoutError';
  }
  readonly what: string;
  readonly milliseconds: number;

  constructor(what: string, milliseconds: number) {
    super(`no answer to ${what} within ${milliseconds} ms; the world's worker is busy or hangs`);
    this.what = what;
    this.milliseconds = milliseconds;
  }

  toData(): ErrorData {
    return { kind: 'timeout', what: this.what, milliseconds: this.milliseconds };
  }
}

/** The world was destroyed before this could be answered. */
export class LifeDestroyedError extends LifeError {
  override get name(): string {
    return 'LifeDestroyedError';
  }

  constructor() {
    super('the world was destroyed; create another with createLife');
  }

  toData(): ErrorData {
    return { kind: 'destroyed' };
  }
}

/** An error as data, whatever was thrown. */
export function errorToData(error: unknown): ErrorData {
  if (error instanceof LifeError) return error.toData();
  return { kind: 'unknown', reason: describe(error) };
}

/** The error again on the other side of a thread. */
export function errorFromData(data: ErrorData): Error {
  switch (data.kind) {
    case 'start':
      return new LifeStartError(data.stage, data.reason, data.wayOut, data.passes);
    case 'option':
      return new LifeOptionError(data.name, data.value, data.range);
    case 'command':
      return new LifeCommandError(data.reason);
    case 'snapshot':
      return new LifeSnapshotError(data.reason);
    case 'fault':
      return new LifeFaultError(data.stage, data.tick, data.reason);
    case 'timeout':
      return new LifeTimeoutError(data.what, data.milliseconds);
    case 'destroyed':
      return new LifeDestroyedError();
    case 'unknown':
      return new Error(data.reason);
  }
}
