/** A show with the clock, the engines and the renderers of the thread it is made on. */
import { gpuName } from '../web/engine/gpu.js';
import { pictureFrames } from '../web/engine/picture-frames.js';
import { createPipeline, keepEngines } from '../web/kernels/meteor.js';
import type { FromShow } from '../web/meteor/shared/messages.js';
import { loadRequests } from '../web/meteor/worker/late-requests.js';
import { MeteorShow } from '../web/meteor/worker/show.js';
import { createMeteorRenderer, keepRenderers } from '../web/renderers/meteor/create-renderer.js';

/** Loads what a show may need later, but for its engines. */
export const keepParts = (): Promise<unknown> => Promise.allSettled([keepRenderers(), loadRequests()]);

export function makeShow(post: (message: FromShow, transfer?: Transferable[]) => void): MeteorShow {
  return new MeteorShow({
    post,
    ...pictureFrames(),
    now: () => performance.now(),
    gpuName,
    createPipeline,
    createRenderer: createMeteorRenderer,
    keep: async (wish, sparing) => {
      const engines = keepEngines(wish, sparing);
      if (!sparing) await keepParts();
      return await engines;
    },
  });
}
