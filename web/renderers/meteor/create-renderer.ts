/** Chooses a shower's renderer by name or by what the machine can do. */
import { whyNoWebgl2 } from '../../engine/gpu.js';
import type { ContextWatcher, RendererChoice } from '../renderer.js';
import { MeteorCanvas2d } from './canvas2d.js';
import type { MeteorRenderer } from './renderer.js';
import { MeteorWebgl2 } from './webgl2.js';

/**
 * Makes a renderer for a canvas that has no context yet.
 *
 * `auto` takes WebGL2 where a GPU does it, else Canvas2D; the renderer's `reason` says why.
 * @throws Error when the named renderer can't run here
 */
export function createMeteorRenderer(
  canvas: HTMLCanvasElement | OffscreenCanvas,
  options: { readonly renderer?: RendererChoice } & ContextWatcher = {},
): MeteorRenderer {
  const choice = options.renderer ?? 'auto';
  if (choice === 'webgl2') return new MeteorWebgl2(canvas, 'it was asked for', options);
  if (choice === 'canvas2d') return new MeteorCanvas2d(canvas, 'it was asked for');
  const reason = whyNoWebgl2();
  if (reason !== null) return new MeteorCanvas2d(canvas, reason);
  return new MeteorWebgl2(canvas, 'a GPU does WebGL2 here', options);
}
