/**
 * Starts a coordinator worker: greeting, start message, reply. Every way in which that can fail
 * ends in a LifeStartError, and none lasts longer than the deadlines.
 */
import {
  FOUNDING_DEADLINE_MS,
  PROGRESS_DEADLINE_MS,
  realTimers,
  START_DEADLINE_MS,
  StartClock,
  type Timers,
  Watchdog,
} from '../../engine/deadline.js';
import { describe } from '../../engine/describe.js';
import { errorFromData, LifeStartError, type StartStage } from '../shared/errors.js';
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

const WAY_OUT_SCRIPT =
  "Check that the page's server sends the worker script as JavaScript and that the page's CSP allows it (worker-src 'self')";
const WAY_OUT_WASM = "Check that the page's server sends the .wasm file, and try again";

const WAY_OUT_TIME = `Try again on a faster line; a start waits ${START_DEADLINE_MS / 1000} s, and ${PROGRESS_DEADLINE_MS / 1000} s for every part of a file`;

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
  { signal, timers = realTimers, clock = new StartClock() }: StartWorkerOptions = {},
): Promise<Started<W>> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    let worker: W;
    try {
      worker = spawn();
    } catch (error) {
      reject(new LifeStartError('worker', `the worker was refused: ${describe(error)}`, WAY_OUT_SCRIPT));
      return;
    }
    let stage: StartStage = 'worker';
    const watchdog = new Watchdog(() => fail(stalled(stage)), timers);
    const advance = (): void => {
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

    worker.onerror = (event) => {
      event.preventDefault?.();
      // A script that can't be fetched, or isn't JavaScript, gives an event without a message.
      const reason = event.message ? `the worker failed: ${event.message}` : 'the worker script could not be loaded';
      fail(new LifeStartError(stage, reason, stage === 'worker' ? WAY_OUT_SCRIPT : WAY_OUT_WASM));
    };
    worker.onmessageerror = () => fail(new LifeStartError(stage, 'a message could not be read', WAY_OUT_SCRIPT));
    worker.onmessage = ({ data }) => {
      switch (data.type) {
        case 'hello':
          if (data.protocol !== PROTOCOL_VERSION || data.layoutId !== start.layoutId) {
            fail(
              new LifeStartError(
                'layout',
                'the worker script belongs to another build than the page',
                'Serve page and worker from the same build, and empty the cache',
              ),
            );
            return;
          }
          stage = 'wasm';
          advance();
          worker.postMessage(start);
          break;
        case 'progress':
          stage = data.stage;
          advance();
          break;
        case 'started': {
          settle();
          const { type: _, ...stands } = data;
          resolve({ worker, ...stands });
          break;
        }
        case 'kept':
          // One that was started ahead has kept its parts meanwhile.
          break;
        case 'refused':
          fail(errorFromData(data.error));
          break;
        default:
          fail(new LifeStartError(stage, `the worker sent '${String(data.type)}' before it started`, WAY_OUT_SCRIPT));
      }
    };
    watchdog.expect(clock.left);
  });
}

function stalled(stage: StartStage): LifeStartError {
  switch (stage) {
    case 'worker':
      return new LifeStartError('worker', 'the worker script did not come in time', WAY_OUT_TIME, true);
    case 'wasm':
      return new LifeStartError('wasm', 'the .wasm file did not come in time', WAY_OUT_TIME, true);
    case 'threads':
      return new LifeStartError('threads', "the threads' script did not come in time", WAY_OUT_TIME, true);
    default:
      return new LifeStartError(
        stage,
        `the founding took longer than ${FOUNDING_DEADLINE_MS} ms`,
        'Found a smaller world: lower entities or maxEntities',
      );
  }
}
