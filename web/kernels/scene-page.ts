/** A scene's director with the clock, the engines and the renderers of the thread it is made on. */
import { realTimers } from '../engine/deadline.js';
import { createSceneRenderer } from '../renderers/scene/create-renderer.js';
import type { FromShow } from '../scene/shared/messages.js';
import { SceneDirector } from '../scene/worker/director.js';
import { createSceneKernel } from './scene.js';

/** Milliseconds between pictures where the browser has no frames for workers. */
const FRAME_MS = 16;
/** Milliseconds after which a frame that does not come is one that never will: a hidden page has none. */
const LATE_FRAME_MS = 250;

export function makeDirector(post: (message: FromShow, transfer?: Transferable[]) => void): SceneDirector {
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
  return new SceneDirector({
    post,
    requestFrame: (next) => {
      action = next;
      timer = Number(setTimeout(act, wait));
      if (hasFrames) frame = requestAnimationFrame(act);
      return timer;
    },
    cancelFrame,
    now: () => performance.now(),
    timers: realTimers,
    createKernel: ({ tier, options, wasm }) =>
      createSceneKernel({
        tier,
        options,
        ...(typeof wasm === 'string' ? { wasmUrl: wasm } : wasm === null ? {} : { wasmBinary: wasm }),
      }),
    createRenderer: createSceneRenderer,
  });
}
