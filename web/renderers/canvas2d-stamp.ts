/** Drops up close: a stamp is drawn once for each of 32 headings and then put wherever an animal is. */
import { FrameAnimal } from '../generated/life-layout.js';
import { type PixelGrid, type Places, readI16 } from './canvas2d-places.js';
import type { Coloring } from './canvas2d-splat.js';
import { dropDistance, HALO_REACH, haloLight, STARVING_LIGHT } from './shape.js';

const HEADINGS = 32;

/** Masks of the drop, one after the other by heading; two bytes a pixel: cover and halo. */
export interface StampSheet {
  readonly bodyPx: number;
  readonly side: number;
  readonly masks: Uint8Array;
}

/** Stamps of a body of this radius. Sizes go in steps, so that a zoom doesn't draw new ones for every frame. */
export function stampSheet(wantedPx: number): StampSheet {
  const bodyPx = stampPixels(wantedPx);
  const reach = Math.ceil(bodyPx * HALO_REACH);
  const side = 2 * reach + 1;
  const masks = new Uint8Array(HEADINGS * side * side * 2);
  let at = 0;
  for (let heading = 0; heading < HEADINGS; heading += 1) {
    const cos = Math.cos((heading / HEADINGS) * 2 * Math.PI);
    const sin = Math.sin((heading / HEADINGS) * 2 * Math.PI);
    for (let y = -reach; y <= reach; y += 1) {
      for (let x = -reach; x <= reach; x += 1, at += 2) {
        const distance = dropDistance((x * cos + y * sin) / bodyPx, (y * cos - x * sin) / bodyPx);
        masks[at] = 255 * Math.min(1, Math.max(0, 0.5 - distance * bodyPx));
        masks[at + 1] = 255 * haloLight(Math.hypot(x, y) / bodyPx, distance);
      }
    }
  }
  return { bodyPx, side, masks };
}

/** The body radius of the stamps that are used for a wanted one: eighths of an octave. */
export function stampPixels(wantedPx: number): number {
  return 2 ** (Math.round(Math.log2(wantedPx) * 8) / 8);
}

/** Puts a drop at every place: the halo is added, the body covers. */
export function stamp(grid: PixelGrid, places: Places, animals: Uint8Array, coloring: Coloring, sheet: StampSheet): void {
  const { bytes, width, height } = grid;
  const { side, masks } = sheet;
  const { table } = coloring;
  const reach = (side - 1) / 2;
  for (let i = 0; i < places.count; i += 1) {
    const record = places.records[i] as number;
    const left = Math.floor(places.xs[i] as number) - reach;
    const top = Math.floor(places.ys[i] as number) - reach;
    const fromX = Math.max(0, -left);
    const toX = Math.min(side, width - left);
    const fromY = Math.max(0, -top);
    const toY = Math.min(side, height - top);
    const color = (animals[record + coloring.by] as number) * 3;
    const energy = (animals[record + FrameAnimal.energy] as number) / 255;
    const bright = STARVING_LIGHT + (1 - STARVING_LIGHT) * energy;
    const red = (table[color] as number) * bright;
    const green = (table[color + 1] as number) * bright;
    const blue = (table[color + 2] as number) * bright;
    const heading = headingOf(animals, record);
    for (let y = fromY; y < toY; y += 1) {
      let mask = ((heading * side + y) * side + fromX) * 2;
      let at = ((top + y) * width + left + fromX) * 4;
      for (let x = fromX; x < toX; x += 1, mask += 2, at += 4) {
        const halo = (masks[mask + 1] as number) / 255;
        if (halo === 0) continue;
        const cover = (masks[mask] as number) / 255;
        const rest = 1 - cover;
        bytes[at] = ((bytes[at] as number) + red * halo) * rest + red * cover;
        bytes[at + 1] = ((bytes[at + 1] as number) + green * halo) * rest + green * cover;
        bytes[at + 2] = ((bytes[at + 2] as number) + blue * halo) * rest + blue * cover;
      }
    }
  }
}

/** Which of the stamps' headings an animal has; one that stands looks to the right. */
export function headingOf(animals: Uint8Array, record: number): number {
  const dx = readI16(animals, record + FrameAnimal.dx);
  const dy = readI16(animals, record + FrameAnimal.dy);
  return Math.round((Math.atan2(dy, dx) / (2 * Math.PI)) * HEADINGS + HEADINGS) % HEADINGS;
}
