/**
 * Lights from afar: each animal adds a few pixels of its colour. The additions saturate, which
 * makes crowds glow.
 */
import { FrameAnimal } from '../../generated/life-layout.js';
import type { PixelGrid, Places } from './canvas2d-places.js';
import { addLight } from './pixel-math.js';
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
/** Weights below this many 256ths are left out: nobody sees them. */
const LEAST_WEIGHT = 5;

/** The pixels of a light, for each place within a pixel that it can have. */
export interface SplatKernel {
  /** Pixels to each side of the middle one. */
  readonly reach: number;
  /** For each place: steps from the middle pixel, and how much light falls there in 256ths. */
  readonly lights: readonly { readonly xs: Int8Array; readonly ys: Int8Array; readonly weights: Uint16Array }[];
}

/**
 * The light of a small round body.
 * @param side pixels: 3 is quick, 5 has a halo
 */
export function splatKernel(bodyPx: number, side: 3 | 5): SplatKernel {
  const width = 0.5 + bodyPx * 0.5;
  const reach = (side - 1) / 2;
  const lights = Array.from({ length: SUBPIXELS * SUBPIXELS }, (_, place) => {
    const placeX = ((place % SUBPIXELS) + 0.5) / SUBPIXELS;
    const placeY = (Math.floor(place / SUBPIXELS) + 0.5) / SUBPIXELS;
    const pixels = Array.from({ length: side * side }, (_pixel, index) => {
      const x = (index % side) - reach;
      const y = Math.floor(index / side) - reach;
      const squared = ((x + 0.5 - placeX) ** 2 + (y + 0.5 - placeY) ** 2) / (width * width);
      return { x, y, weight: Math.round(256 * (0.88 * Math.exp(-1.7 * squared) + 0.12 * Math.exp(-0.4 * squared))) };
    }).filter(({ weight }) => weight >= LEAST_WEIGHT);
    return {
      xs: Int8Array.from(pixels, ({ x }) => x),
      ys: Int8Array.from(pixels, ({ y }) => y),
      weights: Uint16Array.from(pixels, ({ weight }) => weight),
    };
  });
  return { reach, lights };
}

/** Brightness by energy byte. */
const BRIGHTNESS = Float32Array.from({ length: 256 }, (_, energy) => STARVING_LIGHT + ((1 - STARVING_LIGHT) * energy) / 255);

/** Adds a light for every place. @param light 0 to 1: brightness of all */
export function splat(grid: PixelGrid, places: Places, animals: Uint8Array, coloring: Coloring, kernel: SplatKernel, light: number): void {
  const { words, width, height } = grid;
  const { reach } = kernel;
  const { table } = coloring;
  const lights = kernel.lights.map(({ xs, ys, weights }) => ({
    steps: Int32Array.from(xs, (x, pixel) => (ys[pixel] as number) * width + x),
    weights,
  }));
  for (let i = 0; i < places.count; i += 1) {
    const px = places.xs[i] as number;
    const py = places.ys[i] as number;
    const left = Math.floor(px);
    const top = Math.floor(py);
    if (left < reach || top < reach || left >= width - reach || top >= height - reach) continue;
    const record = places.records[i] as number;
    const color = (animals[record + coloring.by] as number) * 3;
    const bright = light * (BRIGHTNESS[animals[record + FrameAnimal.energy] as number] as number);
    const redBlue = (((table[color + 2] as number) * bright) << 16) | ((table[color] as number) * bright);
    const green = ((table[color + 1] as number) * bright) | 0;
    const { steps, weights } = lights[
      (((py - top) * SUBPIXELS) | 0) * SUBPIXELS + (((px - left) * SUBPIXELS) | 0)
    ] as (typeof lights)[number];
    const middle = top * width + left;
    for (let pixel = 0; pixel < steps.length; pixel += 1) {
      const at = middle + (steps[pixel] as number);
      words[at] = addLight(words[at] as number, redBlue, green, weights[pixel] as number);
    }
  }
}
