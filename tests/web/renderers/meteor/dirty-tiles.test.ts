import { describe, expect, it } from 'vitest';
import { DirtyTiles, TILE } from '../../../../web/renderers/meteor/dirty-tiles.js';

type Box = readonly [left: number, top: number, right: number, bottom: number];

/** The regions of a picture with lights in these boxes. */
function picture(tiles: DirtyTiles, ...boxes: readonly Box[]): number[][] {
  tiles.beginPicture();
  for (const box of boxes) tiles.mark(...box);
  tiles.end();
  return Array.from({ length: tiles.count }, (_, index) => [...tiles.regions.subarray(index * 4, index * 4 + 4)]);
}

function tilesOf(width = 640, height = 320): DirtyTiles {
  const tiles = new DirtyTiles();
  tiles.resize(width, height);
  return tiles;
}

const covers = (regions: number[][], x: number, y: number): number =>
  regions.filter(([left = 0, top = 0, width = 0, height = 0]) => x >= left && x < left + width && y >= top && y < top + height).length;

describe('dirty tiles', () => {
  it('are none while nothing moves', () => {
    const tiles = tilesOf();
    expect(picture(tiles)).toEqual([]);
    expect(tiles.share).toBe(0);
  });

  it('are those of the last picture and of this one', () => {
    const tiles = tilesOf();
    expect(picture(tiles, [10, 10, 20, 20])).toEqual([[0, 0, TILE, TILE]]);
    const moved = picture(tiles, [300, 200, 310, 210]);
    expect(covers(moved, 15, 15)).toBe(1);
    expect(covers(moved, 305, 205)).toBe(1);
    // Once the light is gone its place is cleared, and then no more.
    expect(covers(picture(tiles), 305, 205)).toBe(1);
    expect(picture(tiles)).toEqual([]);
  });

  it('cover every pixel of every light once, whatever the boxes', () => {
    let seed = 5;
    const random = (most: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return (seed / 2 ** 32) * most;
    };
    const tiles = tilesOf(700, 410);
    let before: Box[] = [];
    for (let round = 0; round < 200; round += 1) {
      const boxes = Array.from({ length: 6 }, (): Box => {
        const [x, y] = [random(800) - 50, random(500) - 50];
        return [x, y, x + random(200), y + random(120)];
      });
      const regions = picture(tiles, ...boxes);
      for (const [left, top, right, bottom] of [...before, ...boxes]) {
        for (const [x, y] of [
          [left, top],
          [right, top],
          [left, bottom],
          [right, bottom],
        ] as const) {
          if (x < 0 || y < 0 || x >= 700 || y >= 410) continue;
          expect(covers(regions, x, y)).toBe(1);
        }
      }
      for (const [left = 0, top = 0, width = 0, height = 0] of regions) {
        expect(left + width).toBeLessThanOrEqual(700);
        expect(top + height).toBeLessThanOrEqual(410);
      }
      before = boxes;
    }
  });

  it('join runs that stand under each other, so that few calls clear them', () => {
    expect(picture(tilesOf(), [10, 10, 200, 300])).toEqual([[0, 0, 4 * TILE, 5 * TILE]]);
  });

  it('take lights outside of the canvas for none', () => {
    expect(picture(tilesOf(), [-500, -500, -400, -400], [900, 10, 950, 20], [10, 900, 20, 950])).toEqual([]);
  });

  it('are all of them after everything was marked, once', () => {
    const tiles = tilesOf();
    tiles.beginPicture();
    tiles.markAll();
    tiles.end();
    expect(tiles.share).toBe(1);
    expect(picture(tiles)).toEqual([]);
  });
});
