/** Whether the user asked for less motion, now: systems let them change it while a page is open. */
import { windowOf } from './home.js';
import type { Part } from './part.js';

export class LessMotion implements Part {
  readonly #onChange: () => void;
  #query: MediaQueryList | undefined;

  /** @param onChange told when the user asks for it, and when they no longer do */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** False off the page. */
  get isWanted(): boolean {
    return this.#query?.matches === true;
  }

  connected(element: HTMLElement): void {
    // There are none in test environments.
    this.#query = windowOf(element).matchMedia?.('(prefers-reduced-motion: reduce)');
    this.#query?.addEventListener('change', this.#onChange);
  }

  disconnected(): void {
    this.#query?.removeEventListener('change', this.#onChange);
    this.#query = undefined;
  }
}
