/**
 * Lights from afar: each animal adds a few pixels of its colour. The additions saturate, which
 * makes crowds glow.
 */
import { FrameAnimal } from '../generated/life-layout.js';
import type { PixelGrid, Places } from './canvas2d-places.js';
import { STARVING_LIGHT } from './shape.js';

/** The colours that a byte of an animal's record chooses from. */
export interface Coloring {
  /** 3 bytes a colour. */
  readonly table: Uint8Array;
  /** Offset of that byte in the record. */
  readonly by: number;
}

/** Places within a pixel, in each direction, that splats tell apart. */
const SUBPIXELS = 4;

/** A square of weights, 0 to 256, for each place within a pixel. */
export interface SplatKernel {
  readonly side: number;
  readonly weights: Uint16Array;
}

/**
 * The light of a small round body.
 * @param side pixels: 3 is quick, 5 has a halo
 */
export function splatKernel(bodyPx: number, side: 3 | 5): SplatKernel {
  const weights = new Uint16Array(SUBPIXELS * SUBPIXELS * side * side);
  const width = 0.5 + bodyPx * 0.5;
  const middle = (side - 1) / 2;
  let at = 0;
  for (let sub = 0; sub < SUBPIXELS * SUBPIXELS; sub += 1) {
    const subX = ((sub % SUBPIXELS) + 0.5) / SUBPIXELS;
    const subY = (Math.floor(sub / SUBPIXELS) + 0.5) / SUBPIXELS;
    for (let y = 0; y < side; y += 1) {
      for (let x = 0; x < side; x += 1) {
        const squared = ((x + 0.5 - middle - subX) ** 2 + (y + 0.5 - middle - subY) ** 2) / (width * width);
        weights[at] = 256 * (0.88 * Math.exp(-1.7 * squared) + 0.12 * Math.exp(-0.4 * squared));
        at += 1;
      }
    }
  }
  return { side, weights };
}

/** Brightness by energy byte, in 256ths. */
const BRIGHTNESS = Float32Array.from({ length: 256 }, (_, energy) => (STARVING_LIGHT + ((1 - STARVING_LIGHT) * energy) / 255) / 256);

/** Adds a light for every place. @param light 0 to 1: brightness of all */
export function splat(grid: PixelGrid, places: Places, animals: Uint8Array, coloring: Coloring, kernel: SplatKernel, light: number): void {
  const { bytes, width, height } = grid;
  const { side, weights } = kernel;
  const { table } = coloring;
  const reach = (side - 1) / 2;
  const skip = (width - side) * 4;
  for (let i = 0; i < places.count; i += 1) {
    const px = places.xs[i] as number;
    const py = places.ys[i] as number;
    // Animals in view stand no farther than the margin from it, so that places floor by truncation.
    const left = ((px + 64) | 0) - 64;
    const top = ((py + 64) | 0) - 64;
    if (left < reach || top < reach || left >= width - reach || top >= height - reach) continue;
    const record = places.records[i] as number;
    const color = (animals[record + coloring.by] as number) * 3;
    const bright = light * (BRIGHTNESS[animals[record + FrameAnimal.energy] as number] as number);
    const red = (table[color] as number) * bright;
    const green = (table[color + 1] as number) * bright;
    const blue = (table[color + 2] as number) * bright;
    const sub = (((py - top) * SUBPIXELS) | 0) * SUBPIXELS + (((px - left) * SUBPIXELS) | 0);
    let weight = sub * side * side;
    let at = ((top - reach) * width + left - reach) * 4;
    for (let y = 0; y < side; y += 1, at += skip) {
      for (let x = 0; x < side; x += 1, at += 4, weight += 1) {
        const share = weights[weight] as number;
        bytes[at] = (bytes[at] as number) + red * share;
        bytes[at + 1] = (bytes[at + 1] as number) + green * share;
        bytes[at + 2] = (bytes[at + 2] as number) + blue * share;
      }
    }
  }
}
