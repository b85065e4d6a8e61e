import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CommandKind, OPTIONS } from '../../../web/generated/life-layout.js';
import { loadKernel } from '../../../web/kernels/life-node.js';
import { resolveRequest } from '../../../web/life/shared/founding.js';
import type { CommandFields, FoundingRequest } from '../../../web/life/shared/messages.js';
import { optionNumber } from '../../../web/life/shared/settings.js';
import { destroyBoth, loadTwins, refusalOf, rejectionOf, stepBoth, type Twins } from './twins.js';

const NOTHING: CommandFields = { kind: 0, index: 0, count: 0, x: 100, y: 100, radius: 50, value: 0 };
const command = (fields: Partial<CommandFields>): CommandFields => ({ ...NOTHING, ...fields });
const setOption = (name: string, value: number): CommandFields =>
  command({ kind: CommandKind.setOption, index: optionNumber(name), value });

describe('commands to the JavaScript life kernel', () => {
  let twins: Twins;

  beforeAll(async () => {
    twins = await loadTwins({ scene: 'savanna', options: { entities: 400 } });
    stepBoth(twins, 5);
  });
  afterAll(() => destroyBoth(twins));

  it.each([
    ['an option', setOption('fleeWeight', 7.3)],
    ['an option that turns hybrids off', setOption('hybrids', 0)],
    ['the richest cell', setOption('foodCapacity', 3)],
    ['food to be painted', command({ kind: CommandKind.paintFood, value: 2.7, radius: 90 })],
    ['food to be taken away across the border', command({ kind: CommandKind.paintFood, value: -5, x: 3, y: 0, radius: 120 })],
    ['animals', command({ kind: CommandKind.spawn, index: 3, count: 40, radius: 33 })],
    ['more animals than there is room for', command({ kind: CommandKind.spawn, index: 4, count: 450, radius: 300 })],
    ['deaths', command({ kind: CommandKind.kill, x: 5, y: 5, radius: 160 })],
    ['a founder gene', command({ kind: CommandKind.setGene, index: 1, count: 0, value: 61.7 })],
    ['an animal with that gene', command({ kind: CommandKind.spawn, index: 1, count: 5, radius: 20 })],
  ])('do the same as to the WebAssembly kernel: %s', (_what, fields) => {
    const before = twins.wasm.hash();
    for (const kernel of [twins.wasm, twins.js]) kernel.enqueue(fields);
    stepBoth(twins, 3);
    expect(twins.wasm.hash()).not.toBe(before);
    expect(twins.js.hash()).toBe(twins.wasm.hash());
    expect(new Uint8Array(twins.js.save())).toEqual(new Uint8Array(twins.wasm.save()));
    expect(new Uint8Array(twins.js.stats())).toEqual(new Uint8Array(twins.wasm.stats()));
  });

  it.each([
    ['an unknown kind', command({ kind: 9 })],
    ['an unknown option', command({ kind: CommandKind.setOption, index: OPTIONS.length })],
    ['an option that is fixed', setOption('columns', 20)],
    ['an option out of range', setOption('mutation', 0.51)],
    ['an option below a range that no f32 hits', setOption('biteSize', 0.0099)],
    ['no number', setOption('mutation', Number.NaN)],
    ['a huge number', setOption('deathAge', 1e300)],
    ['half of a whole number', setOption('hybrids', 0.5)],
    ['an unknown tribe', command({ kind: CommandKind.spawn, index: 5, count: 1 })],
    ['nobody', command({ kind: CommandKind.spawn, index: 0, count: 0 })],
    ['a circle outside of the world', command({ kind: CommandKind.kill, x: -0.25 })],
    ['a circle too small', command({ kind: CommandKind.kill, radius: 0.01 })],
    ['too much food', command({ kind: CommandKind.paintFood, value: 1000.5 })],
    ['an unknown gene', command({ kind: CommandKind.setGene, index: 0, count: 9 })],
    ['a gene out of range', command({ kind: CommandKind.setGene, index: 0, count: 2, value: 2.25 })],
  ])('are refused in the words of the WebAssembly kernel: %s', (_what, fields) => {
    const expected = refusalOf(() => twins.wasm.enqueue(fields));
    expect(expected).toMatch(/\.$/);
    expect(refusalOf(() => twins.js.enqueue(fields))).toBe(expected);
  });

  it('are refused where they have no meaning, and when too many wait', async () => {
    const flock = await loadTwins({ scene: 'flock', options: { entities: 20 } });
    const paint = command({ kind: CommandKind.paintFood, value: 1 });
    const expected = refusalOf(() => flock.wasm.enqueue(paint));
    expect(expected).toMatch(/only moves/);
    expect(refusalOf(() => flock.js.enqueue(paint))).toBe(expected);
    for (let i = 0; i < 1024; i += 1) for (const kernel of [flock.wasm, flock.js]) kernel.enqueue(setOption('turnRate', 3));
    const full = refusalOf(() => flock.wasm.enqueue(setOption('turnRate', 3)));
    expect(full).toMatch(/1024/);
    expect(refusalOf(() => flock.js.enqueue(setOption('turnRate', 3)))).toBe(full);
    destroyBoth(flock);
  });
});

describe('foundings of the JavaScript life kernel', () => {
  const request = resolveRequest({ scene: 'savanna', options: { entities: 50 } });
  const withOption = (name: string, value: number): FoundingRequest => {
    const options = request.options.slice();
    options[optionNumber(name)] = value;
    return { ...request, options };
  };
  const withTribe = (change: object): FoundingRequest => ({
    ...request,
    tribes: request.tribes.map((tribe, number) => (number === 2 ? { ...tribe, ...change } : tribe)),
  });

  it.each<[string, FoundingRequest]>([
    ['an option out of range', withOption('areaPerAnimal', 15)],
    ['no number', withOption('seed', Number.NaN)],
    ['too little room', withOption('maxEntities', 49)],
    ['too few cells', withOption('columns', 15)],
    ['no tribes', { ...request, tribes: [] }],
    ['too many tribes', { ...request, tribes: Array.from({ length: 16 }, () => request.tribes[0] as (typeof request.tribes)[number]) }],
    ['a share of nothing', withTribe({ share: 0 })],
    ['a share below the least', withTribe({ share: 0.000999 })],
    ['a share above the most', withTribe({ share: 1e6 + 1 })],
    ['an unknown pattern', withTribe({ pattern: 4 })],
    ['a gene out of range', withTribe({ genes: [25, 20, 0.001, 0.012, 0.3, 0.8, 0.3, -0.5, 300] })],
  ])('are refused in the words of the WebAssembly kernel: %s', async (_what, refused) => {
    const expected = await rejectionOf(loadKernel('wasm', refused));
    expect(expected).toMatch(/founding/);
    expect(await rejectionOf(loadKernel('js', refused))).toBe(expected);
  });

  it.each(['wasm', 'js'] as const)(
    'take the least and the most share of a tribe that the refusal of others names, in tier %s',
    async (tier) => {
      const refusal = await rejectionOf(loadKernel(tier, withTribe({ share: 0 })));
      const [, least, most] = /share of a tribe is 0; it must be from ([\d.]+) to (\d+)\./.exec(refusal ?? '') ?? [];
      for (const share of [Number(least), Number(most)]) {
        const kernel = await loadKernel(tier, withTribe({ share }));
        expect(kernel.population).toBe(50);
        kernel.destroy();
      }
    },
  );
});
