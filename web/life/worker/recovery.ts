/**
 * The recovery ladder: how a world is mended by its coordinator.
 *
 * 1. A part that traps is run again by its own thread; the coordinator only hears of it.
 * 2. Another thread takes the place of one that hangs, and the tick it hung in ends as it would have.
 * 3. Whatever else went wrong, the world is rebuilt in memory of its own, from its newest backup.
 * 4. After many rebuilds, or where one fails, it is rebuilt in the next tier where that succeeds.
 *
 * Tiers of one thread begin at 3. A coordinator that dies itself is replaced by the page (revival.ts).
 */
import { describe } from '../../engine/describe.js';
import type { TierName } from '../../engine/tier-names.js';
import { LifeStartError } from '../shared/errors.js';
import type { LifeKernel } from '../shared/kernel.js';
import type { RecoveryMessage, StartMessage } from '../shared/messages.js';
import { WorkerFault } from '../shared/worker-fault.js';
import type { Backup } from './backup.js';
import { replay } from './replay.js';

/** Rebuilds within this time... */
export const REBUILD_WINDOW_MS = 60_000;
/** ...beyond which the world goes on in the next tier. */
export const MOST_REBUILDS = 3;
/** Threads that are replaced in one tick before the world is rebuilt. */
const MOST_REPLACEMENTS = 3;

/** What the ladder needs of the coordinator. */
export interface RecoveryHost {
  now(): number;
  /** Lets waiting messages be read. */
  breathe(): Promise<void>;
  makeKernel(start: StartMessage, snapshot: ArrayBuffer): Promise<LifeKernel>;
}

/** What a world is rebuilt from. */
export interface RecoveryMeans {
  /** What the kernel that runs was started with, but for its tier and its number of threads. */
  readonly start: StartMessage;
  readonly backup: Backup | null;
  /** The tick it is brought to. */
  readonly until: number;
}

/** How a world was mended. */
export interface Recovery {
  readonly step: RecoveryMessage['step'];
  /** In one line. */
  readonly cause: string;
  /** The worker it happened to, or -1. */
  readonly worker: number;
  /** The kernel that goes on, be it the same. */
  readonly kernel: LifeKernel;
  /** Why it goes on in another tier, should it. */
  readonly reason: string;
}

export class RecoveryLadder {
  readonly #host: RecoveryHost;
  readonly #mostRebuilds: number;
  #rebuiltAt: number[] = [];

  /** @param mostRebuilds rebuilds within a minute beyond which the world goes on in the next tier */
  constructor(host: RecoveryHost, mostRebuilds: number) {
    this.#host = host;
    this.#mostRebuilds = mostRebuilds;
  }

  /** @throws whatever kept the world from being rebuilt; the kernel is dead then */
  async recover(kernel: LifeKernel, error: unknown, means: RecoveryMeans): Promise<Recovery> {
    const worker = error instanceof WorkerFault ? error.worker : -1;
    const fault = await replaceHung(kernel, error);
    if (fault === null) return { step: 'replaced', cause: describe(error), worker, kernel, reason: '' };
    return { step: 'rebuilt', cause: describe(fault), worker, ...(await this.#rebuild(kernel, means)) };
  }

  /** A new kernel goes on from the backup, to the end of the tick the old one was in. */
  async #rebuild(old: LifeKernel, { start, backup, until }: RecoveryMeans): Promise<Pick<Recovery, 'kernel' | 'reason'>> {
    if (backup === null) throw new Error('there is no snapshot to rebuild the world from');
    const now = this.#host.now();
    this.#rebuiltAt = [...this.#rebuiltAt.filter((at) => now - at < REBUILD_WINDOW_MS), now];
    const many = this.#rebuiltAt.length > this.#mostRebuilds;
    const { tier: present } = old;
    // One that was destroyed has no threads.
    const again = startIn(present, old, start);
    const tiers = many ? tiersAfter(present) : [present, ...tiersAfter(present)];
    const why = `more than ${this.#mostRebuilds} faults within ${REBUILD_WINDOW_MS / 1000} s`;
    if (tiers.length === 0) throw new Error(`${why}, and there is no tier after '${present}'`);
    // Threads that still run keep the old memory, which nobody reads any more, until they are dead.
    old.destroy();
    const make = async (tier: TierName): Promise<LifeKernel> => {
      const kernel = await this.#host.makeKernel({ ...again, tier }, backup.snapshot);
      try {
        const enqueueDue = (): void => {
          for (const { tick, command } of backup.commands) if (tick === kernel.tick) kernel.enqueue(command);
        };
        await replay(kernel, until, enqueueDue, this.#host);
      } catch (error) {
        kernel.destroy();
        throw error;
      }
      return kernel;
    };
    return await firstToStand(tiers, make, why);
  }
}

/** The tiers that a world goes on in after many faults in one. */
export function tiersAfter(tier: TierName): readonly TierName[] {
  if (tier === 'js') return [];
  return tier === 'threads' ? ['wasm', 'js'] : ['js'];
}

/**
 * A kernel in the first of these tiers in which the world stands: the old memory may not be free yet, or the machine have
 * too much to do for new threads, and tiers with one need less of both; or the fault comes again, and is that tier's own.
 */
export async function firstToStand(
  [tier, ...next]: readonly TierName[],
  make: (tier: TierName) => Promise<LifeKernel>,
  reason: string,
): Promise<Pick<Recovery, 'kernel' | 'reason'>> {
  try {
    return { kernel: await make(tier as TierName), reason };
  } catch (error) {
    if (next.length === 0) throw error;
    return await firstToStand(next, make, error instanceof LifeStartError ? error.reason : describe(error));
  }
}

/** Replaces threads while there is one that hangs; gives what is still wrong then, or null. */
async function replaceHung(kernel: LifeKernel, error: unknown): Promise<unknown> {
  let fault = error;
  for (let attempt = 0; attempt < MOST_REPLACEMENTS; attempt += 1) {
    const { pool } = kernel;
    if (pool?.replace === undefined || !(fault instanceof WorkerFault && fault.kind === 'hung')) return fault;
    try {
      await pool.replace(fault.worker);
      return null;
    } catch (next) {
      fault = next;
    }
  }
  return fault;
}

/** A start in another tier, on as many threads as a kernel has, and cut among them as that is. */
export function startIn(tier: TierName, { workers: count, pool }: LifeKernel, start: StartMessage): StartMessage {
  return { ...start, tier, workers: { ...start.workers, count, ...(pool !== null && { strategy: pool.strategy }) } };
}
