import { describe, expect, it } from 'vitest';
import { createJsMeteorKernel } from '../../../web/fallback/meteor/kernel.js';
import { MAX_METEORS, MAX_PARTICLES, QUALITIES } from '../../../web/generated/meteor-layout.js';
import { PRESET_NAMES } from '../../../web/generated/meteor-names.js';
import { MeteorOptionError } from '../../../web/meteor/shared/errors.js';
import { resolveOptions } from '../../../web/meteor/shared/settings.js';
import { spawnIn } from './kernels.js';

describe('the options of a shower', () => {
  it('are the preset for every name there is', () => {
    expect(PRESET_NAMES).toEqual(['shower', 'calm', 'storm', 'leonids', 'hyperspace', 'aurora-rain']);
    expect(resolveOptions({})).toEqual(resolveOptions({ preset: 'shower', quality: 'balanced', density: 1 }));
  });

  it('follow the quality', () => {
    const counts = QUALITIES.map(({ name }) => resolveOptions({ quality: name })).map(({ meteors, stars, quality }) => [
      meteors,
      stars,
      quality,
    ]);
    expect(counts).toEqual([
      [8, 200, 0],
      [15, 400, 1],
      [25, 600, 2],
    ]);
  });

  it('keep what storm is about, whatever the quality', () => {
    for (const { name } of QUALITIES) {
      expect(resolveOptions({ preset: 'storm', quality: name })).toMatchObject({ meteors: MAX_METEORS, debris: MAX_PARTICLES });
    }
  });

  it('follow the density within their range', () => {
    expect(resolveOptions({ density: 2 })).toMatchObject({ meteors: 30, rate: 10 });
    expect(resolveOptions({ preset: 'storm', density: 10 })).toMatchObject({ meteors: MAX_METEORS, rate: 10_000 });
  });

  it.each([
    [{ preset: 'rain' }, /preset = "?rain"? is refused: it must be one of shower, calm, storm/],
    [{ quality: 'best' }, /it must be one of performance, balanced, ultra/],
    [{ density: -1 }, /density = -1 is refused: it must be a number from 0 to 10/],
    [{ options: { speed: 0 } }, /speed = 0 is refused: it must be a number from 1 to 4000 px\/s/],
    [{ options: { meteors: 1.5 } }, /it must be a whole number from 0 to 10000/],
    [{ options: { colour: 1 } }, /no option has this name; there are seed, width/],
  ] as const)('refuse %j and say what may be', (wish, message) => {
    const resolve = () => resolveOptions(wish as never);
    expect(resolve).toThrow(MeteorOptionError);
    expect(resolve).toThrow(message);
  });

  it('are told as they were given', () => {
    const options = resolveOptions({ preset: 'leonids', options: { seed: 4_000_000_000, twinkle: 0.35 } });
    expect(createJsMeteorKernel(options).options).toEqual(options);
  });
});

describe('a running shower', () => {
  it('refuses another seed, and goes on', () => {
    const kernel = createJsMeteorKernel({ seed: 2 });
    expect(() => kernel.configure({ seed: 3 })).toThrow(MeteorOptionError);
    expect(() => kernel.configure({ speed: Number.NaN })).toThrow(/speed = NaN is refused/);
    expect(() => kernel.resize(0, 100)).toThrow(/width = 0 is refused: it must be a number from 1 to 16384 px/);
    kernel.step(0.1, 1);
    expect(kernel.options.seed).toBe(2);
  });

  it('refuses meteors that make no sense', () => {
    const kernel = createJsMeteorKernel({});
    expect(() => spawnIn(kernel, { speed: -1 })).toThrow(/speed = -1 is refused/);
    expect(() => spawnIn(kernel, { type: 'green' as never })).toThrow(/it must be one of cool, warm, bright/);
    expect(() => spawnIn(kernel, { sped: 1 } as never)).toThrow(/there are x, y, endX/);
  });

  it('has an id for every meteor until there is no room', () => {
    const kernel = createJsMeteorKernel({ burst: 0, rate: 0 });
    const ids = new Set<number>();
    for (let count = 0; count < MAX_METEORS; count += 1) ids.add(spawnIn(kernel, {}));
    expect(ids.size).toBe(MAX_METEORS);
    expect(ids.has(0)).toBe(false);
    expect(spawnIn(kernel, {})).toBe(0);
  });
});
