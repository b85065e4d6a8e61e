/** The script that a page writes into the element: `<script type="text/plain">`, which no browser runs by itself. */
import type { Part } from '../base/part.js';

export class InlineScript implements Part {
  readonly #element: HTMLElement;
  readonly #onChange: () => void;
  #observer: MutationObserver | null = null;
  #told: string | null = null;

  /** @param onChange told when the element has another script than before */
  constructor(element: HTMLElement, onChange: () => void) {
    this.#element = element;
    this.#onChange = onChange;
  }

  /** Its text; null where there is none. */
  get text(): string | null {
    // What is parsed half is no script yet.
    if (this.#element.ownerDocument.readyState === 'loading') return null;
    const script = [...this.#element.children].find((child) => child.localName === 'script' && child.getAttribute('type') === 'text/plain');
    return script?.textContent?.trim() ? script.textContent : null;
  }

  connected(element: HTMLElement): void {
    this.#told = this.text;
    // A page that is still being parsed has its children later; and frameworks change them.
    this.#observer = new MutationObserver(() => this.#look());
    element.ownerDocument.addEventListener('DOMContentLoaded', () => this.#look(), { once: true });
    this.#observer.observe(element, { childList: true, subtree: true, characterData: true });
  }

  #look(): void {
    const { text } = this;
    if (this.#observer === null || text === this.#told) return;
    this.#told = text;
    this.#onChange();
  }

  disconnected(): void {
    this.#observer?.disconnect();
    this.#observer = null;
  }
}
