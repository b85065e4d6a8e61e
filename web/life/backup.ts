/** What a world can be rebuilt from: a state of it, and what was asked of it since. */
import type { CommandFields, FromCoordinator, LoggedCommand } from '../engine/protocol.js';
import { isPooled, type LifeKernel } from './kernel.js';
import { ThreadsKernel } from './threads-kernel.js';

/** Milliseconds between two snapshots of a world on many threads. */
const SNAPSHOT_INTERVAL_MS = 1000;

/** A state, and the commands that act from there on. */
export interface Backup {
  readonly snapshot: ArrayBuffer;
  readonly commands: readonly LoggedCommand[];
}

/** Keeps the newest backup of a world, and gives the page a copy of each snapshot. */
export class BackupKeeper {
  readonly #post: (message: FromCoordinator, transfer?: ArrayBuffer[]) => void;
  #snapshot: ArrayBuffer | null = null;
  #commands: LoggedCommand[] = [];
  #takenAt = Number.NEGATIVE_INFINITY;
  /** Whether the last snapshot's memory was refused, and the page knows. */
  #refused = false;

  constructor(post: (message: FromCoordinator, transfer?: ArrayBuffer[]) => void) {
    this.#post = post;
  }

  /** The newest one, or null. */
  get newest(): Backup | null {
    return this.#snapshot === null ? null : { snapshot: this.#snapshot, commands: this.#commands };
  }

  isDue(now: number): boolean {
    return now - this.#takenAt >= SNAPSHOT_INTERVAL_MS;
  }

  /**
   * Keeps the present state. Nobody rebuilds a world of one thread.
   *
   * @param queued commands that wait for the next tick, which no snapshot holds
   */
  take(kernel: LifeKernel, queued: readonly CommandFields[], now: number): void {
    this.#takenAt = now;
    if (!isPooled(kernel)) {
      this.drop();
      return;
    }
    try {
      const snapshot = kernel.save();
      const copy = snapshot.slice(0);
      const { tick } = kernel;
      this.#snapshot = snapshot;
      this.#commands = queued.map((command) => ({ tick, command }));
      this.#post({ type: 'backup', tick, snapshot: copy }, [copy]);
      this.#refused = false;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // The older snapshot serves as well: only more ticks are run again, should it be needed.
      if (this.#refused) return;
      this.#refused = true;
      const { capacity } = kernel.founding;
      const bytes = kernel instanceof ThreadsKernel ? kernel.snapshotBytes : kernel.memoryBytes;
      this.#post({ type: 'memorypressure', requestedEntities: capacity, grantedEntities: capacity, bytes });
    }
  }

  /** A command was queued. */
  log(command: LoggedCommand): void {
    if (this.#snapshot !== null) this.#commands.push(command);
  }

  drop(): void {
    this.#snapshot = null;
    this.#commands = [];
  }
}
