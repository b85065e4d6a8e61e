/**
 * What becomes of a world whose coordinator dies: another one goes on from the last snapshot that the page was sent, in the
 * same tier, or in the next one after many deaths or where that does not start.
 */
import { describe } from '../../engine/describe.js';
import { isPooledTier } from '../../engine/tier.js';
import type { TierName } from '../../engine/tier-names.js';
import type { PartitionStrategy } from '../../generated/life-layout.js';
import { LifeStartError } from '../shared/errors.js';
import type { BackupMessage, LoggedCommand, Pace, RecoveryMessage, Resumption, StartedMessage, ViewRequest } from '../shared/messages.js';
import type { LifeProgress } from '../shared/types.js';
import { MOST_REBUILDS, REBUILD_WINDOW_MS, tiersAfter } from '../worker/recovery.js';
import type { CoordinatorThread } from './coordinator-link.js';

/** How a world runs that another coordinator goes on with. */
export interface PresentState {
  readonly tier: TierName;
  /** Threads, and how the world is cut among them. */
  readonly count: number;
  readonly strategy: PartitionStrategy;
  readonly pace: Pace;
  readonly view: ViewRequest;
}

/** A coordinator that goes on with a world, perhaps in another tier than it was asked for. */
export type RevivedThread = CoordinatorThread & Pick<StartedMessage, 'tier' | 'workers' | 'reason'>;

/** Starts another coordinator that goes on with a world, and tells how far that is. */
export type Revive = (resume: Resumption, now: PresentState, onProgress: (progress: LifeProgress) => void) => Promise<RevivedThread>;

/** What it needs of the world. */
export interface RevivalHost {
  present(): PresentState;
  /** The newest tick that was seen of the world. */
  seen(): number;
  /** Everything asked of the world from this tick on, by tick. */
  commandsSince(tick: number): readonly LoggedCommand[];
  /** The coordinator is given up: ends it. */
  silence(): void;
  /** Another one has taken over in this tier; false where it is not wanted any more. */
  goOn(thread: CoordinatorThread, now: PresentState, reason: string): boolean;
  progressed(progress: LifeProgress): void;
  recovered(recovery: Omit<RecoveryMessage, 'type'>): void;
  stop(reason: string): void;
}

/** A state of the world; that of its founding where there is no snapshot. */
interface KeptSnapshot {
  readonly snapshot: ArrayBuffer | null;
  /** Bytes of the buffer, from its beginning on, that are the snapshot. */
  readonly bytes: number;
  readonly tick: number;
}

export class Revival {
  readonly #revive: Revive | null;
  readonly #host: RevivalHost;
  /** Whether the snapshot is of the coordinator that lives, whose buffer it is. */
  #isPresent = false;
  #backup: KeptSnapshot | null;
  #revivedAt: number[] = [];
  #running = false;

  /**
   * @param revive null where none can be started
   * @param first the snapshot that the world began with, or null for one that was founded
   */
  constructor(revive: Revive | null, first: ArrayBuffer | null, host: RevivalHost) {
    this.#revive = revive;
    this.#host = host;
    this.#backup = { snapshot: first, bytes: first?.byteLength ?? 0, tick: 0 };
  }

  /** Keeps a newer snapshot. Gives the buffer of the one before where that was the same coordinator's, or null. */
  keep({ snapshot, bytes, tick }: Omit<BackupMessage, 'type'>): ArrayBuffer | null {
    const old = this.#isPresent ? (this.#backup?.snapshot ?? null) : null;
    this.#backup = snapshot === null ? null : { snapshot, bytes, tick };
    this.#isPresent = true;
    return old;
  }

  /** The snapshot is of no use any more. */
  drop(): void {
    this.#backup = null;
  }

  /** The coordinator is dead or deaf: another one goes on with the world, or it stops for good. */
  async revive(cause: string): Promise<void> {
    if (this.#running) return;
    this.#host.silence();
    this.#isPresent = false;
    const [backup, revive] = [this.#backup, this.#revive];
    if (backup === null || revive === null) {
      this.#host.stop(revive === null ? cause : `${cause}; and there is no snapshot to go on from`);
      return;
    }
    const since = performance.now();
    this.#revivedAt = [...this.#revivedAt.filter((at) => since - at < REBUILD_WINDOW_MS), since];
    const present = this.#host.present();
    const isMany = this.#revivedAt.length > MOST_REBUILDS;
    const tiers = isMany ? tiersAfter(present.tier) : [present.tier, ...tiersAfter(present.tier)];
    let reason = `more than ${MOST_REBUILDS} faults within ${REBUILD_WINDOW_MS / 1000} s`;
    this.#running = true;
    try {
      for (const tier of tiers) {
        const now = { ...this.#host.present(), tier, count: isPooledTier(tier) ? present.count : 1 };
        // Whatever befalls it before it stands: the next tier is another try.
        const thread = await this.#start(revive, backup, now).catch((error: unknown) => {
          reason = error instanceof LifeStartError ? error.reason : describe(error);
          return null;
        });
        if (thread === null) continue;
        if (!this.#host.goOn(thread, { ...now, tier: thread.tier, count: thread.workers }, thread.reason || reason)) {
          thread.worker.terminate();
          return;
        }
        const ms = performance.now() - since;
        this.#host.recovered({ cause: `the coordinator: ${cause}`, tick: this.#host.seen(), worker: -1, step: 'rebuilt', ms });
        return;
      }
      this.#host.stop(`${cause}; and another could not take over: ${reason}`);
    } catch (error) {
      this.#host.stop(`${cause}; and another could not take over: ${describe(error)}`);
    } finally {
      this.#running = false;
    }
  }

  #start(revive: Revive, { snapshot, bytes, tick }: KeptSnapshot, now: PresentState): Promise<RevivedThread> {
    const resume = { snapshot: snapshot?.slice(0, bytes) ?? null, commands: this.#host.commandsSince(tick), seen: this.#host.seen() };
    return revive(resume, now, this.#host.progressed);
  }
}
