/** The Animal tab: one animal, looked at closely. */

import { tribeName } from '../../elements/life/narrator.js';
import type { LifeSimElement } from '../../elements/life-sim.js';
import { GENES, MAX_ENERGY } from '../../generated/life-layout.js';
import type { LifeFounding, LifeInspection, WantName } from '../../life.js';
import { h, icon } from '../common/dom.js';
import { title, trim } from '../common/format.js';
import { colorOf } from './legend.js';

const WANTS: Readonly<Record<WantName, string>> = {
  wander: 'wanders about',
  flock: 'keeps with its kin',
  flee: 'runs from a hunter',
  hunt: 'hunts',
  stalk: 'stalks its prey',
  graze: 'grazes',
  seekFood: 'goes to food',
  explore: 'looks for food',
  disperse: 'leaves the crowd',
  mate: 'nears a mate',
};

interface GeneBar {
  readonly value: HTMLElement;
  readonly track: HTMLElement;
}

export class Inspector {
  readonly #sim: LifeSimElement;
  readonly #empty = h('p', { class: 'hint' });
  readonly #sheet = h('div', { class: 'inspector', hidden: true });
  readonly #name = h('h2', {});
  readonly #want = h('p', { class: 'want' });
  readonly #energy = h('span', { class: 'fill' });
  readonly #facts: readonly HTMLElement[];
  readonly #genes: readonly GeneBar[];
  readonly #follow = h('button', { type: 'button', class: 'button' }, icon('follow'), h('span', {}, 'Follow'));
  #founding: LifeFounding | null = null;
  #shownId = 0;

  constructor(root: HTMLElement, sim: LifeSimElement) {
    this.#sim = sim;
    this.#empty.textContent = 'Click an animal to see its genes, what it wants and how far it sees.';
    const facts = ['Energy', 'Age', 'In sight', 'Kin', 'Hunters', 'Food here'].map((name) => ({ name, value: h('dd', {}) }));
    this.#facts = facts.map(({ value }) => value);
    const list = h('dl', { class: 'facts' });
    for (const { name, value } of facts) list.append(h('div', {}, h('dt', {}, name), value));
    const genes = h('dl', { class: 'genes' });
    this.#genes = GENES.map(({ name, doc }) => {
      const value = h('dd', {});
      const track = h('span', { class: 'track' });
      genes.append(h('div', { title: doc }, h('dt', {}, title(name)), value, track));
      return { value, track };
    });
    const release = h('button', { type: 'button', class: 'button' }, icon('close'), h('span', {}, 'Let go'));
    release.addEventListener('click', () => void sim.select(0));
    this.#follow.addEventListener('click', () => {
      sim.follow = !sim.follow;
      this.#showFollow();
    });
    sim.addEventListener('viewchange', () => this.#showFollow());
    this.#sheet.append(
      h('header', {}, this.#name, this.#want),
      h('div', { class: 'energy', title: 'Energy' }, this.#energy),
      list,
      genes,
      h('p', { class: 'key' }, 'The notch is what its tribe was founded with.'),
      h('div', { class: 'actions' }, this.#follow, release),
    );
    root.append(this.#empty, this.#sheet);
  }

  /** It shows an animal already. */
  get busy(): boolean {
    return this.#shownId !== 0 && this.#shownId === this.#sim.selection?.id;
  }

  show(founding: LifeFounding): void {
    this.#founding = founding;
    this.update(null, false);
  }

  update(animal: LifeInspection | null, died: boolean): void {
    const founding = this.#founding;
    this.#shownId = animal?.id ?? 0;
    this.#sheet.hidden = animal === null;
    this.#empty.hidden = animal !== null;
    if (animal === null || founding === null) {
      this.#empty.textContent = died
        ? 'It died. Click another animal to look at that one.'
        : 'Click an animal to see its genes, what it wants and how far it sees.';
      return;
    }
    this.#sheet.style.setProperty('--tribe', colorOf(founding, animal.tribe));
    this.#name.replaceChildren(
      h('span', { class: 'dot' }),
      `${tribeName(founding, animal.tribe)} `,
      h('span', { class: 'id' }, `#${animal.id}`),
    );
    this.#want.textContent = `It ${WANTS[animal.want]}${animal.hybrid ? ', and is a hybrid' : ''}.`;
    this.#energy.style.setProperty('--share', String(animal.energy / MAX_ENERGY));
    const facts = [
      `${trim(animal.energy)} of ${MAX_ENERGY}`,
      `${trim(animal.age)} s`,
      ...[animal.neighbours, animal.allies, animal.predators].map(String),
      trim(animal.food),
    ];
    facts.forEach((fact, index) => {
      (this.#facts[index] as HTMLElement).textContent = fact;
    });
    GENES.forEach(({ name, least, most, unit }, index) => {
      const { value, track } = this.#genes[index] as GeneBar;
      value.textContent = `${trim(animal.genes[name])}${unit === '' ? '' : ` ${unit}`}`;
      track.style.setProperty('--share', String((animal.genes[name] - least) / (most - least)));
      const founder = founding.tribes[animal.tribe]?.genes[name];
      track.style.setProperty('--founder', String(founder === undefined ? -1 : (founder - least) / (most - least)));
    });
    this.#showFollow();
  }

  #showFollow(): void {
    this.#follow.setAttribute('aria-pressed', String(this.#sim.follow));
  }
}
