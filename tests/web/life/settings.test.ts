import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { CommandKind, FOUNDING_OPTIONS, GENES, type LifeOptions, OPTIONS } from '../../../web/generated/life-layout.js';
import { loadKernel } from '../../../web/kernels/life-node.js';
import { LifeOptionError, LifeStartError } from '../../../web/life/shared/errors.js';
import { DEFAULT_SCENE, foundingFromReply, resolveRequest, SCENE_NAMES } from '../../../web/life/shared/founding.js';
import type { LifeKernel } from '../../../web/life/shared/kernel.js';
import type { FoundingRequest } from '../../../web/life/shared/messages.js';
import { checkGene, checkLiveOption, checkOption, engineValue, readOptions, writeOptions } from '../../../web/life/shared/settings.js';

const open: LifeKernel[] = [];
afterAll(() => {
  for (const kernel of open) kernel.destroy();
});

async function found(request: FoundingRequest): Promise<LifeKernel> {
  const kernel = await loadKernel('wasm', request);
  open.push(kernel);
  return kernel;
}

/** Options as they are where a founding can't go wrong for the sake of several together. */
const SMALL_WORLD = { entities: 40, maxEntities: 60, columns: 20, rows: 24 };

/** A value that this option takes, exactly as an f32 or u32 holds it. */
function anyValue({ type, least, most }: (typeof OPTIONS)[number]): fc.Arbitrary<number> {
  if (type === 'u32') return fc.integer({ min: least, max: most });
  return fc
    .double({ min: least, max: most, noNaN: true })
    .map((value) => Math.fround(value))
    .filter((value) => value >= least && value <= most);
}

const SHAPING = Object.keys(SMALL_WORLD);
const anyOptions = fc.record(
  Object.fromEntries(
    OPTIONS.filter(({ name }) => !SHAPING.includes(name) && name !== 'areaPerAnimal').map((option) => [option.name, anyValue(option)]),
  ),
  { requiredKeys: [] },
);

/** Options as the engine holds them; those of f32 are told by their shortest decimal. */
function asEngine(options: LifeOptions): Record<string, number> {
  return Object.fromEntries(OPTIONS.map(({ name }, index) => [name, engineValue(index, options[name])]));
}

describe('options', () => {
  it('come back from the engine as they were given', async () => {
    await fc.assert(
      fc.asyncProperty(anyOptions, async (some) => {
        const wished = { ...SMALL_WORLD, ...some };
        const kernel = await found(resolveRequest({ scene: 'savanna', options: wished }));
        const { options } = foundingFromReply(kernel.founding);
        expect(asEngine(options)).toMatchObject(wished);
        kernel.destroy();
        open.pop();
      }),
      { numRuns: 40 },
    );
  });

  it('are taken at both ends of their ranges, by the founding and by the running world', async () => {
    for (const end of ['least', 'most'] as const) {
      const live = OPTIONS.slice(FOUNDING_OPTIONS);
      const kernel = await found(resolveRequest({ options: { ...SMALL_WORLD, ...Object.fromEntries(live.map((o) => [o.name, o[end]])) } }));
      live.forEach((option, at) => {
        const index = FOUNDING_OPTIONS + at;
        const value = engineValue(index, checkLiveOption(option.name, option[end]));
        kernel.enqueue({ kind: CommandKind.setOption, index, count: 0, x: 0, y: 0, radius: 0, value });
      });
      kernel.step();
    }
    const { least, most } = OPTIONS.find(({ name }) => name === 'spawnArea') as (typeof OPTIONS)[number];
    for (const spawnArea of [least, most]) {
      const kernel = await found(resolveRequest({ options: { ...SMALL_WORLD, spawnArea } }));
      expect(foundingFromReply(kernel.founding).options.spawnArea).toBe(spawnArea);
    }
  });

  it('survive being written and read by number', () => {
    fc.assert(
      fc.property(anyOptions, (some) => {
        const values = new Float64Array(OPTIONS.length);
        writeOptions(some, values);
        expect(asEngine(readOptions(values))).toMatchObject(some);
      }),
    );
  });

  it('are refused outside their range, by name, value and range, whatever the number', () => {
    fc.assert(
      fc.property(fc.constantFrom(...OPTIONS), fc.double(), (option, value) => {
        const { name, type, least, most } = option;
        const good = value >= least && value <= most && (type === 'f32' || Number.isInteger(value));
        if (good) {
          expect(checkOption(name, value)).toBe(value);
          return;
        }
        const refusal = caught(() => checkOption(name, value));
        expect(refusal.option).toBe(name);
        expect(refusal.value).toBe(value);
        expect(refusal.range).toContain(`${least} to ${most}`);
      }),
    );
  });

  it('are refused by the engine too, which trusts nobody', async () => {
    const request = resolveRequest({ scene: 'savanna', options: SMALL_WORLD });
    for (const [index, option] of OPTIONS.entries()) {
      for (const value of [option.least - 1, option.most * 2 + 1, Number.NaN, Number.POSITIVE_INFINITY]) {
        const options = request.options.slice();
        options[index] = value;
        const refusal = await loadKernel('wasm', { ...request, options }).then(
          () => null,
          (error: unknown) => error,
        );
        expect(refusal, `${option.name} = ${value}`).toBeInstanceOf(LifeStartError);
        expect(refusal).toMatchObject({ stage: 'founding', reason: expect.stringContaining(option.name) });
      }
    }
  }, 60_000);

  it('that depend on each other are refused with the range that follows', async () => {
    const founding = (options: object): Promise<unknown> => found(resolveRequest({ scene: 'savanna', options }));
    await expect(founding({ entities: 100, maxEntities: 50 })).rejects.toThrow(/maxEntities.*50.*100/);
    await expect(founding({ columns: 9 })).rejects.toThrow(/columns.*9.*16/);
  });

  it('that a running world can change are told from those it was founded with', () => {
    OPTIONS.forEach(({ name, least }, index) => {
      if (index < FOUNDING_OPTIONS) expect(() => checkLiveOption(name, least)).toThrow(/fixed once the world is founded/);
      else expect(checkLiveOption(name, least)).toBe(least);
    });
  });

  it('of no such name are refused with the names there are', () => {
    const refusal = caught(() => resolveRequest({ options: { entitys: 5 } as object }));
    expect(refusal.message).toMatch(/entitys = 5 is refused: no option has this name; there are seed, entities/);
  });
});

describe('foundings', () => {
  it('know every scene, and name them to who asks for another', () => {
    expect([...SCENE_NAMES].sort()).toEqual(['flock', 'islands', 'pair', 'savanna', 'swarm']);
    expect(resolveRequest({}).scene).toBe(DEFAULT_SCENE);
    for (const scene of SCENE_NAMES) expect(resolveRequest({ scene }).tribes.length).toBeGreaterThan(0);
    const refusal = caught(() => resolveRequest({ scene: 'moon' as 'flock' }));
    expect(refusal.range).toContain('savanna');
  });

  it('fill in what a tribe leaves open', () => {
    const { tribes } = resolveRequest({
      tribes: [
        { name: 'a', genes: { diet: 1 } },
        { name: 'b', share: 3, pattern: 'herd' },
      ],
    });
    expect(tribes[0]).toMatchObject({ name: 'a', share: 1, hue: 0 });
    expect(tribes[1]).toMatchObject({ name: 'b', share: 3, hue: 180, pattern: 2 });
    expect(tribes[0]?.genes).toEqual(GENES.map(({ name, byDefault }) => (name === 'diet' ? 1 : byDefault)));
  });

  it('reach the engine with their own tribes', async () => {
    const tribes = [
      { name: 'few', share: 1 },
      { name: 'many', share: 3 },
    ];
    const kernel = await found(resolveRequest({ options: { ...SMALL_WORLD, entities: 400, maxEntities: 600 }, tribes }));
    expect(kernel.population).toBe(400);
    expect(foundingFromReply(kernel.founding).tribes.map(({ name }) => name)).toEqual(['few', 'many']);
  });

  it.each([
    [[], /tribes.length = 0/],
    [Array.from({ length: 16 }, (_, n) => ({ name: `t${n}` })), /tribes.length = 16/],
    [[{ name: '' }], /tribes\[0\].name/],
    [[{ name: 'a' }, { name: 'a' }], /tribes\[1\].name = a is refused: another tribe/],
    [[{ name: 'a', share: -1 }], /tribes\[0\].share = -1/],
    [[{ name: 'a', share: 0 }], /tribes\[0\].share = 0 is refused: it must be a number from 0.001 to 1000000$/],
    [[{ name: 'a', hue: 400 }], /tribes\[0\].hue = 400/],
    [[{ name: 'a', pattern: 'ring' as 'herd' }], /tribes\[0\].pattern = ring is refused: .*blob/],
    [[{ name: 'a', genes: { speed: 500 } }], /tribes\[0\].genes.speed = 500 is refused: .*5 to 100/],
    [[{ name: 'a', genes: { wings: 2 } as object }], /wings = 2 is refused: no gene has this name/],
  ])('refuse wrong tribes: %#', (tribes, message) => {
    expect(() => resolveRequest({ tribes })).toThrow(LifeOptionError);
    expect(() => resolveRequest({ tribes })).toThrow(message);
  });

  it('check genes against their ranges', () => {
    for (const { name, least, most } of GENES) {
      expect(checkGene(name, least)).toBe(least);
      expect(checkGene(name, most)).toBe(most);
      expect(() => checkGene(name, most + 1)).toThrow(LifeOptionError);
    }
  });
});

function caught(action: () => unknown): LifeOptionError {
  try {
    action();
  } catch (error) {
    expect(error).toBeInstanceOf(LifeOptionError);
    return error as LifeOptionError;
  }
  throw new Error('nothing was thrown');
}
