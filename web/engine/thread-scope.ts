/** The scope of the thread that a script runs on, as web workers have it; in Node it is made from the parent port. */
import { NODE_THREAD, nodeModule } from './runtime.js';

/** What threads use of their scope. */
export interface ThreadScope<In, Out> {
  onmessage: ((event: { readonly data: In }) => void) | null;
  onmessageerror: (() => void) | null;
  postMessage(message: Out, transfer?: Transferable[]): void;
  /** Ends the thread. */
  close(): void;
}

export function threadScope<In, Out>(): ThreadScope<In, Out> {
  const threads = nodeModule('node:worker_threads');
  // Workers of Bun's and Deno's own have Node's modules, too, but not what is given to the threads that are started by them.
  if (threads?.workerData !== NODE_THREAD || !threads.parentPort) return globalThis as unknown as ThreadScope<In, Out>;
  const port = threads.parentPort;
  const scope: ThreadScope<In, Out> = {
    onmessage: null,
    onmessageerror: null,
    postMessage: (message, transfer) => port.postMessage(message, transfer),
    close: () => port.close(),
  };
  port.on('message', (data) => scope.onmessage?.({ data: data as In }));
  port.on('messageerror', () => scope.onmessageerror?.());
  return scope;
}
