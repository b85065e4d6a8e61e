/**
 * A worker of tier `js-workers`, in a browser and in Node: it hears the coordinator, and runs its part
 * of every tick.
 */
import type { FromSimWorker, ToSimWorker } from '../web/fallback/exchange/messages.js';
import { LifeWorker } from '../web/fallback/life-worker.js';

/** What is used of the worker's scope; Node's parent port has the same function. */
interface Scope {
  onmessage: ((event: { data: ToSimWorker }) => void) | null;
  onmessageerror: (() => void) | null;
  postMessage(message: FromSimWorker, transfer: Transferable[]): void;
}

const inNode = typeof globalThis.postMessage !== 'function';
// A bundler must not look for Node's module.
const nodeModule = 'node:worker_threads';
const scope = (inNode ? (await import(/* @vite-ignore */ nodeModule)).parentPort : globalThis) as Scope;

const worker = new LifeWorker((message, transfer) => scope.postMessage(message, transfer));
scope.onmessage = ({ data }) => worker.receive(data);
scope.onmessageerror = () => {
  throw new Error('a message of the coordinator could not be read');
};
