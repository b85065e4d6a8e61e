/** A scene's director with the clock, the engines and the renderers of the thread it is made on. */
import { realTimers } from '../engine/deadline.js';
import { pictureFrames } from '../engine/picture-frames.js';
import { createSceneRenderer } from '../renderers/scene/create-renderer.js';
import type { FromShow } from '../scene/shared/messages.js';
import { SceneDirector } from '../scene/worker/director.js';
import { createSceneKernel } from './scene.js';

export function makeDirector(post: (message: FromShow, transfer?: Transferable[]) => void): SceneDirector {
  return new SceneDirector({
    post,
    ...pictureFrames(),
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
