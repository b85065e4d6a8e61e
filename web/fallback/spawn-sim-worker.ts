/** Starts the workers of tier `js-workers` in a browser. */
import { startThread } from '../engine/start-thread.js';
import type { FromSimWorker, SpawnSimWorker } from './exchange/messages.js';

export const spawnSimWorker: SpawnSimWorker = (_, hear) => {
  const worker = startThread(() => new Worker(new URL('../../workers/sim.worker.ts', import.meta.url), { type: 'module' }));
  const ended = new AbortController();
  // Pages that are no secure contexts have no locks; a worker that dies there is noticed by its silence.
  const lock = globalThis.navigator?.locks === undefined ? null : `skyflock-sim-${crypto.randomUUID()}`;
  const fail = (reason: string): void => hear({ type: 'failed', reason, peer: -1, outOfMemory: false });
  let watched = lock === null;
  worker.onmessage = ({ data }: MessageEvent<FromSimWorker>) => {
    // It holds its lock by the time it says something.
    if (!watched && lock !== null) watchDeath(lock, ended.signal, () => fail('its thread has ended'));
    watched = true;
    hear(data);
  };
  worker.onmessageerror = () => fail('what it said could not be read');
  worker.onerror = (event) => {
    event.preventDefault?.();
    fail(event.message || 'the worker script could not be loaded');
  };
  return {
    lock,
    post: (message, transfer) => worker.postMessage(message, transfer),
    end() {
      ended.abort();
      worker.onmessage = null;
      worker.onmessageerror = null;
      worker.onerror = null;
      worker.terminate();
    },
    kill: () => worker.terminate(),
  };
};

/** Calls `died` once the lock that a worker holds for life is free. */
function watchDeath(lock: string, signal: AbortSignal, died: () => void): void {
  navigator.locks.request(lock, { signal }, () => died()).catch(() => {}); // nobody waits for it any more
}
