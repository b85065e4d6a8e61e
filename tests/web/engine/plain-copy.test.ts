import { observable } from 'mobx';
import { proxy } from 'valtio';
import { describe, expect, it } from 'vitest';
import { plainCopy } from '../../../web/engine/plain-copy.js';
import { foodCommand, geneCommand, spawnCommand } from '../../../web/life/shared/commands.js';
import { LifeOptionError } from '../../../web/life/shared/errors.js';
import { resolveRequest } from '../../../web/life/shared/founding.js';

const refuse = (name: string, value: unknown, range: string): Error => new LifeOptionError(name, value, range);
const GIVEN = { a: 1, text: 'x', none: undefined, empty: null, list: [1, { deep: [2, 3] }], big: 3n };

describe('a plain copy', () => {
  it.each([
    ['a plain object', GIVEN],
    ['a proxy', new Proxy(GIVEN, {})],
    ["valtio's", proxy(structuredClone(GIVEN))],
    ["MobX's", observable(structuredClone(GIVEN))],
  ])('of %s is what was given, and crosses to another thread', (_, value) => {
    const copy = plainCopy(value, 'given', refuse);
    expect(copy).toEqual(GIVEN);
    expect(structuredClone(copy)).toEqual(GIVEN);
    expect(copy).not.toBe(value);
    expect(copy.list).not.toBe(value.list);
  });

  it('of a typed array is a list', () => {
    expect(plainCopy(Float64Array.of(1, 2.5), 'given', refuse)).toEqual([1, 2.5]);
  });

  it('names what is no plain data, and what never ends', () => {
    const circle: Record<string, unknown> = {};
    circle.again = circle;
    expect(() => plainCopy({ a: [0, { b: () => 1 }] }, 'given', refuse)).toThrow(
      /^given\.a\[1\]\.b = .* is refused: it must be plain data/,
    );
    expect(() => plainCopy({ s: Symbol('x') }, 'given', refuse)).toThrow(/^given\.s = /);
    expect(() => plainCopy(circle, 'given', refuse)).toThrow(/^given(\.again)+ = an object is refused: objects may be 8 deep/);
  });
});

describe('what a world is asked', () => {
  it('is plain whatever it was given as', () => {
    const tribes = observable([{ name: 'one', share: 2, genes: { speed: 30 } }, { name: 'two' }]);
    const founding = resolveRequest(observable({ scene: 'savanna', options: { entities: 500 }, tribes }) as never);
    expect(structuredClone(founding)).toEqual(founding);
    const disc = new Proxy({ x: 1, y: 2, radius: 3, amount: 0.5, count: 4 }, {});
    for (const command of [foodCommand(disc), spawnCommand(0, disc), geneCommand(0, 'speed', 40)]) {
      expect(structuredClone(command)).toEqual(command);
    }
  });
});
