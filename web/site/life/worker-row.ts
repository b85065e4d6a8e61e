/** One worker in the list: who it is, what it has, and what its last tick went into. */
import type { WorkerStats } from '../../life/api.js';
import { cssColor } from '../../renderers/palette.js';
import { workerColor } from '../../renderers/partitions.js';
import { h } from './dom.js';
import { count, trim } from './format.js';

export const PARTS = ['compute', 'exchange', 'wait'] as const;

/** Milliseconds for which "end it" rests when nothing comes of it. */
const REST_MS = 5000;

export class WorkerRow {
  readonly root: HTMLElement;
  readonly #state = h('span', { class: 'state' });
  readonly #generation = h('span', { class: 'generation' });
  readonly #animals = h('span', { class: 'animals' });
  readonly #time = h('span', { class: 'time' });
  readonly #parts = PARTS.map((part) => h('span', { class: part }));
  readonly #bar = h('div', { class: 'tick', role: 'img' }, ...this.#parts);
  readonly #end: HTMLButtonElement;
  #last = -1;

  /** @param end ends this worker's thread */
  constructor(worker: number, end: () => Promise<void>) {
    const label = `End worker ${worker}`;
    const title = 'Ends its thread for good, as a fault would; another one takes its place';
    this.#end = h('button', { type: 'button', class: 'button end', 'aria-label': label, title }, 'End it');
    this.#end.addEventListener('click', () => {
      this.#end.disabled = true;
      setTimeout(() => {
        this.#end.disabled = false;
      }, REST_MS);
      void end();
    });
    this.root = h(
      'li',
      { style: `--worker: ${cssColor(workerColor(worker))}` },
      h('span', { class: 'swatch' }),
      h('span', { class: 'name' }, `Worker ${worker}`, ' ', this.#state, this.#generation),
      this.#end,
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
    if (this.#last !== generation) this.#end.disabled = false;
    this.#last = generation;
  }
}
