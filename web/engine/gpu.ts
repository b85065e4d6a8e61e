/** What the GPU is, and whether it is one. */

/** Words in a GPU's name that say that the CPU does its work. */
const SOFTWARE_GL = /SwiftShader|llvmpipe|softpipe|Basic Render|Software/i;

/** Whether a GPU's name is that of a program. */
export function isSoftwareGl(gpu: string): boolean {
  return SOFTWARE_GL.test(gpu);
}

const isPage = typeof document === 'object';
let known: string | null = null;

/**
 * The GPU's name, or null without WebGL2. A canvas of its own is tried, since a canvas has one kind of context for good, and of
 * the kind that is drawn on: WebKitGTK has WebGL2 for a page's canvases, and none for those that workers have.
 */
export function gpuName(): string | null {
  // Making a context takes long, and a GPU does not change.
  known ??= askForName();
  return known;
}

function askForName(): string | null {
  const canvas = isPage ? document.createElement('canvas') : new OffscreenCanvas(1, 1);
  const gl = canvas.getContext('webgl2') as WebGL2RenderingContext | null;
  if (gl === null) return null;
  const info = gl.getExtension('WEBGL_debug_renderer_info');
  const name = String(gl.getParameter(info === null ? gl.RENDERER : info.UNMASKED_RENDERER_WEBGL));
  gl.getExtension('WEBGL_lose_context')?.loseContext();
  return name;
}

/** Why WebGL2 is no good with this GPU, or null. */
export function whyNoWebgl2(gpu: string | null = gpuName()): string | null {
  if (gpu === null) return `WebGL2 is missing or switched off ${isPage ? 'here' : 'in workers'}`;
  return isSoftwareGl(gpu) ? `WebGL2 runs in software here (${gpu})` : null;
}
