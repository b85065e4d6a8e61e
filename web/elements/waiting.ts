/** A start that takes long shows itself. */

/** Milliseconds after which a start is one that is waited for. */
const LONG_START_MS = 1000;

export class Waiting {
  readonly #show: (isWaiting: boolean) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param show told when the start begins to take long, and when it has ended */
  constructor(show: (isWaiting: boolean) => void) {
    this.#show = show;
  }

  /** A start begins. */
  begin(): void {
    this.end();
    this.#timer = setTimeout(() => this.#show(true), LONG_START_MS);
  }

  /** It has ended, one way or another. */
  end(): void {
    clearTimeout(this.#timer);
    this.#show(false);
  }
}
