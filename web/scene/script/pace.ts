/**
 * When the next update of a script is due. Times are counted from a beginning and never added up, so that they do not drift;
 * what can't be made up for moves the beginning.
 */
import { LONGEST_STEP } from '../shared/recording.js';
import type { ScriptPace } from '../shared/script-types.js';

export class Pace {
  #pace: ScriptPace;
  readonly #now: () => number;
  #begin = 0;
  /** Updates since the beginning. */
  #count = 0;
  #last = 0;
  /** Updates that were left out. */
  missed = 0;

  constructor(pace: ScriptPace, now: () => number) {
    this.#pace = pace;
    this.#now = now;
    this.restart();
  }

  get pace(): ScriptPace {
    return this.#pace;
  }
  set pace(pace: ScriptPace) {
    this.#pace = pace;
    this.restart();
  }

  /** Milliseconds from one update to the next. */
  get #period(): number {
    return 1000 / this.#pace.rate;
  }

  /** Counts from now: the next update is due a period later. */
  restart(): void {
    this.#begin = this.#now();
    this.#last = this.#begin;
    this.#count = 0;
  }

  /** Milliseconds until the next update is due; 0: it is. */
  get wait(): number {
    return Math.max(0, this.#begin + (this.#count + 1) * this.#period - this.#now());
  }

  /** Begins the update that is due. @returns its dt. Unit: s */
  begin(): number {
    const now = this.#now();
    const period = this.#period;
    const { step, catchUp } = this.#pace;
    this.#count += 1;
    const behind = Math.floor((now - this.#begin) / period) - this.#count;
    const most = step === 'fixed' ? catchUp : 0;
    if (behind > most) {
      this.#begin += (behind - most) * period;
      if (step === 'fixed') this.missed += behind - most;
    }
    const passed = (now - this.#last) / 1000;
    this.#last = now;
    return step === 'fixed' ? 1 / this.#pace.rate : Math.min(LONGEST_STEP, Math.max(0, passed));
  }
}
