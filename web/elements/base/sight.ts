/** Whether anybody sees an element: it is on the screen, and the page is not hidden. And how large it is. */
import { type Watcher, watch } from './observers.js';
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

export class Sight implements Part, Watcher {
  readonly #host: SightHost;
  readonly #isAssumed: boolean;
  #isOnScreen = false;
  #unwatch = (): void => {};

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
    this.#unwatch = watch(element, this);
    document.addEventListener('visibilitychange', this.#tell);
    this.#tell();
  }

  disconnected(): void {
    this.#unwatch();
    document.removeEventListener('visibilitychange', this.#tell);
  }

  onResize(width: number, height: number): void {
    this.#host.onResize(width, height);
  }

  onVisible(visible: boolean): void {
    this.#isOnScreen = visible;
    this.#host.onSeen(this.isSeen, visible);
  }

  readonly #tell = (): void => this.#host.onSeen(this.isSeen, false);
}
