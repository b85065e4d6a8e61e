/** Properties that hold objects: what counts is what they say. */
import { describe, expect, test } from 'vitest';
import { Given } from '../../../../web/elements/base/given.js';

const circle: { self?: unknown } = {};
circle.self = circle;

describe('a value that is taken', () => {
  test.each<[string, unknown, unknown]>([
    ['another object', { seed: 7 }, { seed: 7 }],
    ['keys in another order, however deep', { a: 1, b: { c: 2, d: [1, { e: 3, f: 4 }] } }, { b: { d: [1, { f: 4, e: 3 }], c: 2 }, a: 1 }],
    ['a part that is undefined', { seed: 7, entities: undefined }, { seed: 7 }],
    ['an address as text and as URL', { wasm: 'https://sky.example/a' }, { wasm: new URL('https://sky.example/a') }],
    ['a list', [{ name: 'One' }, { name: 'Two' }], [{ name: 'One' }, { name: 'Two' }]],
    ['a proxy of a framework', { seed: 7, genes: [1, 2] }, new Proxy({ seed: 7, genes: new Proxy([1, 2], {}) }, {})],
  ])('says the same: %s', (_, before, now) => {
    const given = new Given<unknown>({});
    given.take(before);
    expect(given.take(now)).toBe(false);
    expect(given.value).toBe(now);
  });

  test.each<[string, unknown, unknown]>([
    ['another value', { seed: 7 }, { seed: 8 }],
    ['another value far down', { a: [{ b: 1 }] }, { a: [{ b: 2 }] }],
    ['a key more', { seed: 7 }, { seed: 7, entities: 3 }],
    ['another order of a list', [1, 2], [2, 1]],
    ['a list in place of an object', {}, []],
    ['a text in place of a number', { seed: 7 }, { seed: '7' }],
    ['null in place of an object', {}, null],
    ['a circle, of which nothing is known', circle, circle],
    ['what JSON does not hold', { seed: 1n }, { seed: 1n }],
  ])('says something else: %s', (_, before, now) => {
    const given = new Given<unknown>(undefined);
    given.take(before);
    expect(given.take(now)).toBe(true);
  });

  test('is held against what it said when it was given, not against what it says meanwhile', () => {
    const given = new Given<object>({});
    const options = { seed: 7 };
    expect(given.take(options)).toBe(true);
    options.seed = 8;
    expect(given.take(options)).toBe(true);
    expect(given.take(options)).toBe(false);
  });
});

test('the default is there before anything is given, and wherever nothing is', () => {
  const byDefault = { radius: 60 };
  const given = new Given<object>(byDefault);
  expect(given.value).toBe(byDefault);
  expect(given.take({ radius: 60 })).toBe(false);
  expect(given.take({ radius: 5 })).toBe(true);
  for (const nothing of [undefined, null]) {
    given.take({ radius: 5 });
    expect(given.take(nothing)).toBe(true);
    expect(given.value).toBe(byDefault);
  }
});
