import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addLight, coverWith, packPixel } from '../../../../web/renderers/life/pixel-math.js';

const byte = fc.integer({ min: 0, max: 255 });
const rgb = fc.tuple(byte, byte, byte);
const weights = fc.integer({ min: 0, max: 256 });

const channelsOf = (pixel: number): number[] => [pixel & 255, (pixel >>> 8) & 255, (pixel >>> 16) & 255];
const redBlueOf = ([red, , blue]: readonly [number, number, number]): number => (blue << 16) | red;

describe('arithmetic on packed pixels', () => {
  it('adds light to each channel alone, and stops at 255', () => {
    fc.assert(
      fc.property(rgb, rgb, weights, (pixel, color, weight) => {
        const sum = addLight(packPixel(...pixel), redBlueOf(color), color[1], weight);
        const expected = pixel.map((channel, index) => Math.min(255, channel + (((color[index] ?? 0) * weight) >> 8)));
        expect(channelsOf(sum)).toEqual(expected);
        expect(sum >>> 24).toBe(255);
      }),
    );
  });

  it('covers each channel alone, to within a step', () => {
    fc.assert(
      fc.property(rgb, rgb, weights, (pixel, color, weight) => {
        const over = coverWith(packPixel(...pixel), redBlueOf(color), color[1], weight);
        channelsOf(over).forEach((channel, index) => {
          const exact = ((pixel[index] ?? 0) * (256 - weight) + (color[index] ?? 0) * weight) / 256;
          expect(Math.abs(channel - exact)).toBeLessThan(2);
        });
        expect(over >>> 24).toBe(255);
      }),
    );
  });

  it('leaves a pixel as it is at weight 0, and takes the colour whole at 256', () => {
    expect(coverWith(packPixel(1, 2, 3), redBlueOf([9, 8, 7]), 8, 0) >>> 0).toBe(packPixel(1, 2, 3));
    expect(coverWith(packPixel(1, 2, 3), redBlueOf([9, 8, 7]), 8, 256) >>> 0).toBe(packPixel(9, 8, 7));
  });
});
