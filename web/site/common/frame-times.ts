/** Milliseconds between two frames of the page, as the browser gives them. */

/** Newest intervals that are kept: ten seconds at 60 a second. */
const KEPT = 600;
/** Longer intervals are pauses of the page, not frames. */
const LONGEST_MS = 1000;

/** How many values fall into each of `bins` steps of `width` from 0; the last one takes what is beyond it. */
export function histogram(values: readonly number[], width: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(value / width)));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return counts;
}

/** Watches the page's frames while it is on. */
export class FrameTimes {
  readonly #intervals: number[] = [];
  #last: number | null = null;
  #request = 0;

  /** The newest intervals, the oldest first. */
  get intervals(): readonly number[] {
    return this.#intervals;
  }

  set on(on: boolean) {
    if (on === (this.#request !== 0)) return;
    cancelAnimationFrame(this.#request);
    this.#last = null;
    this.#request = on ? requestAnimationFrame(this.#frame) : 0;
  }

  clear(): void {
    this.#intervals.length = 0;
    this.#last = null;
  }

  readonly #frame = (now: number): void => {
    const interval = this.#last === null ? LONGEST_MS : now - this.#last;
    if (interval < LONGEST_MS) this.#intervals.push(interval);
    if (this.#intervals.length > KEPT) this.#intervals.shift();
    this.#last = now;
    this.#request = requestAnimationFrame(this.#frame);
  };
}
