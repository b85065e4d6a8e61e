import { describe, expect, it } from 'vitest';
import { checkNumber, isInRange, type Range, rangeText } from '../../../web/engine/settings.js';
import { MeteorOptionError } from '../../../web/meteor/shared/errors.js';

const SPEED: Range = { least: 0.5, most: 8, unit: 'px/s' };
const COUNT: Range = { least: 1, most: 16, whole: true };

describe('a number that users set', () => {
  it.each([
    [SPEED, [0.5, 1.25, 8], [0.4, 8.01]],
    [COUNT, [1, 16], [0, 17, 1.5]],
  ])('is refused outside of %o', (range, good, bad) => {
    for (const value of good) expect(isInRange(value, range), String(value)).toBe(true);
    for (const value of [...bad, Number.NaN, Infinity, -Infinity, '1', null, undefined, [1], true])
      expect(isInRange(value, range), String(value)).toBe(false);
  });

  it('is told what it may be, in one form', () => {
    expect(rangeText(SPEED)).toBe('it must be a number from 0.5 to 8 px/s');
    expect(rangeText(COUNT)).toBe('it must be a whole number from 1 to 16');
  });

  it("is refused with the error of the system's", () => {
    expect(checkNumber('speed', 2, SPEED, MeteorOptionError)).toBe(2);
    const refuse = (): number => checkNumber('speed', '2', SPEED, MeteorOptionError);
    expect(refuse).toThrow(MeteorOptionError);
    expect(refuse).toThrow('speed = 2 is refused: it must be a number from 0.5 to 8 px/s');
  });
});
