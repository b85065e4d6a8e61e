/** How long the last pictures took to come; measuring allocates nothing. */

/** A frame that took longer was not drawn slowly: the page was hidden, or the machine slept. */
export const ASLEEP_MS = 500;

/** Pictures that are kept. */
export const LOGGED_FRAMES = 60;

export class FrameLog {
  readonly #intervals = new Float64Array(LOGGED_FRAMES);
  #count = 0;
  /** Longest one that was no sleep. Unit: ms. */
  longest = 0;

  /** A picture came. @param interval milliseconds since the one before; 0 for the first after a rest, which says nothing. */
  frame(interval: number): void {
    if (!(interval > 0)) return;
    this.#intervals[this.#count % LOGGED_FRAMES] = interval;
    this.#count += 1;
    if (interval < ASLEEP_MS) this.longest = Math.max(this.longest, interval);
  }

  /** The intervals, oldest first. Unit: ms. */
  get intervals(): readonly number[] {
    const first = Math.max(0, this.#count - LOGGED_FRAMES);
    return Array.from({ length: this.#count - first }, (_, index) => this.#intervals[(first + index) % LOGGED_FRAMES] as number);
  }

  /** 0 before the second picture. */
  get perSecond(): number {
    const intervals = this.intervals;
    const sum = intervals.reduce((so, interval) => so + interval, 0);
    return sum > 0 ? (intervals.length * 1000) / sum : 0;
  }
}
