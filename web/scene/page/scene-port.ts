/**
 * Puts a scene's show thread on a worker, or on the page's own thread where none starts or none can draw. The page sees a port
 * either way: messages go in by `send`, and come out to the listener it was given.
 */
import { loadLater } from '../../engine/deadline.js';
import { type ThreadChoice, type ThreadName, whyNoWorker } from '../../engine/draw-threads.js';
import { lostPart } from '../../engine/lost-part.js';
import type { ScriptAddress } from '../../engine/page-defaults.js';
import { startPageThread } from '../../engine/start-thread.js';
import type { TextPart } from '../../engine/text-parts.js';
import { WAY_OUT_SCRIPT } from '../../engine/ways-out.js';
import { SceneStartError } from '../shared/errors.js';
import type { FromShow, ToShow } from '../shared/messages.js';
import { endWorker, greetedWorker, hearWorker } from './greeted-worker.js';

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

async function workerPort(make: () => Worker, hear: Hear, reason: string): Promise<ScenePort> {
  const worker = await greetedWorker<FromShow>({ start: () => startPageThread(make), part: 'scene', who: '', wayOut: WAY_OUT });
  const givePart = async (part: TextPart): Promise<void> => {
    const bytes = await lostPart(part);
    worker.postMessage({ type: 'part', part, bytes } satisfies ToShow);
  };
  hearWorker<FromShow>(
    worker,
    'the worker',
    (message) => {
      if (message.type === 'wantpart') void givePart(message.part);
      else hear(message);
    },
    (why) => hear({ type: 'lost', reason: why }),
  );
  return {
    thread: 'worker',
    reason,
    send: (message, transfer = []) => worker.postMessage(message, transfer),
    destroy: () => endWorker(worker),
  };
}
