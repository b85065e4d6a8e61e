/**
 * The picture of a scene: a canvas, its renderer, and the textures' pictures. A lost GPU context that does not come back asks for
 * another canvas, since one keeps its kind of context.
 */
import { realTimers, type Timers } from '../../engine/deadline.js';
import { describe } from '../../engine/describe.js';
import { errorToData } from '../../engine/error-to-data.js';
import type { ContextWatcher, RendererChoice } from '../../engine/renderer-names.js';
import { DIRTY_ALL } from '../../generated/scene-layout.js';
import { SceneFaultError } from '../shared/errors.js';
import type { SceneViews } from '../shared/kernel.js';
import type { FromShow, SceneCanvas, SceneSize } from '../shared/messages.js';
import type { SceneRenderer } from '../shared/renderer.js';

/** Milliseconds a lost GPU context has to come back. */
export const RESTORE_DEADLINE_MS = 4000;

export type MakeSceneRenderer = (
  canvas: SceneCanvas,
  options: { readonly renderer: RendererChoice } & ContextWatcher,
) => Promise<SceneRenderer>;

export interface PictureHost {
  readonly createRenderer: MakeSceneRenderer;
  post(message: FromShow): void;
  /** There is something to draw again. */
  onStale(): void;
  readonly timers?: Timers;
}

/** Pictures in a row that a renderer fails to draw before another one is tried. */
export const MOST_FAILURES = 3;
/** Milliseconds between two tellings of a renderer that fails. */
const STORM_MS = 1000;

type Pictures = Map<number, ImageBitmap>;

export class ScenePicture {
  readonly #host: PictureHost;
  readonly #timers: Timers;
  #renderer: SceneRenderer | null = null;
  #canvas: SceneCanvas | null = null;
  #size: SceneSize = { width: 0, height: 0, ratio: 1 };
  #pictures: Pictures = new Map();
  /** Those of a script whose first update is not published yet: the last picture stands till then. */
  #next: Pictures | null = null;
  #dirty = DIRTY_ALL;
  #drawn = false;
  #restoreTimer: unknown;
  /** Pictures in a row that failed, those since the last telling, and when that was. */
  #failures = 0;
  #untold = 0;
  #toldAt = Number.NEGATIVE_INFINITY;

  constructor(host: PictureHost) {
    this.#host = host;
    this.#timers = host.timers ?? realTimers;
  }

  get renderer(): SceneRenderer | null {
    return this.#renderer;
  }

  get size(): SceneSize {
    return this.#size;
  }
  set size(size: SceneSize) {
    this.#size = size;
    this.#fit();
  }

  /** Draws on another canvas from now on, once its renderer is there. */
  async takeCanvas(canvas: SceneCanvas, choice: RendererChoice): Promise<void> {
    this.#timers.clear(this.#restoreTimer);
    this.#renderer?.destroy();
    this.#renderer = null;
    this.#canvas = canvas;
    try {
      this.#host.post({ type: 'busy' });
      const made = await this.#host.createRenderer(canvas, { renderer: choice, onLost: this.#onLost, onRestored: this.#onRestored });
      // Another canvas came meanwhile, or the end.
      if (this.#canvas !== canvas) {
        made.destroy();
        return;
      }
      this.#renderer = made;
    } catch (error) {
      if (this.#canvas !== canvas) return;
      const reason = `renderer '${choice}' can't run here: ${describe(error)}`;
      if (choice === 'canvas2d') this.#host.post({ type: 'fault', reason });
      else this.#host.post({ type: 'wantcanvas', renderer: 'canvas2d', reason });
      return;
    }
    this.#drawn = false;
    this.#failures = 0;
    this.#fit();
    for (const [texture, picture] of this.#pictures) this.#renderer.setTexture(texture, picture);
    const { name: renderer, reason } = this.#renderer;
    this.#host.post({ type: 'renderer', renderer, reason });
    this.#host.onStale();
  }

  /** Another script's textures come from now on; those there are stay until `showScene`. */
  beginScene(): void {
    for (const picture of this.#next?.values() ?? []) picture.close();
    this.#next = new Map();
  }

  /** The scene of that script is there. */
  showScene(): void {
    const next = this.#next;
    if (next === null) return;
    this.#next = null;
    const before = this.#pictures;
    this.#pictures = next;
    for (const [texture, picture] of before) {
      if (!next.has(texture)) this.#renderer?.setTexture(texture, null);
      picture.close();
    }
    for (const [texture, picture] of next) this.#renderer?.setTexture(texture, picture);
  }

  /** Gives a texture its picture, or takes it away. */
  setTexture(texture: number, picture: ImageBitmap | null): void {
    const pictures = this.#next ?? this.#pictures;
    if (this.#next === null) this.#renderer?.setTexture(texture, picture);
    pictures.get(texture)?.close();
    if (picture === null) pictures.delete(texture);
    else pictures.set(texture, picture);
    this.#host.onStale();
  }

  /** So much has changed: dirty flags. */
  note(dirty: number): void {
    this.#dirty |= dirty;
  }

  /** Draws what has changed since the last time. */
  draw(views: SceneViews): void {
    const renderer = this.#renderer;
    if (renderer === null || renderer.lost || !(this.#size.width > 0 && this.#size.height > 0)) return;
    // The first one makes what the others use: on a GPU its programs.
    if (!this.#drawn && this.#failures === 0) this.#host.post({ type: 'busy' });
    try {
      renderer.draw(views, this.#dirty);
    } catch (error) {
      this.#fail(renderer, error);
      return;
    }
    this.#failures = 0;
    this.#dirty = 0;
    if (this.#drawn) return;
    this.#drawn = true;
    this.#host.post({ type: 'drawn' });
  }

  /**
   * A picture failed: the last one stands, and the next is tried as a whole. A renderer that fails again and again makes way for the
   * plainest; that one is tried for good, since nothing else is left.
   */
  #fail(renderer: SceneRenderer, error: unknown): void {
    this.#dirty = DIRTY_ALL;
    this.#failures += 1;
    this.#untold += 1;
    const reason = describe(error);
    const now = this.#timers.now();
    if (now - this.#toldAt >= STORM_MS) {
      const fault = new SceneFaultError(`renderer '${renderer.name}' failed`, reason, 'The last picture stands, and the next is tried');
      this.#host.post({ type: 'error', error: errorToData(fault), times: this.#untold });
      this.#toldAt = now;
      this.#untold = 0;
    }
    if (renderer.name === 'canvas2d' || this.#failures !== MOST_FAILURES) return;
    const told = `renderer '${renderer.name}' failed ${MOST_FAILURES} times in a row: ${reason}`;
    this.#host.post({ type: 'wantcanvas', renderer: 'canvas2d', reason: told });
  }

  /** @throws Error when there is no picture, or the browser makes no PNG of it */
  async toPng(): Promise<Blob> {
    if (this.#renderer === null) throw new Error('nothing draws yet: wait for the ready event');
    return await this.#renderer.toBlob();
  }

  destroy(): void {
    this.#timers.clear(this.#restoreTimer);
    this.#renderer?.destroy();
    this.#renderer = null;
    this.#canvas = null;
    for (const picture of [...this.#pictures.values(), ...(this.#next?.values() ?? [])]) picture.close();
    this.#pictures.clear();
    this.#next = null;
  }

  #fit(): void {
    const { width, height, ratio } = this.#size;
    this.#renderer?.resize(width, height, ratio);
    // The canvas is empty now.
    this.#dirty = DIRTY_ALL;
  }

  readonly #onLost = (): void => {
    this.#host.post({ type: 'context', lost: true });
    this.#restoreTimer = this.#timers.set(() => {
      const reason = `the GPU context was lost and not restored within ${RESTORE_DEADLINE_MS} ms`;
      this.#host.post({ type: 'wantcanvas', renderer: 'canvas2d', reason });
    }, RESTORE_DEADLINE_MS);
  };

  readonly #onRestored = (): void => {
    this.#timers.clear(this.#restoreTimer);
    this.#dirty = DIRTY_ALL;
    this.#host.post({ type: 'context', lost: false });
    this.#host.onStale();
  };
}
