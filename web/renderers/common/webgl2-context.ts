/** A canvas's WebGL2 context and what is kept on the GPU for it: made anew when the browser took the context and gave it back. */
import type { ContextWatcher } from '../../engine/renderer-names.js';

/** How the things on the GPU are made, and dropped. */
export interface GpuMaker<Resources> {
  make(gl: WebGL2RenderingContext): Resources;
  drop(gl: WebGL2RenderingContext, resources: Resources): void;
}

export class WatchedContext<Resources> {
  readonly gl: WebGL2RenderingContext;
  readonly #canvas: HTMLCanvasElement | OffscreenCanvas;
  readonly #maker: GpuMaker<Resources>;
  readonly #watcher: ContextWatcher;
  #resources: Resources | null;
  #lost = false;

  /**
   * @param watcher told of a loss, and of what was lost being there again, empty
   * @throws Error when the canvas gives no WebGL2 context, or a shader does not compile
   */
  constructor(
    canvas: HTMLCanvasElement | OffscreenCanvas,
    attributes: WebGLContextAttributes,
    maker: GpuMaker<Resources>,
    watcher: ContextWatcher,
  ) {
    const gl = canvas.getContext('webgl2', { antialias: false, depth: false, ...attributes }) as WebGL2RenderingContext | null;
    if (gl === null) throw new Error('this canvas gives no WebGL2 context');
    this.gl = gl;
    this.#canvas = canvas;
    this.#maker = maker;
    this.#watcher = watcher;
    this.#resources = maker.make(gl);
    canvas.addEventListener('webglcontextlost', this.#onLost);
    canvas.addEventListener('webglcontextrestored', this.#onRestored);
  }

  get lost(): boolean {
    return this.#lost;
  }

  /** What to draw with, or null while nothing can be drawn. */
  get resources(): Resources | null {
    return this.#lost ? null : this.#resources;
  }

  destroy(): void {
    this.#canvas.removeEventListener('webglcontextlost', this.#onLost);
    this.#canvas.removeEventListener('webglcontextrestored', this.#onRestored);
    if (this.#resources !== null) this.#maker.drop(this.gl, this.#resources);
    this.#resources = null;
    // A browser keeps 16 contexts at most and drops the oldest: this one is given back at once.
    this.gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  readonly #onLost = (event: Event): void => {
    // Without this the browser never restores the context.
    event.preventDefault();
    this.#lost = true;
    this.#watcher.onLost?.();
  };

  readonly #onRestored = (): void => {
    this.#resources = this.#maker.make(this.gl);
    this.#lost = false;
    this.#watcher.onRestored?.();
  };
}
