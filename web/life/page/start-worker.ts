/** Starts a coordinator worker: greeting, start message, progress, reply. */
import { FOUNDING_DEADLINE_MS, PROGRESS_DEADLINE_MS, realTimers, StartClock, type Timers, Watchdog } from '../../engine/deadline.js';
import { listen, SCRIPT_LATE, type StartFault, spawned } from '../../engine/greeting.js';
import { WAY_OUT_MIXED, WAY_OUT_SCRIPT, WAY_OUT_TIME } from '../../engine/ways-out.js';
import { errorFromData, LifeStartError, type StartStage } from '../shared/errors.js';
import { WAY_OUT_SMALLER } from '../shared/kernel.js';
import { type FromCoordinator, PROTOCOL_VERSION, type StartedMessage, type StartMessage, type ToCoordinator } from '../shared/messages.js';
import type { LifeProgress } from '../shared/types.js';

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
  /** Told how far the start is. */
  readonly onProgress?: ((progress: LifeProgress) => void) | undefined;
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
  start: StartMessage,
  { signal, timers = realTimers, clock = new StartClock(), onProgress }: StartWorkerOptions = {},
): Promise<Started<W>> {
  let stage: StartStage = 'worker';
  const refusal = (fault: StartFault, reason: string): LifeStartError => {
    if (fault === 'mixed') return new LifeStartError('layout', reason, WAY_OUT_MIXED);
    return new LifeStartError(stage, reason, fault === 'strange' || stage === 'worker' ? WAY_OUT_SCRIPT : WAY_OUT_WASM);
  };
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const worker = spawned(spawn, refusal);
    const watchdog = new Watchdog(() => fail(stalled(stage)), timers);
    const advance = (next: StartStage): void => {
      stage = next;
      clock.progress();
      watchdog.expect(stage === 'founding' ? Math.max(clock.left, FOUNDING_DEADLINE_MS) : clock.left);
    };
    const settle = (): void => {
      watchdog.stop();
      signal?.removeEventListener('abort', aborted);
      worker.onmessage = null;
      worker.onmessageerror = null;
      worker.onerror = null;
    };
    const fail = (error: unknown): void => {
      settle();
      worker.terminate();
      reject(error);
    };
    const aborted = (): void => fail(signal?.reason);
    signal?.addEventListener('abort', aborted);
    listen(worker, {
      protocol: PROTOCOL_VERSION,
      layoutId: start.layoutId,
      refuse: (fault, reason) => fail(refusal(fault, reason)),
      hear(message) {
        switch (message.type) {
          case 'hello':
            advance('wasm');
            worker.postMessage(start);
            return true;
          case 'progress':
            advance(message.stage);
            onProgress?.({ stage: message.stage, share: message.share });
            return true;
          case 'started': {
            settle();
            const { type: _, ...stands } = message;
            resolve({ worker, ...stands });
            return true;
          }
          case 'refused':
            fail(errorFromData(message.error));
            return true;
          default:
            return false;
        }
      },
    });
    watchdog.expect(clock.left);
  });
}

function stalled(stage: StartStage): LifeStartError {
  switch (stage) {
    case 'worker':
      return new LifeStartError('worker', SCRIPT_LATE, WAY_OUT_LINE, true);
    case 'wasm':
      return new LifeStartError('wasm', 'the .wasm file did not come in time', WAY_OUT_LINE, true);
    case 'threads':
      return new LifeStartError('threads', "the threads' script did not come in time", WAY_OUT_LINE, true);
    default:
      return new LifeStartError(stage, `the founding got no further for ${FOUNDING_DEADLINE_MS} ms`, WAY_OUT_SMALLER);
  }
}
