/** Drops as paths, for bodies so large that only few are in view. */
import { FrameAnimal } from '../../generated/life-layout.js';
import { type Places, readI16 } from './canvas2d-places.js';
import type { Coloring } from './canvas2d-splat.js';
import { HEAD_RADIUS, HEAD_X, STARVING_LIGHT, TAIL_RADIUS, TAIL_X } from './shape.js';

/** Any 2D context: of a page's canvas or of an offscreen one. */
export type Context2D = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** The drop's outline along +x, in body radii. */
function dropPath(): Path2D {
  const path = new Path2D();
  // The straight sides touch both circles where this angle from the axis meets them.
  const touch = Math.acos((TAIL_RADIUS - HEAD_RADIUS) / (HEAD_X - TAIL_X));
  path.arc(HEAD_X, 0, HEAD_RADIUS, -touch, touch);
  path.arc(TAIL_X, 0, TAIL_RADIUS, touch, -touch);
  path.closePath();
  return path;
}

/** Draws a glowing drop at every place. */
export function drawDrops(context: Context2D, places: Places, animals: Uint8Array, coloring: Coloring, bodyPx: number): void {
  const path = dropPath();
  for (let i = 0; i < places.count; i += 1) {
    const record = places.records[i] as number;
    const color = (animals[record + coloring.by] as number) * 3;
    const energy = (animals[record + FrameAnimal.energy] as number) / 255;
    const bright = STARVING_LIGHT + (1 - STARVING_LIGHT) * energy;
    const channel = (index: number): number => Math.round((coloring.table[color + index] as number) * bright);
    const rgb = `${channel(0)} ${channel(1)} ${channel(2)}`;
    context.save();
    context.translate(places.xs[i] as number, places.ys[i] as number);
    context.rotate(Math.atan2(readI16(animals, record + FrameAnimal.dy), readI16(animals, record + FrameAnimal.dx)));
    context.scale(bodyPx, bodyPx);
    const halo = context.createRadialGradient(0, 0, 0.4, 0, 0, 2.6);
    halo.addColorStop(0, `rgb(${rgb} / 0.34)`);
    halo.addColorStop(1, `rgb(${rgb} / 0)`);
    context.fillStyle = halo;
    context.fillRect(-2.6, -2.6, 5.2, 5.2);
    const body = context.createLinearGradient(TAIL_X, 0, HEAD_X + HEAD_RADIUS, 0);
    body.addColorStop(0, `rgb(${rgb} / 0.45)`);
    body.addColorStop(0.6, `rgb(${rgb})`);
    context.fillStyle = body;
    context.fill(path);
    context.fillStyle = `rgb(255 255 255 / ${(0.25 + 0.5 * energy).toFixed(2)})`;
    context.beginPath();
    context.arc(HEAD_X + 0.22, 0, 0.26, 0, 2 * Math.PI);
    context.fill();
    context.restore();
  }
}
