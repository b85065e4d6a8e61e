/** Starts a coordinator worker: greeting, start message, progress, reply. */
import { FOUNDING_DEADLINE_MS, PROGRESS_DEADLINE_MS, StartClock, type Timers } from '../../engine/deadline.js';
import { startGreeted } from '../../engine/greeting.js';
import { WAY_OUT_SCRIPT, WAY_OUT_TIME } from '../../engine/ways-out.js';
import { errorFromData, LifeStartError, type StartStage } from '../shared/errors.js';
import { WAY_OUT_SMALLER } from '../shared/kernel.js';
import { type FromCoordinator, PROTOCOL_VERSION, type StartedMessage, type StartMessage, type ToCoordinator } from '../shared/messages.js';

/** What is used of a Worker. */
export interface WorkerLike {
  onmessage: ((event: MessageEvent<FromCoordinator>) => void) | null;
  onmessageerror: ((event: MessageEvent) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: ToCoordinator, transfer?: Transferable[]): void;
  terminate(): void;
}

export interface StartWorkerOptions {
  readonly signal?: AbortSignal;
  readonly timers?: Timers;
  /** The time of the whole start, of which this is a part; its own unless given. */
  readonly clock?: StartClock;
}

/** A coordinator whose world stands. */
export type Started<W extends WorkerLike> = Omit<StartedMessage, 'type'> & { readonly worker: W };

const WAY_OUT_WASM = "Check that the page's server sends the .wasm file, and try again";
const WAY_OUT_LINE = `${WAY_OUT_TIME}, and ${PROGRESS_DEADLINE_MS / 1000} s for every part of a file`;

/**
 * Spawns a worker and starts a world on it.
 *
 * The reply's worker has no listeners left: the caller sets its own. On failure the worker is
 * terminated.
 *
 * @throws LifeStartError (what failed, and the way out), or the signal's reason when it is aborted
 */
export function startWorker<W extends WorkerLike>(
  spawn: () => W,
  message: StartMessage,
  { signal, timers, clock = new StartClock() }: StartWorkerOptions = {},
): Promise<Started<W>> {
  let stage: StartStage = 'worker';
  return startGreeted<W, FromCoordinator, Started<W>>(spawn, {
    protocol: PROTOCOL_VERSION,
    layoutId: message.layoutId,
    clock,
    timers,
    signal,
    failed: (reason, wayOut = stage === 'worker' ? WAY_OUT_SCRIPT : WAY_OUT_WASM) => new LifeStartError(stage, reason, wayOut),
    late: () => stalled(stage),
    mixed: (reason, wayOut) => new LifeStartError('layout', reason, wayOut),
    greeted(start) {
      stage = 'wasm';
      start.goOn();
      start.worker.postMessage(message);
    },
    hear(said, start) {
      if (said.type === 'progress') {
        stage = said.stage;
        start.goOn(stage === 'founding' ? FOUNDING_DEADLINE_MS : 0);
      } else if (said.type === 'started') {
        const { type: _, ...stands } = said;
        start.end({ worker: start.worker, ...stands });
      } else if (said.type === 'refused') throw errorFromData(said.error);
      else return false;
      return true;
    },
  });
}

function stalled(stage: StartStage): LifeStartError {
  switch (stage) {
    case 'worker':
      return new LifeStartError('worker', 'the worker script did not come in time', WAY_OUT_LINE, true);
    case 'wasm':
      return new LifeStartError('wasm', 'the .wasm file did not come in time', WAY_OUT_LINE, true);
    case 'threads':
      return new LifeStartError('threads', "the threads' script did not come in time", WAY_OUT_LINE, true);
    default:
      return new LifeStartError(stage, `the founding took longer than ${FOUNDING_DEADLINE_MS} ms`, WAY_OUT_SMALLER);
  }
}
