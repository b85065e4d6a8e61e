/**
 * Finds out that another thread is dead or deaf, by its silence.
 *
 * Looks come at an interval, and the silence between two that were on time is added up. A late look counts nothing: the
 * page itself stood still (a hidden tab, a sleeping machine, a debugger), and the thread may have as well. A thread that
 * was silent for a while is asked something that it can answer at once. One that does not may get no processor from a busy
 * machine, which no clock tells from a hang: so there is a trial, in which this thread computes and adds up the processor time
 * it gets, as the supervisors of ticks do. Who is silent when that sum comes to enough is dead or deaf.
 */
import { realTimers, type Timers } from './deadline.js';
import { Trial } from './processor-time.js';

/** Milliseconds between two looks. */
const LOOK_MS = 250;
/** Milliseconds between two looks beyond which a look is late. */
const LATE_MS = 2 * LOOK_MS;
/** Milliseconds of silence after which the thread is asked. */
const ASK_MS = 500;
/** Milliseconds of silence after which a thread with nothing long to do is on trial: noticed within 2.5 s, late looks included. */
export const SILENCE_MS = 1500;

export interface HeartbeatHost {
  /** Asks the thread something; its answer is to be told by `heard`. */
  ask(): void;
  /** Milliseconds of silence after which the thread is given up: longer than anything it does at a stretch. */
  patience(): number;
  /** Whether there is a sign of life other than a message. */
  sign?(): boolean;
  /** It is dead or deaf. */
  lost(): void;
  /** Computes for a moment; gives the milliseconds of processor time that it got. */
  compute?(): number;
}

export class Heartbeat {
  readonly #host: HeartbeatHost;
  readonly #timers: Timers;
  #timer: unknown;
  #lookedAt = 0;
  #silence = 0;
  #asked = false;
  readonly #trial: Trial;

  constructor(host: HeartbeatHost, timers: Timers = realTimers) {
    this.#host = host;
    this.#timers = timers;
    this.#trial = new Trial(host.compute);
  }

  /** Listens from now on. */
  start(): void {
    this.stop();
    this.heard();
    this.#lookedAt = this.#timers.now();
    this.#wait();
  }

  stop(): void {
    this.#timers.clear(this.#timer);
  }

  /** The thread said something. */
  heard(): void {
    this.#silence = 0;
    this.#asked = false;
    this.#trial.end();
  }

  #wait(): void {
    const look = (): void => {
      if (this.#look()) this.#wait();
      else this.#host.lost();
    };
    this.#timer = this.#timers.set(look, this.#trial.runs ? 0 : LOOK_MS);
  }

  /** Gives false once the thread is given up. */
  #look(): boolean {
    const now = this.#timers.now();
    const passed = now - this.#lookedAt;
    this.#lookedAt = now;
    if (passed < 0 || passed > LATE_MS || this.#host.sign?.() === true) {
      this.heard();
      return true;
    }
    this.#silence += passed;
    const patience = this.#host.patience();
    if (this.#asked && this.#silence >= patience) return !this.#trial.judges(this.#silence - patience);
    if (!this.#asked && this.#silence >= ASK_MS) {
      this.#asked = true;
      this.#host.ask();
    }
    return true;
  }
}
