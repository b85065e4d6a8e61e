/** Tools, time and view: the bar under the picture. */
import type { LifeSimElement, ToolName } from '../../elements/life-sim.js';
import { SPEEDS } from '../../life.js';
import { h, type IconName, iconButton, relabel } from '../common/dom.js';
import type { LetterKeys } from './keys.js';
import type { PageSettings } from './page-settings.js';

const TOOLS: readonly { readonly name: ToolName & IconName; readonly label: string; readonly key: string }[] = [
  { name: 'select', label: 'Select an animal', key: 'V' },
  { name: 'pan', label: 'Move the view', key: 'G' },
  { name: 'food', label: 'Paint food', key: 'F' },
  { name: 'spawn', label: 'Add animals', key: 'A' },
  { name: 'kill', label: 'Remove animals', key: 'X' },
];

const PARTITIONS = "Show the workers' partitions";

export class Transport {
  readonly #sim: LifeSimElement;
  readonly #settings: PageSettings;
  readonly #letterKeys: LetterKeys;
  readonly #play = iconButton('pause', 'Pause', 'space');
  readonly #refreshers: (() => void)[] = [];

  constructor(root: HTMLElement, sim: LifeSimElement, settings: PageSettings, letterKeys: LetterKeys) {
    this.#sim = sim;
    this.#settings = settings;
    this.#letterKeys = letterKeys;
    root.append(this.#tools(), this.#time(), this.#view());
    settings.onChange(() => this.#refresh());
    letterKeys.onChange(() => this.#refresh());
    this.#refresh();
  }

  #refresh(): void {
    for (const refresh of this.#refreshers) refresh();
  }

  #tools(): HTMLElement {
    const group = h('div', { class: 'group', role: 'group', 'aria-label': 'Tool' });
    for (const { name, label, key } of TOOLS) {
      group.append(
        this.#pressed(
          this.#withLetter(iconButton(name, label), label, key),
          () => this.#settings.get('tool') === name,
          () => this.#settings.set('tool', name),
        ),
      );
    }
    return group;
  }

  #time(): HTMLElement {
    const step = iconButton('step', 'One tick', '.');
    step.addEventListener('click', () => this.#sim.step());
    this.#play.id = 'play';
    this.#play.classList.add('main');
    const settings = this.#settings;
    this.#play.addEventListener('click', () => settings.set('playing', !settings.get('playing')));
    this.#refreshers.push(() => {
      const isPlaying = settings.get('playing');
      relabel(this.#play, isPlaying ? 'pause' : 'play', isPlaying ? 'Pause' : 'Play', 'space');
    });
    const speeds = h('div', { class: 'speeds', role: 'group', 'aria-label': 'Speed' });
    for (const speed of SPEEDS.filter((one) => one > 0)) {
      const text = speed === 0.5 ? '½' : String(speed);
      const button = h('button', { type: 'button', class: 'speed', 'aria-label': `Speed ${speed}` }, `${text}×`);
      speeds.append(
        this.#pressed(
          button,
          () => settings.get('speed') === speed,
          () => settings.set('speed', speed),
        ),
      );
    }
    return h('div', { class: 'group time' }, this.#play, step, speeds);
  }

  #view(): HTMLElement {
    const fit = iconButton('fit', 'Show the whole world', '0');
    fit.addEventListener('click', () => this.#sim.fit());
    return h(
      'div',
      { class: 'group view', role: 'group', 'aria-label': 'View' },
      fit,
      this.#switch(iconButton('world', 'Show food'), 'showFood'),
      this.#switch(iconButton('density', 'Show density'), 'showDensity'),
      this.#switch(iconButton('animal', 'Show the sight of the selected animal'), 'showSight'),
      this.#switch(this.#withLetter(iconButton('partitions', PARTITIONS), PARTITIONS, 'P'), 'showPartitions'),
      this.#switch(iconButton('layers', 'Show all overlays'), 'overlays'),
    );
  }

  /** A button whose title tells the letter that does the same, while letters do. */
  #withLetter(button: HTMLButtonElement, label: string, key: string): HTMLButtonElement {
    this.#refreshers.push(() => {
      button.title = this.#letterKeys.isOn ? `${label} (${key})` : label;
    });
    return button;
  }

  /** A button that turns a setting on and off; of overlays that are not all alike it turns all on. */
  #switch(button: HTMLButtonElement, name: 'showFood' | 'showDensity' | 'showSight' | 'showPartitions' | 'overlays'): HTMLButtonElement {
    const settings = this.#settings;
    return this.#pressed(
      button,
      () => settings.get(name) ?? 'mixed',
      () => settings.set(name, settings.get(name) !== true),
    );
  }

  #pressed(button: HTMLButtonElement, isPressed: () => boolean | 'mixed', press: () => void): HTMLButtonElement {
    button.addEventListener('click', press);
    this.#refreshers.push(() => button.setAttribute('aria-pressed', String(isPressed())));
    return button;
  }
}
