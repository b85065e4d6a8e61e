/** The panel at the side (at the bottom of narrow screens), with its tabs. */
import { h, type IconName, icon } from '../common/dom.js';

interface Tab {
  readonly button: HTMLButtonElement;
  readonly body: HTMLElement;
  readonly onOpen: () => void;
}

export class Dock {
  /** Under all tabs. */
  readonly footer = h('footer', { class: 'dock-footer' });
  readonly #tabs = new Map<string, Tab>();
  readonly #list = h('div', { class: 'tabs', role: 'tablist', 'aria-label': 'Panels' });
  readonly #bodies = h('div', { class: 'bodies' });
  readonly #root: HTMLElement;
  #open: string | null = null;

  constructor(root: HTMLElement) {
    this.#root = root;
    root.append(h('div', { class: 'card sheet' }, this.#list, this.#bodies, this.footer));
    this.#list.addEventListener('keydown', (event) => this.#key(event));
  }

  /** Adds a tab and gives its body. */
  addTab(name: IconName, label: string, onOpen: () => void = () => {}): HTMLElement {
    const body = h('div', { class: `body ${name}`, role: 'tabpanel', id: `panel-${name}`, 'aria-label': label, tabindex: 0, hidden: true });
    const button = h(
      'button',
      { type: 'button', class: 'tab', role: 'tab', 'aria-controls': `panel-${name}`, 'aria-selected': 'false' },
      icon(name),
      h('span', {}, label),
    );
    button.addEventListener('click', () => this.open(this.#open === name ? null : name));
    this.#tabs.set(name, { button, body, onOpen });
    this.#list.append(button);
    this.#bodies.append(body);
    return body;
  }

  /** Opens a tab, or folds the dock. */
  open(name: IconName | string | null): void {
    this.#open = name;
    this.#root.classList.toggle('folded', name === null);
    for (const [key, { button, body }] of this.#tabs) {
      const selected = key === name;
      button.setAttribute('aria-selected', String(selected));
      body.hidden = !selected;
    }
    if (name !== null) this.#tabs.get(name)?.onOpen();
  }

  shows(name: string): boolean {
    return this.#open === name;
  }

  #key(event: KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const buttons = [...this.#tabs.values()].map(({ button }) => button);
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons.at((at + step) % buttons.length)?.focus();
    event.preventDefault();
  }
}
