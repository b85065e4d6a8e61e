import { describe, expect, it } from 'vitest';
import { TrailStyle } from '../../../../web/generated/meteor-layout.js';
import { trailRamp, trailWidth } from '../../../../web/meteor/shared/light.js';
import { paletteOf } from '../../../../web/meteor/shared/palette.js';
import {
  CELLS,
  type Cell,
  makeSpriteSheet,
  SHEET,
  type SpriteSheet,
  straightBytes,
} from '../../../../web/renderers/meteor/sprite-sheet.js';

const sheet = makeSpriteSheet(paletteOf('shower'), TrailStyle.tapered);

function texel({ bytes }: SpriteSheet, cell: Cell, x: number, y: number): number[] {
  const at = ((cell.y + y) * SHEET.width + cell.x + x) * 4;
  return [...bytes.subarray(at, at + 4)];
}

const all = Object.values(CELLS).flat() as Cell[];

describe('the sheet of sprites', () => {
  it('has room for every sprite, and none over another', () => {
    const taken = new Set<number>();
    for (const { x, y, width, height } of all) {
      expect(x + width).toBeLessThanOrEqual(SHEET.width);
      expect(y + height).toBeLessThanOrEqual(SHEET.height);
      for (let row = y; row < y + height; row += 1) {
        for (let column = x; column < x + width; column += 1) {
          const place = row * SHEET.width + column;
          if (taken.has(place)) throw new Error(`two sprites share texel ${column}, ${row}`);
          taken.add(place);
        }
      }
    }
  });

  it('covers as much as its brightest channel: light that is added never darkens a page', () => {
    for (let at = 0; at < sheet.bytes.length; at += 4) {
      const [red = 0, green = 0, blue = 0, cover = 0] = sheet.bytes.subarray(at, at + 4);
      if (cover !== Math.max(red, green, blue)) throw new Error(`texel ${at / 4} covers ${cover}`);
    }
  });

  it('lets no round sprite show an edge', () => {
    for (const cell of [...CELLS.shines, ...CELLS.cores, ...CELLS.stars, ...CELLS.sparkles, ...CELLS.sparks]) {
      for (let at = 0; at < cell.width; at += 1) {
        for (const [x, y] of [
          [at, 0],
          [at, cell.height - 1],
          [0, at],
          [cell.width - 1, at],
        ] as const) {
          expect(Math.max(...texel(sheet, cell, x, y))).toBeLessThanOrEqual(2);
        }
      }
    }
  });

  it('has trails that go from white-hot over the type’s colours to an ember and out', () => {
    const warm = paletteOf('shower').types[1];
    if (warm === undefined) throw new Error('there is no warm type');
    const ramp = trailRamp(warm.color, warm.glow);
    expect(ramp(1)).toEqual([255, 255, 255]);
    expect(ramp(0.86)).toEqual([...warm.color]);
    expect(ramp(0.64)).toEqual([...warm.glow]);
    expect(ramp(0)).toEqual([80, 30, 20]);
    const middle = CELLS.trails[1] as Cell;
    const light = [255, 200, 128, 40, 0].map((x) => Math.max(...texel(sheet, middle, x, middle.height / 2)));
    expect([...light].sort((a, b) => b - a)).toEqual(light);
    expect(light[0]).toBeGreaterThan(200);
    expect(light.at(-1)).toBeLessThan(4);
  });

  it('keeps small meteors visible', () => {
    expect(trailWidth(TrailStyle.tapered, 0.1)).toBe(2);
    expect(trailWidth(TrailStyle.smooth, 0.1)).toBe(1.5);
    expect(trailWidth(TrailStyle.simple, 0.1)).toBe(1.2);
    expect(trailWidth(TrailStyle.tapered, 5)).toBe(4);
  });

  it('gives colours that are multiplied back to the same', () => {
    const straight = straightBytes(sheet);
    for (let at = 0; at < sheet.bytes.length; at += 4) {
      const cover = sheet.bytes[at + 3] as number;
      const back = Math.round(((straight[at] as number) * cover) / 255);
      if (Math.abs(back - (sheet.bytes[at] as number)) > 1) throw new Error(`texel ${at / 4} is ${back}`);
    }
  });
});
