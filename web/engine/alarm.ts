/**
 * One alarm: the newest wish replaces the one before.
 *
 * A wish to be called at once goes over a MessageChannel instead of a timer, whose nested calls browsers delay by
 * four milliseconds; waiting messages are read in between all the same.
 */
export class Alarm {
  readonly #channel = new MessageChannel();
  #action: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Tells the wish that a message was posted for from a later one. */
  #wish = 0;

  constructor() {
    this.#channel.port1.onmessage = ({ data }: MessageEvent<number>) => {
      if (data === this.#wish) this.#ring();
    };
  }

  /** Calls `action` once after this many milliseconds, and forgets an earlier wish. */
  set(milliseconds: number, action: () => void): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#wish += 1;
    this.#action = action;
    if (milliseconds < 1) this.#channel.port2.postMessage(this.#wish);
    else this.#timer = setTimeout(() => this.#ring(), Math.floor(milliseconds));
  }

  /** Lets a Node process end. */
  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#action = null;
    this.#channel.port1.close();
  }

  #ring(): void {
    const action = this.#action;
    this.#action = null;
    this.#timer = null;
    action?.();
  }
}
