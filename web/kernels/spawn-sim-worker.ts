/** Starts the workers of tier `js-workers` in a browser. */
import { describe } from '../engine/describe.js';
import { FRESH, KeptScript } from '../engine/kept-script.js';
import type { FromSimWorker, SpawnSimWorker, ToSimWorker } from '../fallback/life/workers/exchange/messages.js';

/** The script of these workers. */
export const simScript = new KeptScript(() => new Worker(new URL('../../workers/sim.worker.ts', import.meta.url), { type: 'module' }));

export const spawnSimWorker: SpawnSimWorker = (_, hear) => {
  let worker: Worker;
  /** What waits until the worker is there: another may have to take its place; null once it is. */
  let waiting: [ToSimWorker, Transferable[]][] | null = [];
  const origins = FRESH.filter((origin) => simScript.has(origin));
  const fail = (reason: string): void => hear({ type: 'failed', reason, peer: -1, outOfMemory: false });
  /** Starts a worker in the next way there is. */
  const begin = (): void => {
    ({ worker } = simScript.startFirst(origins));
    worker.onmessage = ({ data }: MessageEvent<FromSimWorker>) => {
      for (const [message, transfer] of waiting ?? []) worker.postMessage(message, transfer);
      waiting = null;
      hear(data);
    };
    worker.onmessageerror = () => fail('what it said could not be read');
    worker.onerror = (event) => {
      event.preventDefault?.();
      try {
        if (waiting === null || origins.length === 0) fail(event.message || 'the worker script could not be loaded');
        else begin();
      } catch (error) {
        fail(describe(error));
      }
    };
  };
  begin();
  return {
    post(message, transfer) {
      if (waiting === null) worker.postMessage(message, transfer);
      else waiting.push([message, transfer]);
    },
    end() {
      worker.onmessage = null;
      worker.onmessageerror = null;
      worker.onerror = null;
      worker.terminate();
    },
    kill: () => worker.terminate(),
  };
};
