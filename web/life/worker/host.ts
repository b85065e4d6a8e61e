import type { LifeKernel } from '../shared/kernel.js';
import type { FromCoordinator, KeepMessage, KeptMessage, StartMessage, TellProgress } from '../shared/messages.js';

/** What the coordinator needs of the thread it runs on. */
export interface CoordinatorHost {
  post(message: FromCoordinator, transfer?: ArrayBuffer[]): void;
  /** Milliseconds, never jumping back. */
  now(): number;
  /** Whether the page outlives this thread: then it keeps what another one goes on from. */
  readonly isOutlived: boolean;
  /** Does to this thread what a fault would; missing where nobody would be left to mend it. */
  harm?(how: 'end' | 'hang'): void;
  /** Calls `action` once after this many milliseconds (0: as soon as waiting messages are read), instead of an earlier wish. */
  wake(milliseconds: number, action: () => void): void;
  /**
   * Gets ready what `makeKernel` will need, while another kernel still runs.
   * @param arrived called for every part of a file that comes
   */
  prepare(start: StartMessage, arrived: () => void): Promise<void>;
  /**
   * Makes the kernel, from a snapshot where there is one; `progress` is called whenever the start
   * comes a step further.
   */
  makeKernel(start: StartMessage, progress: TellProgress, snapshot: ArrayBuffer | null): Promise<LifeKernel>;
  /**
   * Fetches and keeps what recovery needs; missing where nothing has to be fetched.
   * @param start of the world that runs, or null for a coordinator that has none yet
   */
  keep?(start: StartMessage | null, keep: KeepMessage): Promise<KeptMessage>;
}

/** A world that runs, and what its kernel was made with. */
export interface Living {
  readonly kernel: LifeKernel;
  readonly start: StartMessage;
}
