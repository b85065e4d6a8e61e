/** Starts threads for the engine's pool in a browser, and knows when they are dead. */

import { withDeadline } from '../engine/deadline.js';
import { describe } from '../engine/describe.js';
import { FRESH, KeptScript } from '../engine/kept-script.js';
import type { FromPlace, Place, SpawnPlace } from '../engine/pool-place.js';
import { deathOf } from '../engine/sign-of-life.js';

/**
 * Longest time a terminated worker may go on writing to shared memory. Chromium lets one that never
 * leaves WebAssembly run on for 2 s, Firefox for some milliseconds.
 */
const LONGEST_DEATH_MS = 2500;
/** Milliseconds for a thread that was dismissed to leave: it is waiting for the next tick. */
const LEAVE_MS = 500;

/** Milliseconds that the script's file may take once its text is kept: long for a server, and short beside a place's deadline. */
const FILE_PATIENCE_MS = 700;

/** The script of the pool's threads. */
export const poolScript = new KeptScript(() => new Worker(new URL('../../workers/pool.worker.ts', import.meta.url), { type: 'module' }));

export const spawnPlace: SpawnPlace = (start, hear): Place => {
  let worker: Worker;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let sign: string | null = null;
  let hasLeft = (): void => {};
  const left = new Promise<void>((resolve) => {
    hasLeft = resolve;
  });
  const origins = FRESH.filter((origin) => poolScript.has(origin));
  /** Starts a thread in the next way there is. It is given its place only when it is there: two in one place would be a disaster. */
  const begin = (): void => {
    const { worker: started, origin } = poolScript.startFirst(origins);
    worker = started;
    let isHere = origin === 'ahead';
    const fail = (reason: string): void => {
      if (isHere || origins.length === 0) {
        hear({ type: 'failed', worker: start.worker, reason });
        return;
      }
      end();
      try {
        begin();
      } catch (error) {
        hear({ type: 'failed', worker: start.worker, reason: describe(error) });
      }
    };
    worker.onmessage = ({ data }: MessageEvent<FromPlace>) => {
      if (data.type === 'serves') sign = data.sign;
      else if (data.type === 'left') hasLeft();
      else if (data.type !== 'here') hear(data);
      else if (!isHere) {
        isHere = true;
        clearTimeout(patience);
        worker.postMessage(start);
      }
    };
    worker.onerror = (event) => {
      event.preventDefault?.();
      fail(event.message || 'the worker script could not be loaded');
    };
    const lose = (): void => {
      // A slow server's file may come yet, where a policy refuses the text.
      if (origin === 'file') origins.push('file');
      fail('the worker script did not come in time');
    };
    if (isHere) worker.postMessage(start);
    else if (origins.length > 0) patience = setTimeout(lose, FILE_PATIENCE_MS);
  };
  const silence = (): void => {
    clearTimeout(patience);
    worker.onmessage = null;
    worker.onerror = null;
  };
  const end = (): unknown => {
    silence();
    return worker.terminate();
  };
  begin();
  // Another one for the next time, as long as its file can be had.
  poolScript.keepAhead();
  let death: Promise<void> | null = null;
  const kill = (): Promise<void> => {
    silence();
    death ??= deathOf(sign, end, LONGEST_DEATH_MS);
    return death;
  };
  return {
    kill,
    end,
    async leave() {
      const late = (): Error => new Error('it was dismissed and did not leave');
      await withDeadline(left, LEAVE_MS, late).then(end, kill);
    },
  };
};
