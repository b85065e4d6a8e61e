/**
 * The world's clock: how many ticks are due at a time.
 *
 * Ticks are counted, never measured: a slow machine runs fewer of them a second, and each is the
 * tick it would have been. Time that can't be caught up with is dropped, so that a pause of the
 * thread (a hidden tab, a debugger, a sleeping laptop) doesn't end in a burst that makes the next
 * wake-up late too.
 */

/** Most ticks a wake-up runs beyond the one that is due at normal speed. */
export const MAX_LATE_TICKS = 4;
/** Milliseconds after which a wake-up starts no further tick. */
export const MAX_WORK_MS = 12;

export class Pacer {
  readonly #tickMs: number;
  #speed = 1;
  /** When the next tick is due; NaN while the clock stands. */
  #dueAt = Number.NaN;
  /** Ticks that were given up since the start, for statistics. */
  dropped = 0;

  /** @param ticksPerSecond ticks a second at speed 1 */
  constructor(ticksPerSecond: number) {
    this.#tickMs = 1000 / ticksPerSecond;
  }

  /** Starts the clock, or changes its speed; the next tick is due one tick's time from `now`. */
  run(now: number, speed: number): void {
    if (speed <= 0) {
      this.stop();
      return;
    }
    this.#speed = speed;
    this.#dueAt = now + this.#interval;
  }

  stop(): void {
    this.#dueAt = Number.NaN;
  }

  get running(): boolean {
    return !Number.isNaN(this.#dueAt);
  }

  /** Milliseconds until the next tick is due; 0 when it is late, Infinity while the clock stands. */
  wait(now: number): number {
    return this.running ? Math.max(0, this.#dueAt - now) : Number.POSITIVE_INFINITY;
  }

  /**
   * Runs the ticks that are due and returns how many there were. The first due tick always runs;
   * no tick starts after MAX_WORK_MS, none beyond the limit of late ticks, and what is then still
   * due is dropped. A clock that jumps back starts over.
   *
   * @param tick returns a promise when the tick goes on elsewhere: then no other follows this time
   */
  advance(clock: () => number, tick: () => Promise<void> | undefined): number {
    if (!this.running) return 0;
    const start = clock();
    const interval = this.#interval;
    if (this.#dueAt - start > 2 * interval) this.#dueAt = start + interval;
    let done = 0;
    let now = start;
    const limit = 1 + MAX_LATE_TICKS;
    while (this.running && this.#dueAt <= now && done < limit && (done === 0 || now - start < MAX_WORK_MS)) {
      this.#dueAt += interval;
      const goesOn = tick();
      done += 1;
      now = clock();
      if (goesOn !== undefined) break;
    }
    // Up to one tick of lateness is kept: it is jitter, and dropping it would slow the world down.
    if (this.running && this.#dueAt < now - interval) {
      const late = Math.floor((now - this.#dueAt) / interval);
      this.#dueAt += late * interval;
      this.dropped += late;
    }
    return done;
  }

  get #interval(): number {
    return this.#tickMs / this.#speed;
  }
}

/** Ticks whose times are kept for the page until it is told of them: more than there are between two messages. */
const LOGGED_TICKS = 64;

/** Ticks a second and milliseconds a tick over the last half second or so. */
export class RateMeter {
  #since = 0;
  #ticks = 0;
  #work = 0;
  #log: number[] = [];
  ticksPerSecond = 0;
  tickMilliseconds = 0;

  /** A tick ran and took this long. */
  tick(milliseconds: number): void {
    this.#ticks += 1;
    this.#work += milliseconds;
    if (this.#log.length < LOGGED_TICKS) this.#log.push(milliseconds);
    // Until a period has ended, the first tick tells.
    if (this.tickMilliseconds === 0) this.tickMilliseconds = milliseconds;
  }

  /** The times of the ticks since the last call, the oldest first. Unit: ms. */
  takeLog(): readonly number[] {
    const log = this.#log;
    this.#log = [];
    return log;
  }

  /** Closes the period when it is long enough. */
  update(now: number): void {
    const period = now - this.#since;
    if (this.#since !== 0 && period >= 0 && period < 500) return;
    this.ticksPerSecond = this.#since === 0 || period <= 0 ? 0 : (this.#ticks * 1000) / period;
    if (this.#ticks > 0) this.tickMilliseconds = this.#work / this.#ticks;
    this.#since = now;
    this.#ticks = 0;
    this.#work = 0;
  }
}
