/**
 * How a thread knows that another one is dead which it can no longer ask: the address of a blob is good for as long as the
 * thread lives that made it. Browsers drop it with the thread's scope, when nothing of it can run any more.
 *
 * A Web Lock that the thread holds would tell the same. But Firefox keeps a page out of its back/forward cache while any thread
 * of it holds a lock, or waits for one, and decides so before the page hears that it is left.
 */
import { nodeModule } from './runtime.js';

/** Milliseconds between two looks. */
const LOOK_MS = 4;
/** From the end of the dead thread's address to its last write. */
const GRACE_MS = 50;

/** The sign of the thread that calls it; null where other threads couldn't read it. */
export function signOfLife(): string | null {
  return nodeModule('node:worker_threads') === undefined ? URL.createObjectURL(new Blob()) : null;
}

/**
 * Waits until a thread is dead.
 *
 * @param sign of the thread, or null where nothing is known of one
 * @param end ends the thread; what gives a promise, as in Node, tells of the death by itself
 * @param longest milliseconds that its death may take: where the sign can't be read, as where a policy's `connect-src`
 *   forbids blobs, the wait is as long
 */
export async function deathOf(sign: string | null, end: () => unknown, longest: number): Promise<void> {
  const isTold = sign !== null && (await isGood(sign));
  const ended = end();
  if (ended instanceof Promise) {
    await ended;
    return;
  }
  const until = performance.now() + longest;
  while (performance.now() < until && (!isTold || (await isGood(sign)))) await pause(isTold ? LOOK_MS : longest);
  if (isTold) await pause(GRACE_MS);
}

async function isGood(address: string): Promise<boolean> {
  try {
    await (await fetch(address)).arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
