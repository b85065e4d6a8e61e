import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LifeOptions } from '../../../web/generated/life-layout.js';
import { GENES, OPTIONS, SpawnPattern } from '../../../web/generated/life-layout.js';
import type { TribeFounding } from '../../../web/life/api.js';
import { readLink, type SharedWorld, writeLink } from '../../../web/site/life/share-link.js';

const NOTHING: SharedWorld = {
  ...{ scene: null, seed: null, entities: null, colorBy: null, tier: null, workers: null, renderer: null },
  ...{ options: {}, tribes: null },
};

const patterns = Object.keys(SpawnPattern) as (keyof typeof SpawnPattern)[];
const within = (least: number, most: number) => fc.double({ min: least, max: most, noNaN: true }).map((value) => value + 0);

const someOptions = fc
  .subarray(OPTIONS.filter(({ name }) => name !== 'seed' && name !== 'entities'))
  .chain((options) =>
    fc.record(
      Object.fromEntries(
        options.map(({ name, type, least, most }) => [name, type === 'u32' ? fc.integer({ min: least, max: most }) : within(least, most)]),
      ),
    ),
  );
const someTribe: fc.Arbitrary<TribeFounding> = fc.record({
  name: fc.string({ minLength: 1 }).filter((name) => !name.includes('~')),
  share: within(0, 5),
  pattern: fc.constantFrom(...patterns),
  hue: within(0, 360),
  genes: fc.record(Object.fromEntries(GENES.map(({ name, least, most }) => [name, within(least, most)]))),
});

describe('a link', () => {
  it('reads as what was written', () => {
    fc.assert(
      fc.property(someOptions, fc.array(someTribe, { minLength: 1, maxLength: 15 }), (options, tribes) => {
        const world: SharedWorld = { ...NOTHING, scene: 'islands', seed: '77', options: options as Partial<LifeOptions>, tribes };
        const { world: read, errors } = readLink(`#${writeLink(world)}`);
        expect(errors).toEqual([]);
        expect(read).toEqual(world);
      }),
    );
  });

  it('that says nothing leaves everything to the scene', () => {
    expect(readLink('')).toEqual({ world: NOTHING, errors: [] });
    expect(readLink('#')).toEqual({ world: NOTHING, errors: [] });
    expect(writeLink(NOTHING)).toBe('');
  });

  it('keeps what it can read and tells of the rest', () => {
    const { world, errors } = readLink('#scene=flock&turnRate=99&wings=2&mutation=&tribe=a~b&deathAge=40');
    expect(world.scene).toBe('flock');
    expect(world.options).toEqual({ deathAge: 40 });
    expect(world.tribes).toBeNull();
    expect(errors.map(({ message }) => message.split(' ')[0])).toEqual(['turnRate', 'wings', 'mutation', 'tribe']);
  });

  it('does not break on any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void readLink(text)));
  });
});
