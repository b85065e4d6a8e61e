/** Starts threads on pages and in Node, Deno and Bun, where there may be no `Worker`. */
import { describe } from './describe.js';
import { NODE_THREAD, type NodeWorker, nodeModule } from './runtime.js';
import { making, startPageThread } from './start-thread.js';

/** Whether threads can be started here. */
export function hasThreads(): boolean {
  return typeof Worker === 'function' || nodeModule('node:worker_threads') !== undefined;
}

/**
 * Calls `make`, which calls `new Worker` with an address to the letter, and gives what it started.
 *
 * @throws whatever keeps a thread from being started
 */
export function startThread(make: () => Worker): Worker {
  if (typeof Worker !== 'function' && nodeModule('node:worker_threads') !== undefined) return making(NodeThread, make);
  return startPageThread(make);
}

/** A thread of Node's behind the interface of a `Worker`. */
class NodeThread {
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onmessageerror: (() => void) | null = null;
  onerror: ((event: { readonly message: string }) => void) | null = null;
  readonly #thread: NodeWorker;
  #hasEnded = false;

  constructor(script: URL) {
    const threads = nodeModule('node:worker_threads');
    if (threads === undefined) throw new Error('there is no node:worker_threads');
    // What Node itself was started with, as --input-type, may be nothing for the script of a thread.
    this.#thread = new threads.Worker(script, { workerData: NODE_THREAD, execArgv: [] });
    this.#thread.on('message', (data) => this.onmessage?.({ data }));
    this.#thread.on('messageerror', () => this.onmessageerror?.());
    this.#thread.on('error', (error) => this.#end(describe(error)));
    this.#thread.on('exit', (code) => this.#end(`its thread ended with code ${code}`));
  }

  postMessage(message: unknown, transfer: readonly Transferable[] = []): void {
    this.#thread.postMessage(message, transfer);
  }

  async terminate(): Promise<void> {
    this.#hasEnded = true;
    await this.#thread.terminate();
  }

  #end(message: string): void {
    if (!this.#hasEnded) this.onerror?.({ message });
    this.#hasEnded = true;
  }
}
