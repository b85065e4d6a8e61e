/**
 * A thread of the engine's pool, in a browser and in Node: it says that it is there, is given a place, and serves.
 */
import { type FromPlace, type PlaceStart, servePlace } from '../web/engine/pool-place.js';
import { threadScope } from '../web/engine/thread-scope.js';

export function servePool(): void {
  const scope = threadScope<PlaceStart, FromPlace>();
  scope.onmessage = ({ data }) => servePlace(data, (message) => scope.postMessage(message));
  scope.postMessage({ type: 'here' });
}
