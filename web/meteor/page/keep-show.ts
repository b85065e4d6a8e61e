/**
 * Keeps what a page's showers may need again, once the page is idle: a thread that was started ahead, its script's text, the
 * compiled engine, and the parts that a show loads later. A page loads this script only then.
 */
import { START_DEADLINE_MS, withDeadline } from '../../engine/deadline.js';
import { isSparing } from '../../engine/keeping.js';
import { KeptScript } from '../../engine/kept-script.js';
import { partOfPackage } from '../../engine/lost-parts.js';
import type { ScriptAddress } from '../../engine/page-defaults.js';
import type { FromShow, ToShow } from '../shared/messages.js';
import type { KeptThreads, ShowPort, ShowThreads } from './show-port.js';

/** By the address of the script, '' for the package's own: showers of a page share what is kept. */
const scripts = new Map<string, KeptScript>();

/** Starts the worker of an address that was kept; null where there is none. */
const keptThread: KeptThreads = (url, isLost) => {
  const script = scripts.get(String(url ?? ''));
  // From its text last: a policy that refuses it takes note of that.
  const origin = isLost ? 'text' : 'ahead';
  if (!script?.has(origin)) return null;
  return () => {
    const worker = script.start(origin);
    // It has greeted nobody.
    if (origin === 'ahead') worker.postMessage({ type: 'greet' } satisfies ToShow);
    return worker;
  };
};

export interface KeepHost {
  /** Gives back the thread that was started ahead, once the last show has ended. */
  onHeld(release: () => void): void;
  /** Calls `heard` when the running show has kept its parts. */
  onKept(heard: () => void): void;
}

/**
 * Has a running show keep its parts, and keeps a thread for the next one.
 * @param threads how showers start theirs
 */
export async function keepShow(port: ShowPort, url: ScriptAddress | null, threads: ShowThreads, host: KeepHost): Promise<void> {
  const sparing = isSparing();
  const message = { type: 'keep', sparing } satisfies ToShow;
  const heard = new Promise<void>((resolve) => host.onKept(resolve));
  port.send(message);
  if (port.thread === 'worker') await keepThread(url, threads, message, host);
  await heard;
  // Whoever looks at a page finds here that it needs its server no more.
  performance.mark('skyflock:kept');
}

async function keepThread(
  url: ScriptAddress | null,
  threads: ShowThreads,
  message: Extract<ToShow, { readonly type: 'keep' }>,
  { onHeld }: KeepHost,
): Promise<void> {
  threads.kept = keptThread;
  const key = String(url ?? '');
  const script = scripts.get(key) ?? new KeptScript(() => threads.start(url));
  scripts.set(key, script);
  script.hold();
  let settle = (): void => {};
  const ready = new Promise<void>((resolve) => {
    settle = resolve;
  });
  onHeld(() => {
    script.release();
    settle();
  });
  // From a text nothing can be loaded: the package's own has in it what answers a page's requests.
  const isOwn = url === null && !message.sparing;
  await script.keepText(isOwn ? () => partOfPackage('meteor').catch(() => null) : undefined);
  const ahead = script.keepAhead();
  if (ahead !== null) {
    ahead.addEventListener('message', ({ data }: MessageEvent<FromShow>) => {
      // Before its greeting it may hear nothing.
      if (data.type === 'hello') ahead.postMessage(message);
      if (data.type === 'kept') settle();
    });
    await withDeadline(ready, START_DEADLINE_MS, () => new Error('the thread that was started ahead did not come')).catch(() => {});
  }
  // Where no thread can be had any more, the page's own goes on.
  if (!message.sparing)
    await threads
      .page()
      .then(({ keepParts }) => keepParts())
      .catch(() => {});
}
