/** What a world can be rebuilt from: a state of it, and what was asked of it since. */
import type { CommandFields, FromCoordinator, LoggedCommand } from '../engine/protocol.js';
import type { LifeKernel } from './kernel.js';
import { ThreadsKernel } from './threads-kernel.js';

/** Milliseconds between two snapshots of a world. */
const SNAPSHOT_INTERVAL_MS = 1000;

/** A state, and the commands that act from there on. */
export interface Backup {
  readonly snapshot: ArrayBuffer;
  readonly commands: readonly LoggedCommand[];
}

/** What it needs of the coordinator. */
export interface BackupHost {
  post(message: FromCoordinator, transfer?: ArrayBuffer[]): void;
  /** Whether the page outlives this thread, and keeps a copy of each snapshot. */
  readonly isOutlived: boolean;
}

/** Keeps the newest backup of a world, and gives the page a copy of each snapshot. */
export class BackupKeeper {
  readonly #host: BackupHost;
  #snapshot: ArrayBuffer | null = null;
  #commands: LoggedCommand[] = [];
  #takenAt = Number.NEGATIVE_INFINITY;
  /** Whether the last snapshot's memory was refused, and the page knows. */
  #refused = false;

  constructor(host: BackupHost) {
    this.#host = host;
  }

  /** The newest one, or null. */
  get newest(): Backup | null {
    return this.#snapshot === null ? null : { snapshot: this.#snapshot, commands: this.#commands };
  }

  /** Bytes of the snapshot, and of the page's copy. */
  get bytes(): number {
    return (this.#snapshot?.byteLength ?? 0) * (this.#host.isOutlived ? 2 : 1);
  }

  isDue(now: number): boolean {
    return now - this.#takenAt >= SNAPSHOT_INTERVAL_MS;
  }

  /**
   * Keeps the present state.
   *
   * @param queued commands that wait for the next tick, which no snapshot holds
   */
  take(kernel: LifeKernel, queued: readonly CommandFields[], now: number): void {
    this.#takenAt = now;
    try {
      this.#keep(kernel, queued);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      // The world itself, and the page, need memory more than a way back: the older snapshot makes room for the newer one,
      // or for them.
      this.#release();
      try {
        this.#keep(kernel, queued);
      } catch (again) {
        if (!(again instanceof RangeError)) throw again;
        this.#tellScarcity(kernel);
      }
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

  #keep(kernel: LifeKernel, queued: readonly CommandFields[]): void {
    const snapshot = kernel.save();
    const copy = this.#host.isOutlived ? snapshot.slice(0) : null;
    const { tick } = kernel;
    this.#snapshot = snapshot;
    this.#commands = queued.map((command) => ({ tick, command }));
    if (copy !== null) this.#host.post({ type: 'backup', tick, snapshot: copy }, [copy]);
    this.#refused = false;
  }

  #release(): void {
    if (this.#snapshot === null) return;
    this.drop();
    if (this.#host.isOutlived) this.#host.post({ type: 'backup', tick: 0, snapshot: null });
  }

  #tellScarcity(kernel: LifeKernel): void {
    if (this.#refused) return;
    this.#refused = true;
    const { capacity } = kernel.founding;
    const bytes = kernel instanceof ThreadsKernel ? kernel.snapshotBytes : kernel.memoryBytes;
    this.#host.post({ type: 'memorypressure', requestedEntities: capacity, grantedEntities: capacity, bytes });
  }
}
