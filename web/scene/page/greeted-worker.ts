/** A thread of a scene, from its start on: it greets, is heard, and is ended at once. */
import { loadLater, StartClock, withDeadline } from '../../engine/deadline.js';
import { listen, SCRIPT_LATE, type StartFault, spawned } from '../../engine/greeting.js';
import { lostPart } from '../../engine/lost-part.js';
import type { TextPart } from '../../engine/text-parts.js';
import { WAY_OUT_MIXED, WAY_OUT_TIME } from '../../engine/ways-out.js';
import { LAYOUT_ID } from '../../generated/scene-layout.js';
import { SceneStartError } from '../shared/errors.js';
import { SCENE_PROTOCOL } from '../shared/messages.js';

/** How a thread is started. */
export interface WorkerStart {
  /** From its file. */
  start(): Worker;
  /** Its script as text, where the file is missing. */
  readonly part: TextPart;
  /** Begins the reason of an error, or is empty. */
  readonly who: string;
  /** Where its script is at fault. */
  readonly wayOut: string;
}

/**
 * Starts a worker from its script's file, or from its text where that is missing; it has greeted when it is given.
 * @throws SceneStartError
 */
export async function greetedWorker<Message extends { readonly type: string }>(wish: WorkerStart): Promise<Worker> {
  const clock = new StartClock();
  try {
    return await greeted<Message>(wish, wish.start, clock);
  } catch (error) {
    if (!(error instanceof SceneStartError) || error.passes) throw error;
    const script = await lostPart(wish.part);
    if (script === null) throw error;
    const { startFromText, TEXT_REFUSED } = await loadLater(
      () => import('../../engine/start-from-text.js'),
      () => error,
    );
    clock.progress();
    try {
      return await greeted<Message>(wish, () => startFromText(script), clock);
    } catch {
      throw new SceneStartError(error.stage, `${error.reason}; ${TEXT_REFUSED}`, error.wayOut, error.passes);
    }
  }
}

async function greeted<Message extends { readonly type: string }>(
  { who, wayOut }: WorkerStart,
  start: () => Worker,
  clock: StartClock,
): Promise<Worker> {
  const refusal = (fault: StartFault, why: string): SceneStartError => {
    const isLate = fault === 'late';
    return new SceneStartError('worker', who + why, isLate ? WAY_OUT_TIME : fault === 'mixed' ? WAY_OUT_MIXED : wayOut, isLate);
  };
  const worker = spawned(start, refusal);
  try {
    const hello = new Promise<void>((resolve, reject) => {
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
    await withDeadline(hello, clock.left, () => refusal('late', SCRIPT_LATE));
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
