/** The Workers tab: the threads that share the world, what each is about, and what was mended. */

import type { LifeSimElement } from '../../elements/life-sim.js';
import { describe } from '../../engine/describe.js';
import { ASKED_FOR } from '../../engine/features.js';
import { quantiles } from '../../engine/quantiles.js';
import { isPooledTier } from '../../engine/tier.js';
import type { Life, LifeEvents, LifeStats } from '../../life.js';
import { h } from '../common/dom.js';
import { short, trim } from '../common/format.js';
import { FrameTimes } from '../common/frame-times.js';
import { FrameHistogram } from './frame-histogram.js';
import { RecoveryLog } from './recovery-log.js';
import { TierChoice } from './tier-choice.js';
import { WorkerCount } from './worker-count.js';
import { type Harm, PARTS, WorkerRow } from './worker-row.js';
import { totalsOf } from './worker-totals.js';
import type { WorldChoice } from './world-choice.js';

const TOTALS = ['Waiting', 'Messages', 'Memory', 'Imbalance'] as const;
const TITLES = [
  'Share of the workers’ time at barriers',
  'A tick: animals that change hands, ghosts that are copied, and intents',
  'The engine’s memory',
  'The slowest worker’s computing over the mean',
] as const;

/** Milliseconds between two updates: as the numbers come, or once a second for who asked for less motion. */
const QUICK_MS = 90;
const CALM_MS = 1000;
/** Updates that the bars' common scale is taken from, and the share of them that it holds: single slow ticks fill it. */
const SCALED_UPDATES = 40;
const SCALED_SHARE = 0.75;

export class WorkersPanel {
  readonly #root: HTMLElement;
  readonly #sim: LifeSimElement;
  readonly #tier: TierChoice;
  /** What there is to say of threads, and only of them. */
  readonly #threads = h('div', {});
  readonly #count: WorkerCount;
  readonly #rows = h('ul', { class: 'worker-list' });
  readonly #note = h('p', { class: 'note', role: 'status', hidden: true });
  readonly #scale = h('span', { class: 'scale' });
  readonly #totals = TOTALS.map(() => h('dd', {}, '–'));
  readonly #log: RecoveryLog;
  readonly #times = new FrameTimes();
  readonly #histogram: FrameHistogram;
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');
  #byWorker: WorkerRow[] = [];
  #longest: number[] = [];
  #stats: LifeStats | null = null;
  #updatedAt = 0;

  constructor(root: HTMLElement, sim: LifeSimElement, choice: WorldChoice) {
    this.#root = root;
    this.#sim = sim;
    this.#tier = new TierChoice(root, sim, choice);
    root.append(this.#threads);
    this.#count = new WorkerCount(this.#threads, sim, choice);
    const key = h('p', { class: 'parts-key' }, ...PARTS.map((part) => h('span', { class: part }, part)), this.#scale);
    const totals = h('dl', { class: 'tiles' });
    for (const [index, name] of TOTALS.entries()) {
      totals.append(h('div', { title: TITLES[index] as string }, h('dt', {}, name), this.#totals[index] as HTMLElement));
    }
    this.#threads.append(this.#rows, this.#note, key, totals);
    root.append(h('h2', {}, 'Frame times'));
    this.#histogram = new FrameHistogram(root);
    root.append(h('h2', {}, 'Recoveries'));
    this.#log = new RecoveryLog(root);
  }

  /** Shows a new world. */
  show(life: Life): void {
    this.#longest = [];
    this.#times.clear();
    this.#showTier(life);
    this.#setRows(life.stats?.workers.length ?? 0);
  }

  /** The tab was opened. */
  opened(): void {
    this.#updatedAt = 0;
    this.watch();
    if (this.#stats !== null) this.update(this.#stats);
    this.#histogram.draw(this.#times.intervals);
  }

  /** Counts the page's frames while somebody looks and the world runs. */
  watch(): void {
    this.#times.on = this.#shown && !this.#sim.paused;
  }

  update(stats: LifeStats): void {
    this.#stats = stats;
    this.#tier.update(stats);
    this.watch();
    const now = performance.now();
    if (!this.#shown || now - this.#updatedAt < (this.#calm.matches ? CALM_MS : QUICK_MS)) return;
    this.#updatedAt = now;
    this.#histogram.draw(this.#times.intervals);
    const { workers } = stats;
    if (workers.length !== this.#byWorker.length) this.#setRows(workers.length);
    if (workers.length === 0) return;
    const { waiting, messages, imbalance, longest } = totalsOf(workers);
    this.#longest = [...this.#longest, longest].slice(-SCALED_UPDATES);
    const [scale = 0] = quantiles(this.#longest, [SCALED_SHARE]);
    for (const [index, worker] of workers.entries()) this.#byWorker[index]?.update(worker, scale);
    this.#scale.textContent = `full width ${trim(scale)} ms`;
    const words = [
      `${Math.round(waiting * 100)} %`,
      short(messages),
      `${Math.round(stats.memoryBytes / 2 ** 20)} MB`,
      `${imbalance.toFixed(2)}×`,
    ];
    for (const [index, word] of words.entries()) (this.#totals[index] as HTMLElement).textContent = word;
    this.#count.refresh();
  }

  recovered(recovery: LifeEvents['recovery']): void {
    this.#say(null, false);
    this.#log.addRecovery(recovery);
  }

  tierChanged(change: LifeEvents['tierchange']): void {
    const { life } = this.#sim;
    if (change.reason !== ASKED_FOR) this.#log.addTierChange(change, life?.stats?.tick ?? 0);
    this.#tier.changed(change);
    if (life !== null) this.#showTier(life);
  }

  get #shown(): boolean {
    return !this.#root.hidden;
  }

  #showTier(life: Life): void {
    this.#tier.show();
    this.#threads.hidden = !isPooledTier(life.tier);
    this.#count.show(life);
  }

  #setRows(workers: number): void {
    this.#byWorker = Array.from(
      { length: workers },
      (_, worker) => this.#byWorker[worker] ?? new WorkerRow(worker, (how) => this.#harm(worker, how)),
    );
    this.#rows.replaceChildren(...this.#byWorker.map(({ root }) => root));
  }

  async #harm(worker: number, how: Harm): Promise<void> {
    const hangs = how === 'hang';
    this.#say(null, false);
    try {
      await this.#sim.life?.harmWorker(worker, how);
      if (!this.#sim.paused) return;
      this.#say(
        hangs
          ? `Worker ${worker} hangs with its next part. The world stands: it finds out with the next tick.`
          : `Worker ${worker} is gone. The world stands: it misses it with the next tick.`,
        false,
      );
    } catch (error) {
      this.#say(`Worker ${worker} could not be ${hangs ? 'made to hang' : 'ended'}: ${describe(error)}`, true);
    }
  }

  #say(text: string | null, wrong: boolean): void {
    this.#note.textContent = text;
    this.#note.hidden = text === null;
    this.#note.classList.toggle('wrong', wrong);
  }
}
