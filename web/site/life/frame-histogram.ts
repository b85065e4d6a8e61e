/** How long the page's frames take: a histogram, and the times that half, most and nearly all of them keep. */

import { quantiles } from '../../engine/quantiles.js';
import { CanvasColors } from '../common/canvas-colors.js';
import { h } from '../common/dom.js';
import { histogram } from '../common/frame-times.js';

const SHARES = [0.5, 0.95, 0.99] as const;
const NAMES = ['p50', 'p95', 'p99'] as const;
/** Milliseconds a bar stands for; the last one stands for all beyond. */
const BIN_MS = 2;
const BINS = 34;
const HEIGHT = 72;
const AXIS = 16;
/** Marks of the axis, in milliseconds: 60, 30 and 20 frames a second. */
const MARKS = [16.7, 33.3, 50];

export class FrameHistogram {
  readonly #canvas = h('canvas', { class: 'frame-plot', role: 'img', 'aria-label': 'Histogram of frame times' });
  readonly #values = NAMES.map(() => h('dd', {}, '–'));

  readonly #colors: CanvasColors;
  #drawn: readonly number[] = [];

  constructor(root: HTMLElement) {
    this.#colors = new CanvasColors(root, () => this.draw(this.#drawn));
    const list = h('dl', { class: 'quantiles' });
    for (const [index, name] of NAMES.entries())
      list.append(h('div', { class: name }, h('dt', {}, name), this.#values[index] as HTMLElement));
    root.append(this.#canvas, list);
  }

  draw(intervals: readonly number[]): void {
    this.#drawn = intervals;
    const times = quantiles(intervals, SHARES);
    const words = times.map((time) => (intervals.length === 0 ? '–' : `${time.toFixed(1)} ms`));
    for (const [index, word] of words.entries()) (this.#values[index] as HTMLElement).textContent = word;
    this.#canvas.setAttribute(
      'aria-label',
      `Histogram of frame times: ${NAMES.map((name, index) => `${name} ${words[index]}`).join(', ')}`,
    );
    const width = this.#canvas.clientWidth;
    const context = this.#canvas.getContext('2d');
    if (width === 0 || context === null) return;
    const ratio = Math.min(2, devicePixelRatio);
    this.#canvas.width = Math.round(width * ratio);
    this.#canvas.height = Math.round((HEIGHT + AXIS) * ratio);
    context.scale(ratio, ratio);
    const color = (name: `--${string}`): string => this.#colors.of(name);
    const toX = (milliseconds: number): number => (Math.min(milliseconds, BINS * BIN_MS) / (BINS * BIN_MS)) * width;
    context.font = '11px system-ui, sans-serif';
    context.textAlign = 'center';
    for (const mark of MARKS) {
      const x = Math.round(toX(mark)) + 0.5;
      context.fillStyle = color('--line');
      context.fillRect(x, 0, 1, HEIGHT);
      context.fillStyle = color('--text-faint');
      context.fillText(`${Math.round(mark)} ms`, x, HEIGHT + 13);
    }
    context.textAlign = 'right';
    context.fillText(`${BINS * BIN_MS}+`, width, HEIGHT + 13);
    const counts = histogram(intervals, BIN_MS, BINS);
    // Roots, so that the few slow frames are seen beside the many quick ones.
    const most = Math.sqrt(Math.max(1, ...counts));
    const step = width / BINS;
    context.fillStyle = color('--accent');
    counts.forEach((count, bin) => {
      if (count === 0) return;
      const height = Math.max(2, (Math.sqrt(count) / most) * (HEIGHT - 8));
      context.globalAlpha = 0.75;
      context.fillRect(bin * step + 0.5, HEIGHT - height, step - 1, height);
    });
    context.globalAlpha = 1;
    context.fillStyle = color('--line-strong');
    context.fillRect(0, HEIGHT, width, 1);
    if (intervals.length === 0) return;
    times.forEach((time, index) => {
      context.fillStyle = color((['--text', '--warm', '--danger'] as const)[index] ?? '--text');
      context.fillRect(Math.round(toX(time)) - 0.5, 0, 1.5, HEIGHT);
    });
  }
}
