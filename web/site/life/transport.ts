/** Tools, time and view: the bar under the picture. */
import type { LifeSimElement, ToolName } from '../../elements/life-sim.js';
import { SPEEDS } from '../../life/api.js';
import { h, type IconName, iconButton, relabel } from './dom.js';

const TOOLS: readonly { readonly name: ToolName & IconName; readonly label: string; readonly key: string }[] = [
  { name: 'select', label: 'Select an animal', key: 'V' },
  { name: 'pan', label: 'Move the view', key: 'G' },
  { name: 'food', label: 'Paint food', key: 'F' },
  { name: 'spawn', label: 'Add animals', key: 'A' },
  { name: 'kill', label: 'Remove animals', key: 'X' },
];

export class Transport {
  readonly #sim: LifeSimElement;
  readonly #play = iconButton('pause', 'Pause', 'space');
  readonly #refreshers: (() => void)[] = [];

  constructor(root: HTMLElement, sim: LifeSimElement) {
    this.#sim = sim;
    root.append(this.#tools(), this.#time(), this.#view());
    // Attributes are the one truth: keys, scripts and buttons all end in them.
    new MutationObserver(() => this.refresh()).observe(sim, { attributes: true });
    this.refresh();
  }

  refresh(): void {
    for (const refresh of this.#refreshers) refresh();
  }

  #tools(): HTMLElement {
    const group = h('div', { class: 'group', role: 'group', 'aria-label': 'Tool' });
    for (const { name, label, key } of TOOLS) {
      group.append(
        this.#pressed(
          iconButton(name, label, key),
          () => this.#sim.tool === name,
          () => {
            this.#sim.tool = name;
          },
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
    this.#play.addEventListener('click', () => {
      this.#sim.paused = !this.#sim.paused;
    });
    this.#refreshers.push(() => {
      const { paused } = this.#sim;
      relabel(this.#play, paused ? 'play' : 'pause', paused ? 'Play' : 'Pause', 'space');
    });
    const speeds = h('div', { class: 'speeds', role: 'group', 'aria-label': 'Speed' });
    for (const speed of SPEEDS.filter((one) => one > 0)) {
      const text = speed === 0.5 ? '½' : String(speed);
      const button = h('button', { type: 'button', class: 'speed', 'aria-label': `Speed ${speed}` }, `${text}×`);
      speeds.append(
        this.#pressed(
          button,
          () => this.#sim.speed === speed,
          () => {
            this.#sim.speed = speed;
          },
        ),
      );
    }
    return h('div', { class: 'group time' }, this.#play, step, speeds);
  }

  #view(): HTMLElement {
    const fit = iconButton('fit', 'Show the whole world', '0');
    fit.addEventListener('click', () => this.#sim.fit());
    const sim = this.#sim;
    return h(
      'div',
      { class: 'group view', role: 'group', 'aria-label': 'View' },
      fit,
      this.#pressed(
        iconButton('world', 'Show food'),
        () => sim.showFood,
        () => {
          sim.showFood = !sim.showFood;
        },
      ),
      this.#pressed(
        iconButton('density', 'Show density'),
        () => sim.showDensity,
        () => {
          sim.showDensity = !sim.showDensity;
        },
      ),
      this.#pressed(
        iconButton('animal', 'Show the sight of the selected animal'),
        () => sim.showSight,
        () => {
          sim.showSight = !sim.showSight;
        },
      ),
      this.#pressed(
        iconButton('partitions', "Show the workers' partitions", 'P'),
        () => sim.showPartitions,
        () => {
          sim.showPartitions = !sim.showPartitions;
        },
      ),
    );
  }

  #pressed(button: HTMLButtonElement, isPressed: () => boolean, press: () => void): HTMLButtonElement {
    button.addEventListener('click', press);
    this.#refreshers.push(() => button.setAttribute('aria-pressed', String(isPressed())));
    return button;
  }
}
