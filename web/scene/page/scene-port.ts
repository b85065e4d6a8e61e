/**
 * Puts a scene's show thread on a worker, or on the page's own thread where none starts or none can draw. The page sees a port
 * either way: messages go in by `send`, and come out to the listener it was given.
 */
import { loadLater, StartClock, withDeadline } from '../../engine/deadline.js';
import { listen, SCRIPT_LATE, type StartFault, spawned } from '../../engine/greeting.js';
import type { PartSource } from '../../engine/lost-parts.js';
import type { ScriptAddress } from '../../engine/page-defaults.js';
import { startPageThread } from '../../engine/start-thread.js';
import type { TextPart } from '../../engine/text-parts.js';
import { WAY_OUT_MIXED, WAY_OUT_SCRIPT, WAY_OUT_TIME } from '../../engine/ways-out.js';
import { LAYOUT_ID } from '../../generated/scene-layout.js';
import { SceneStartError } from '../shared/errors.js';
import { type FromShow, SCENE_PROTOCOL, type ToShow } from '../shared/messages.js';

export const THREAD_NAMES = ['worker', 'page'] as const;
export type ThreadName = (typeof THREAD_NAMES)[number];
/** Where a scene is drawn; `auto` is a worker where one can draw. A script has a thread of its own either way. */
export type ThreadChoice = ThreadName | 'auto';

export interface ScenePort {
  readonly thread: ThreadName;
  /** Why it is there, in one clause. */
  readonly reason: string;
  send(message: ToShow, transfer?: Transferable[]): void;
  /** Ends it; nothing is heard of it any more. */
  destroy(): void;
}

/** What a show thread is made of where it is the page's own. */
export interface PageScene {
  makeDirector(post: (message: FromShow) => void): { receive(message: ToShow): void };
}

/** How scenes start their show threads. */
export interface SceneThreads {
  /** Starts a worker from its file, null for the package's own. */
  startShow(url: ScriptAddress | null): Worker;
  /** Loads what a scene on the page's own thread is made of. */
  page(): Promise<PageScene>;
}

type Hear = (message: FromShow) => void;

const WAY_OUT = `${WAY_OUT_SCRIPT}, or set thread="page"`;

/** Why no worker can draw here, or null. */
export function whyNoWorker(): string | null {
  if (typeof Worker !== 'function') return 'workers are missing';
  if (typeof OffscreenCanvas !== 'function') return 'OffscreenCanvas is missing';
  if (!('transferControlToOffscreen' in HTMLCanvasElement.prototype)) return 'canvases can not be handed to workers here';
  return null;
}

/**
 * Finds a thread for a scene. A worker that was asked for and does not start gives way to the page, too.
 * @param refused told of a worker that can't run, or did not start
 */
export async function findPort(
  threads: SceneThreads,
  choice: ThreadChoice,
  url: ScriptAddress | null,
  hear: Hear,
  refused: (error: SceneStartError) => void,
): Promise<ScenePort> {
  if (choice === 'page') return await pagePort(threads, hear, 'it was asked for');
  const reason = whyNoWorker();
  if (reason !== null) {
    if (choice === 'worker') refused(new SceneStartError('worker', reason, 'The scene is drawn on the page instead'));
    return await pagePort(threads, hear, reason);
  }
  try {
    return await workerPort(() => threads.startShow(url), hear, choice === 'auto' ? 'a worker can draw here' : 'it was asked for');
  } catch (error) {
    if (!(error instanceof SceneStartError)) throw error;
    refused(error);
    return await pagePort(threads, hear, error.reason);
  }
}

async function pagePort(threads: SceneThreads, hear: Hear, reason: string): Promise<ScenePort> {
  let ended = false;
  const late = (): Error => new SceneStartError('worker', 'the script of the scene did not come', WAY_OUT, true);
  // Only where it is needed: pages whose scenes are drawn on workers never load it.
  const { makeDirector } = await loadLater(() => threads.page(), late);
  const director = makeDirector((message) => {
    if (!ended) hear(message);
  });
  return {
    thread: 'page',
    reason,
    send: (message) => director.receive(message),
    destroy: () => {
      ended = true;
      director.receive({ type: 'destroy' });
    },
  };
}

/** A missing file, from its text, or null. Hardly any page needs it, or loads the script that has it. */
const lostPart: PartSource = async (part) => {
  try {
    const late = (): Error => new Error(`the text of ${part} did not come in time`);
    const { partOfPackage } = await loadLater(() => import('../../engine/lost-parts.js'), late);
    return await partOfPackage(part);
  } catch {
    return null;
  }
};

async function workerPort(make: () => Worker, hear: Hear, reason: string): Promise<ScenePort> {
  const refusal = (fault: StartFault, why: string): SceneStartError => {
    const isLate = fault === 'late';
    return new SceneStartError('worker', why, isLate ? WAY_OUT_TIME : fault === 'mixed' ? WAY_OUT_MIXED : WAY_OUT, isLate);
  };
  const worker = spawned(() => startPageThread(make), refusal);
  try {
    const greeted = new Promise<void>((resolve, reject) => {
      listen<FromShow>(worker, {
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
  const givePart = async (part: TextPart): Promise<void> => {
    const bytes = await lostPart(part);
    worker.postMessage({ type: 'part', part, bytes } satisfies ToShow);
  };
  worker.onmessage = ({ data }: MessageEvent<FromShow>) => {
    if (data.type === 'wantpart') void givePart(data.part);
    else hear(data);
  };
  worker.onmessageerror = () => hear({ type: 'lost', reason: 'a message of the worker could not be read' });
  worker.onerror = (event) => {
    event.preventDefault();
    hear({ type: 'lost', reason: `the worker failed: ${event.message || 'it gave no reason'}` });
  };
  return {
    thread: 'worker',
    reason,
    send: (message, transfer = []) => worker.postMessage(message, transfer),
    destroy: () => {
      worker.onmessage = null;
      worker.onerror = null;
      worker.onmessageerror = null;
      // Nothing in it outlives it: no farewell is needed.
      worker.terminate();
    },
  };
}
