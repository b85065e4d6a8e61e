/**
 * How far a world is that takes the place of the present one: another one, that of a file, or the same in another tier or after a
 * fault. A world that is the first says so itself.
 */
import type { LifeSimElement } from '../../elements/life-sim.js';
import { FOUNDING_DEADLINE_MS, Watchdog } from '../../engine/deadline.js';
import type { LifeProgress } from '../../life.js';
import { h } from '../common/dom.js';

/** Milliseconds that it takes before it is worth a word. */
const LONG_MS = 400;
/** Milliseconds without a step after which nothing is on its way any more: what was asked for was refused. */
const SILENT_MS = FOUNDING_DEADLINE_MS;

const WORDS: Readonly<Record<LifeProgress['stage'], string>> = {
  wasm: 'The next world: its engine comes',
  founding: 'The next world: its animals come',
  threads: 'The next world: its threads start',
};

const ENDS = ['ready', 'error', 'statechange', 'tierchange', 'recovery'] as const;

export class FoundingBar {
  readonly #text = h('span', {});
  readonly #bar = h('progress', { max: 1, 'aria-label': 'The start of the next world' });
  readonly #root = h('section', { class: 'card founding', 'aria-label': 'Start', hidden: true }, this.#text, this.#bar);
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #silence = new Watchdog(() => this.#hide());

  constructor(root: HTMLElement, sim: LifeSimElement) {
    root.append(this.#root);
    sim.addEventListener('progress', ({ detail }) => {
      if (sim.life !== null) this.#show(detail);
    });
    for (const end of ENDS) sim.addEventListener(end, () => this.#hide());
  }

  #show({ stage, share }: LifeProgress): void {
    this.#text.textContent = share === null ? WORDS[stage] : `${WORDS[stage]} · ${Math.round(share * 100)} %`;
    if (share === null) this.#bar.removeAttribute('value');
    else this.#bar.value = share;
    this.#silence.expect(SILENT_MS);
    this.#timer ??= setTimeout(() => {
      this.#root.hidden = false;
    }, LONG_MS);
  }

  #hide(): void {
    this.#silence.stop();
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#root.hidden = true;
  }
}
