/** The window that an element lives in: its page's own, or that of an iframe, a pop-up or a picture-in-picture. */
import type { Part } from './part.js';

/** The window of an element's document; the page's own for a document that is nowhere shown. */
export function windowOf(element: Element): Window & typeof globalThis {
  return element.ownerDocument.defaultView ?? window;
}

/** What a window tells of. */
export interface HomeHost {
  /** The window is gone, and the element with it: no browser tells an element of that. */
  onGone(): void;
  /** The page is about to be printed. */
  onPrint(): void;
}

/** Parts of a part, which know the window that they joined in, leave it and join in the one that the element is in now. */
export function rejoin(parts: readonly Required<Pick<Part, 'connected' | 'disconnected'>>[], element: HTMLElement): void {
  for (const part of parts) {
    part.disconnected();
    part.connected(element);
  }
}

export class Home {
  readonly #element: Element;
  readonly #host: HomeHost;
  #window: Window | null = null;

  constructor(element: Element, host: HomeHost) {
    this.#element = element;
    this.#host = host;
  }

  /** The element is in a document. @returns whether it was in another window before */
  enter(): boolean {
    const before = this.#window;
    const now = windowOf(this.#element);
    if (now === before) return false;
    this.leave();
    this.#window = now;
    now.addEventListener('pagehide', this.#onHide);
    now.addEventListener('beforeprint', this.#host.onPrint);
    return before !== null;
  }

  leave(): void {
    this.#window?.removeEventListener('pagehide', this.#onHide);
    this.#window?.removeEventListener('beforeprint', this.#host.onPrint);
    this.#window = null;
  }

  readonly #onHide = ({ persisted }: PageTransitionEvent): void => {
    // What the browser keeps for a way back goes on there. A page takes its element out of a closing window in this event, too.
    const before = this.#window;
    if (!persisted)
      setTimeout(() => {
        if (this.#window === before) this.#host.onGone();
      });
  };
}
