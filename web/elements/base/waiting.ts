/** A start that takes long shows itself. */
import { isPrerendering, whenActive } from '../../engine/activation.js';

/** Milliseconds after which a start is one that is waited for. */
const LONG_START_MS = 1000;

export class Waiting {
  readonly #show: (isWaiting: boolean) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #start: AbortController | null = null;

  /** @param show told when the start begins to take long, and when it has ended */
  constructor(show: (isWaiting: boolean) => void) {
    this.#show = show;
  }

  /** A start begins: in a prerendered page once somebody visits it. */
  begin(): void {
    this.end();
    if (!isPrerendering()) {
      this.#count();
      return;
    }
    this.#start = new AbortController();
    whenActive(this.#start.signal).then(
      () => this.#count(),
      () => {},
    );
  }

  #count(): void {
    this.#timer = setTimeout(() => this.#show(true), LONG_START_MS);
  }

  /** It has ended, one way or another. */
  end(): void {
    this.#start?.abort();
    this.#start = null;
    clearTimeout(this.#timer);
    this.#show(false);
  }
}
