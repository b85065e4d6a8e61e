/** Whether anybody sees an element: it is on the screen, and the page is not hidden. And how large it is. */
import { watch } from './observers.js';
import type { Part } from './part.js';

export interface SightHost {
  /** CSS pixels. */
  onResize(width: number, height: number): void;
  /**
   * The element is seen, or no longer.
   * @param hasEntered it came onto the screen just now
   */
  onSeen(isSeen: boolean, hasEntered: boolean): void;
}

export class Sight implements Part {
  readonly #host: SightHost;
  readonly #isAssumed: boolean;
  #isOnScreen = false;
  #unwatch: (() => void) | null = null;

  /** @param isAssumed the element counts as being on the screen until the browser says that it is not */
  constructor(host: SightHost, isAssumed: boolean) {
    this.#host = host;
    this.#isAssumed = isAssumed;
  }

  get isSeen(): boolean {
    return this.#isOnScreen && !document.hidden;
  }

  connected(element: HTMLElement): void {
    if (this.#isAssumed) this.#isOnScreen = true;
    this.#unwatch = watch(element, {
      onResize: (width, height) => this.#host.onResize(width, height),
      onVisible: (visible) => {
        this.#isOnScreen = visible;
        this.#host.onSeen(this.isSeen, visible);
      },
    });
    document.addEventListener('visibilitychange', this.#tell);
    this.#tell();
  }

  disconnected(): void {
    this.#unwatch?.();
    document.removeEventListener('visibilitychange', this.#tell);
  }

  readonly #tell = (): void => this.#host.onSeen(this.isSeen, false);
}
