/** How a show keeps up: the quality that follows from its frame times, and what it tells of itself. */

import { FrameLog } from '../../engine/frame-log.js';
import type { QualityName } from '../../generated/meteor-names.js';
import { type FromShow, METRICS_INTERVAL_MS } from '../shared/messages.js';
import { type QualityChoice, QualityMonitor } from '../shared/quality.js';
import type { MeteorRenderer } from '../shared/renderer.js';
import type { ShowerPipeline } from './pipeline.js';

export class ShowPace {
  readonly #post: (message: FromShow) => void;
  readonly #monitor: QualityMonitor;
  readonly #log = new FrameLog();
  #metricsAt = 0;

  constructor(first: QualityName, choice: QualityChoice, post: (message: FromShow) => void) {
    this.#monitor = new QualityMonitor(first, choice);
    this.#post = post;
  }

  get quality(): QualityMonitor['quality'] {
    return this.#monitor.quality;
  }

  get debrisLimit(): number {
    return this.#monitor.debrisLimit;
  }

  /** The user's wish. */
  choose(choice: QualityChoice, now: number): void {
    this.#tellQuality(this.#monitor.choose(choice, now));
  }

  /**
   * Takes note of a frame. Unit of all: ms.
   * @returns whether it is time for metrics
   */
  frame(interval: number, work: number, update: number, now: number): boolean {
    this.#log.frame(interval);
    this.#tellQuality(this.#monitor.frame(interval, work, update, now));
    if (now - this.#metricsAt < METRICS_INTERVAL_MS) return false;
    this.#metricsAt = now;
    return true;
  }

  tellMetrics(shower: ShowerPipeline, { name: renderer, drawnShare }: MeteorRenderer): void {
    const { quality, recommendation } = this.#monitor;
    const { perSecond: framesPerSecond, intervals: frameLog, longest: frameHighWater } = this.#log;
    const figures = { framesPerSecond, frameLog, frameHighWater, quality, recommendation, renderer, drawnShare };
    this.#post({ type: 'metrics', metrics: { ...shower.getMetrics(), ...figures } });
  }

  #tellQuality(change: ReturnType<QualityMonitor['choose']>): void {
    if (change !== null) this.#post({ type: 'qualitychange', change });
  }
}
