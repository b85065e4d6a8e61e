import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LifeOptions } from '../../../web/generated/life-layout.js';
import { FOUNDING_OPTIONS, GENES, OPTIONS, SpawnPattern } from '../../../web/generated/life-layout.js';
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
  name: fc.string({ minLength: 1 }).filter((name) => !name.includes('~')),
  share: within(0, 5),
  pattern: fc.constantFrom(...patterns),
  hue: within(0, 360),
  genes: fc.record(Object.fromEntries(GENES.map(({ name, least, most }) => [name, within(least, most)]))),
});

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
      fc.property(someOptions, fc.array(someTribe, { minLength: 1, maxLength: 15 }), (options, tribes) => {
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

  it('does not break on any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void readLink(text)));
  });
});
