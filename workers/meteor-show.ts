/** A show with the clock, the engines and the renderers of the thread it is made on. */
import { gpuName } from '../web/engine/gpu.js';
import { createPipeline, keepEngines } from '../web/kernels/meteor.js';
import type { FromShow } from '../web/meteor/shared/messages.js';
import { loadRequests } from '../web/meteor/worker/late-requests.js';
import { MeteorShow } from '../web/meteor/worker/show.js';
import { createMeteorRenderer, keepRenderers } from '../web/renderers/meteor/create-renderer.js';

/** Loads what a show may need later, but for its engines. */
export const keepParts = (): Promise<unknown> => Promise.allSettled([keepRenderers(), loadRequests()]);

/** Milliseconds between frames where the browser has no frames for workers. */
const FRAME_MS = 16;
/** Milliseconds after which a frame that does not come is one that never will: a hidden page has none, though its shower may be in a pop-up. */
const LATE_FRAME_MS = 250;

export function makeShow(post: (message: FromShow, transfer?: Transferable[]) => void): MeteorShow {
  const hasFrames = typeof requestAnimationFrame === 'function';
  const wait = hasFrames ? LATE_FRAME_MS : FRAME_MS;
  // One frame is waited for at a time; each takes the same function, so that none allocates another.
  let action = (): void => {};
  let frame = 0;
  let timer = 0;
  const cancelFrame = (): void => {
    clearTimeout(timer);
    if (hasFrames) cancelAnimationFrame(frame);
  };
  const act = (): void => {
    cancelFrame();
    action();
  };
  return new MeteorShow({
    post,
    requestFrame: (next) => {
      action = next;
      timer = Number(setTimeout(act, wait));
      if (hasFrames) frame = requestAnimationFrame(act);
      return timer;
    },
    cancelFrame,
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
