import type { LifeKernel } from '../shared/kernel.js';
import { STATS_INTERVAL_MS, type StatsMessage } from '../shared/messages.js';

/** What only the coordinator knows of a world's statistics. */
export type Running = Pick<StatsMessage, 'ticksPerSecond' | 'tickMilliseconds' | 'tickLog' | 'droppedTicks'> & {
  /** Bytes that are kept for recovery. */
  readonly backupBytes: number;
};

/** What it needs of the coordinator. */
export interface StatsHost {
  post(message: StatsMessage, transfer: ArrayBuffer[]): void;
  now(): number;
  running(): Running;
}

/** Sends a world's statistics, several times a second while it runs. */
export class StatsSender {
  readonly #host: StatsHost;
  #sentAt = Number.NEGATIVE_INFINITY;
  #sentTick = -1;

  constructor(host: StatsHost) {
    this.#host = host;
  }

  get isDue(): boolean {
    return this.#host.now() - this.#sentAt >= STATS_INTERVAL_MS;
  }

  /** Whether those of this tick were the last ones. */
  hasSent(tick: number): boolean {
    return tick === this.#sentTick;
  }

  /** Another world goes on. */
  forget(): void {
    this.#sentTick = -1;
  }

  /** @param tick the last one that ended */
  send(kernel: LifeKernel, tick: number): void {
    this.#sentAt = this.#host.now();
    this.#sentTick = tick;
    const record = kernel.stats();
    const workers = kernel.workerReports();
    const { backupBytes, ...running } = this.#host.running();
    this.#host.post(
      {
        type: 'stats',
        record,
        ...running,
        phaseMilliseconds: kernel.phaseMilliseconds(),
        memoryBytes: kernel.memoryBytes + backupBytes,
        workers,
        runMilliseconds: kernel.pool?.runMilliseconds ?? running.tickMilliseconds,
      },
      [record, workers],
    );
  }
}
