/**
 * What every renderer is, whatever draws: a canvas, the newest frame, a camera and a few overlays go
 * in; `draw` puts them on the screen.
 */
import type { RendererName } from '../../engine/renderer-names.js';
import type { LifeFrame } from '../../life/shared/frame.js';
import type { Camera } from './camera.js';

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
