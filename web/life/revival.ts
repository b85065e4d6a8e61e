/** What becomes of a world whose coordinator dies: another one goes on from the last snapshot that the page was sent. */
import { describe } from '../engine/errors.js';
import type { LoggedCommand, Pace, RecoveryMessage, Resumption, ViewRequest } from '../engine/protocol.js';
import type { TierName } from '../engine/tier-names.js';
import type { CoordinatorThread } from './coordinator-link.js';

/** Coordinators that are replaced before a world is given up. */
const MOST_REVIVALS = 3;

/** How a world runs that another coordinator goes on with. */
export interface PresentState {
  readonly tier: TierName;
  /** Threads. */
  readonly count: number;
  readonly pace: Pace;
  readonly view: ViewRequest;
}

/** Starts another coordinator that goes on with a world. */
export type Revive = (resume: Resumption, now: PresentState) => Promise<CoordinatorThread>;

/** What it needs of the world. */
export interface RevivalHost {
  present(): PresentState;
  /** Everything asked of the world from this tick on, by tick. */
  commandsSince(tick: number): readonly LoggedCommand[];
  /** The coordinator is given up: ends it. */
  silence(): void;
  /** Another one has taken over; false where it is not wanted any more. */
  goOn(thread: CoordinatorThread): boolean;
  mended(recovery: Omit<RecoveryMessage, 'type'>): void;
  stop(reason: string): void;
}

export class Revival {
  readonly #revive: Revive | null;
  readonly #host: RevivalHost;
  #backup: { readonly snapshot: ArrayBuffer; readonly tick: number } | null = null;
  #count = 0;
  #running = false;

  /** @param revive null where none can be started */
  constructor(revive: Revive | null, host: RevivalHost) {
    this.#revive = revive;
    this.#host = host;
  }

  /** The newest snapshot. */
  keep(snapshot: ArrayBuffer, tick: number): void {
    this.#backup = { snapshot, tick };
  }

  /** The snapshot is of no use any more. */
  drop(): void {
    this.#backup = null;
  }

  /** The coordinator is dead or deaf: another one goes on with the world, or it stops for good. */
  async begin(reason: string): Promise<void> {
    if (this.#running) return;
    this.#host.silence();
    const backup = this.#backup;
    if (backup === null || this.#revive === null || this.#count >= MOST_REVIVALS) {
      this.#host.stop(reason);
      return;
    }
    const { snapshot, tick } = backup;
    const since = performance.now();
    this.#running = true;
    this.#count += 1;
    let thread: CoordinatorThread;
    try {
      const commands = this.#host.commandsSince(tick);
      thread = await this.#revive({ snapshot: snapshot.slice(0), commands }, this.#host.present());
    } catch (error) {
      this.#host.stop(`${reason}; and another could not take over: ${describe(error)}`);
      return;
    } finally {
      this.#running = false;
    }
    if (!this.#host.goOn(thread)) {
      thread.worker.terminate();
      return;
    }
    this.#host.mended({ cause: `the coordinator: ${reason}`, tick, worker: -1, step: 'rebuilt', ms: performance.now() - since });
  }
}
