/** How far another world is, while the one before goes on. A world that is the first says so itself. */
import type { LifeSimElement } from '../../elements/life-sim.js';
import type { LifeProgress } from '../../life.js';
import { h } from '../common/dom.js';

/** Milliseconds that a founding takes before it is worth a word. */
const LONG_MS = 400;

const WORDS: Readonly<Record<LifeProgress['stage'], string>> = {
  wasm: 'Another world starts',
  founding: 'Another world is founded',
  threads: 'Another world is founded, its threads start',
};

export class FoundingBar {
  readonly #text = h('span', {});
  readonly #bar = h('progress', { max: 1, 'aria-label': 'The founding of another world' });
  readonly #root = h('section', { class: 'card founding', 'aria-label': 'Founding', hidden: true }, this.#text, this.#bar);
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(root: HTMLElement, sim: LifeSimElement) {
    root.append(this.#root);
    sim.addEventListener('progress', ({ detail }) => {
      if (sim.life !== null) this.#show(detail);
    });
    for (const end of ['ready', 'error', 'statechange'] as const) sim.addEventListener(end, () => this.#hide());
  }

  #show({ stage, share }: LifeProgress): void {
    this.#text.textContent = share === null ? WORDS[stage] : `${WORDS[stage]} · ${Math.round(share * 100)} %`;
    if (share === null) this.#bar.removeAttribute('value');
    else this.#bar.value = share;
    this.#timer ??= setTimeout(() => {
      this.#root.hidden = false;
    }, LONG_MS);
  }

  #hide(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#root.hidden = true;
  }
}
