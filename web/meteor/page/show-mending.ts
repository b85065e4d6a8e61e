/** How a show is mended whose thread was lost: where it goes on, from what, and what is told of it then. */

import type { ThreadChoice, ThreadName } from '../../engine/draw-threads.js';
import type { FromShow, ShowBackup, ShowResumption } from '../shared/messages.js';

/** Faults within this time... */
const WINDOW_MS = 60_000;
/** ...that are mended; one more ends the show. */
export const MOST_FAULTS = 2;

/** What a `recovery` event says, but for the thread. */
export interface Mended {
  readonly cause: string;
  readonly tick: number;
  readonly worker: number;
  readonly step: 'rebuilt';
  readonly ms: number;
}

export class ShowMending {
  #faults: number[] = [];
  #backup: ShowBackup | null = null;
  #frame = 0;
  #seconds = 0;
  #heardAt = 0;
  #present: { readonly cause: string; readonly since: number; readonly frame: number } | null = null;

  /** Whether another thread is about to go on, and has not drawn yet. */
  get running(): boolean {
    return this.#present !== null;
  }

  /** The show gave a sign of life. */
  heard({ frame, seconds, backup }: Extract<FromShow, { readonly type: 'beat' }>, now: number): void {
    if (this.#present !== null) return;
    this.#frame = frame;
    this.#seconds = seconds;
    this.#heardAt = now;
    if (backup !== null) this.#backup = backup;
  }

  /** The thread is lost: gives the one to go on with, or null where it is not worth another try. */
  fail(cause: string, choice: ThreadChoice, thread: ThreadName, now: number): ThreadChoice | null {
    this.#faults = [...this.#faults.filter((at) => now - at < WINDOW_MS), now];
    if (this.#faults.length > MOST_FAULTS) return null;
    const isAgain = this.#present !== null;
    // The picture stands since its last sign, or, where one fault follows the other, since the first of them.
    this.#present = { cause, since: this.#present?.since ?? (this.#heardAt || now), frame: this.#frame };
    return thread === 'page' || isAgain || this.#faults.length === MOST_FAULTS ? 'page' : choice;
  }

  /** What the other thread goes on from. */
  get resumption(): ShowResumption | null {
    const backup = this.#backup;
    // A copy leaves with the message; it may be needed once more.
    if (backup === null || this.#present === null) return null;
    return { backup: { ...backup, saved: backup.saved.slice(0) }, since: Math.max(0, this.#seconds - backup.seconds) };
  }

  /** The other thread has drawn: what is told of it, or null where nothing was mended. */
  drawn(now: number): Mended | null {
    const present = this.#present;
    this.#present = null;
    this.#heardAt = now;
    if (present === null) return null;
    return { cause: present.cause, tick: present.frame, worker: -1, step: 'rebuilt', ms: now - present.since };
  }
}
