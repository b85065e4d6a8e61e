/** How the showers of a page start their threads. */
import type { ShowThreads } from '../../meteor/page/show-port.js';

export const showThreads: ShowThreads = {
  kept: () => null,
  start: (url) =>
    url === null
      ? new Worker(new URL('../../../workers/meteor.worker.ts', import.meta.url), { type: 'module' })
      : new Worker(url as string, { type: 'module' }),
  page: () => import('../../../workers/meteor-show.js'),
};
