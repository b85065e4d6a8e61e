/** What a world can be rebuilt from: a state of it, and what was asked of it since. */

import type { LifeKernel } from '../shared/kernel.js';
import type { CommandFields, FromCoordinator, LoggedCommand } from '../shared/messages.js';

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

/** How much more room than it needs a snapshot is given, so that the next ones fit as well though there are more animals. */
const SLACK = 1.125;

/**
 * Keeps the newest backup of a world, and gives the page a copy of each snapshot. Buffers are used again: fresh memory takes
 * longer than everything else about a snapshot.
 */
export class BackupKeeper {
  readonly #host: BackupHost;
  /** The newest snapshot is the beginning of it. */
  #snapshot: ArrayBuffer | null = null;
  #snapshotBytes = 0;
  /** What the next one is written into. */
  #spare: ArrayBuffer | null = null;
  /** Bytes of what the page has. */
  #outside = 0;
  /** Whether the page has yet to take what it was sent: one that stands still is sent no more. */
  #isOnItsWay = false;
  #commands: LoggedCommand[] = [];
  #takenAt = Number.NEGATIVE_INFINITY;
  /** Whether the last snapshot's memory was refused, and the page knows. */
  #refused = false;

  constructor(host: BackupHost) {
    this.#host = host;
  }

  /** A copy of the newest one; null where there is none, or no memory for it, not even in place of that for the next one. */
  copyNewest(): Backup | null {
    if (this.#snapshot === null) return null;
    this.#spare = null;
    try {
      return { snapshot: this.#snapshot.slice(0, this.#snapshotBytes), commands: this.#commands };
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  }

  /** Bytes of the snapshot, of the page's copy, and of what the next one is written into. */
  get bytes(): number {
    return (this.#snapshot?.byteLength ?? 0) + (this.#spare?.byteLength ?? 0) + this.#outside;
  }

  isDue(now: number): boolean {
    return now - this.#takenAt >= SNAPSHOT_INTERVAL_MS;
  }

  /**
   * Keeps the present state.
   *
   * @param queued commands that wait for the next tick, which no snapshot holds
   */
  takeSnapshot(kernel: LifeKernel, queued: readonly CommandFields[], now: number): void {
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

  /** The page has the newest one, and gives the buffer of the one before back, if that was of use. */
  taken(spent: ArrayBuffer | null): void {
    this.#isOnItsWay = false;
    if (this.#snapshot !== null && spent !== null) this.#spare = spent;
  }

  /** A command was queued. */
  log(command: LoggedCommand): void {
    if (this.#snapshot !== null) this.#commands.push(command);
  }

  drop(): void {
    this.#snapshot = null;
    this.#spare = null;
    this.#outside = 0;
    this.#isOnItsWay = false;
    this.#commands = [];
  }

  #keep(kernel: LifeKernel, queued: readonly CommandFields[]): void {
    const { isOutlived } = this.#host;
    let bytes = 0;
    // What fails on its way leaves the older one whole.
    const made = kernel.save((needed) => {
      bytes = needed;
      return roomIn(this.#spare, needed);
    });
    this.#spare = null;
    const { tick } = kernel;
    if (isOutlived && !this.#isOnItsWay) {
      const own = roomIn(this.#snapshot, bytes);
      new Uint8Array(own).set(new Uint8Array(made, 0, bytes));
      this.#snapshot = own;
      this.#outside = made.byteLength;
      this.#isOnItsWay = true;
      this.#host.post({ type: 'backup', tick, snapshot: made, bytes }, [made]);
    } else {
      this.#spare = this.#snapshot;
      this.#snapshot = made;
    }
    this.#snapshotBytes = bytes;
    this.#commands = queued.map((command) => ({ tick, command }));
    this.#refused = false;
  }

  #release(): void {
    if (this.#snapshot === null) return;
    this.drop();
    if (this.#host.isOutlived) this.#host.post({ type: 'backup', tick: 0, snapshot: null, bytes: 0 });
  }

  #tellScarcity(kernel: LifeKernel): void {
    if (this.#refused) return;
    this.#refused = true;
    const { capacity } = kernel.founding;
    this.#host.post({ type: 'memorypressure', requestedEntities: capacity, grantedEntities: capacity, bytes: kernel.snapshotRoom });
  }
}

/** A buffer of at least so many bytes: this one where it is long enough. */
function roomIn(buffer: ArrayBuffer | null, bytes: number): ArrayBuffer {
  return buffer !== null && buffer.byteLength >= bytes ? buffer : new ArrayBuffer(Math.ceil(bytes * SLACK));
}
