/** One worker in the list: who it is, what it has, and what its last tick went into. */
import type { WorkerStats } from '../../life.js';
import { cssColor } from '../../renderers/life/palette.js';
import { workerColor } from '../../renderers/life/partitions.js';
import { h } from '../common/dom.js';
import { count, trim } from '../common/format.js';

export const PARTS = ['compute', 'exchange', 'wait'] as const;

/** Milliseconds for which the buttons rest when nothing comes of them. */
const REST_MS = 5000;

/** What can be done to a worker, as `harmWorker` calls it, and how its button says so. */
const HARMS = {
  hang: {
    verb: 'Hang',
    title: 'Sends its thread into an endless loop, as a fault would; the watch finds out, and another one takes its place',
  },
  end: { verb: 'End', title: 'Ends its thread for good, as a fault would; another one takes its place' },
} as const;
export type Harm = keyof typeof HARMS;

export class WorkerRow {
  readonly root: HTMLElement;
  readonly #state = h('span', { class: 'state' });
  readonly #generation = h('span', { class: 'generation' });
  readonly #animals = h('span', { class: 'animals' });
  readonly #time = h('span', { class: 'time' });
  readonly #parts = PARTS.map((part) => h('span', { class: part }));
  readonly #bar = h('div', { class: 'tick', role: 'img' }, ...this.#parts);
  readonly #harms: readonly HTMLButtonElement[];
  #last = -1;

  /** @param harm does to this worker's thread what its buttons say */
  constructor(worker: number, harm: (how: Harm) => Promise<void>) {
    this.#harms = (Object.keys(HARMS) as Harm[]).map((how) => {
      const { verb, title } = HARMS[how];
      const button = h('button', { type: 'button', class: 'button', 'aria-label': `${verb} worker ${worker}`, title }, verb);
      button.addEventListener('click', () => {
        this.#rest(true);
        setTimeout(() => this.#rest(false), REST_MS);
        void harm(how);
      });
      return button;
    });
    this.root = h(
      'li',
      { style: `--worker: ${cssColor(workerColor(worker))}` },
      h('span', { class: 'swatch' }),
      h('span', { class: 'name' }, `Worker ${worker}`, ' ', this.#state, this.#generation),
      h('span', { class: 'harms' }, ...this.#harms),
      this.#animals,
      this.#time,
      this.#bar,
    );
  }

  /** @param scale milliseconds of a full bar */
  update({ state, generation, animals, ghosts, milliseconds }: WorkerStats, scale: number): void {
    this.#state.textContent = state;
    this.root.dataset.state = state;
    this.#generation.textContent = generation === 0 ? '' : `replaced ${generation}×`;
    this.#animals.textContent = `${count(animals)} animals + ${count(ghosts)} ghosts`;
    this.#time.textContent = `${trim(milliseconds.compute + milliseconds.exchange + milliseconds.wait)} ms`;
    for (const [index, part] of PARTS.entries()) {
      (this.#parts[index] as HTMLElement).style.inlineSize = `${(scale > 0 ? milliseconds[part] / scale : 0) * 100}%`;
    }
    const words = PARTS.map((part) => `${part} ${trim(milliseconds[part])} ms`).join(', ');
    this.#bar.setAttribute('aria-label', words);
    this.#bar.title = words;
    if (this.#last !== generation) this.#rest(false);
    this.#last = generation;
  }

  #rest(on: boolean): void {
    for (const button of this.#harms) button.disabled = on;
  }
}
