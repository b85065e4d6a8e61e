import { describe, expect, it } from 'vitest';
import { ATTRIBUTES, FOUNDING_SETTINGS, SETTINGS } from '../../../../web/elements/life/attributes.js';
import { METEOR_ATTRIBUTES } from '../../../../web/elements/meteor/attributes.js';
import { LifeOptionError } from '../../../../web/life/shared/errors.js';

describe('attributes', () => {
  it('have one property each', () => {
    expect(new Set(ATTRIBUTES.names).size).toBe(ATTRIBUTES.names.length);
    expect(ATTRIBUTES.names.map((attribute) => ATTRIBUTES.propertyOf(attribute))).toEqual(ATTRIBUTES.properties);
    expect([ATTRIBUTES.propertyOf('color-by'), ATTRIBUTES.isSetting('colorBy')]).toEqual(['colorBy', true]);
    expect([ATTRIBUTES.propertyOf('food'), ATTRIBUTES.isSetting('showFood')]).toEqual(['showFood', false]);
    expect(ATTRIBUTES.propertyOf('onclick')).toBeUndefined();
  });

  it('are named as their properties, on which the types for JSX rely; switches of life-sim have names of their own', () => {
    const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const values = Object.entries({ ...SETTINGS, ...METEOR_ATTRIBUTES.rules }).map(([name, { attribute }]) => [name, attribute] as const);
    for (const [name, attribute] of [...values, ...Object.entries(METEOR_ATTRIBUTES.switches)]) expect(attribute).toBe(kebab(name));
  });

  it('say what a text says', () => {
    expect(SETTINGS.scene.read('flock')).toEqual({ value: 'flock', error: null });
    expect(SETTINGS.entities.read(' 1200 ')).toEqual({ value: 1200, error: null });
    expect(SETTINGS.speed.read('0.5')).toEqual({ value: 0.5, error: null });
    expect(SETTINGS.seed.read('0')).toEqual({ value: 0, error: null });
    expect(SETTINGS.colorBy.read('age')).toEqual({ value: 'age', error: null });
    expect(SETTINGS.partitionStrategy.read('tiles')).toEqual({ value: 'tiles', error: null });
  });

  it('fall back to their defaults when they are gone', () => {
    const settings = ATTRIBUTES.defaults();
    for (const name of Object.keys(SETTINGS) as (keyof typeof SETTINGS)[]) {
      expect(SETTINGS[name].read(null)).toEqual({ value: settings[name], error: null });
    }
    expect(settings).toMatchObject({ scene: 'savanna', entities: null, speed: 1, tool: 'pan', renderer: 'auto' });
  });

  it('name the attribute, the text and what is valid when they say nonsense', () => {
    const cases = [
      ['scene', 'moon', /^scene = moon is refused: it must be one of savanna, flock, islands, swarm, pair$/],
      ['entities', '', /^entities = {2}is refused: it must be a whole number from 1 to 1048576/],
      ['entities', '12.5', /^entities = 12\.5 is refused/],
      ['entities', '1e9', /^entities = 1e9 is refused/],
      ['entities', '0x10q', /^entities = 0x10q is refused/],
      ['seed', '-1', /^seed = -1 is refused/],
      ['speed', '3', /^speed = 3 is refused: it must be one of 0, 0\.5, 1, 2, 4, 8$/],
      ['tier', 'turbo', /^tier = turbo is refused: .*auto, threads, wasm, js-workers, js/],
      ['colorBy', 'toString', /^color-by = toString is refused: .*tribe, diet, energy, speed, age/],
      ['partitionStrategy', 'slices', /^partition-strategy = slices is refused: it must be one of bisection, strips, tiles$/],
      ['renderer', 'WebGL2', /^renderer = WebGL2 is refused: it must be one of auto, webgl2, canvas2d$/],
      ['tool', 'Pan', /^tool = Pan is refused: it must be one of pan, select, food, spawn, kill$/],
    ] as const;
    for (const [name, text, message] of cases) {
      const { value, error } = SETTINGS[name].read(text);
      expect(value).toBe(SETTINGS[name].byDefault);
      expect(error).toBeInstanceOf(LifeOptionError);
      expect(error?.message).toMatch(message);
    }
  });
});

describe('properties', () => {
  it('take what is valid and throw for the rest', () => {
    expect(SETTINGS.entities.check(500)).toBe(500);
    expect(SETTINGS.entities.check(null)).toBeNull();
    expect(SETTINGS.speed.check(8)).toBe(8);
    for (const value of ['500', Number.NaN, Number.POSITIVE_INFINITY, 0, 1.5, undefined, {}]) {
      expect(() => SETTINGS.entities.check(value)).toThrow(LifeOptionError);
    }
    expect(() => SETTINGS.speed.check('1')).toThrow(LifeOptionError);
    expect(() => SETTINGS.scene.check(null)).toThrow(/scene = null is refused/);
  });

  it('reflect as texts that read as the same value', () => {
    const values = { scene: 'islands', entities: 1_048_576, seed: 4_294_967_295, speed: 0.5, tier: 'js', colorBy: 'diet' } as const;
    for (const [name, value] of Object.entries(values)) {
      expect(SETTINGS[name as keyof typeof values].read(String(value)).value).toBe(value);
    }
  });

  it('found another world only where the world can’t change', () => {
    expect([...FOUNDING_SETTINGS].sort()).toEqual(['entities', 'scene', 'seed']);
  });
});
