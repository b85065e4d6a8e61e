/** How fast it all runs, on which tier and renderer, and why on those. */
import type { LifeSimElement } from '../../elements/life-sim.js';
import type { Life, LifeStats } from '../../life.js';
import { h } from '../common/dom.js';
import { count, trim } from '../common/format.js';

const ROWS = ['Tick', 'Draw', 'Ticks', 'Dropped ticks', 'Memory', 'State hash'] as const;

export class Meter {
  readonly #sim: LifeSimElement;
  readonly #summary = h('summary', {}, h('span', {}, '–'));
  readonly #values: Readonly<Record<(typeof ROWS)[number], HTMLElement>>;
  readonly #tier = h('p', { class: 'why' });
  readonly #renderer = h('p', { class: 'why' });

  constructor(root: HTMLElement, sim: LifeSimElement) {
    this.#sim = sim;
    const list = h('dl', {});
    const cells = ROWS.map((name) => {
      const value = h('dd', {}, '–');
      list.append(h('dt', {}, name), value);
      return [name, value] as const;
    });
    this.#values = Object.fromEntries(cells) as Record<(typeof ROWS)[number], HTMLElement>;
    root.append(h('details', {}, this.#summary, list, this.#tier, this.#renderer));
  }

  show({ tier, refused }: Life): void {
    const reasons = refused.map((one) => `no ${one.tier}: ${one.reason}`);
    this.#tier.replaceChildren(h('b', {}, `Tier ${tier}`), ` ${reasons.join('; ')}`);
    this.showRenderer();
  }

  showRenderer(): void {
    const drawn = this.#sim.drawnBy;
    if (drawn !== null) this.#renderer.replaceChildren(h('b', {}, `Renderer ${drawn.name}`), ` ${drawn.reason}`);
  }

  update(stats: LifeStats): void {
    const { drawMilliseconds, framesPerSecond } = this.#sim.timing;
    const rates = this.#sim.paused ? 'paused' : `${Math.round(framesPerSecond)} fps · ${Math.round(stats.ticksPerSecond)} ticks/s`;
    this.#summary.replaceChildren(h('span', {}, rates), h('span', { class: 'tier' }, this.#sim.life?.tier ?? ''));
    this.#values.Tick.textContent = `${trim(stats.tickMilliseconds)} ms`;
    this.#values.Draw.textContent = `${trim(drawMilliseconds)} ms`;
    this.#values.Ticks.textContent = count(stats.tick);
    this.#values['Dropped ticks'].textContent = count(stats.droppedTicks);
    this.#values.Memory.textContent = `${trim(stats.memoryBytes / 2 ** 20)} MB`;
    this.#values['State hash'].textContent = stats.hash;
  }
}
