/** Short messages that come and go. */
import { h } from '../common/dom.js';

const SHOWN_MS = 5000;
const MOST = 3;

export class Notices {
  readonly #root: HTMLElement;

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  tellNotice(text: string): void {
    this.#add(text, 'notice');
  }

  warn(text: string): void {
    this.#add(text, 'notice warning');
  }

  #add(text: string, className: string): void {
    // The same thing said twice is said once.
    for (const shown of this.#root.children) if (shown.textContent === text) shown.remove();
    const notice = h('p', { class: className }, text);
    this.#root.append(notice);
    while (this.#root.childElementCount > MOST) this.#root.firstElementChild?.remove();
    setTimeout(() => notice.remove(), SHOWN_MS);
  }
}
