/**
 * The moving picture in an element: canvas, renderer and the loop that draws.
 *
 * It draws only when something changed: a frame came, time between two ticks passes, or the view
 * moved. A lost GPU context that does not come back is replaced by a Canvas2D on a fresh canvas.
 */
import { describe } from '../../engine/describe.js';
import type { RendererChoice } from '../../engine/renderer-names.js';
import type { LifeFrame } from '../../life/shared/frame.js';
import { type Camera, fitCamera, type Size, wrapCamera } from '../../renderers/life/camera.js';
import { createRenderer } from '../../renderers/life/create-renderer.js';
import { type LifeRenderer, NO_OVERLAYS, type Overlays, tickProgress } from '../../renderers/life/renderer.js';
import { windowOf } from '../base/home.js';
import type { Part } from '../base/part.js';
import { emit } from './events.js';
import type { LifeHost } from './host.js';
import { PictureTimes, type PictureTiming } from './picture-timing.js';
import { report } from './report.js';
import type { Status } from './status.js';

/** Milliseconds a lost GPU context has to come back. */
export const RESTORE_DEADLINE_MS = 4000;
/** Something drawn over the picture, on a canvas of its own. */
export interface PictureLayer {
  readonly canvas: HTMLCanvasElement;
  /** Takes the newest frame; it is read until the next one is set. */
  setFrame(frame: LifeFrame): void;
  /**
   * Draws anew where anything changed.
   * @param ratio device pixels to a pixel of the view
   */
  draw(camera: Camera, world: Size, view: Size, ratio: number): void;
}

export class Picture implements Part {
  readonly #host: LifeHost;
  readonly #stage: HTMLElement;
  readonly #status: Status;
  #renderer: LifeRenderer | null = null;
  #canvas: HTMLCanvasElement | null = null;
  #drawn = false;
  #choice: RendererChoice = 'auto';
  #frame: LifeFrame | null = null;
  #world: Size = { width: 1024, height: 1024 };
  #view: Size = { width: 0, height: 0 };
  #camera: Camera = { x: 512, y: 512, zoom: 1 };
  #fitted = true;
  #overlays: Overlays = NO_OVERLAYS;
  #layer: PictureLayer | null = null;
  #hues: readonly number[] = [];
  #follows = false;
  #visible = true;
  #dirty = true;
  #request = 0;
  /** Whose frames are waited for: the element may be in a pop-up, and this page hidden. */
  #window: Window | null = null;
  #restoreTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #times = new PictureTimes();
  #ratio = 1;
  /** The renderer knows the size. */
  #isSized = false;

  /** @param stage holds the canvas and, over it, the layer's, and nothing else */
  constructor(host: LifeHost, stage: HTMLElement, status: Status) {
    this.#host = host;
    this.#stage = stage;
    this.#status = status;
  }

  get renderer(): LifeRenderer | null {
    return this.#renderer;
  }

  get frame(): LifeFrame | null {
    return this.#frame;
  }

  get camera(): Camera {
    return this.#camera;
  }

  set camera(camera: Camera) {
    this.#fitted = false;
    this.#moveTo(camera);
  }

  get view(): Size {
    return this.#view;
  }

  get world(): Size {
    return this.#world;
  }

  /** The camera keeps the selected animal in the middle. */
  get follows(): boolean {
    return this.#follows;
  }

  set follows(follows: boolean) {
    this.#follows = follows;
    this.touch();
  }

  get overlays(): Overlays {
    return this.#overlays;
  }

  set overlays(overlays: Overlays) {
    this.#overlays = overlays;
    this.#renderer?.setOverlays(overlays);
    this.touch();
  }

  /** What is drawn over the picture, or null. */
  get layer(): PictureLayer | null {
    return this.#layer;
  }

  set layer(layer: PictureLayer | null) {
    this.#layer?.canvas.remove();
    this.#layer = layer;
    if (layer !== null) this.#stage.append(layer.canvas);
    if (this.#frame !== null) layer?.setFrame(this.#frame);
    this.touch();
  }

  get timing(): PictureTiming {
    return this.#times.timing;
  }

  /** How long each of the last pictures took to draw. Unit: ms. */
  get drawLog(): readonly number[] {
    return this.#times.draws;
  }

  /** Chooses the renderer and makes a canvas for it. Where not even a 2D canvas draws, there is no picture until the next call. */
  start(choice: RendererChoice): void {
    this.#choice = choice;
    this.#replaceRenderer(choice);
  }

  /** Shows the whole world. */
  fit(): void {
    this.#fitted = true;
    this.#follows = false;
    this.#moveTo(fitCamera(this.#world, this.#view));
  }

  /** Shows a new world: its size and its tribes' hues. */
  setWorld(world: Size, hues: readonly number[]): void {
    const sameSize = world.width === this.#world.width && world.height === this.#world.height;
    this.#world = world;
    this.#hues = hues;
    this.#renderer?.setPalette(hues);
    if (!sameSize || this.#fitted) this.fit();
  }

  setFrame(frame: LifeFrame): void {
    this.#frame = frame;
    this.#renderer?.setFrame(frame);
    this.#layer?.setFrame(frame);
    this.touch();
  }

  /** Forgets the frame: its world is gone. The last picture stays until the next one. */
  clearFrame(): void {
    this.#frame = null;
  }

  /** @param ratio device pixels to each of these */
  resize(width: number, height: number, ratio: number): void {
    this.#view = { width, height };
    this.#ratio = ratio;
    this.#isSized = false;
    if (this.#fitted) this.fit();
    else this.#moveTo(this.#camera);
  }

  setVisible(visible: boolean): void {
    this.#visible = visible;
    if (visible) this.touch();
  }

  /** Something changed: draws at the next chance. */
  touch(): void {
    this.#dirty = true;
    if (this.#request !== 0 || !this.#visible || this.#renderer === null) return;
    this.#window = windowOf(this.#stage);
    this.#request = this.#window.requestAnimationFrame(this.#draw);
  }

  /** Draws now and gives the picture as a PNG. */
  async toPng(): Promise<Blob> {
    const picture = this.#canvas;
    if (picture === null || this.#frame === null) throw new Error('there is no picture yet');
    this.#renderer?.draw(performance.now());
    const canvas = this.#layer === null ? picture : this.#together(picture, this.#layer);
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob === null ? reject(new Error('the browser made no PNG of the canvas')) : resolve(blob)));
    });
  }

  /** The frames of the window before may never come again. */
  moved(): void {
    this.#cancel();
    this.touch();
  }

  disconnected(): void {
    clearTimeout(this.#restoreTimer);
    this.#cancel();
    this.#renderer?.destroy();
    this.#renderer = null;
    this.#canvas = null;
    this.#frame = null;
    this.#stage.classList.remove('drawn');
    this.#stage.replaceChildren();
  }

  #cancel(): void {
    if (this.#request !== 0) this.#window?.cancelAnimationFrame(this.#request);
    this.#request = 0;
  }

  /** Both canvases as one, before the browser may clear what the GPU has drawn. */
  #together(picture: HTMLCanvasElement, layer: PictureLayer): HTMLCanvasElement {
    layer.draw(this.#camera, this.#world, this.#view, this.#ratio);
    const canvas = document.createElement('canvas');
    canvas.width = picture.width;
    canvas.height = picture.height;
    const context = canvas.getContext('2d');
    context?.drawImage(picture, 0, 0);
    context?.drawImage(layer.canvas, 0, 0, canvas.width, canvas.height);
    return canvas;
  }

  #moveTo(camera: Camera): void {
    this.#camera = wrapCamera(camera, this.#world, this.#view);
    this.#renderer?.setCamera(this.#camera);
    this.touch();
  }

  #replaceRenderer(choice: RendererChoice): void {
    clearTimeout(this.#restoreTimer);
    this.#renderer?.destroy();
    this.#renderer = null;
    this.#canvas = null;
    const canvas = document.createElement('canvas');
    try {
      if (typeof requestAnimationFrame !== 'function') throw new Error('requestAnimationFrame is missing');
      this.#renderer = createRenderer(canvas, { renderer: choice, onLost: this.#onLost, onRestored: this.#onRestored });
    } catch (error) {
      const refusal = `renderer '${choice}' can't run here: ${describe(error)}`;
      if (choice === 'canvas2d') {
        this.#status.undrawn(new Error(refusal), () => this.start(this.#choice));
        return;
      }
      report(this.#host, new Error(`${refusal}; canvas2d draws instead`));
      this.#replaceRenderer('canvas2d');
      return;
    }
    this.#status.drawn();
    this.#isSized = false;
    this.#renderer.setPalette(this.#hues);
    this.#renderer.setOverlays(this.#overlays);
    this.#renderer.setCamera(this.#camera);
    if (this.#frame !== null) this.#renderer.setFrame(this.#frame);
    this.#canvas = canvas;
    this.#drawn = false;
    this.#stage.replaceChildren(canvas, ...(this.#layer === null ? [] : [this.#layer.canvas]));
    const { name, reason } = this.#renderer;
    emit(this.#host, 'rendererchange', { renderer: name, reason });
    this.touch();
  }

  readonly #onLost = (): void => {
    this.#restoreTimer = setTimeout(() => {
      const reason = `the GPU context was lost and not restored within ${RESTORE_DEADLINE_MS} ms`;
      report(this.#host, new Error(`${reason}; canvas2d draws instead`));
      this.#replaceRenderer('canvas2d');
    }, RESTORE_DEADLINE_MS);
  };

  readonly #onRestored = (): void => {
    clearTimeout(this.#restoreTimer);
    this.touch();
  };

  readonly #draw = (): void => {
    this.#request = 0;
    if (this.#visible) this.#drawNow();
  };

  /** Also what is off the screen is on the paper. */
  beforePrint(): void {
    this.#drawNow();
  }

  #drawNow(): void {
    const renderer = this.#renderer;
    const frame = this.#frame;
    if (renderer === null || frame === null || this.#view.width === 0 || this.#view.height === 0) return;
    const now = performance.now();
    if (!this.#isSized) {
      this.#isSized = true;
      renderer.resize(this.#view.width, this.#view.height, this.#ratio);
    }
    const progress = tickProgress(frame, now);
    if (this.#follows && frame.selected !== null) {
      const { x, y, dx, dy } = frame.selected;
      this.#fitted = false;
      this.#camera = wrapCamera({ ...this.#camera, x: x - dx * (1 - progress), y: y - dy * (1 - progress) }, this.#world, this.#view);
      renderer.setCamera(this.#camera);
    }
    this.#dirty = false;
    renderer.draw(now);
    this.#layer?.draw(this.#camera, this.#world, this.#view, this.#ratio);
    this.#times.add(now, performance.now() - now);
    if (!this.#drawn) {
      this.#drawn = true;
      // A page's own tools, and the benchmark, find here how long the first picture took.
      performance.mark('skyflock:first-frame');
      this.#stage.classList.add('drawn');
    }
    // Between two ticks everything moves, without a new frame.
    if (progress < 1 || this.#dirty) this.touch();
  }

  /** The renderer that was asked for. */
  get choice(): RendererChoice {
    return this.#choice;
  }
}
