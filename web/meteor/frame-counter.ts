/** Pictures a second, over the last of them; measuring allocates nothing. */

const FRAMES = 60;

export class FrameCounter {
  readonly #times = new Float64Array(FRAMES);
  #count = 0;

  /** A picture was made. @param now milliseconds */
  frame(now: number): void {
    this.#times[this.#count % FRAMES] = now;
    this.#count += 1;
  }

  /** Begins anew: the next picture comes after a rest. */
  clear(): void {
    this.#count = 0;
  }

  /** 0 before the second picture. */
  get perSecond(): number {
    if (this.#count < 2) return 0;
    const first = this.#times[this.#count < FRAMES ? 0 : this.#count % FRAMES] as number;
    const last = this.#times[(this.#count - 1) % FRAMES] as number;
    return last > first ? ((Math.min(this.#count, FRAMES) - 1) * 1000) / (last - first) : 0;
  }
}
