/** A show with the clock, the engines and the renderers of the thread it is made on. */
import { gpuName } from '../web/engine/gpu.js';
import { createPipeline, keepEngines } from '../web/kernels/meteor.js';
import type { FromShow } from '../web/meteor/shared/messages.js';
import { loadRequests, MeteorShow } from '../web/meteor/worker/show.js';
import { createMeteorRenderer, keepRenderers } from '../web/renderers/meteor/create-renderer.js';

/** Loads what a show may need later, but for its engines. */
export const keepParts = (): Promise<unknown> => Promise.allSettled([keepRenderers(), loadRequests()]);

/** Milliseconds between frames where the browser has no frames for workers. */
const FRAME_MS = 16;

export function makeShow(post: (message: FromShow, transfer?: Transferable[]) => void): MeteorShow {
  const hasFrames = typeof requestAnimationFrame === 'function';
  return new MeteorShow({
    post,
    requestFrame: (action) => (hasFrames ? requestAnimationFrame(action) : Number(setTimeout(action, FRAME_MS))),
    cancelFrame: (handle) => (hasFrames ? cancelAnimationFrame(handle) : clearTimeout(handle)),
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
