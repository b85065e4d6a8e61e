/** Chooses a scene's renderer by name or by what the machine can do. */
import { loadLater, START_DEADLINE_MS } from '../../engine/deadline.js';
import { whyNoWebgl2 } from '../../engine/gpu.js';
import type { ContextWatcher, RendererChoice } from '../../engine/renderer-names.js';
import type { SceneRenderer } from '../../scene/shared/renderer.js';

const canvas2d = async (): Promise<typeof import('./canvas2d.js').SceneCanvas2d> => {
  const { SceneCanvas2d } = await import('./canvas2d.js');
  return SceneCanvas2d;
};
const webgl2 = async (): Promise<typeof import('./webgl2.js').SceneWebgl2> => {
  const { SceneWebgl2 } = await import('./webgl2.js');
  return SceneWebgl2;
};

/**
 * Makes a renderer for a canvas that has no context yet.
 *
 * `auto` takes WebGL2 where a GPU does it, else Canvas2D; the renderer's `reason` says why.
 * @throws Error when the named renderer can't run here
 */
export async function createSceneRenderer(
  canvas: HTMLCanvasElement | OffscreenCanvas,
  options: { readonly renderer?: RendererChoice } & ContextWatcher = {},
): Promise<SceneRenderer> {
  const choice = options.renderer ?? 'auto';
  const refused = choice === 'auto' ? whyNoWebgl2() : null;
  const late = (): Error => new Error(`the renderer's script did not come within ${START_DEADLINE_MS} ms`);
  // A page loads the one that draws, and not the other.
  if (choice === 'canvas2d' || refused !== null) {
    const SceneCanvas2d = await loadLater(canvas2d, late);
    return new SceneCanvas2d(canvas, refused ?? 'it was asked for');
  }
  const SceneWebgl2 = await loadLater(webgl2, late);
  return new SceneWebgl2(canvas, choice === 'auto' ? 'a GPU does WebGL2 here' : 'it was asked for', options);
}

/** Loads every renderer; one that is missing is left out. */
export async function keepSceneRenderers(): Promise<void> {
  await Promise.allSettled([canvas2d(), webgl2()]);
}
