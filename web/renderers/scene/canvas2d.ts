/** A scene without a GPU: its picture is made on the CPU and put on a 2D canvas as one image. */
import type { SceneViews } from '../../scene/shared/kernel.js';
import type { SceneRenderer } from '../../scene/shared/renderer.js';
import { CanvasBuffer } from '../common/buffer-size.js';
import { deviceSize } from '../common/device-size.js';
import { canvasBlob } from './canvas-blob.js';
import { CpuPicture } from './canvas2d-picture.js';
import { texelLevels } from './canvas2d-texels.js';

type Canvas = HTMLCanvasElement | OffscreenCanvas;
type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export class SceneCanvas2d implements SceneRenderer {
  readonly name = 'canvas2d';
  readonly lost = false;
  readonly reason: string;
  readonly #canvas: Canvas;
  readonly #buffer: CanvasBuffer;
  readonly #context: Context;
  readonly #picture = new CpuPicture();
  #image: ImageData | null = null;
  #words = new Uint32Array(0);
  /** What the canvas would show, and what of it is drawn. */
  #wanted = { width: 1, height: 1, ratio: 1 };
  #size = { width: 1, height: 1, ratio: 1 };
  #isEmpty = true;
  /** Something changed that draw lists know nothing of. */
  #isStale = true;

  /** @throws Error when the canvas gives no 2D context */
  constructor(canvas: Canvas, reason: string) {
    const context = canvas.getContext('2d', { willReadFrequently: true }) as Context | null;
    if (context === null) throw new Error('this canvas gives no 2D context: it has one of another kind, or there is none here');
    this.#canvas = canvas;
    this.#buffer = new CanvasBuffer(canvas);
    this.#context = context;
    this.reason = reason;
  }

  resize(cssWidth: number, cssHeight: number, devicePixelRatio: number): void {
    this.#wanted = deviceSize(cssWidth, cssHeight, devicePixelRatio);
    this.#isEmpty = !(cssWidth > 0 && cssHeight > 0);
    this.#image = null;
    this.#isStale = true;
  }

  setTexture(texture: number, picture: ImageBitmap | null): void {
    if (picture === null) this.#picture.textures.delete(texture);
    else this.#picture.textures.set(texture, texelLevels(picture));
    this.#isStale = true;
  }

  draw(views: SceneViews, dirty: number): void {
    if (this.#isEmpty || (dirty === 0 && !this.#isStale)) return;
    this.#isStale = false;
    const image = this.#fitImage();
    const { width, height, ratio } = this.#size;
    this.#picture.draw(views, this.#words, width, height, ratio);
    this.#context.putImageData(image, 0, 0);
  }

  async toBlob(): Promise<Blob> {
    if (this.#image === null) throw new Error('there is no picture yet');
    return await canvasBlob(this.#canvas);
  }

  destroy(): void {
    this.#canvas.width = 1;
    this.#canvas.height = 1;
    this.#image = null;
    this.#words = new Uint32Array(0);
    this.#picture.clear();
  }

  #fitImage(): ImageData {
    if (this.#image !== null) return this.#image;
    this.#size = this.#buffer.fit2d(this.#wanted);
    const { width, height } = this.#size;
    const image = new ImageData(width, height);
    this.#words = new Uint32Array(image.data.buffer);
    this.#image = image;
    return image;
  }
}
