/** A thread of a scene, from its start on: it greets, is heard, and is ended at once. */
import { StartClock, withDeadline } from '../../engine/deadline.js';
import { listen, SCRIPT_LATE, type StartFault, spawned } from '../../engine/greeting.js';
import { WAY_OUT_MIXED, WAY_OUT_TIME } from '../../engine/ways-out.js';
import { LAYOUT_ID } from '../../generated/scene-layout.js';
import { SceneStartError } from '../shared/errors.js';
import { SCENE_PROTOCOL } from '../shared/messages.js';

/**
 * Starts a worker; it has greeted when it is given.
 * @param who begins the reason of an error, or is empty
 * @param wayOut where its script is at fault
 * @throws SceneStartError
 */
export async function greetedWorker<Message extends { readonly type: string }>(
  start: () => Worker,
  who: string,
  wayOut: string,
): Promise<Worker> {
  const refusal = (fault: StartFault, why: string): SceneStartError => {
    const isLate = fault === 'late';
    return new SceneStartError('worker', who + why, isLate ? WAY_OUT_TIME : fault === 'mixed' ? WAY_OUT_MIXED : wayOut, isLate);
  };
  const worker = spawned(start, refusal);
  try {
    const greeted = new Promise<void>((resolve, reject) => {
      listen<Message>(worker, {
        protocol: SCENE_PROTOCOL,
        layoutId: LAYOUT_ID,
        refuse: (fault, why) => reject(refusal(fault, why)),
        hear({ type }) {
          if (type === 'hello') resolve();
          return type === 'hello';
        },
      });
    });
    await withDeadline(greeted, new StartClock().left, () => refusal('late', SCRIPT_LATE));
  } catch (error) {
    worker.terminate();
    throw error;
  }
  return worker;
}

/** Hears a worker that has greeted. @param lost told when it fails by itself */
export function hearWorker<Message>(worker: Worker, who: string, hear: (message: Message) => void, lost: (reason: string) => void): void {
  worker.onmessage = ({ data }: MessageEvent<Message>) => hear(data);
  worker.onmessageerror = () => lost(`a message of ${who} could not be read`);
  worker.onerror = (event) => {
    event.preventDefault?.();
    lost(`${who} failed: ${event.message || 'it gave no reason'}`);
  };
}

/** Ends a worker: nothing is heard of it any more, and nothing in it outlives it. */
export function endWorker(worker: Worker): void {
  worker.onmessage = null;
  worker.onerror = null;
  worker.onmessageerror = null;
  worker.terminate();
}
