/** Who is alive: every tribe with its colour and number, and what the colours show. */

import { COLOR_BY_NAMES } from '../../elements/life/attributes.js';
import { tribeName } from '../../elements/life/narrator.js';
import { HYBRID_TRIBE, TICKS_PER_SECOND } from '../../generated/life-layout.js';
import type { ColorByName, LifeFounding, LifeStats } from '../../life.js';
import { cssColor, RAMP_ENDS, rampGradient, tribeColor, tribeTable } from '../../renderers/life/palette.js';
import { h } from '../common/dom.js';
import { clock, count, title } from '../common/format.js';
import type { PageSettings } from './page-settings.js';

/** Colour of a tribe by its number, for everything but the picture. */
export function colorOf(founding: LifeFounding, tribe: number): string {
  const hue = founding.tribes[tribe]?.hue;
  if (hue !== undefined) return cssColor(tribeColor(hue));
  const [red = 255, green = 255, blue = 255] = tribeTable([]).subarray(HYBRID_TRIBE * 3);
  return cssColor([red, green, blue]);
}

interface Row {
  readonly root: HTMLElement;
  readonly number: HTMLElement;
  readonly bar: HTMLElement;
}

export class Legend {
  readonly #population = h('strong', {}, '–');
  readonly #time = h('span', { class: 'time' });
  readonly #rows = h('ul', { class: 'tribes' });
  readonly #ramp = h('div', { class: 'ramp', hidden: true });
  readonly #select = h('select', { 'aria-label': 'Colour by' });
  readonly #settings: PageSettings;
  #byTribe: Row[] = [];

  constructor(root: HTMLElement, settings: PageSettings) {
    this.#settings = settings;
    for (const name of COLOR_BY_NAMES) this.#select.append(h('option', { value: name }, title(name)));
    this.#select.addEventListener('change', () => settings.set('colorBy', this.#select.value as ColorByName));
    root.append(
      h('p', { class: 'population' }, this.#population, h('span', {}, 'animals'), this.#time),
      this.#rows,
      h('label', { class: 'color-by' }, h('span', {}, 'Colour by'), this.#select),
      this.#ramp,
    );
    settings.onChange(() => this.#showColors());
    this.#showColors();
  }

  show(founding: LifeFounding): void {
    const numbers = [...founding.tribes.keys(), HYBRID_TRIBE];
    this.#byTribe = [];
    this.#rows.replaceChildren();
    for (const tribe of numbers) {
      const number = h('span', { class: 'number' }, '0');
      const bar = h('span', { class: 'bar' });
      const color = colorOf(founding, tribe);
      const root = h(
        'li',
        { style: `--tribe: ${color}` },
        h('span', { class: 'dot' }),
        h('span', { class: 'name' }, tribeName(founding, tribe)),
        number,
        bar,
      );
      this.#byTribe[tribe] = { root, number, bar };
      this.#rows.append(root);
    }
  }

  update(stats: LifeStats): void {
    this.#population.textContent = count(stats.population);
    this.#time.textContent = clock(stats.tick / TICKS_PER_SECOND);
    const most = Math.max(1, ...stats.tribes.map(({ population }) => population));
    this.#byTribe.forEach(({ root, number, bar }, tribe) => {
      const population = stats.tribes[tribe]?.population ?? 0;
      number.textContent = count(population);
      bar.style.setProperty('--share', String(population / most));
      root.classList.toggle('extinct', population === 0);
      // Hybrids show once there are any.
      root.hidden = tribe === HYBRID_TRIBE && population === 0;
    });
  }

  #showColors(): void {
    const name = this.#settings.get('colorBy');
    this.#select.value = name;
    const gradient = rampGradient(name);
    this.#ramp.hidden = gradient === null;
    if (gradient === null || name === 'tribe') return;
    const [low, high] = RAMP_ENDS[name];
    this.#ramp.replaceChildren(h('div', { class: 'gradient', style: `background: ${gradient}` }), h('span', {}, low), h('span', {}, high));
  }
}
