import { afterEach, describe, expect, it, vi } from 'vitest';
import { MAX_LOOKS, Meteor, MeteorHeader, SpawnConfig } from '../../../web/generated/meteor-layout.js';
import { MeteorOptionError } from '../../../web/meteor/shared/errors.js';
import type { MeteorRenderData, SpawnMeteor } from '../../../web/meteor/shared/kernel.js';
import { Looks } from '../../../web/meteor/shared/looks.js';
import type { TypeColors } from '../../../web/meteor/shared/palette.js';
import { checkSpawn } from '../../../web/meteor/shared/spawn.js';

const given = (config: SpawnMeteor): Record<string, number> => {
  const { words } = checkSpawn(config);
  const fields = Object.entries(SpawnConfig).filter(([name]) => name !== 'size');
  return Object.fromEntries(fields.map(([name, at]) => [name, words[at / 4] as number]).filter(([, value]) => !Number.isNaN(value)));
};

describe('a meteor that is asked for', () => {
  it('is given to the engine as it was asked for, and what is left out is left to chance', () => {
    expect(given({})).toEqual({ look: 1 });
    expect(given({ x: 1, y: -2, endX: 3, endY: 4, controlX: 5, controlY: 6, scale: 2, lifetime: 2.5, glow: 0.5, type: 'bright' })).toEqual({
      ...{ x: 1, y: -2, endX: 3, endY: 4, controlX: 5, controlY: 6, scale: 2, lifetime: 2.5, glow: 0.5, type: 2, look: 1 },
    });
    expect(given({ speed: undefined as never, x: undefined as never })).toEqual({ look: 1 });
  });

  it.each<[string, object, RegExp]>([
    ['a control point out of range', { controlX: 1e9 }, /^controlX = 1000000000 is refused: it must be a number from -100000 to 100000 px/],
    ['a control point that is no number', { controlY: '7' }, /^controlY = 7 is refused: it must be a number/],
    ['a lifetime of nothing', { lifetime: 0 }, /^lifetime = 0 is refused: it must be a number from 0\.1 to 3600 s/],
    ['a lifetime of NaN', { lifetime: Number.NaN }, /^lifetime = NaN is refused/],
    [
      'a speed beside a lifetime',
      { speed: 100, lifetime: 2 },
      /^lifetime = 2 is refused: a meteor has either a speed or a lifetime, and speed is 100 px\/s; leave one of them out/,
    ],
    ['a colour that is none', { color: '#12345' }, /^color = #12345 is refused: it must be a colour of CSS, as '#ff6347': nothing paints/],
    ['a colour that is no text', { color: 7 }, /^color = 7 is refused: it must be a colour of CSS/],
    ['an empty colour', { glowColor: ' ' }, /^glowColor = {3}is refused: it must be a colour of CSS/],
    [
      'a name that means nothing',
      { colour: 'red' },
      /^colour = red is refused: a meteor has no such thing; there are x, y, .*controlX.*glowColor$/,
    ],
  ])('is refused with the name, the value and the way out: %s', (_, config, message) => {
    expect(() => checkSpawn(config)).toThrow(MeteorOptionError);
    expect(() => checkSpawn(config)).toThrow(message);
  });

  it('has colours that every machine knows, one of them alone for both', () => {
    expect(checkSpawn({ color: '#F60' }).colors).toEqual({ color: [255, 102, 0], glow: [255, 102, 0] });
    expect(checkSpawn({ glowColor: '#0a0B0c' }).colors).toEqual({ color: [10, 11, 12], glow: [10, 11, 12] });
    expect(checkSpawn({ color: '#fff', glowColor: '#00f', x: 3 }).config).toEqual({ color: '#ffffff', glowColor: '#0000ff', x: 3 });
    expect(checkSpawn({ x: 3 })).toMatchObject({ colors: null, config: { x: 3 } });
  });
});

describe('a colour of CSS', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  /** A canvas that knows one colour by name, as browsers know theirs. */
  class Canvas {
    getContext(): object {
      let style = '#000000';
      return {
        get fillStyle() {
          return style;
        },
        set fillStyle(text: string) {
          const known: Record<string, string> = { '#000': '#000000', '#fff': '#ffffff', tomato: '#ff6347' };
          style = known[text] ?? style;
        },
        clearRect: () => {},
        fillRect: () => {},
        getImageData: () => ({ data: [1, 3, 5].map((at) => Number.parseInt(style.slice(at, at + 2), 16)) }),
      };
    }
  }

  it('is painted where something paints, and refused with a sentence where it is none', async () => {
    vi.stubGlobal('OffscreenCanvas', Canvas);
    vi.resetModules();
    const { checkSpawn: check } = await import('../../../web/meteor/shared/spawn.js');
    expect(check({ color: ' tomato ' }).config).toEqual({ color: '#ff6347', glowColor: '#ff6347' });
    expect(() => check({ color: 'tomatoe' })).toThrow(/^color = tomatoe is refused: it must be a colour of CSS, as 'tomato' or '#ff6347'$/);
  });
});

/** What a shower shows in which these looks fly, after so many frames. */
function showing(looks: readonly number[], frame: number): MeteorRenderData {
  const meteors = new Float32Array(looks.length * (Meteor.size / 4));
  looks.forEach((look, at) => {
    meteors[(at * Meteor.size + Meteor.look) / 4] = look;
  });
  const header = new Uint32Array(MeteorHeader.size / 4);
  header[MeteorHeader.frame / 4] = frame;
  return { meteors, meteorCount: looks.length, header } as unknown as MeteorRenderData;
}

const pairOf = (number: number): TypeColors => ({ color: [number, 0, 0], glow: [0, number, 0] });

describe('the pairs of colours of a shower', () => {
  it('are the same for the same colours', () => {
    const looks = new Looks();
    expect(looks.take(pairOf(1), showing([], 1))).toBe(2);
    expect(looks.take(pairOf(2), showing([], 1))).toBe(3);
    expect(looks.take(pairOf(1), showing([], 1))).toBe(2);
    expect(looks.pairs).toEqual([pairOf(1), pairOf(2)]);
  });

  it('are full at 48 that fly, which is told, and never another colour in place of one', () => {
    const looks = new Looks();
    for (let number = 0; number < MAX_LOOKS; number += 1) looks.take(pairOf(number), showing([], 1));
    const full = showing(
      Array.from({ length: MAX_LOOKS }, (_, at) => at + 2),
      2,
    );
    expect(() => looks.take(pairOf(99), full)).toThrow(MeteorOptionError);
    expect(() => looks.take(pairOf(99), full)).toThrow(
      /^color = #630000 with #006300 is refused: meteors fly in 48 pairs of colours, and more there are not; take one of those, or wait until one is gone/,
    );
    // One that flies in one of them is still to be had.
    expect(looks.take(pairOf(7), full)).toBe(9);
    expect(looks.pairs).toHaveLength(MAX_LOOKS);
  });

  it('make room for others when the last meteor in one of them is gone', () => {
    const looks = new Looks();
    for (let number = 0; number < MAX_LOOKS; number += 1) looks.take(pairOf(number), showing([], 1));
    // All but the fourth pair.
    const flying = Array.from({ length: MAX_LOOKS }, (_, at) => at + 2).filter((look) => look !== 5);
    // Before the next frame nobody knows.
    expect(() => looks.take(pairOf(99), showing([], 1))).toThrow(MeteorOptionError);
    const before = looks.pairs;
    expect(looks.take(pairOf(99), showing(flying, 2))).toBe(5);
    expect(looks.pairs).not.toBe(before);
    expect(looks.pairs[3]).toEqual(pairOf(99));
    expect(() => looks.take(pairOf(100), showing(flying, 2))).toThrow(/48 pairs/);
  });
});
