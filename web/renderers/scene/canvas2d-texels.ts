/** A texture's picture as the rasterizer reads it: sides of powers of two, so that it repeats, and halved down to one pixel. */

import { pictureBytes } from './picture-bytes.js';

/** Longest side in pixels. */
const MOST_SIDE = 512;

/** One of a texture's sizes. */
export interface TexelLevel {
  readonly texels: Uint32Array;
  /** Sides, which are powers of two. */
  readonly width: number;
  readonly height: number;
}

/** All sizes of a picture, the largest first. */
export function texelLevels(picture: ImageBitmap): TexelLevel[] {
  const side = (length: number): number => 2 ** Math.min(Math.log2(MOST_SIDE), Math.max(0, Math.round(Math.log2(length))));
  const { width, height, data } = pictureBytes(picture, side(picture.width), side(picture.height));
  return halvedLevels({ texels: new Uint32Array(data.buffer), width, height });
}

/** A size and all smaller ones. */
export function halvedLevels(first: TexelLevel): TexelLevel[] {
  const levels = [first];
  for (let level = first; level.width * level.height > 1; ) {
    level = halved(level);
    levels.push(level);
  }
  return levels;
}

function halved({ texels, width, height }: TexelLevel): TexelLevel {
  const smaller = {
    texels: new Uint32Array(Math.ceil(width / 2) * Math.ceil(height / 2)),
    width: Math.ceil(width / 2),
    height: Math.ceil(height / 2),
  };
  for (let y = 0; y < smaller.height; y += 1) {
    const upper = 2 * y * width;
    const lower = Math.min(2 * y + 1, height - 1) * width;
    for (let x = 0; x < smaller.width; x += 1) {
      const left = 2 * x;
      const right = Math.min(left + 1, width - 1);
      smaller.texels[y * smaller.width + x] = meanOf(
        texels[upper + left] as number,
        texels[upper + right] as number,
        texels[lower + left] as number,
        texels[lower + right] as number,
      );
    }
  }
  return smaller;
}

/** The mean of four pixels, each counted by its opacity. */
function meanOf(a: number, b: number, c: number, d: number): number {
  const opacity = (a >>> 24) + (b >>> 24) + (c >>> 24) + (d >>> 24);
  if (opacity === 0) return 0;
  const channel = (shift: number): number => {
    const sum = (pixel: number): number => ((pixel >>> shift) & 255) * (pixel >>> 24);
    return Math.round((sum(a) + sum(b) + sum(c) + sum(d)) / opacity) << shift;
  };
  return (channel(0) | channel(8) | channel(16) | (Math.round(opacity / 4) << 24)) >>> 0;
}
