/** Starts the workers of tier `js-workers` in a browser. */
import type { FromSimWorker, SpawnSimWorker } from './exchange/messages.js';

export const spawnSimWorker: SpawnSimWorker = (number, hear) => {
  const worker = new Worker(new URL('../../workers/sim.worker.ts', import.meta.url), { type: 'module', name: `skyflock-sim-${number}` });
  const fail = (reason: string): void => hear({ type: 'failed', reason, hung: -1, outOfMemory: false });
  worker.onmessage = ({ data }: MessageEvent<FromSimWorker>) => hear(data);
  worker.onmessageerror = () => fail('what it said could not be read');
  worker.onerror = (event) => {
    event.preventDefault?.();
    fail(event.message || 'the worker script could not be loaded');
  };
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    end() {
      worker.onmessage = null;
      worker.onerror = null;
      worker.terminate();
    },
  };
};
