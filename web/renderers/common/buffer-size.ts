/**
 * How many device pixels a canvas gets: as many as it would show, but no more than what draws on it can give.
 * Browsers give a GPU's canvas fewer pixels than it was set to without a word, and a 2D canvas that is too large
 * never paints; so the buffer is made smaller here, the picture with it, and CSS scales it up.
 */
import { log } from '../../engine/log.js';

/** Device pixels of a canvas, and how many of them there are to a CSS pixel. */
export interface BufferSize {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** What a canvas may have at most. */
export interface BufferLimits {
  /** Device pixels along one side. */
  readonly side: number;
  /** Device pixels in all. */
  readonly area: number;
}

/**
 * A 2D canvas: what the smallest of the browsers paints, those of phones (Safari: 4096 x 4096). It is memory of the CPU, 4 bytes
 * a pixel, several times over; more of it blocks the thread for seconds.
 */
export const CANVAS2D_LIMITS: BufferLimits = { side: 16_384, area: 4096 * 4096 };
/** Device pixels that Chromium gives a GPU's canvas at most, whatever the GPU could do. */
const GPU_AREA = 5760 * 5760;

/** The size that is wanted, or the largest of the same shape within the limits. */
export function fittedSize(wanted: BufferSize, { side, area }: BufferLimits): BufferSize {
  const { width, height, ratio } = wanted;
  const share = Math.min(1, side / width, side / height, Math.sqrt(area / (width * height)));
  if (share === 1) return wanted;
  const shrunk = (length: number): number => Math.max(1, Math.floor(length * share));
  return { width: shrunk(width), height: shrunk(height), ratio: ratio * share };
}

/** Gives a canvas its pixels, and tells once when they are fewer than it would show. */
export class CanvasBuffer {
  readonly #canvas: HTMLCanvasElement | OffscreenCanvas;
  #told = false;

  constructor(canvas: HTMLCanvasElement | OffscreenCanvas) {
    this.#canvas = canvas;
  }

  /** For a 2D context. */
  fit2d(wanted: BufferSize): BufferSize {
    return this.#tellScaling(wanted, this.#set(fittedSize(wanted, CANVAS2D_LIMITS)));
  }

  /** For a GPU's context, which may give fewer pixels than its limits say. */
  fitGpu(wanted: BufferSize, gl: WebGL2RenderingContext): BufferSize {
    const [across = 0, down = 0] = (gl.getParameter(gl.MAX_VIEWPORT_DIMS) ?? []) as ArrayLike<number> & Iterable<number>;
    const side = Math.min(across, down, gl.getParameter(gl.MAX_RENDERBUFFER_SIZE), gl.getParameter(gl.MAX_TEXTURE_SIZE));
    // A context that was just lost says 0 of everything; the next picture is drawn on another one.
    const size = this.#set(fittedSize(wanted, { side: side > 0 ? side : CANVAS2D_LIMITS.side, area: GPU_AREA }));
    const { drawingBufferWidth: width, drawingBufferHeight: height } = gl;
    if (width === 0 || height === 0 || (width === size.width && height === size.height)) return this.#tellScaling(wanted, size);
    const ratio = wanted.ratio * Math.min(width / wanted.width, height / wanted.height);
    return this.#tellScaling(wanted, this.#set({ width, height, ratio }));
  }

  #set(size: BufferSize): BufferSize {
    // Setting a side empties a canvas, and makes its memory anew.
    if (this.#canvas.width !== size.width) this.#canvas.width = size.width;
    if (this.#canvas.height !== size.height) this.#canvas.height = size.height;
    return size;
  }

  #tellScaling(wanted: BufferSize, given: BufferSize): BufferSize {
    if (this.#told || given === wanted || (given.width === wanted.width && given.height === wanted.height)) return given;
    this.#told = true;
    log(
      'warn',
      `skyflock: a picture of ${wanted.width} x ${wanted.height} device pixels is more than can be drawn here; it has ${given.width} x ${given.height} and is scaled up. To have it sharp, make the element smaller: behind a long page, position: fixed with inset: 0.`,
    );
    return given;
  }
}
