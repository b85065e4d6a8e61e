/** What the renderers of all systems have in common: their names, and who is told of their context. */

/** The renderers there are, the preferred one first. */
export const RENDERER_NAMES = ['webgl2', 'canvas2d'] as const;
export type RendererName = (typeof RENDERER_NAMES)[number];

/** What a `renderer` option or attribute takes. */
export type RendererChoice = RendererName | 'auto';

/** Told when a GPU context goes and when it is back. */
export interface ContextWatcher {
  onLost?(): void;
  onRestored?(): void;
}
