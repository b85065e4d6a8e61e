/** A tick of a kernel on many threads that went wrong. */

import { SkyflockError } from '../../engine/errors.js';

/** What went wrong in a tick: another thread may take its place, its part failed twice, or what runs alone hangs. */
export type WorkerFaultKind = 'hung' | 'failed' | 'deadlock';

/** A tick that did not end. */
export class WorkerFault extends SkyflockError {
  override get name(): string {
    return 'WorkerFault';
  }
  override get code(): 'threads/fault' {
    return 'threads/fault';
  }
  readonly kind: WorkerFaultKind;
  /** The worker, or -1. */
  readonly worker: number;

  constructor(kind: WorkerFaultKind, worker: number, reason: string) {
    super(reason);
    this.kind = kind;
    this.worker = worker;
  }
}
