/**
 * Whether a show's thread lives. It is asked twice a second, and given up when it has answered nothing for a while.
 *
 * It is judged only while the watch's own clock is on time: a late one says that the page was frozen, asleep or in a debugger,
 * or that the machine has no processor to spare, and counts anew. So does a hidden page, whose timers browsers slow down. Last
 * comes a trial, as a world's coordinator has (web/engine/heartbeat.ts): this thread has to get a processor for a while, too.
 *
 * A picture without a GPU may take a second and more on a large screen, and its thread hears nothing meanwhile. How long answers
 * took of late tells: a show whose pictures take long may be silent for some times as long.
 */
import type { Timers } from '../../engine/deadline.js';
import { START_DEADLINE_MS } from '../../engine/deadline.js';
import { Trial } from '../../engine/processor-time.js';
import { PING_MS } from '../shared/messages.js';

/** Milliseconds of silence after which a show's thread is given up; it is noticed at the next question. */
export const SILENCE_MS = 1650;
/** Milliseconds that a question may be late. */
const LATE_MS = 250;
/** How many times as long as the longest answer of late a thread may be silent: pictures grow as a sky fills. */
const PATIENCE = 4;
/** Milliseconds for which one may be silent at most, whatever came before: its page may have slept meanwhile. */
const MOST_PATIENCE_MS = 8000;
/** What is left of an answer's length with the next one. */
const FORGETTING = 0.8;

export interface WatchHost extends Timers {
  now(): number;
  /** Whether the page is hidden. */
  hidden(): boolean;
  ping(): void;
  /** It was silent for this long. Unit: ms. */
  lose(silence: number): void;
  /** Computes for a moment; gives the milliseconds of processor time that it got. */
  compute?(): number;
}

export class ShowWatch {
  readonly #host: WatchHost;
  #timer: unknown = null;
  #due = 0;
  #heardAt = 0;
  #patience = START_DEADLINE_MS;
  /** When it was asked first of what it has not answered yet; NaN where it has answered all. */
  #askedAt = Number.NaN;
  /** Unit: ms. */
  #longestAnswer = 0;
  readonly #trial: Trial;

  constructor(host: WatchHost) {
    this.#host = host;
    this.#trial = new Trial(host.compute);
  }

  /** Watches a thread that is there: until its first answer it starts. */
  beginWatch(): void {
    this.end();
    this.expectWork();
    this.#ask();
  }

  end(): void {
    if (this.#timer !== null) this.#host.clear(this.#timer);
    this.#timer = null;
    this.#askedAt = Number.NaN;
    this.#longestAnswer = 0;
  }

  /** It is about to do what may take long: founding a shower, or making what a renderer needs. */
  expectWork(): void {
    this.#hear();
    this.#patience = START_DEADLINE_MS;
  }

  /** It answered. */
  answered(): void {
    this.#hear();
    this.#patience = Math.max(SILENCE_MS, Math.min(PATIENCE * this.#longestAnswer, MOST_PATIENCE_MS));
  }

  #hear(): void {
    const now = this.#host.now();
    this.#heardAt = now;
    if (this.#askedAt <= now) this.#longestAnswer = Math.max(this.#longestAnswer * FORGETTING, now - this.#askedAt);
    this.#askedAt = Number.NaN;
  }

  #ask(): void {
    if (Number.isNaN(this.#askedAt)) this.#askedAt = this.#host.now();
    this.#host.ping();
    this.#wait(PING_MS);
  }

  #wait(milliseconds: number): void {
    this.#due = this.#host.now() + milliseconds;
    this.#timer = this.#host.set(() => this.#judge(), milliseconds);
  }

  #judge(): void {
    this.#timer = null;
    const now = this.#host.now();
    if (this.#host.hidden() || now - this.#due > LATE_MS) this.#heardAt = now;
    const silence = now - this.#heardAt;
    if (silence < this.#patience) {
      this.#trial.end();
      this.#ask();
      return;
    }
    if (this.#trial.judges(silence - this.#patience)) this.#host.lose(silence);
    else this.#wait(0);
  }
}
