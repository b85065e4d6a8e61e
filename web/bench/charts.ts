/** The pictures of a report: histograms, lines, and bars of parts. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { quantiles } from '../engine/quantiles.js';
import { CanvasColors } from '../site/common/canvas-colors.js';
import { h } from '../site/common/dom.js';
import { trim } from '../site/common/format.js';
import { histogram } from '../site/common/frame-times.js';

/** Plots that are there keep theirs: a run of the benchmark draws them anew. */
const colors = new CanvasColors(document.body, () => {});
const FONT = '11px system-ui, sans-serif';
const HEIGHT = 150;
const BINS = 32;
/** Plots are as wide as their places, which may change. */
const plots = new WeakMap<Element, uPlot>();
const sizes = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    const plot = plots.get(target);
    const width = Math.max(120, Math.floor(contentRect.width));
    if (plot !== undefined && plot.width !== width) plot.setSize({ width, height: HEIGHT });
  }
});

/** Lets go of the plots in an element that is about to be emptied. */
export function dropPlots(root: HTMLElement): void {
  for (const place of root.querySelectorAll('.plot')) {
    sizes.unobserve(place);
    plots.get(place)?.destroy();
    plots.delete(place);
  }
}

/** How many samples took how long, up to a little over the 99th percentile; the last bar stands for all beyond. */
export function timesHistogram(milliseconds: readonly number[], label: string): HTMLElement {
  const [least, p99] = quantiles(milliseconds, [0, 0.99]) as [number, number];
  const from = least * 0.98;
  const width = Math.max(1e-4, (p99 * 1.05 - from) / BINS);
  const counts = histogram(
    milliseconds.map((value) => value - from),
    width,
    BINS,
  );
  const middles = counts.map((_, bin) => from + (bin + 0.5) * width);
  const paths = uPlot.paths.bars?.({ size: [0.9, 40] });
  const series = {
    stroke: colors.of('--accent'),
    width: 0,
    points: { show: false },
    fill: 'rgb(111 227 196 / 0.75)',
    ...(paths === undefined ? {} : { paths }),
  };
  const scales = { x: { time: false, range: [from, from + BINS * width] as uPlot.Range.MinMax }, y: { range: fromZero } };
  return place(label, { scales, axes: [axis(24, 'ms'), axis(40)], series: [{}, series] }, [middles, counts]);
}

/** A line through points, from 0 up. */
export function lineChart(points: readonly (readonly [number, number])[], unit: string, label: string): HTMLElement {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const range: uPlot.Range.MinMax = [Math.min(...xs) - 0.5, Math.max(...xs) + 0.5];
  const scales = { x: { time: false, range }, y: { range: fromZero } };
  const accent = colors.of('--accent');
  const series = { stroke: accent, width: 2, points: { show: true, size: 7, fill: accent } };
  const across: uPlot.Axis = { ...axis(24), splits: xs };
  return place(label, { scales, axes: [across, axis(52, unit)], series: [{}, series] }, [xs, ys]);
}

/** A part of a bar; `color` is a class of bench.css. */
export interface BarPart {
  readonly name: string;
  readonly value: number;
  readonly color: string;
}

/** One bar of several parts beside its name; the parts and their sum are also said in words. */
export function stackedBar(name: string, parts: readonly BarPart[], most: number): HTMLElement {
  const sum = parts.reduce((total, { value }) => total + value, 0);
  const words = parts.map((part) => `${part.name} ${trim(part.value)} ms`).join(', ');
  const bar = h('span', { class: 'bar', role: 'img', 'aria-label': words, title: words });
  for (const { value, color } of parts) {
    const part = h('i', { class: color });
    part.style.inlineSize = `${(100 * value) / Math.max(most, 1e-9)}%`;
    bar.append(part);
  }
  return h('div', { class: 'bar-row' }, h('span', { class: 'bar-name' }, name), bar, h('span', { class: 'bar-value' }, `${trim(sum)} ms`));
}

function place(label: string, options: Omit<uPlot.Options, 'width' | 'height'>, data: uPlot.AlignedData): HTMLElement {
  const root = h('div', { class: 'plot', role: 'img', 'aria-label': label });
  const common = { width: 320, height: HEIGHT, legend: { show: false }, cursor: { show: false }, padding: [10, 14, 0, 0] as uPlot.Padding };
  plots.set(root, new uPlot({ ...common, ...options }, data, root));
  sizes.observe(root);
  return root;
}

function fromZero(_plot: uPlot, _least: number, most: number): uPlot.Range.MinMax {
  return [0, Math.max(1e-3, most * 1.08)];
}

function axis(size: number, unit = ''): uPlot.Axis {
  const words = (value: number): string => `${trim(value)}${unit === '' ? '' : ` ${unit}`}`;
  const values = (_plot: uPlot, ticks: number[]): string[] => ticks.map(words);
  const grid = { stroke: colors.of('--line'), width: 1 };
  return { stroke: colors.of('--text-faint'), grid, ticks: { show: false }, font: FONT, size, gap: 4, values };
}
