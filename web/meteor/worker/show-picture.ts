/**
 * The picture of a show: a canvas, its renderer, and what has changed since the last picture. A lost
 * GPU context that does not come back asks for another canvas, since one keeps its kind of context.
 */
import { describe } from '../../engine/describe.js';
import type { ContextWatcher, RendererChoice } from '../../engine/renderer-names.js';
import { DIRTY_ALL, OPTIONS } from '../../generated/meteor-layout.js';
import type { MeteorRenderData } from '../shared/kernel.js';
import type { LookSheets } from '../shared/look-sheets.js';
import type { FromShow, ShowCanvas, ShowSize } from '../shared/messages.js';
import type { MeteorPalette } from '../shared/palette.js';
import type { MeteorRenderer } from '../shared/renderer.js';

/** Milliseconds a lost GPU context has to come back. */
export const RESTORE_DEADLINE_MS = 4000;

/** Most CSS pixels along a side of a sky. */
const LARGEST = Math.min(...OPTIONS.filter(({ name }) => name === 'width' || name === 'height').map(({ most }) => most));

export type MakeRenderer = (canvas: ShowCanvas, options: { readonly renderer: RendererChoice } & ContextWatcher) => Promise<MeteorRenderer>;

export interface PictureHost {
  post(message: FromShow): void;
  /** There is something to draw again. */
  onStale(): void;
}

export class ShowPicture {
  readonly #makeRenderer: MakeRenderer;
  readonly #host: PictureHost;
  #renderer: MeteorRenderer | null = null;
  #canvas: ShowCanvas | null = null;
  #size: ShowSize = { width: 0, height: 0, ratio: 1 };
  #palette: MeteorPalette | null = null;
  #looks: LookSheets | null = null;
  #regions = false;
  #dirty = DIRTY_ALL;
  #drawn = false;
  #restoreTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(makeRenderer: MakeRenderer, host: PictureHost) {
    this.#makeRenderer = makeRenderer;
    this.#host = host;
  }

  get renderer(): MeteorRenderer | null {
    return this.#renderer;
  }

  get size(): ShowSize {
    return this.#size;
  }

  /** Whether there is anything to draw on. */
  get isSized(): boolean {
    return this.#size.width > 0 && this.#size.height > 0;
  }

  set size({ width, height, ratio }: ShowSize) {
    // A sky that is larger than any the engine has is a smaller one, scaled up.
    const share = Math.min(1, LARGEST / width, LARGEST / height);
    this.#size = { width: width * share, height: height * share, ratio: ratio / share };
    this.#fit();
  }

  /** The colours from now on. */
  set palette(palette: MeteorPalette) {
    // Sprites are made anew for another one, which takes time.
    if (JSON.stringify(palette) === JSON.stringify(this.#palette)) return;
    this.#palette = palette;
    this.#renderer?.setPalette(palette);
    this.#dirty = DIRTY_ALL;
  }

  /** What the colours of meteors that were asked for are drawn from. */
  set looks(looks: LookSheets) {
    this.#looks = looks;
    this.#renderer?.setLooks(looks);
  }

  /** Whether regions that are drawn anew are outlined. */
  set regions(show: boolean) {
    this.#regions = show;
    this.#renderer?.showRegions(show);
    this.#dirty = DIRTY_ALL;
  }

  /** Draws on another canvas from now on, once its renderer is there. */
  async takeCanvas(canvas: ShowCanvas, choice: RendererChoice, palette: MeteorPalette, regions: boolean): Promise<void> {
    clearTimeout(this.#restoreTimer);
    this.#renderer?.destroy();
    this.#renderer = null;
    this.#canvas = canvas;
    this.#palette = palette;
    this.#regions = regions;
    try {
      this.#host.post({ type: 'busy' });
      const made = await this.#makeRenderer(canvas, { renderer: choice, onLost: this.#onLost, onRestored: this.#onRestored });
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
    this.#dirty = DIRTY_ALL;
    this.#renderer.setPalette(this.#palette);
    this.#renderer.showRegions(this.#regions);
    if (this.#looks !== null) this.#renderer.setLooks(this.#looks);
    this.#fit();
    const { name: renderer, reason } = this.#renderer;
    this.#host.post({ type: 'renderer', renderer, reason });
    // Its first picture takes the sprites, and what the GPU compiles.
    this.#host.post({ type: 'busy' });
    this.#host.onStale();
  }

  /** So much has changed: dirty flags. */
  note(dirty: number): void {
    this.#dirty |= dirty;
  }

  /** Draws what has changed since the last time. */
  draw(data: MeteorRenderData): void {
    if (this.#renderer === null || this.#renderer.lost || !this.isSized) return;
    this.#renderer.draw(data, this.#dirty);
    this.#dirty = 0;
    if (this.#drawn) return;
    this.#drawn = true;
    this.#host.post({ type: 'drawn' });
  }

  /** Draws the whole picture at once: a GPU's is there only until the thread goes on. */
  drawWhole(data: MeteorRenderData): void {
    this.#dirty = DIRTY_ALL;
    this.draw(data);
  }

  /** The whole picture as a PNG. */
  async toPng(data: MeteorRenderData): Promise<Blob> {
    this.drawWhole(data);
    const canvas = this.#canvas as ShowCanvas;
    if ('convertToBlob' in canvas) return await canvas.convertToBlob();
    return await new Promise((resolve, reject) => {
      canvas.toBlob((blob) => (blob === null ? reject(new Error('the browser made no PNG of the canvas')) : resolve(blob)));
    });
  }

  destroy(): void {
    clearTimeout(this.#restoreTimer);
    this.#renderer?.destroy();
    this.#renderer = null;
    this.#canvas = null;
  }

  #fit(): void {
    const { width, height, ratio } = this.#size;
    if (!this.isSized) return;
    this.#renderer?.resize(width, height, ratio);
    // The canvas is empty now.
    this.#dirty = DIRTY_ALL;
  }

  readonly #onLost = (): void => {
    this.#restoreTimer = setTimeout(() => {
      const reason = `the GPU context was lost and not restored within ${RESTORE_DEADLINE_MS} ms`;
      this.#host.post({ type: 'wantcanvas', renderer: 'canvas2d', reason });
    }, RESTORE_DEADLINE_MS);
  };

  readonly #onRestored = (): void => {
    clearTimeout(this.#restoreTimer);
    this.#dirty = DIRTY_ALL;
    this.#host.onStale();
  };
}
