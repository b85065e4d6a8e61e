/**
 * Rows of pixels: what the rasterizer's triangles come down to. Each pixel is drawn where nothing nearer is; one that can be
 * seen through is blended over what is there, and hides nothing that comes later.
 */

import type { TexelLevel } from './canvas2d-texels.js';
import { byteOfLight, LINEAR_OF_BYTE } from './srgb.js';

/** Pixels as an ImageData has them, and how deep each is. */
export interface PixelTarget {
  readonly words: Uint32Array;
  readonly depths: Float32Array;
  readonly width: number;
  readonly height: number;
}

const OPAQUE = 0xff000000;

/** A pixel of three bytes, opaque. */
export const pixelOf = (red: number, green: number, blue: number): number => OPAQUE | (blue << 16) | (green << 8) | red;

/** A pixel over another. */
export function blended(below: number, above: number, opacity: number): number {
  const under = ((below >>> 24) / 255) * (1 - opacity);
  const sum = opacity + under;
  if (sum <= 0) return 0;
  const share = opacity / sum;
  const rest = 1 - share;
  const red = (above & 255) * share + (below & 255) * rest;
  const green = ((above >>> 8) & 255) * share + ((below >>> 8) & 255) * rest;
  const blue = ((above >>> 16) & 255) * share + ((below >>> 16) & 255) * rest;
  return ((sum * 255 + 0.5) << 24) | ((blue + 0.5) << 16) | ((green + 0.5) << 8) | (red + 0.5);
}

/** Pixels of one colour. */
export function flatRun(
  { words, depths }: PixelTarget,
  begin: number,
  end: number,
  depth: number,
  depthStep: number,
  pixel: number,
  opacity: number,
): void {
  let z = depth;
  for (let at = begin; at < end; at += 1) {
    if (z <= (depths[at] as number)) {
      if (opacity >= 1) {
        words[at] = pixel;
        depths[at] = z;
      } else words[at] = blended(words[at] as number, pixel, opacity);
    }
    z += depthStep;
  }
}

/** What a run begins with, or how it changes from pixel to pixel: red, green, blue, and under a texture fog, u and v. */
export const RUN = { fog: 3, u: 4, v: 5, numbers: 6 } as const;

/** Pixels whose colour goes evenly from one to another; channels are bytes of sRGB. */
export function smoothRun(
  { words, depths }: PixelTarget,
  begin: number,
  end: number,
  depth: number,
  depthStep: number,
  from: Float64Array,
  step: Float64Array,
  opacity: number,
): void {
  let z = depth;
  let r = (from[0] as number) + 0.5;
  let g = (from[1] as number) + 0.5;
  let b = (from[2] as number) + 0.5;
  const redStep = step[0] as number;
  const greenStep = step[1] as number;
  const blueStep = step[2] as number;
  for (let at = begin; at < end; at += 1) {
    if (z <= (depths[at] as number)) {
      const pixel = pixelOf(r, g, b);
      if (opacity >= 1) {
        words[at] = pixel;
        depths[at] = z;
      } else words[at] = blended(words[at] as number, pixel, opacity);
    }
    z += depthStep;
    r += redStep;
    g += greenStep;
    b += blueStep;
  }
}

/** Pixels of a texture under a light that changes evenly; channels are linear light. */
export function textureRun(
  { words, depths }: PixelTarget,
  begin: number,
  end: number,
  depth: number,
  depthStep: number,
  from: Float64Array,
  step: Float64Array,
  opacity: number,
  { texels, width, height }: TexelLevel,
  fogColor: Float64Array,
): void {
  const red = from[0] as number;
  const green = from[1] as number;
  const blue = from[2] as number;
  const fog = from[RUN.fog] as number;
  const u = from[RUN.u] as number;
  const v = from[RUN.v] as number;
  const redStep = step[0] as number;
  const greenStep = step[1] as number;
  const blueStep = step[2] as number;
  const fogStep = step[RUN.fog] as number;
  const uStep = step[RUN.u] as number;
  const vStep = step[RUN.v] as number;
  const fogRed = fogColor[0] as number;
  const fogGreen = fogColor[1] as number;
  const fogBlue = fogColor[2] as number;
  for (let at = begin; at < end; at += 1) {
    const steps = at - begin;
    const z = depth + steps * depthStep;
    if (z > (depths[at] as number)) continue;
    const column = Math.floor((u + steps * uStep) * width) & (width - 1);
    const row = Math.floor((1 - v - steps * vStep) * height) & (height - 1);
    const texel = texels[row * width + column] as number;
    const share = fog + steps * fogStep;
    const left = 1 - share;
    const r = (LINEAR_OF_BYTE[texel & 255] as number) * (red + steps * redStep) * left + fogRed * share;
    const g = (LINEAR_OF_BYTE[(texel >>> 8) & 255] as number) * (green + steps * greenStep) * left + fogGreen * share;
    const b = (LINEAR_OF_BYTE[(texel >>> 16) & 255] as number) * (blue + steps * blueStep) * left + fogBlue * share;
    const pixel = pixelOf(byteOfLight(r), byteOfLight(g), byteOfLight(b));
    if (opacity >= 1) {
      words[at] = pixel;
      depths[at] = z;
    } else words[at] = blended(words[at] as number, pixel, ((texel >>> 24) / 255) * opacity);
  }
}
