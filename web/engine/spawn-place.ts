/** Starts threads for the engine's pool in a browser, and knows when they are dead. */
import type { Place, SpawnPlace } from '../life/threads-kernel.js';
import type { FromPlace } from './pool-place.js';
import { startThread } from './start-thread.js';

/**
 * Longest time a terminated worker may go on writing to shared memory. Chromium lets one that never
 * leaves WebAssembly run on for 2 s, Firefox for some milliseconds.
 */
const LONGEST_DEATH_MS = 2500;
/** From the release of the dead thread's lock to its last write. */
const GRACE_MS = 50;

export const spawnPlace: SpawnPlace = (start, hear): Place => {
  const worker = startThread(() => new Worker(new URL('../../workers/pool.worker.ts', import.meta.url), { type: 'module' }));
  worker.onmessage = ({ data }: MessageEvent<FromPlace>) => hear(data);
  worker.onerror = (event) => {
    event.preventDefault?.();
    hear({ type: 'failed', worker: start.worker, reason: event.message || 'the worker script could not be loaded' });
  };
  worker.postMessage(start);
  let death: Promise<void> | null = null;
  return {
    kill() {
      worker.onmessage = null;
      worker.onerror = null;
      worker.terminate();
      death ??= deathOf(start.lock);
      return death;
    },
  };
};

/** Waits until the lock that a thread holds for life is free. */
async function deathOf(lock: string | null): Promise<void> {
  const locks = globalThis.navigator?.locks;
  if (locks === undefined || lock === null) {
    await new Promise((resolve) => setTimeout(resolve, LONGEST_DEATH_MS));
    return;
  }
  const signal = AbortSignal.timeout(LONGEST_DEATH_MS);
  await locks.request(lock, { signal }, () => {}).catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, GRACE_MS));
}
