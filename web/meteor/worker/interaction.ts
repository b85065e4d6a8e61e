/**
 * A pointer that moves or presses hurries the shower for a moment. Everything is in the time that
 * `advance` is given, one clock for all of it, so that no boost can outlive its end.
 */

/** Speed while the pointer moves. */
export const MOVE_BOOST = 1.15;
/** Seconds after the last movement for which that lasts. */
export const MOVE_SECONDS = 0.15;
/** Speed at a press; it decays to 1. */
export const PRESS_BOOST = 1.4;
/** Seconds that takes. */
export const PRESS_SECONDS = 0.6;
/** Seconds in which the speed gets most of the way to where it should be. */
const EASE_SECONDS = 0.12;
/** Nearer than this to 1 is 1. */
const REST = 0.001;

export class InteractionBoost {
  #moveLeft = 0;
  #pressLeft = 0;
  #speed = 1;

  /** What the speed is multiplied by now: 1 to PRESS_BOOST. */
  get speed(): number {
    return this.#speed;
  }

  moved(): void {
    this.#moveLeft = MOVE_SECONDS;
  }

  pressed(): void {
    this.#pressLeft = PRESS_SECONDS;
  }

  /** Forgets what the pointer did. */
  clear(): void {
    this.#moveLeft = 0;
    this.#pressLeft = 0;
    this.#speed = 1;
  }

  /** Time passes; gives the speed at its end. @param seconds 0 or more */
  advance(seconds: number): number {
    this.#moveLeft = Math.max(0, this.#moveLeft - seconds);
    this.#pressLeft = Math.max(0, this.#pressLeft - seconds);
    const pressed = 1 + (PRESS_BOOST - 1) * (this.#pressLeft / PRESS_SECONDS);
    const wanted = Math.max(this.#moveLeft > 0 ? MOVE_BOOST : 1, pressed);
    this.#speed = wanted + (this.#speed - wanted) * Math.exp(-seconds / EASE_SECONDS);
    if (wanted === 1 && Math.abs(this.#speed - 1) < REST) this.#speed = 1;
    return this.#speed;
  }
}
