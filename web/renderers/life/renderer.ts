/**
 * What every renderer is, whatever draws: a canvas, the newest frame, a camera and a few overlays go
 * in; `draw` puts them on the screen.
 */
import type { LifeFrame } from '../../life/shared/frame.js';
import type { Camera } from './camera.js';

/** The renderers there are, the preferred one first. */
export const RENDERER_NAMES = ['webgl2', 'canvas2d'] as const;
export type RendererName = (typeof RENDERER_NAMES)[number];

/** What a `renderer` option or attribute takes. */
export type RendererChoice = RendererName | 'auto';

/** How far and how wide the selected animal sees. */
export interface SightCone {
  /** World units. */
  readonly radius: number;
  /** Full angle of the cone, in degrees. */
  readonly angle: number;
}

/** A brush that is about to act on the world, shown as a ring. */
export interface BrushRing {
  readonly x: number;
  readonly y: number;
  /** World units. */
  readonly radius: number;
}

/** What is drawn besides the animals. */
export interface Overlays {
  /** Food cells on the ground; needs frames that carry them. */
  readonly food: boolean;
  /** How many animals stand where, as heat on the ground. */
  readonly density: boolean;
  /** The selected animal's sight, or null. */
  readonly sight: SightCone | null;
  readonly brush: BrushRing | null;
}

export const NO_OVERLAYS: Overlays = { food: false, density: false, sight: null, brush: null };

/** Told when a GPU context goes and when it is back. */
export interface ContextWatcher {
  onLost?(): void;
  onRestored?(): void;
}

/** Draws a world on one canvas. Nothing but `draw` touches the canvas. */
export interface LifeRenderer {
  readonly name: RendererName;
  /** Why this renderer was chosen, as one clause. */
  readonly reason: string;
  /** The context is lost: `draw` does nothing until it is back. */
  readonly lost: boolean;
  /** Takes the newest frame; it is read until the next one is set. */
  setFrame(frame: LifeFrame): void;
  setCamera(camera: Camera): void;
  /** Size in CSS pixels; device pixels are capped at twice that. */
  resize(cssWidth: number, cssHeight: number, devicePixelRatio: number): void;
  /** Hues of the tribes in degrees, by tribe number. */
  setPalette(hues: readonly number[]): void;
  setOverlays(overlays: Overlays): void;
  /** @param now `performance.now()`, from which the moment between two ticks follows */
  draw(now: number): void;
  destroy(): void;
}

/** Device pixels per CSS pixel that a renderer draws at most: more costs time and shows nothing. */
export const MOST_PIXEL_RATIO = 2;

/** Device pixels of a canvas; never 0, which some browsers refuse to draw on. */
export function deviceSize(
  cssWidth: number,
  cssHeight: number,
  devicePixelRatio: number,
): { width: number; height: number; ratio: number } {
  const sane = Number.isFinite(devicePixelRatio) && devicePixelRatio > 0 ? devicePixelRatio : 1;
  const ratio = Math.min(MOST_PIXEL_RATIO, sane);
  return {
    width: Math.max(1, Math.round(cssWidth * ratio)),
    height: Math.max(1, Math.round(cssHeight * ratio)),
    ratio,
  };
}

/**
 * How much of the newest tick's way has passed at `now`, 0 to 1.
 *
 * A standing world shows its tick as it ended.
 */
export function tickProgress(frame: Pick<LifeFrame, 'arrival' | 'ticksPerSecond'>, now: number): number {
  if (frame.ticksPerSecond <= 0) return 1;
  const progress = ((now - frame.arrival) * frame.ticksPerSecond) / 1000;
  return Math.min(1, Math.max(0, progress));
}
