/**
 * A thread of the engine's pool, in a browser and in Node: it is given a place, and serves.
 */
import { type FromPlace, holdLock, type PlaceStart, servePlace } from '../web/engine/pool-place.js';

/** What is used of the worker's scope; Node's parent port has the same two functions. */
interface Port {
  onmessage: ((event: { data: PlaceStart }) => void) | null;
  postMessage(message: FromPlace): void;
}

const inNode = typeof globalThis.postMessage !== 'function';
// A bundler must not look for Node's module.
const nodeModule = 'node:worker_threads';
const port: Port = inNode ? await fromNode() : (globalThis as unknown as Port);

async function fromNode(): Promise<Port> {
  const { parentPort } = (await import(/* @vite-ignore */ nodeModule)) as {
    parentPort: { postMessage(message: FromPlace): void; on(event: 'message', listener: (data: PlaceStart) => void): void };
  };
  const adapted: Port = { onmessage: null, postMessage: (message) => parentPort.postMessage(message) };
  parentPort.on('message', (data) => adapted.onmessage?.({ data }));
  return adapted;
}

port.onmessage = async ({ data }) => {
  await holdLock(data.lock);
  servePlace(data, (message) => port.postMessage(message));
};
