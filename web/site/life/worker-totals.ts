/** What all workers of a tick come to together. */
import type { WorkerStats } from '../../life.js';

export interface WorkerTotals {
  /** Share of the workers' time spent at barriers, 0 to 1. */
  readonly waiting: number;
  /** What crossed a border in the tick: animals that moved over, copies for ghost zones, and intents. */
  readonly messages: number;
  /** The slowest worker's computing over the mean; 1 when all have the same to do. */
  readonly imbalance: number;
  /** Milliseconds of the longest row. */
  readonly longest: number;
}

export function totalsOf(workers: readonly WorkerStats[]): WorkerTotals {
  const sum = (value: (worker: WorkerStats) => number): number => workers.reduce((all, worker) => all + value(worker), 0);
  const time = sum(({ milliseconds: { compute, exchange, wait } }) => compute + exchange + wait);
  const computing = sum(({ milliseconds: { compute } }) => compute);
  const slowest = Math.max(0, ...workers.map(({ milliseconds: { compute } }) => compute));
  return {
    waiting: time > 0 ? sum(({ milliseconds: { wait } }) => wait) / time : 0,
    messages: sum(({ migrants, ghosts, intents }) => migrants + ghosts + intents),
    imbalance: computing > 0 ? (slowest * workers.length) / computing : 1,
    longest: Math.max(0, ...workers.map(({ milliseconds: { compute, exchange, wait } }) => compute + exchange + wait)),
  };
}
