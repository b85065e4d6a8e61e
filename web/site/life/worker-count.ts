/** How many workers the world has: a number between a minus and a plus. */
import type { LifeSimElement } from '../../elements/life-sim.js';
import { describe } from '../../engine/describe.js';
import { MAX_WORKERS } from '../../generated/life-layout.js';
import type { Life } from '../../life.js';
import { h } from '../common/dom.js';
import type { WorldChoice } from './world-choice.js';

export class WorkerCount {
  readonly #sim: LifeSimElement;
  readonly #choice: WorldChoice;
  readonly #number = h('input', { type: 'number', id: 'worker-count', min: 1, max: MAX_WORKERS, step: 1, inputmode: 'numeric' });
  readonly #fewer = h('button', { type: 'button', 'aria-label': 'One worker fewer' }, '−');
  readonly #more = h('button', { type: 'button', 'aria-label': 'One worker more' }, '+');
  readonly #note = h('p', { class: 'note', role: 'status' });
  #pending = false;

  constructor(root: HTMLElement, sim: LifeSimElement, choice: WorldChoice) {
    this.#sim = sim;
    this.#choice = choice;
    this.#number.addEventListener('change', () => void this.#set(Number(this.#number.value)));
    this.#fewer.addEventListener('click', () => void this.#set(this.#running - 1));
    this.#more.addEventListener('click', () => void this.#set(this.#running + 1));
    root.append(
      h(
        'div',
        { class: 'worker-count' },
        h('label', { for: 'worker-count' }, 'Workers'),
        h('div', { class: 'stepper' }, this.#fewer, this.#number, this.#more),
      ),
      this.#note,
    );
  }

  /** Shows how many a world has. */
  show({ workers, workersNote }: Life): void {
    this.#say(workersNote);
    this.refresh(workers);
  }

  refresh(workers = this.#running): void {
    if (this.#pending) return;
    if (document.activeElement !== this.#number) this.#number.value = String(workers);
    this.#fewer.disabled = workers <= 1;
    this.#more.disabled = workers >= MAX_WORKERS;
  }

  get #running(): number {
    return this.#sim.life?.workers ?? 1;
  }

  async #set(wish: number): Promise<void> {
    const { life } = this.#sim;
    if (this.#pending || life === null) return;
    const count = Math.min(MAX_WORKERS, Math.max(1, Math.round(Number.isFinite(wish) ? wish : this.#running)));
    const focused = document.activeElement;
    this.#setPending(true);
    this.#number.value = String(count);
    try {
      const running = await life.setWorkers(count);
      this.#say(running === count ? null : `${count} workers were asked for, ${running} run.`);
      this.#sim.workers = running;
      this.#choice.remember();
    } catch (error) {
      this.#say(`${count} workers: ${describe(error)}`, true);
    }
    this.#setPending(false);
    this.#number.value = String(this.#running);
    this.refresh();
    // What is disabled meanwhile loses the focus.
    if (focused instanceof HTMLElement && this.#number.parentElement?.contains(focused) === true) {
      (focused.matches(':disabled') ? this.#number : focused).focus();
    }
  }

  #setPending(pending: boolean): void {
    this.#pending = pending;
    for (const control of [this.#number, this.#fewer, this.#more]) control.disabled = pending;
  }

  #say(text: string | null, wrong = false): void {
    this.#note.classList.toggle('wrong', wrong);
    this.#note.textContent = text;
    this.#note.hidden = text === null;
  }
}
