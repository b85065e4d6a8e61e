/** How fast a picture is: how long each takes to draw, and to come. */
import { ASLEEP_MS, FrameLog } from '../../engine/frame-log.js';

/** Pictures that the mean times and the frame rate are taken over. */
const MEAN_FRAMES = 30;
/** Pictures whose draw times are kept for reports. */
const KEPT_DRAWS = 120;

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
  readonly #log = new FrameLog();
  #last = Number.NEGATIVE_INFINITY;

  /** A picture was begun at a time, and took so long. */
  add(now: number, milliseconds: number): void {
    const interval = now - this.#last;
    this.#log.frame(interval < ASLEEP_MS ? interval : 0);
    this.#last = now;
    this.#draws.push(milliseconds);
    if (this.#draws.length > KEPT_DRAWS) this.#draws.shift();
  }

  /** How long each of the last pictures took to draw. Unit: ms. */
  get draws(): readonly number[] {
    return this.#draws;
  }

  get timing(): PictureTiming {
    const draws = this.#draws.slice(-MEAN_FRAMES);
    const { intervals: frameLog } = this.#log;
    const moves = performance.now() - this.#last < ASLEEP_MS;
    return {
      drawMilliseconds: sumOf(draws) / Math.max(1, draws.length),
      framesPerSecond: moves ? rateOf(frameLog.slice(1 - MEAN_FRAMES)) : 0,
      frameLog,
    };
  }
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function rateOf(intervals: readonly number[]): number {
  return intervals.length === 0 ? 0 : (intervals.length * 1000) / sumOf(intervals);
}
