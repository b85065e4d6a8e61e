/** Chooses a renderer by name or by what the machine can do. */
import { whyNoWebgl2 } from '../../engine/gpu.js';
import type { ContextWatcher, RendererChoice } from '../../engine/renderer-names.js';
import { Canvas2dRenderer } from './canvas2d.js';
import type { LifeRenderer } from './renderer.js';
import { Webgl2Renderer } from './webgl2.js';

/**
 * Makes a renderer for a canvas that has no context yet.
 *
 * `auto` takes WebGL2 where a GPU does it, else Canvas2D; the renderer's `reason` says why.
 * @throws Error when the named renderer can't run here
 */
export function createRenderer(
  canvas: HTMLCanvasElement | OffscreenCanvas,
  options: { readonly renderer?: RendererChoice } & ContextWatcher = {},
): LifeRenderer {
  const choice = options.renderer ?? 'auto';
  if (choice === 'webgl2') return new Webgl2Renderer(canvas, 'it was asked for', options);
  if (choice === 'canvas2d') return new Canvas2dRenderer(canvas, 'it was asked for');
  const reason = whyNoWebgl2();
  if (reason !== null) return new Canvas2dRenderer(canvas, reason);
  return new Webgl2Renderer(canvas, 'a GPU does WebGL2 here', options);
}
