/** What the coordinator of tier `js-workers` and its workers say to each other. Every message is read in its turn, but for `ping`. */
export type ToSimWorker =
  /** The first message: the memory of a world with these options in option order, and room for so many partitions. */
  | {
      readonly type: 'found';
      readonly worker: number;
      readonly options: Float64Array;
      readonly mostWorkers: number;
    }
  /** The ports to the workers there are now, null for its own number; answered by `ready`. */
  | { readonly type: 'join'; readonly ports: readonly (MessagePort | null)[] }
  /** Answered by `ready` when all that was asked for before is done. */
  | { readonly type: 'rest' }
  | TickMessage
  /** Answered by `alive` at once, even in a tick, unless the worker hangs. */
  | { readonly type: 'ping' }
  /** It hangs, as by a fault. */
  | { readonly type: 'hang' };

/** Runs a tick; answered by `ticked` or `crowded`. */
export interface TickMessage {
  readonly type: 'tick';
  /** Every option in option order, when they have changed. */
  readonly options: Float64Array | null;
  /** The whole state, where the worker's own part of it is not right any more. */
  readonly world: ArrayBuffer | null;
  readonly hashesPhases: boolean;
  /** What the last `ticked` came in. */
  readonly spent: ArrayBuffer | null;
}

export type FromSimWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'alive' }
  | { readonly type: 'ticked'; readonly sync: ArrayBuffer }
  /** The ghosts of the present plan do not fit; nothing was done. */
  | { readonly type: 'crowded' }
  /** It can't go on; `peer` is the worker whose packet was wrong, or -1. */
  | { readonly type: 'failed'; readonly reason: string; readonly peer: number; readonly outOfMemory: boolean };

/** A worker, as the coordinator sees it. */
export interface SimWorker {
  post(message: ToSimWorker, transfer: Transferable[]): void;
  /** Ends it; nothing of it is heard any more. */
  end(): void;
  /** Ends its thread as a fault would. */
  kill(): void;
}

/**
 * Starts a worker that runs workers/sim.worker.ts; `hear` gets what it says, and a `failed` where it is known that it died: in a
 * browser its silence tells.
 */
export type SpawnSimWorker = (worker: number, hear: (message: FromSimWorker) => void) => SimWorker;
