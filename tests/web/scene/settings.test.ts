import { describe, expect, it } from 'vitest';
import { DEFAULT_OPTIONS, OPTIONS } from '../../../web/generated/scene-layout.js';
import { SceneOptionError } from '../../../web/scene/shared/errors.js';
import { entityGeneration, entityId, entityIndex } from '../../../web/scene/shared/ids.js';
import { checkTier, optionWords, resolveOptions } from '../../../web/scene/shared/settings.js';

describe('the options of a scene', () => {
  it('are usual where they are left out', () => {
    expect(resolveOptions()).toEqual(DEFAULT_OPTIONS);
    expect(resolveOptions({ seed: 7, maxLights: undefined } as never)).toEqual({ ...DEFAULT_OPTIONS, seed: 7 });
  });

  it('may be what their ranges say, to the ends', () => {
    for (const { name, least, most } of OPTIONS) {
      for (const value of [least, most]) expect(resolveOptions({ [name]: value })[name]).toBe(value);
      for (const value of [least - 1, most + 1]) expect(() => resolveOptions({ [name]: value })).toThrow(SceneOptionError);
    }
  });

  it.each([
    [{ maxEntities: 0 }, /^maxEntities = 0 is refused: it must be a whole number from 1 to 1000000$/],
    [{ maxEntities: 1.5 }, /it must be a whole number from 1/],
    [{ maxEntities: Number.NaN }, /maxEntities = NaN is refused/],
    [{ seed: '7' }, /seed = 7 is refused: it must be a whole number/],
    [{ commandCapacity: 20_000 }, /^commandCapacity = 20000 is refused: it must be a power of two, as 16384 or 32768$/],
    [{ inputCapacity: 65 }, /it must be a power of two, as 64 or 128/],
    [{ entities: 4 }, /^entities = 4 is refused: no option has this name; there are seed, maxEntities/],
  ])('refuse %j and say what may be', (options, message) => {
    const resolve = (): unknown => resolveOptions(options as never);
    expect(resolve).toThrow(SceneOptionError);
    expect(resolve).toThrow(message);
  });

  it('are words in the order of the layout', () => {
    expect([...optionWords(resolveOptions({ seed: 4_294_967_295, inputCapacity: 64 }))]).toEqual(
      OPTIONS.map(({ name, byDefault }) => (name === 'seed' ? 4_294_967_295 : name === 'inputCapacity' ? 64 : byDefault)),
    );
  });
});

describe('the tier of a scene', () => {
  it('is one that there is, or auto', () => {
    expect(['auto', 'wasm', 'js'].map(checkTier)).toEqual(['auto', 'wasm', 'js']);
    expect(() => checkTier('threads')).toThrow(/^tier = threads is refused: it must be one of auto, wasm, js$/);
  });
});

describe('ids of entities', () => {
  it.each([
    [0, 1],
    [5, 2],
    [999_999, 4_294_967_295],
  ])('hold slot %i and generation %i', (index, generation) => {
    const id = entityId(index, generation);
    expect(Number.isSafeInteger(id)).toBe(true);
    expect([entityIndex(id), entityGeneration(id)]).toEqual([index, generation]);
  });
});
