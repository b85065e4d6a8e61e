/** What went wrong and was mended, the newest first. */
import type { LifeEvents } from '../../life.js';
import { h } from '../common/dom.js';
import { count, trim } from '../common/format.js';

const MOST = 50;

/** A recovery in one sentence. */
export function recoveryWords({ worker, step, ms }: LifeEvents['recovery']): string {
  const who = worker < 0 ? 'The world' : `Worker ${worker}`;
  return `${who} was ${step} in ${trim(ms)} ms`;
}

export class RecoveryLog {
  readonly #list = h('ol', {});
  /** A list that is a log would be no list to a screen reader any more. */
  readonly #log = h(
    'div',
    { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-label': 'Recoveries', tabindex: 0, hidden: true },
    this.#list,
  );
  readonly #empty = h('p', { class: 'hint' }, 'Nothing has failed so far.');

  constructor(root: HTMLElement) {
    root.append(this.#empty, this.#log);
  }

  addRecovery(recovery: LifeEvents['recovery']): void {
    this.#add(recovery.step, recoveryWords(recovery), recovery.cause, recovery.tick);
  }

  addTierChange({ tier, reason }: LifeEvents['tierchange'], tick: number): void {
    this.#add('tier', `The world goes on in tier ${tier}`, reason, tick);
  }

  #add(kind: string, what: string, why: string, tick: number): void {
    const now = new Date();
    const time = h('time', { datetime: now.toISOString() }, now.toLocaleTimeString('en-GB'));
    this.#list.prepend(
      h(
        'li',
        { class: kind },
        h('p', { class: 'when' }, time, `tick ${count(tick)}`),
        h('p', { class: 'what' }, what),
        h('p', { class: 'why' }, why),
      ),
    );
    while (this.#list.childElementCount > MOST) this.#list.lastElementChild?.remove();
    this.#log.hidden = false;
    this.#empty.hidden = true;
  }
}
