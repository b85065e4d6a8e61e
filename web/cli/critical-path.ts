/** `skyflock run --critical-path`: what a tick would take if every partition had a thread of its own. */
import type { PartitionedKernel } from '../life/wasm/partitioned-kernel.js';
import { roundTime, timeAt } from './times.js';

/** How long a tick is on many workers at best, and on one. */
export interface CriticalPath {
  /** Partitions, each as if on a worker of its own. */
  readonly workers: number;
  /** Median milliseconds: the slowest partition of every step, and what runs alone. */
  readonly msPerTick: number;
  /** Median milliseconds of the same ticks in one partition. */
  readonly oneWorkerMsPerTick: number;
  /** The first as a share of the second; at best 1 / workers. */
  readonly ratio: number;
}

/**
 * Follows a world in partitions with its twin in one. Their ticks take turns, so that a slow minute of
 * the machine hits both alike.
 */
export class CriticalPathMeter {
  readonly #twin: PartitionedKernel;
  readonly #workers: number;
  readonly #paths: number[] = [];
  readonly #ones: number[] = [];

  constructor(workers: number, twin: PartitionedKernel) {
    this.#workers = workers;
    this.#twin = twin;
  }

  /** Call it after every tick of the world that is followed. */
  follow(kernel: PartitionedKernel): void {
    this.#paths.push(kernel.criticalPathMilliseconds);
    this.#twin.step();
    this.#ones.push(this.#twin.criticalPathMilliseconds);
  }

  /** Hash of the twin, which has to be that of the world. */
  get hash(): string {
    return this.#twin.hash();
  }

  /** The result of at least two ticks. */
  get result(): CriticalPath {
    // The last tick hashes its phases.
    const median = (values: readonly number[]): number => timeAt(0.5, values.slice(0, -1));
    const msPerTick = median(this.#paths);
    const oneWorkerMsPerTick = median(this.#ones);
    return { workers: this.#workers, msPerTick, oneWorkerMsPerTick, ratio: roundTime(msPerTick / oneWorkerMsPerTick) };
  }
}
