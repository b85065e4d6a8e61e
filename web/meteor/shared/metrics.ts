/** Figures of the last frames, kept without allocating. */
import { METRIC_FRAMES } from '../../generated/meteor-layout.js';

/** A ring buffer of the last METRIC_FRAMES values, and their mean. */
export class MetricRing {
  readonly #values = new Float64Array(METRIC_FRAMES);
  #count = 0;

  push(value: number): void {
    this.#values[this.#count % METRIC_FRAMES] = value;
    this.#count += 1;
  }

  /** 0 before the first value. */
  get mean(): number {
    const count = Math.min(this.#count, METRIC_FRAMES);
    let sum = 0;
    for (let index = 0; index < count; index += 1) sum += this.#values[index] as number;
    return count === 0 ? 0 : sum / count;
  }
}
