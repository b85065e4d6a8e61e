import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LifeOptions } from '../../../web/generated/life-layout.js';
import { FOUNDING_OPTIONS, GENES, MAX_TRIBES, OPTIONS, SpawnPattern } from '../../../web/generated/life-layout.js';
import { LONGEST_NAME, resolveRequest } from '../../../web/life/shared/founding.js';
import type { RecordedCommand, TribeFounding } from '../../../web/life.js';
import { addressText, readLink, type SharedWorld, writeLink } from '../../../web/site/life/share-link.js';

const NOTHING: SharedWorld = {
  ...{ scene: null, seed: null, entities: null, colorBy: null, tier: null, workers: null, renderer: null },
  ...{ options: {}, tribes: null, commands: null },
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
  name: fc.string({ minLength: 1, maxLength: LONGEST_NAME }).filter((name) => !name.includes('~')),
  share: within(0.001, 5),
  pattern: fc.constantFrom(...patterns),
  hue: within(0, 360),
  genes: fc.record(Object.fromEntries(GENES.map(({ name, least, most }) => [name, within(least, most)]))),
});

const someTribes = fc.uniqueArray(someTribe, { minLength: 1, maxLength: MAX_TRIBES - 1, selector: ({ name }) => name });

const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const place = { x: finite, y: finite, radius: finite };
const someCommand = fc.oneof(
  fc.constantFrom(...OPTIONS.slice(FOUNDING_OPTIONS)).chain(({ name, type, least, most }) =>
    fc.record({
      ...{ do: fc.constant('setOption'), option: fc.constant(name) },
      value: type === 'u32' ? fc.integer({ min: least, max: most }) : within(least, most),
    }),
  ),
  fc.record({ do: fc.constant('paintFood'), ...place, amount: finite }),
  fc.record({ do: fc.constant('spawn'), tribe: fc.nat(), count: fc.integer({ min: 1 }), ...place }),
  fc.record({ do: fc.constant('kill'), ...place }),
  fc
    .constantFrom(...GENES)
    .chain(({ name, least, most }) =>
      fc.record({ do: fc.constant('setGene'), tribe: fc.nat(), gene: fc.constant(name), value: within(least, most) }),
    ),
);
const someCommands = fc.array(fc.tuple(fc.nat({ max: 900 }), someCommand), { minLength: 1, maxLength: 20 }).map((commands) => {
  let tick = 0;
  return commands.map(([later, command]) => {
    tick += later;
    return { tick, ...command } as RecordedCommand;
  });
});

describe('a link', () => {
  it('carries commands, in characters that an address takes as they are', () => {
    fc.assert(
      fc.property(someCommands, (commands) => {
        const text = writeLink({ ...NOTHING, commands });
        expect(text).toMatch(/^commands=[\w.*%-]+$/);
        expect(readLink(text)).toEqual({ world: { ...NOTHING, commands }, errors: [] });
      }),
    );
    const commands = [{ tick: 15, do: 'spawn', tribe: 1, count: 40, x: 80, y: 60, radius: 30.5 }] as const;
    expect(writeLink({ ...NOTHING, commands })).toBe('commands=15_spawn_1_40_80_60_30.5');
  });

  it.each([
    ['7_fly_1', /commands = 7_fly_1 is refused/],
    ['7_kill_1_2', /commands = 7_kill_1_2 is refused/],
    ['7_kill_1_2_x', /commands\[0\].radius = NaN/],
    ['_kill_1_2_3', /commands\[0\].tick = NaN/],
    ['7_kill_1_2_3*6_kill_1_2_3', /commands\[1\].tick = 6/],
    ['7_setOption_seed_3', /seed = 3 is refused/],
  ])("founds the world without commands that can't be read, and tells: %s", (text, message) => {
    const { world, errors } = readLink(`seed=4&commands=${text}`);
    expect(world).toEqual({ ...NOTHING, seed: '4' });
    expect(errors.map(String).join()).toMatch(message);
  });

  it('reads as what was written', () => {
    fc.assert(
      fc.property(someOptions, someTribes, ({ maxEntities: _, ...options }, tribes) => {
        const world: SharedWorld = { ...NOTHING, scene: 'islands', seed: '77', options: options as Partial<LifeOptions>, tribes };
        const { world: read, errors } = readLink(`#${writeLink(world)}`);
        expect(errors).toEqual([]);
        expect(read).toEqual(world);
      }),
    );
  });

  it('that says nothing leaves everything to the scene', () => {
    expect(readLink(addressText({ hash: '#seed=4', search: '?tier=js&seed=5&from=mail' })).world).toEqual({
      ...NOTHING,
      seed: '4',
      tier: 'js',
    });
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

  describe('with something wrong about a tribe founds the world without that, and tells', () => {
    const GOOD = ['Meadow', '1', 'herd', '140', ...GENES.map(({ byDefault }) => String(byDefault))];
    const tribeWith = (at: number, word: string): string => GOOD.map((own, index) => (index === at ? word : own)).join('~');
    const whole = readLink(`tribe=${GOOD.join('~')}`).world.tribes?.[0] as TribeFounding;
    const first = 4;

    it.each(GENES.map(({ name }, index) => [name, index] as const))('a gene out of range: %s', (name, index) => {
      for (const word of ['1e9', '-1e9', 'fast', '', 'Infinity']) {
        const { world, errors } = readLink(`seed=4&tribe=${tribeWith(first + index, word)}&tribe=${tribeWith(0, 'Other')}`);
        const { [name]: _, ...genes } = whole.genes as Record<string, number>;
        expect(world).toEqual({
          ...NOTHING,
          seed: '4',
          tribes: [
            { ...whole, genes },
            { ...whole, name: 'Other' },
          ],
        });
        expect(errors).toHaveLength(1);
        expect(errors[0]?.message).toMatch(new RegExp(`^tribe Meadow: ${name} = .* is refused`));
        expect(() => resolveRequest({ tribes: world.tribes ?? [] })).not.toThrow();
      }
    });

    it('a share or a hue that is none', () => {
      for (const [at, name, words] of [
        [1, 'share', ['0', '-1', '1e-60', 'half', '', '1e9']],
        [3, 'hue', ['-1', '361', 'green', '']],
      ] as const) {
        for (const word of words) {
          const { world, errors } = readLink(`tribe=${tribeWith(at, word)}`);
          const { [name]: _, ...rest } = whole;
          expect(world.tribes).toEqual([rest]);
          expect(errors.map(String).join()).toMatch(`tribe Meadow: ${name} = `);
        }
      }
    });

    it('a name that is none, is too long, or is already the name of another tribe', () => {
      for (const name of ['', 'x'.repeat(LONGEST_NAME + 1)]) {
        const { world, errors } = readLink(`tribe=${tribeWith(0, name)}`);
        expect(world).toEqual(NOTHING);
        expect(errors).toHaveLength(1);
      }
      const twice = readLink(`tribe=${GOOD.join('~')}&tribe=${tribeWith(1, '3')}`);
      expect(twice.world.tribes).toEqual([whole]);
      expect(twice.errors.map(String).join()).toMatch('another tribe has its name');
    });

    it('more tribes than a world has', () => {
      const words = Array.from({ length: MAX_TRIBES + 2 }, (_, number) => `tribe=${tribeWith(0, `Tribe ${number}`)}`);
      const { world, errors } = readLink(words.join('&'));
      expect(world.tribes).toHaveLength(MAX_TRIBES - 1);
      expect(errors).toHaveLength(3);
    });
  });

  it('with room for fewer animals than it begins with leaves the room to the scene, and tells', () => {
    for (const text of ['entities=2000&maxEntities=1999', 'maxEntities=10', 'entities=many&maxEntities=10', 'scene=moon&maxEntities=10']) {
      const { world, errors } = readLink(text);
      expect(world.options).toEqual({});
      expect(errors.map(String).join()).toMatch(/maxEntities = (10|1999) is refused/);
    }
    expect(readLink('entities=2000&maxEntities=2000').world.options).toEqual({ maxEntities: 2000 });
    expect(readLink('maxEntities=0').errors).toEqual([]);
  });

  it('does not break on any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void readLink(text)));
  });
});
