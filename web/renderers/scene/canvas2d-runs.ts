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

/** Pixels whose colour goes evenly from one to another; channels are bytes of sRGB. */
export function smoothRun(
  { words, depths }: PixelTarget,
  begin: number,
  end: number,
  depth: number,
  depthStep: number,
  red: number,
  redStep: number,
  green: number,
  greenStep: number,
  blue: number,
  blueStep: number,
  opacity: number,
): void {
  let z = depth;
  let r = red + 0.5;
  let g = green + 0.5;
  let b = blue + 0.5;
  for (let at = begin; at < end; at += 1) {
    if (z <= (depths[at] as number)) {
      const pixel = OPAQUE | (b << 16) | (g << 8) | r;
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

/** What a textured run begins with, or how it changes from pixel to pixel: linear light, the share of fog, a place on the texture. */
export interface RunState {
  red: number;
  green: number;
  blue: number;
  fog: number;
  u: number;
  v: number;
}

/** Pixels of a texture under a light that changes evenly. */
export function textureRun(
  { words, depths }: PixelTarget,
  begin: number,
  end: number,
  depth: number,
  depthStep: number,
  { red, green, blue, fog, u, v }: RunState,
  step: RunState,
  { texels, width, height }: TexelLevel,
  fogColor: Float64Array,
  opacity: number,
  hides: boolean,
): void {
  const fogRed = fogColor[0] as number;
  const fogGreen = fogColor[1] as number;
  const fogBlue = fogColor[2] as number;
  for (let at = begin; at < end; at += 1) {
    const steps = at - begin;
    const z = depth + steps * depthStep;
    if (z > (depths[at] as number)) continue;
    const column = Math.floor((u + steps * step.u) * width) & (width - 1);
    const row = Math.floor((1 - v - steps * step.v) * height) & (height - 1);
    const texel = texels[row * width + column] as number;
    const share = fog + steps * step.fog;
    const left = 1 - share;
    const r = (LINEAR_OF_BYTE[texel & 255] as number) * (red + steps * step.red) * left + fogRed * share;
    const g = (LINEAR_OF_BYTE[(texel >>> 8) & 255] as number) * (green + steps * step.green) * left + fogGreen * share;
    const b = (LINEAR_OF_BYTE[(texel >>> 16) & 255] as number) * (blue + steps * step.blue) * left + fogBlue * share;
    const pixel = pixelOf(byteOfLight(r), byteOfLight(g), byteOfLight(b));
    if (hides) {
      words[at] = pixel;
      depths[at] = z;
    } else words[at] = blended(words[at] as number, pixel, ((texel >>> 24) / 255) * opacity);
  }
}
