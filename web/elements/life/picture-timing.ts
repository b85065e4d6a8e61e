/** How fast a picture is: how long each takes to draw, and to come. */

/** Frames that the mean times and the frame rate are taken over. */
const MEAN_FRAMES = 30;
/** Frames that are kept for overlays and reports. */
const KEPT_FRAMES = 120;
/** Milliseconds after the last picture from which on nothing moves. */
const STANDS_MS = 500;
/** Frames that the log tells of. */
const LOGGED_FRAMES = 60;

/** How fast the picture is. */
export interface PictureTiming {
  /** Milliseconds the page's thread takes for a picture. */
  readonly drawMilliseconds: number;
  /** Pictures a second; 0 while nothing moves. */
  readonly framesPerSecond: number;
  /** How long each of the last pictures took to come, at most 60, the oldest first; none that came after a rest. Unit: ms. */
  readonly frameLog: readonly number[];
}

export class PictureTimes {
  readonly #draws: number[] = [];
  readonly #at: number[] = [];

  /** A picture was begun at a time, and took so long. */
  add(now: number, milliseconds: number): void {
    this.#draws.push(milliseconds);
    this.#at.push(now);
    if (this.#draws.length <= KEPT_FRAMES) return;
    this.#draws.shift();
    this.#at.shift();
  }

  /** How long each of the last pictures took to draw. Unit: ms. */
  get draws(): readonly number[] {
    return this.#draws;
  }

  get timing(): PictureTiming {
    const draws = this.#draws.slice(-MEAN_FRAMES);
    const at = this.#at.slice(-MEAN_FRAMES);
    const first = at[0] ?? 0;
    const last = at.at(-1) ?? 0;
    const moving = performance.now() - last < STANDS_MS && last > first;
    const intervals = this.#at.slice(1).map((time, index) => time - (this.#at[index] as number));
    return {
      drawMilliseconds: draws.reduce((sum, time) => sum + time, 0) / Math.max(1, draws.length),
      framesPerSecond: moving ? ((at.length - 1) * 1000) / (last - first) : 0,
      frameLog: intervals.filter((interval) => interval < STANDS_MS).slice(-LOGGED_FRAMES),
    };
  }
}
