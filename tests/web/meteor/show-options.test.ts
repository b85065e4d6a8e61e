import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS, PRESETS } from '../../../web/generated/meteor-layout.js';
import { MeteorOptionError } from '../../../web/meteor/shared/errors.js';
import { checkFreeOptions, FREE_OPTIONS, showOptions } from '../../../web/meteor/worker/show-options.js';

const WISH = { preset: 'shower', seed: 3, density: 1, stars: 1, options: {} } as const;
const SIZE = { width: 800, height: 600 };

describe('the options of a show', () => {
  it('have the size of the element and the seed', () => {
    expect(showOptions(WISH, 'balanced', 500, SIZE)).toMatchObject({ width: 800, height: 600, seed: 3, quality: 1, meteors: 15 });
  });

  it('keep to what an engine takes, even for an element without a size', () => {
    expect(showOptions(WISH, 'balanced', 500, { width: 0, height: 1e9 })).toMatchObject({ width: 1, height: 16384 });
  });

  it('follow quality and density', () => {
    expect(showOptions(WISH, 'performance', 500, SIZE).meteors).toBe(8);
    expect(showOptions({ ...WISH, density: 2 }, 'ultra', 500, SIZE)).toMatchObject({ meteors: 50, stars: 600 });
    expect(showOptions({ ...WISH, stars: 0 }, 'ultra', 500, SIZE).stars).toBe(0);
  });

  it('have less debris on a machine that can’t bear it, also where a scene asks for more than 500 pieces', () => {
    expect(showOptions(WISH, 'balanced', 150, SIZE).debris).toBe(150);
    expect(showOptions({ ...WISH, preset: 'storm' }, 'balanced', 500, SIZE).debris).toBe(1_000_000);
    expect(showOptions({ ...WISH, preset: 'storm' }, 'balanced', 150, SIZE).debris).toBe(300_000);
    expect(showOptions({ ...WISH, options: { debris: 2000 } }, 'balanced', 300, SIZE).debris).toBe(1200);
    expect(showOptions({ ...WISH, options: { debris: 501 } }, 'balanced', 300, SIZE).debris).toBe(301);
    expect(showOptions({ ...WISH, options: { debris: 100 } }, 'balanced', 150, SIZE).debris).toBe(100);
  });

  it('are valid for every preset and quality', () => {
    for (const { name: preset } of PRESETS) {
      for (const quality of ['performance', 'balanced', 'ultra'] as const) {
        const options = showOptions({ ...WISH, preset, density: 10, stars: 10 }, quality, 500, SIZE);
        expect(Object.keys(options).sort()).toEqual(Object.keys(DEFAULT_OPTIONS).sort());
        for (const { name, least, most } of FREE_OPTIONS) {
          expect(options[name], name).toBeGreaterThanOrEqual(least);
          expect(options[name], name).toBeLessThanOrEqual(most);
        }
      }
    }
  });
});

describe('a set of options', () => {
  it('is taken when all of it is valid', () => {
    expect(checkFreeOptions({ rate: 8, pattern: 3 })).toEqual({ rate: 8, pattern: 3 });
    expect(checkFreeOptions({})).toEqual({});
  });

  it('is refused with the name, the value and what it may be', () => {
    const cases = [
      [{ rat: 8 }, /^options\.rat = 8 is refused: there is no such option; there are scaleByArea, pattern, meteors, rate/],
      [{ rate: -1 }, /^rate = -1 is refused: it must be a number from 0 to 10000/],
      [{ pattern: 1.5 }, /^pattern = 1.5 is refused: it must be a whole number from 0 to 3/],
      [{ rate: '8' }, /^rate = 8 is refused/],
      [{ seed: 4 }, /^options\.seed = 4 is refused/],
      [[1], /^options = an array is refused: it must be an object of/],
      [null, /^options = null is refused/],
    ] as const;
    for (const [value, message] of cases) {
      expect(() => checkFreeOptions(value)).toThrow(MeteorOptionError);
      expect(() => checkFreeOptions(value)).toThrow(message);
    }
  });
});
