/** What happened to a script, a line each; the same again in a row is counted. */
import { h } from '../common/dom.js';

/** Lines that are kept. */
const MOST_LINES = 60;

export type Weight = 'note' | 'warn' | 'bad';

export class EventLog {
  readonly #list: HTMLElement;
  #text = '';
  #times = 0;
  #begun = performance.now();

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  clear(): void {
    this.#list.replaceChildren();
    this.#text = '';
    this.#begun = performance.now();
  }

  add(text: string, weight: Weight = 'note', times = 1): void {
    const last = this.#list.lastElementChild;
    if (text === this.#text && last !== null) {
      this.#times += times;
      const span = last.querySelector('span');
      if (span !== null) span.textContent = `${text} (${this.#times} times)`;
      return;
    }
    this.#text = text;
    this.#times = times;
    const seconds = ((performance.now() - this.#begun) / 1000).toFixed(1);
    this.#list.append(
      h('li', { class: weight }, h('time', {}, `${seconds} s`), h('span', {}, times > 1 ? `${text} (${times} times)` : text)),
    );
    if (this.#list.childElementCount > MOST_LINES) this.#list.firstElementChild?.remove();
    const box = this.#list.parentElement;
    if (box !== null) box.scrollTop = box.scrollHeight;
  }
}
