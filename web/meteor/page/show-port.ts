/**
 * Puts a show on a worker, or on the page's own thread where none starts. The element sees a port
 * either way: messages go in by `send`, and come out to the listener it was given.
 */
import { loadLater, StartClock, withDeadline } from '../../engine/deadline.js';
import { type ThreadChoice, type ThreadName, whyNoWorker } from '../../engine/draw-threads.js';
import { listen, SCRIPT_LATE, type StartFault, spawned } from '../../engine/greeting.js';
import { lostPart } from '../../engine/lost-part.js';
import type { ScriptAddress } from '../../engine/page-defaults.js';
import { startPageThread } from '../../engine/start-thread.js';
import type { TextPart } from '../../engine/text-parts.js';
import { WAY_OUT_MIXED, WAY_OUT_SCRIPT, WAY_OUT_TIME } from '../../engine/ways-out.js';
import { LAYOUT_ID } from '../../generated/meteor-names.js';
import { MeteorStartError } from '../shared/errors.js';
import { type FromShow, SHOW_PROTOCOL, type ToShow } from '../shared/messages.js';

export interface ShowPort {
  readonly thread: ThreadName;
  /** Why it is there, in one clause. */
  readonly reason: string;
  send(message: ToShow, transfer?: Transferable[]): void;
  /** Ends the show; nothing is heard of it any more. */
  destroy(): void;
}

type Hear = (message: FromShow) => void;

const WAY_OUT = `${WAY_OUT_SCRIPT}, or set thread="page"`;

/**
 * Finds a thread for a show. A worker that was asked for and does not start gives way to the page, too.
 * @param threads how threads are started
 * @param refused told of a worker that can't run, or did not start
 */
export async function findPort(
  threads: ShowThreads,
  choice: ThreadChoice,
  workerUrl: ScriptAddress | null,
  hear: Hear,
  refused: (error: MeteorStartError) => void,
): Promise<ShowPort> {
  if (choice === 'page') return await pagePort(threads, hear, 'it was asked for');
  const reason = whyNoWorker();
  if (reason !== null) {
    if (choice === 'worker') refused(new MeteorStartError('worker', reason, 'The show runs on the page instead'));
    return await pagePort(threads, hear, reason);
  }
  const why = choice === 'auto' ? 'a worker can draw here' : 'it was asked for';
  const clock = new StartClock();
  try {
    return await startedPort(threads, workerUrl, hear, why, clock);
  } catch (error) {
    if (!(error instanceof MeteorStartError)) throw error;
    refused(error);
    return await pagePort(threads, hear, error.reason);
  }
}

/** Gives what starts a worker that was kept, of those to take before a script's file or of those after; null where there is none. */
export type KeptThreads = (url: ScriptAddress | null, isLost: boolean) => (() => Worker) | null;

/** How shows start their workers. */
export interface ShowThreads {
  kept: KeptThreads;
  /** Starts a worker from its file, null for the package's own. */
  start(url: ScriptAddress | null): Worker;
  /** Loads what a show on the page's own thread is made of. */
  page(): Promise<PageShow>;
}

/** What a show is made of where it runs on the page's own thread. */
export interface PageShow {
  makeShow(post: (message: FromShow) => void): { receive(message: ToShow): void };
  /** Loads the scripts that a show may need later. */
  keepParts(): Promise<unknown>;
}

/** A port to a worker of the script's file, or of its text where the file is missing. @throws MeteorStartError */
async function startedPort(
  threads: ShowThreads,
  workerUrl: ScriptAddress | null,
  hear: Hear,
  reason: string,
  clock: StartClock,
): Promise<ShowPort> {
  const keptPort = async (isLost: boolean): Promise<ShowPort | null> => {
    const make = threads.kept(workerUrl, isLost);
    return make === null ? null : await workerPort(make, hear, reason, clock).catch(() => null);
  };
  const ahead = await keptPort(false);
  if (ahead !== null) return ahead;
  try {
    return await workerPort(() => threads.start(workerUrl), hear, reason, clock);
  } catch (error) {
    if (!(error instanceof MeteorStartError)) throw error;
    const again = await keptPort(true);
    if (again !== null) return again;
    if (error.passes) throw error;
    const script = await lostPart('meteor');
    if (script === null) throw error;
    const { startFromText, TEXT_REFUSED } = await loadLater(
      () => import('../../engine/start-from-text.js'),
      () => error,
    );
    clock.progress();
    try {
      return await workerPort(() => startFromText(script), hear, reason, clock);
    } catch {
      throw new MeteorStartError(error.stage, `${error.reason}; ${TEXT_REFUSED}`, error.wayOut, error.passes);
    }
  }
}

async function pagePort(threads: ShowThreads, hear: Hear, reason: string): Promise<ShowPort> {
  let ended = false;
  const late = (): Error => new MeteorStartError('worker', 'the script of the show did not come', WAY_OUT, true);
  // Only where it is needed: pages whose shows run on workers never load it.
  const { makeShow } = await loadLater(() => threads.page(), late);
  const show = makeShow((message) => {
    if (!ended) hear(message);
  });
  return {
    thread: 'page',
    reason,
    send: (message) => show.receive(message),
    destroy: () => {
      ended = true;
      show.receive({ type: 'destroy' });
    },
  };
}

async function workerPort(make: () => Worker, hear: Hear, reason: string, clock: StartClock): Promise<ShowPort> {
  const refusal = (fault: StartFault, why: string): MeteorStartError => {
    const isLate = fault === 'late';
    return new MeteorStartError('worker', why, isLate ? WAY_OUT_TIME : fault === 'mixed' ? WAY_OUT_MIXED : WAY_OUT, isLate);
  };
  const worker = spawned(() => startPageThread(make), refusal);
  try {
    const greeted = new Promise<void>((resolve, reject) => {
      listen<FromShow>(worker, {
        protocol: SHOW_PROTOCOL,
        layoutId: LAYOUT_ID,
        refuse: (fault, why) => reject(refusal(fault, why)),
        hear({ type }) {
          if (type === 'hello') resolve();
          return type === 'hello';
        },
      });
    });
    await withDeadline(greeted, clock.left, () => refusal('late', SCRIPT_LATE));
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
