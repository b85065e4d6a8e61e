/** The Tribes tab: who the next world is founded with. */
import { type FolderApi, Pane } from 'tweakpane';
import type { LifeSimElement } from '../../elements/life-sim.js';
import { GENES, MAX_TRIBES, SpawnPattern } from '../../generated/life-layout.js';
import type { GeneName, LifeFounding, TribeFounding } from '../../life.js';
import { cssColor, tribeColor } from '../../renderers/life/palette.js';
import { h } from '../common/dom.js';
import { title } from '../common/format.js';
import { nameControls } from '../common/named-controls.js';
import type { WorldChoice } from './world-choice.js';

type PatternName = keyof typeof SpawnPattern;
const PATTERNS = Object.keys(SpawnPattern) as PatternName[];

/** A tribe as the panel edits it. */
interface Draft {
  name: string;
  share: number;
  pattern: PatternName;
  hue: number;
  readonly genes: Record<GeneName, number>;
}

export class TribePanel {
  readonly #root = h('div', {});
  readonly #choice: WorldChoice;
  readonly #sim: LifeSimElement;
  #pane: Pane | null = null;
  #drafts: Draft[] = [];

  constructor(root: HTMLElement, sim: LifeSimElement, choice: WorldChoice) {
    this.#sim = sim;
    this.#choice = choice;
    const found = h('button', { type: 'button', class: 'button primary' }, 'Restart with these tribes');
    found.addEventListener('click', () => this.#choice.setTribes(this.#drafts.map(foundingOf)));
    const add = h('button', { type: 'button', class: 'button' }, 'Add a tribe');
    add.addEventListener('click', () => this.#add());
    const reset = h('button', { type: 'button', class: 'button' }, "The scene's own");
    reset.addEventListener('click', () => this.#choice.setTribes(null));
    root.append(
      h('p', { class: 'hint' }, 'Tribes take their share of the animals. A restart puts the changes into the world.'),
      this.#root,
      h('div', { class: 'actions' }, add, reset, found),
    );
    nameControls(this.#root);
  }

  show({ tribes }: LifeFounding): void {
    this.#drafts = tribes.map(({ name, share, pattern, hue, genes }) => ({
      ...{ name, share, hue },
      pattern: PATTERNS.find((one) => SpawnPattern[one] === pattern) ?? 'adaptive',
      genes: { ...genes },
    }));
    this.#build();
  }

  #add(): void {
    const last = this.#drafts.at(-1);
    // The hybrids' number is taken.
    if (last === undefined || this.#drafts.length >= MAX_TRIBES - 1) return;
    const names = new Set(this.#drafts.map(({ name }) => name));
    let number = this.#drafts.length + 1;
    while (names.has(`Tribe ${number}`)) number += 1;
    this.#drafts.push({ ...last, name: `Tribe ${number}`, hue: Math.round((last.hue + 137.5) % 360), genes: { ...last.genes } });
    this.#build();
  }

  #build(): void {
    this.#pane?.dispose();
    const pane = new Pane({ container: this.#root });
    this.#pane = pane;
    for (const [number, draft] of this.#drafts.entries()) this.#addFolder(pane, draft, number);
  }

  #addFolder(pane: Pane, draft: Draft, number: number): void {
    const folder = pane.addFolder({ title: draft.name, expanded: false });
    const mark = (): void => {
      folder.title = draft.name;
      folder.element.style.setProperty('--tribe', cssColor(tribeColor(draft.hue)));
    };
    folder.element.classList.add('tribe');
    mark();
    folder.addBinding(draft, 'name', { label: 'Name' }).on('change', mark);
    folder.addBinding(draft, 'share', { label: 'Share', min: 0, max: 5, step: 0.01 });
    folder.addBinding(draft, 'hue', { label: 'Hue', min: 0, max: 360, step: 1 }).on('change', mark);
    folder.addBinding(draft, 'pattern', { label: 'Stands', options: Object.fromEntries(PATTERNS.map((name) => [title(name), name])) });
    addGenes(folder, draft);
    if (this.#drafts.length > 1) {
      folder.addButton({ title: 'Remove this tribe' }).on('click', () => {
        this.#drafts.splice(number, 1);
        this.#build();
        this.#sim.focus();
      });
    }
  }
}

function addGenes(folder: FolderApi, { genes }: Draft): void {
  for (const { name, least, most, unit, doc } of GENES) {
    const step = (most - least) / 1000;
    const binding = folder.addBinding(genes, name, { label: title(name), min: least, max: most, step: 10 ** Math.round(Math.log10(step)) });
    binding.element.title = `${doc}${unit === '' ? '' : ` Unit: ${unit}.`}`;
  }
}

function foundingOf({ name, share, pattern, hue, genes }: Draft): TribeFounding {
  return { name, share, pattern, hue, genes: { ...genes } };
}
