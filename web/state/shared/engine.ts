/** What makes a store's kernels, whichever implementation they are of. */
import { describe } from '../../engine/describe.js';
import { log } from '../../engine/log.js';
import type { StateHost, StateKernel, StateKernelName } from './kernel.js';

/** What makes kernels: stores of one page share it, each has a kernel of its own. */
export interface StateEngine {
  readonly name: StateKernelName;
  create(host: StateHost, parity: boolean): StateKernel;
  /** The engine that stores move to from this one, if they do. */
  readonly next?: NextStateEngine;
}

export interface NextStateEngine {
  /** Values of a store from which on it moves. */
  readonly leaves: number;
  /** Null where stores are to stay where they are. @throws what says why it is missing */
  load(): Promise<StateEngine | null>;
}

/** One line says why stores go on as they began. */
export function warnOfStay(reason: unknown): void {
  log('warn', `${describe(reason)}. State stores go on in JavaScript`);
}
