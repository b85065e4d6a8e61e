/** Drops up close: a stamp is drawn once for each of 32 headings and then put wherever an animal is. */
import { FrameAnimal } from '../../generated/life-layout.js';
import { type PixelGrid, type Places, readI16 } from './canvas2d-places.js';
import type { Coloring } from './canvas2d-splat.js';
import { addLight, coverWith } from './pixel-math.js';
import { dropDistance, HALO_REACH, haloLight, STARVING_LIGHT } from './shape.js';

const HEADINGS = 32;

/** Halo below this many 256ths is left out: nobody sees it. */
const LEAST_HALO = 4;

/** Masks of the drop, one after the other by heading, row by row; in 256ths. */
export interface StampSheet {
  readonly bodyPx: number;
  readonly side: number;
  /** How much of a pixel the body covers. */
  readonly covers: Uint16Array;
  /** How much light the halo adds. */
  readonly halos: Uint16Array;
  /** For each row: its first column that is not empty, and the one after its last. */
  readonly spans: Uint16Array;
}

/** Stamps of a body of this radius. Sizes go in steps, so that a zoom doesn't draw new ones for every frame. */
export function stampSheet(wantedPx: number): StampSheet {
  const bodyPx = stampPixels(wantedPx);
  const reach = Math.ceil(bodyPx * HALO_REACH);
  const side = 2 * reach + 1;
  const covers = new Uint16Array(HEADINGS * side * side);
  const halos = new Uint16Array(HEADINGS * side * side);
  const spans = new Uint16Array(HEADINGS * side * 2);
  let at = 0;
  for (let heading = 0; heading < HEADINGS; heading += 1) {
    const cos = Math.cos((heading / HEADINGS) * 2 * Math.PI);
    const sin = Math.sin((heading / HEADINGS) * 2 * Math.PI);
    for (let y = 0; y < side; y += 1) {
      const row = 2 * (heading * side + y);
      for (let x = 0; x < side; x += 1, at += 1) {
        const dx = (x - reach) / bodyPx;
        const dy = (y - reach) / bodyPx;
        const distance = dropDistance(dx * cos + dy * sin, dy * cos - dx * sin);
        const halo = 256 * haloLight(Math.hypot(dx, dy), distance);
        covers[at] = 256 * Math.min(1, Math.max(0, 0.5 - distance * bodyPx));
        halos[at] = halo < LEAST_HALO ? 0 : halo;
        if (covers[at] === 0 && halos[at] === 0) continue;
        if (spans[row + 1] === 0) spans[row] = x;
        spans[row + 1] = x + 1;
      }
    }
  }
  return { bodyPx, side, covers, halos, spans };
}

/** The body radius of the stamps that are used for a wanted one: eighths of an octave. */
export function stampPixels(wantedPx: number): number {
  return 2 ** (Math.round(Math.log2(wantedPx) * 8) / 8);
}

/** Puts a drop at every place: the halo is added, the body covers. */
export function stamp(grid: PixelGrid, places: Places, animals: Uint8Array, coloring: Coloring, sheet: StampSheet): void {
  const { words, width, height } = grid;
  const { side, covers, halos, spans } = sheet;
  const { table } = coloring;
  const reach = (side - 1) / 2;
  for (let i = 0; i < places.count; i += 1) {
    const record = places.records[i] as number;
    const left = Math.floor(places.xs[i] as number) - reach;
    const top = Math.floor(places.ys[i] as number) - reach;
    const color = (animals[record + coloring.by] as number) * 3;
    const bright = STARVING_LIGHT + ((1 - STARVING_LIGHT) * (animals[record + FrameAnimal.energy] as number)) / 255;
    const redBlue = (((table[color + 2] as number) * bright) << 16) | ((table[color] as number) * bright);
    const green = ((table[color + 1] as number) * bright) | 0;
    const heading = headingOf(animals, record);
    const toY = Math.min(side, height - top);
    for (let y = Math.max(0, -top); y < toY; y += 1) {
      const row = heading * side + y;
      const fromX = Math.max(spans[2 * row] as number, -left);
      const toX = Math.min(spans[2 * row + 1] as number, width - left);
      let mask = row * side + fromX;
      let at = (top + y) * width + left + fromX;
      for (let x = fromX; x < toX; x += 1, mask += 1, at += 1) {
        const cover = covers[mask] as number;
        if (cover < 256) words[at] = addLight(words[at] as number, redBlue, green, halos[mask] as number);
        if (cover > 0) words[at] = coverWith(words[at] as number, redBlue, green, cover);
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
