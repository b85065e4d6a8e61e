/** Marks over the animals: the selected one's ring and sight, and the brush. */
import type { LifeFrame } from '../../life/shared/frame.js';
import { type Camera, nearestOffset } from './camera.js';
import type { Overlays } from './renderer.js';

/** Ring around the selected animal, in CSS pixels beyond its body. */
export const RING_GAP = 7;

/** A mark in device pixels from the middle of the view. */
export interface Mark {
  readonly kind: 'ring' | 'sight' | 'brush';
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Radians; 0 to the right, growing downwards. */
  readonly heading: number;
  /** Half of the cone's angle in radians; pi for a full circle. */
  readonly halfAngle: number;
}

/** What of the marks there is to draw now. */
export function marksOf(frame: LifeFrame, overlays: Overlays, camera: Camera, ratio: number, progress: number, bodyPx: number): Mark[] {
  const scale = camera.zoom * ratio;
  const marks: Mark[] = [];
  const { selected } = frame;
  if (selected !== null) {
    const x = nearestOffset(selected.x - camera.x, frame.worldWidth) - selected.dx * (1 - progress);
    const y = nearestOffset(selected.y - camera.y, frame.worldHeight) - selected.dy * (1 - progress);
    const at = { x: x * scale, y: y * scale, heading: Math.atan2(selected.dy, selected.dx) };
    if (overlays.sight !== null) {
      const { radius, angle } = overlays.sight;
      marks.push({ ...at, kind: 'sight', radius: radius * scale, halfAngle: Math.min(Math.PI, (angle * Math.PI) / 360) });
    }
    marks.push({ ...at, kind: 'ring', radius: 2 * bodyPx + RING_GAP * ratio, halfAngle: Math.PI });
  }
  if (overlays.brush !== null) {
    const x = nearestOffset(overlays.brush.x - camera.x, frame.worldWidth) * scale;
    const y = nearestOffset(overlays.brush.y - camera.y, frame.worldHeight) * scale;
    marks.push({ kind: 'brush', x, y, radius: overlays.brush.radius * scale, heading: 0, halfAngle: Math.PI });
  }
  return marks;
}
