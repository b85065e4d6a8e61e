/** Chooses a renderer by name or by what the machine can do. */
import { Canvas2dRenderer } from './canvas2d.js';
import type { ContextWatcher, LifeRenderer, RendererChoice } from './renderer.js';
import { Webgl2Renderer } from './webgl2.js';

/** Words in a GPU's name that say that the CPU does its work. */
const SOFTWARE_GL = /SwiftShader|llvmpipe|softpipe|Basic Render|Software/i;

/** Why WebGL2 is no good here, or null; a canvas of its own is tried, since a canvas has one kind of context for good. */
export function whyNoWebgl2(): string | null {
  const canvas = typeof OffscreenCanvas === 'function' ? new OffscreenCanvas(1, 1) : document.createElement('canvas');
  const gl = canvas.getContext('webgl2') as WebGL2RenderingContext | null;
  if (gl === null) return 'WebGL2 is missing or switched off';
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const gpu = String(gl.getParameter(info === null ? gl.RENDERER : info.UNMASKED_RENDERER_WEBGL));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return isSoftwareGl(gpu) ? `WebGL2 runs in software here (${gpu})` : null;
}

/** Whether a GPU's name is that of a program. */
export function isSoftwareGl(gpu: string): boolean {
  return SOFTWARE_GL.test(gpu);
}

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
