import { describe, expect, it } from 'vitest';
import { halvedLevels } from '../../../../web/renderers/scene/canvas2d-texels.js';
import { rgb } from './draw-lists.js';

const levelsOf = (width: number, height: number, texels: readonly number[]) =>
  halvedLevels({ width, height, texels: Uint32Array.from(texels) });

describe('the sizes of a texture', () => {
  it('are halved down to one pixel, the longer side last', () => {
    const sizes = levelsOf(8, 2, new Array(16).fill(0)).map(({ width, height }) => [width, height]);
    expect(sizes).toEqual([
      [8, 2],
      [4, 1],
      [2, 1],
      [1, 1],
    ]);
  });

  it('have the mean colour of what they stand for', () => {
    const [, mean] = levelsOf(2, 2, [rgb(0xff0000), rgb(0x000000), rgb(0xff0000), rgb(0x0000ff)]);
    expect(mean?.texels[0]).toBe(rgb(0x800040));
  });

  it('take no colour from what is transparent', () => {
    const [, mean] = levelsOf(2, 2, [rgb(0x40ff80), rgb(0x000000, 0), rgb(0x40ff80), rgb(0xffffff, 0)]);
    expect(mean?.texels[0]).toBe(rgb(0x40ff80, 0.5));
  });
});
