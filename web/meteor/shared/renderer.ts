/** What every renderer of a shower is: a canvas, and the newest frame goes on it. */

import type { RendererName } from '../../engine/renderer-names.js';
import type { MeteorRenderData } from './kernel.js';
import type { LookSheets } from './look-sheets.js';
import type { MeteorPalette } from './palette.js';

/** Draws a shower on one canvas. Nothing but `draw` touches the canvas. */
export interface MeteorRenderer {
  readonly name: RendererName;
  /** Why this renderer was chosen, as one clause. */
  readonly reason: string;
  /** The context is lost: `draw` does nothing until it is back. */
  readonly lost: boolean;
  /** Share of the canvas that the last picture drew anew, 0 to 1. */
  readonly drawnShare: number;
  /** Size in CSS pixels; device pixels are capped at twice that. The canvas is empty until the next `draw`. */
  resize(cssWidth: number, cssHeight: number, devicePixelRatio: number): void;
  setPalette(palette: MeteorPalette): void;
  /** Meteors may be in colours of their own from now on, besides the palette's. */
  setLooks(looks: LookSheets): void;
  /** Whether the regions that are drawn anew are outlined, where a renderer has such. */
  showRegions(show: boolean): void;
  /**
   * Draws what changed.
   * @param data  read during the call only
   * @param dirty the dirty flags of all steps since the last picture
   */
  draw(data: MeteorRenderData, dirty: number): void;
  destroy(): void;
}
