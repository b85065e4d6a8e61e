/**
 * Watches the thread of a script from the page: whether it is at work, slow, or hangs. Nothing of a script can keep the page from
 * seeing that, since what it shares with the page are numbers and messages, and no locks.
 *
 * A sign of life is an answer to a question, or a turn of the script that begins or ends, by the numbers in shared memory where
 * there is any. The silence between two looks that were on time is added up. A late look says that the page was frozen, hidden,
 * asleep or in a debugger, and counts anew: so does a hidden page. Last comes a trial, as other threads of the package have
 * (web/engine/heartbeat.ts): this thread must get a processor for a while, too, before it judges.
 */
import { realTimers, type Timers } from '../../engine/deadline.js';
import { Trial } from '../../engine/processor-time.js';
import { LEAST_TRIAL_MS } from '../../generated/watch-layout.js';
import { STAMP_BEGUN, STAMP_ENDED } from '../shared/messages.js';

/** Milliseconds between two looks. */
export const LOOK_MS = 25;
/** Milliseconds that a look may be late. */
export const LATE_MS = 250;
/** Milliseconds of silence after which the thread is asked, and beyond which it is slow. */
const ASK_MS = 100;
export const SLOW_MS = 250;
/** Milliseconds before the budget is over from which on the trial runs, so that it ends with the budget where there is a processor. Browsers pause 4 ms between its spells. */
const TRIAL_MS = LEAST_TRIAL_MS + 100;
/** Milliseconds that a script may take at a stretch, unless the page says otherwise. */
export const USUAL_BUDGET_MS = 2000;
export const LEAST_BUDGET_MS = 100;
export const MOST_BUDGET_MS = 600_000;

export interface SupervisorHost {
  /** Whether the page is hidden. */
  hidden(): boolean;
  ping(): void;
  /** It has been silent for so long, and is given more time; null: it is there again. Unit: ms. */
  slow(silence: number | null): void;
  /** It was silent for longer than it may be. Unit: ms. */
  hung(silence: number): void;
  /** Computes for a moment; gives the milliseconds of processor time that it got. */
  compute?(): number;
}

export class Supervisor {
  readonly #host: SupervisorHost;
  readonly #timers: Timers;
  readonly #trial: Trial;
  #stamp: Int32Array | null = null;
  #seen = 0;
  #timer: unknown;
  #isWatching = false;
  #lookedAt = 0;
  #silence = 0;
  #asked = false;
  /** The silence at which it is said next that the script is slow. */
  #slowAt = SLOW_MS;
  /** Milliseconds that a script may take at a stretch. */
  budget: number;

  constructor(host: SupervisorHost, budget = USUAL_BUDGET_MS, timers: Timers = realTimers) {
    this.#host = host;
    this.budget = budget;
    this.#timers = timers;
    this.#trial = new Trial(host.compute);
  }

  /** Watches a thread that is there. @param stamp what it writes of its turns, or null */
  watch(stamp: SharedArrayBuffer | null): void {
    this.end();
    this.#stamp = stamp === null ? null : new Int32Array(stamp);
    this.#seen = this.#signs;
    this.#isWatching = true;
    this.heard();
    this.#lookedAt = this.#timers.now();
    this.#wait();
  }

  end(): void {
    this.#timers.clear(this.#timer);
    this.#isWatching = false;
    this.heard();
  }

  /** It said something. */
  heard(): void {
    this.#silence = 0;
    this.#asked = false;
    this.#trial.end();
    if (this.#slowAt === SLOW_MS) return;
    this.#slowAt = SLOW_MS;
    this.#host.slow(null);
  }

  #wait(): void {
    if (this.#isWatching) this.#timer = this.#timers.set(() => this.#look(), this.#trial.runs ? 0 : LOOK_MS);
  }

  #look(): void {
    const now = this.#timers.now();
    const passed = now - this.#lookedAt;
    this.#lookedAt = now;
    const signs = this.#signs;
    const isLate = passed < 0 || passed > LOOK_MS + LATE_MS;
    if (isLate || this.#host.hidden() || signs !== this.#seen) this.heard();
    else this.#silence += passed;
    this.#seen = signs;
    if (!this.#asked && this.#silence >= ASK_MS) {
      this.#asked = true;
      this.#host.ping();
    }
    if (this.#asked && this.#silence > this.#slowAt) {
      this.#slowAt = this.#silence + SLOW_MS;
      this.#host.slow(this.#silence);
    }
    const beyond = this.#silence - this.budget;
    const isJudged = this.#asked && beyond > -TRIAL_MS && this.#trial.judges(Math.max(0, beyond));
    if (isJudged && beyond > 0) {
      const silence = this.#silence;
      this.end();
      this.#host.hung(silence);
      return;
    }
    this.#wait();
  }

  /** Differs whenever a turn has begun or ended. */
  get #signs(): number {
    const stamp = this.#stamp;
    return stamp === null ? 0 : Atomics.load(stamp, STAMP_BEGUN) + Atomics.load(stamp, STAMP_ENDED);
  }
}
