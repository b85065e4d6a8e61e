/**
 * A worker of tier `js-workers`, in a browser and in Node: it hears the coordinator, and runs its part
 * of every tick.
 */
import { threadScope } from '../web/engine/thread-scope.js';
import type { FromSimWorker, ToSimWorker } from '../web/fallback/life/workers/exchange/messages.js';
import { LifeWorker } from '../web/fallback/life/workers/sim-worker.js';

export function serveSimulation(): void {
  const scope = threadScope<ToSimWorker, FromSimWorker>();
  const worker = new LifeWorker((message, transfer) => scope.postMessage(message, transfer));
  scope.onmessage = ({ data }) => worker.receive(data);
  scope.onmessageerror = () => {
    throw new Error('a message of the coordinator could not be read');
  };
  // It is there: what is asked of it may come.
  scope.postMessage({ type: 'alive' });
}
