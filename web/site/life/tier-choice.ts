/** Which tier the world runs on: all of them, why some can't run here, and what each takes of those that ran. */
import type { LifeSimElement } from '../../elements/life-sim.js';
import { describe } from '../../engine/describe.js';
import { ASKED_FOR, detectFeatures, whyNot } from '../../engine/features.js';
import { TIER_NAMES, type TierName } from '../../engine/tier-names.js';
import type { LifeEvents, LifeStats } from '../../life.js';
import { h } from '../common/dom.js';
import { short, trim } from '../common/format.js';
import type { WorldChoice } from './world-choice.js';

const WORDS: Readonly<Record<TierName, string>> = {
  threads: 'WebAssembly on many threads, shared memory',
  wasm: 'WebAssembly on one thread',
  'js-workers': 'JavaScript on many workers, messages',
  js: 'JavaScript on one thread',
};

interface Row {
  readonly root: HTMLElement;
  readonly radio: HTMLInputElement;
  readonly cost: HTMLElement;
}

export class TierChoice {
  readonly #sim: LifeSimElement;
  readonly #choice: WorldChoice;
  readonly #rows: ReadonlyMap<TierName, Row>;
  readonly #note = h('p', { class: 'note', role: 'status', hidden: true });
  #pending = false;

  constructor(root: HTMLElement, sim: LifeSimElement, choice: WorldChoice) {
    this.#sim = sim;
    this.#choice = choice;
    this.#rows = new Map(TIER_NAMES.map((tier) => [tier, this.#makeRow(tier)]));
    root.append(h('fieldset', { class: 'tiers' }, h('legend', {}, 'Tier'), ...[...this.#rows.values()].map((row) => row.root)), this.#note);
  }

  /** Shows which tier runs. */
  show(): void {
    const tier = this.#sim.life?.tier ?? null;
    const features = detectFeatures();
    for (const [name, { root, radio, cost }] of this.#rows) {
      const reason = this.#sim.life?.refused.find((one) => one.tier === name)?.reason ?? whyNot(name, features);
      const out = whyNot(name, features) !== null;
      radio.checked = name === tier;
      radio.disabled = out || this.#pending;
      root.classList.toggle('out', out);
      if (name !== tier && reason !== null) cost.textContent = reason;
      else if (cost.dataset.measured === undefined) cost.textContent = '';
    }
  }

  changed({ reason, tier }: LifeEvents['tierchange']): void {
    this.#say(reason === ASKED_FOR ? null : `The world goes on in tier ${tier}: ${reason}.`);
    this.show();
  }

  /** Notes what the tier that runs takes. */
  update({ tickMilliseconds, population, memoryBytes }: LifeStats): void {
    const { life } = this.#sim;
    const cost = life === null ? undefined : this.#rows.get(life.tier)?.cost;
    if (cost === undefined || tickMilliseconds <= 0) return;
    cost.dataset.measured = '';
    cost.textContent = `${trim(tickMilliseconds)} ms a tick, ${Math.round(memoryBytes / 2 ** 20)} MB, with ${short(population)} animals`;
  }

  #makeRow(tier: TierName): Row {
    const radio = h('input', { type: 'radio', name: 'tier', value: tier, id: `tier-${tier}` });
    const cost = h('small', {});
    radio.addEventListener('change', () => void this.#set(tier));
    const root = h(
      'label',
      { class: 'tier-row', for: `tier-${tier}` },
      radio,
      h('span', {}, h('b', {}, tier), ' ', h('span', {}, WORDS[tier]), cost),
    );
    return { root, radio, cost };
  }

  async #set(tier: TierName): Promise<void> {
    const { life } = this.#sim;
    if (life === null || this.#pending) return;
    this.#pending = true;
    this.#say(`Changing to ${tier} …`);
    try {
      const stood = await life.setTier(tier);
      this.#say(`The world stood for ${Math.round(stood)} ms.`);
      this.#sim.tier = tier;
      this.#choice.remember();
    } catch (error) {
      this.#say(`${tier}: ${describe(error)}`, true);
    }
    this.#pending = false;
    this.show();
  }

  #say(text: string | null, wrong = false): void {
    this.#note.classList.toggle('wrong', wrong);
    this.#note.textContent = text;
    this.#note.hidden = text === null;
  }
}
