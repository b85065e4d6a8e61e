/**
 * How a thread knows that another one is dead which it can no longer ask: the address of a blob is good for as long as the
 * thread lives that made it. Browsers drop it with the thread's scope, when nothing of it can run any more.
 *
 * A Web Lock that the thread holds would tell the same. But Firefox keeps a page out of its back/forward cache while any thread
 * of it holds a lock, or waits for one, and decides so before the page hears that it is left.
 */
import { withDeadline } from './deadline.js';
import { nodeModule } from './runtime.js';

/** Milliseconds between two looks. */
const LOOK_MS = 4;
/** From the end of the dead thread's address to its last write. */
const GRACE_MS = 50;
/** Milliseconds that a blob without a byte may take to be read. */
const READ_MS = 1000;

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
  while (performance.now() < until && !(isTold && (await isDead(sign)))) await pause(isTold ? LOOK_MS : longest);
  if (isTold) await pause(GRACE_MS);
}

/** Whether a thread is dead; false where that can't be seen. */
export async function isDead(sign: string | null): Promise<boolean> {
  if (sign === null || (await isGood(sign))) return false;
  // A policy, or a machine that is out of breath, may keep every blob from being read: this thread's own tells.
  own ??= signOfLife();
  return own === null || (await isGood(own));
}

let own: string | null = null;

async function isGood(address: string): Promise<boolean> {
  try {
    const late = (): Error => new Error(`${address} was not read within ${READ_MS} ms`);
    await withDeadline(
      fetch(address).then((response) => response.arrayBuffer()),
      READ_MS,
      late,
    );
    return true;
  } catch {
    return false;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
