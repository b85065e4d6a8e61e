/** What every renderer of a scene is: a canvas, and the newest draw list goes on it. */
import type { RendererName } from '../../engine/renderer-names.js';
import type { SceneViews } from './kernel.js';

/** Draws a scene on one canvas. Nothing but `draw` and `toBlob` touches the canvas. */
export interface SceneRenderer {
  readonly name: RendererName;
  /** Why this renderer was chosen, as one clause. */
  readonly reason: string;
  /** The context is lost: `draw` does nothing until it is back. */
  readonly lost: boolean;
  /**
   * Size in CSS pixels; device pixels are capped at twice that. The canvas is empty until the next `draw`, which draws
   * nothing where a side is 0.
   */
  resize(cssWidth: number, cssHeight: number, devicePixelRatio: number): void;
  /**
   * Gives a texture its picture, or takes it away. Until it has one it is drawn as white.
   * @param picture upright: its first row is its upper edge. It stays the caller's, who keeps it open as long as it is set:
   *   a context that was lost and is back needs it again.
   */
  setTexture(texture: number, picture: ImageBitmap | null): void;
  /**
   * Draws the draw list, unless nothing has changed.
   * @param views read during the call; `toBlob` reads them once more, as they are then
   * @param dirty what the kernel's `draw` returned, of all calls since the last picture
   */
  draw(views: SceneViews, dirty: number): void;
  /**
   * The picture as a PNG, drawn once more for it.
   * @throws Error when there is no picture yet, the context is lost, or the browser makes no PNG of it
   */
  toBlob(): Promise<Blob>;
  destroy(): void;
}
