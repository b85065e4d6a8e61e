/** The Charts tab: population and traits over time, and how a gene is spread. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { tribeName } from '../../elements/life/narrator.js';
import { GENES, HISTOGRAM_BINS, HYBRID_TRIBE } from '../../generated/life-layout.js';
import type { GeneName, LifeFounding, LifeStats } from '../../life.js';
import { CanvasColors } from '../common/canvas-colors.js';
import { h } from '../common/dom.js';
import { clock, short, title } from '../common/format.js';
import type { History } from './history.js';
import { colorOf } from './legend.js';

const HEIGHT = 150;

/** Seconds between two marks of the time axis. */
const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200];

/** Tiles over the charts. */
const TILES = ['Births', 'Starved', 'Killed', 'Old age'] as const;

export class Charts {
  readonly #places = { population: h('div', { class: 'plot' }), trait: h('div', { class: 'plot' }), spread: h('div', { class: 'plot' }) };
  readonly #colors: CanvasColors;
  readonly #gene = h('select', { 'aria-label': 'Gene' });
  readonly #tiles: readonly HTMLElement[];
  readonly #root: HTMLElement;
  #plots: { readonly population: uPlot; readonly trait: uPlot; readonly spread: uPlot } | null = null;
  #founding: LifeFounding | null = null;
  #tribes: readonly number[] = [];
  #history: History | null = null;
  #stats: LifeStats | null = null;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#colors = new CanvasColors(root, () => this.#rebuild());
    for (const { name, doc } of GENES) this.#gene.append(h('option', { value: name, title: doc }, title(name)));
    this.#gene.addEventListener('change', () => this.#rebuild());
    this.#tiles = TILES.map(() => h('dd', {}, '–'));
    const tiles = h('dl', { class: 'tiles' });
    for (const [index, name] of TILES.entries()) tiles.append(h('div', {}, h('dt', {}, name), this.#tiles[index] as HTMLElement));
    root.append(
      tiles,
      h('h2', {}, 'Population'),
      this.#places.population,
      h('h2', { class: 'with-select' }, 'Mean of ', this.#gene),
      this.#places.trait,
      h('h2', {}, 'How it is spread'),
      this.#places.spread,
    );
    new ResizeObserver(() => this.#resize()).observe(root);
  }

  show(founding: LifeFounding): void {
    this.#founding = founding;
    this.#tribes = [...founding.tribes.keys()];
    this.#stats = null;
    this.#rebuild();
  }

  /** Keeps the newest statistics for when the tab opens. */
  remember(stats: LifeStats): void {
    this.#stats = stats;
  }

  draw(history: History, stats: LifeStats | null = this.#stats): void {
    this.#history = history;
    this.#stats = stats;
    const hybrids = (history.population[HYBRID_TRIBE]?.at(-1) ?? 0) > 0;
    if (hybrids && !this.#tribes.includes(HYBRID_TRIBE)) {
      this.#tribes = [...this.#tribes, HYBRID_TRIBE];
      this.#rebuild();
      return;
    }
    if (this.#plots === null && this.#founding !== null) this.#rebuild();
    this.#fill();
  }

  #fill(): void {
    const history = this.#history;
    const plots = this.#plots;
    if (history === null || plots === null) return;
    const means = history.means[this.#gene.value as GeneName];
    plots.population.setData([history.seconds, ...this.#tribes.map((tribe) => history.population[tribe] ?? [])]);
    plots.trait.setData([history.seconds, ...this.#tribes.map((tribe) => means[tribe] ?? [])]);
    const stats = this.#stats;
    if (stats === null) return;
    plots.spread.setData(this.#spread(stats));
    const { births, deaths } = stats.total;
    [births, deaths.starved, deaths.killed, deaths.old].forEach((value, index) => {
      (this.#tiles[index] as HTMLElement).textContent = short(value);
    });
  }

  /** The gene's bins; each tribe's bar stands on those after it, and is drawn before them. */
  #spread(stats: LifeStats): uPlot.AlignedData {
    const { least, most } = this.#range();
    const width = (most - least) / HISTOGRAM_BINS;
    const middles = Array.from({ length: HISTOGRAM_BINS }, (_, bin) => least + (bin + 0.5) * width);
    const sums = new Array<number>(HISTOGRAM_BINS).fill(0);
    const stacked = [...this.#tribes].reverse().map((tribe) => {
      const bins = stats.tribes[tribe]?.genes[this.#gene.value as GeneName].histogram ?? [];
      bins.forEach((animals, bin) => {
        sums[bin] = (sums[bin] ?? 0) + animals;
      });
      return [...sums];
    });
    return [middles, ...stacked.reverse()];
  }

  #range(): { readonly least: number; readonly most: number } {
    const gene = GENES.find(({ name }) => name === this.#gene.value) ?? GENES[0];
    return { least: gene.least, most: gene.most };
  }

  #rebuild(): void {
    const founding = this.#founding;
    // A plot in a hidden tab has no width to fill; it is made when the tab opens.
    if (founding === null || this.#root.hidden) {
      this.#plots = this.#drop();
      return;
    }
    this.#drop();
    const line = (tribe: number): uPlot.Series => ({
      label: tribeName(founding, tribe),
      stroke: colorOf(founding, tribe),
      width: 1.75,
      points: { show: false },
    });
    const paths = uPlot.paths.bars?.({ size: [0.86, 40] });
    const bars = paths === undefined ? {} : { paths };
    const bar = (tribe: number): uPlot.Series => ({ ...line(tribe), ...bars, width: 0, fill: colorOf(founding, tribe) });
    const { least, most } = this.#range();
    const colors = { ink: this.#colors.of('--text-faint'), line: this.#colors.of('--line') };
    const overTime = { scales: { x: { time: false } }, axes: [{ ...axis(22, clock, colors), incrs: TIME_STEPS }, axis(36, short, colors)] };
    this.#plots = {
      population: this.#plot(
        'population',
        { ...overTime, scales: { x: { time: false }, y: { range: (_u, _least, top) => [0, Math.max(10, top * 1.05)] } } },
        line,
      ),
      trait: this.#plot('trait', overTime, line),
      spread: this.#plot(
        'spread',
        {
          scales: { x: { time: false, range: [least, most] }, y: { range: (_u, _least, top) => [0, Math.max(10, top * 1.05)] } },
          axes: [axis(22, short, colors), axis(36, short, colors)],
        },
        bar,
      ),
    };
    this.#fill();
  }

  #plot(place: 'population' | 'trait' | 'spread', options: Partial<uPlot.Options>, series: (tribe: number) => uPlot.Series): uPlot {
    const root = this.#places[place];
    const empty: uPlot.AlignedData = [[], ...this.#tribes.map(() => [])];
    const common = {
      width: Math.max(120, root.clientWidth),
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      padding: [8, 14, 0, 0] as uPlot.Padding,
    };
    return new uPlot({ ...common, ...options, series: [{}, ...this.#tribes.map(series)] }, empty, root);
  }

  #drop(): null {
    if (this.#plots !== null) for (const plot of Object.values(this.#plots)) plot.destroy();
    this.#plots = null;
    return null;
  }

  #resize(): void {
    if (this.#plots === null || this.#root.hidden) return;
    for (const plot of Object.values(this.#plots)) {
      const width = Math.max(120, plot.root.parentElement?.clientWidth ?? 0);
      if (width !== plot.width) plot.setSize({ width, height: HEIGHT });
    }
  }
}

function axis(size: number, words: (value: number) => string, { ink, line }: { readonly ink: string; readonly line: string }): uPlot.Axis {
  const values = (_plot: uPlot, ticks: number[]): string[] => ticks.map(words);
  const grid = { stroke: line, width: 1 };
  return { stroke: ink, grid, ticks: { show: false }, font: '11px system-ui, sans-serif', size, gap: 4, values };
}
