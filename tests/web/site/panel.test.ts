import { describe, expect, it } from 'vitest';
import { FOUNDING_OPTIONS, OPTIONS } from '../../../web/generated/life-layout.js';
import { clock, count, short, title, trim } from '../../../web/site/common/format.js';
import { animalsAt, placeOf, possible } from '../../../web/site/life/animals-slider.js';
import { foundingOptions, isSwitch, liveGroups, sliderRange } from '../../../web/site/life/option-groups.js';

describe('the panel', () => {
  it('has every option once', () => {
    const shown = [...liveGroups().flatMap(({ options }) => options), ...foundingOptions()].map(({ name }) => name);
    expect([...shown, 'seed', 'entities'].sort()).toEqual(OPTIONS.map(({ name }) => name).sort());
    expect(liveGroups().flatMap(({ options }) => options).length).toBe(OPTIONS.length - FOUNDING_OPTIONS);
  });

  it('has sliders that hold the default and stay in range', () => {
    for (const option of OPTIONS) {
      if (isSwitch(option)) continue;
      const { min, max, step } = sliderRange(option);
      expect(min).toBe(option.least);
      expect(max).toBeLessThanOrEqual(option.most);
      expect(option.byDefault, option.name).toBeLessThanOrEqual(max);
      expect(step).toBeGreaterThan(0);
      expect(step).toBeLessThanOrEqual((max - min) / 4);
    }
  });
});

describe('numbers as a person reads them', () => {
  it('are whole, short or three digits long', () => {
    expect([count(12345.4), count(0)]).toEqual(['12,345', '0']);
    expect([short(980), short(9999), short(12_340), short(1_250_000), short(27.5)]).toEqual(['980', '9,999', '12.3k', '1.25M', '27.5']);
    expect([trim(0), trim(0.0621), trim(2), trim(2.35), trim(31.44), trim(128.6), trim(-0.85), trim(100)]).toEqual([
      ...['0', '0.062', '2', '2.35', '31.4', '129', '-0.85', '100'],
    ]);
  });

  it('are times with two digits, names with spaces', () => {
    expect([clock(5), clock(65), clock(3725)]).toEqual(['0:05', '1:05', '1:02:05']);
    expect([title('foodRegrowth'), title('tribe'), title('viewAngle')]).toEqual(['Food regrowth', 'Tribe', 'View angle']);
  });
});

describe('the slider of animals', () => {
  it('goes from a herd to a million, by even factors', () => {
    expect([animalsAt(0), animalsAt(0.5), animalsAt(1)]).toEqual([500, 22_000, 1_000_000]);
    const places = Array.from({ length: 401 }, (_, step) => animalsAt(step / 400));
    expect(places).toEqual([...places].sort((a, b) => a - b));
    for (const [step, animals] of places.entries()) {
      expect(Math.abs(placeOf(animals) - step / 400)).toBeLessThan(0.01);
    }
    expect([placeOf(1), placeOf(1_048_576)]).toEqual([0, 1]);
  });

  it('leaves a number that is typed in the range of the option', () => {
    expect([possible(0), possible(1234.4), possible(5e6)]).toEqual([1, 1234, 1_048_576]);
  });
});
