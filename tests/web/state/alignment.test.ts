import { proxy, subscribe } from 'valtio/vanilla';
import { describe, expect, test } from 'vitest';
import type { StateStore } from '../../../web/state.js';
import { ENGINES, type State, storesOver } from './engines.js';

const CASES = ENGINES.flatMap((engine) => (['object', 'valtio', 'flat'] as const).map((kept) => ({ engine, kept })));

/** Ties paths a, b, c, ... of these values. */
const tied = (store: StateStore<State>): State => {
  const keys = Object.keys(store.shadow);
  store.register({ sync: keys.slice(1).map((key) => ['a', key] as const) });
  return store.state;
};

describe.each(CASES)('paths that are synced, over $engine.name, $kept', ({ engine, kept }) => {
  const { errors, storeOf } = storesOver(engine);
  const keep = (...values: unknown[]): StateStore<State> => {
    const state: State = Object.fromEntries(values.map((value, at) => ['abcdefgh'[at], value]));
    return kept === 'flat' ? storeOf(state, 'flat') : storeOf(kept === 'valtio' ? proxy(state) : state);
  };

  test.each<[string, unknown[], unknown]>([
    ['objects by content', [{ x: 1 }, { x: 2 }, { x: 2 }], { x: 2 }],
    ['objects in any order of keys', [{ x: 0 }, { x: 1, y: 2 }, { y: 2, x: 1 }], { x: 1, y: 2 }],
    ['arrays by content', [[1], [1, 2], [1, 2]], [1, 2]],
    ['nested ones', [{ x: [{ y: 1 }] }, { x: [{ y: 2 }] }, { x: [{ y: 2 }] }], { x: [{ y: 2 }] }],
    ['dates by time', [new Date(1), new Date(2), new Date(2)], new Date(2)],
    ['expressions by text', [/a/, /b/g, /b/g], /b/g],
    ['NaN', [1, Number.NaN, Number.NaN], Number.NaN],
    ['-0 apart from 0', [0, -0, -0], -0],
    ['null as a value', [1, null, null], null],
    ['null that comes first of as many', [null, 1], null],
    ['a value before paths without one', [undefined, undefined, 3], 3],
    ['the first of as many', [{ x: 1 }, { x: 2 }], { x: 1 }],
  ])('take what most have: %s', (_, values, wanted) => {
    const store = keep(...values);
    const state = tied(store);
    for (const key of Object.keys(state)) expect(store.get(key)).toStrictEqual(wanted);
    expect(store.shadow).toStrictEqual(Object.fromEntries(Object.keys(state).map((key) => [key, wanted])));
    expect(errors).toEqual([]);
  });

  test('that are equal are left alone', () => {
    const equal = (): unknown => ({ z: 1, y: [{ x: 1, w: 2 }], when: new Date(5) });
    const store = keep(equal(), equal(), equal());
    const before = Object.values(store.state);
    const text = JSON.stringify(store.state);
    let told = 0;
    if (kept === 'valtio') subscribe(store.state, () => told++, true);
    store.subscribe('b', () => told++);
    store.observe(({ changes }) => {
      told += changes.length;
    });
    tied(store);
    expect(told).toBe(0);
    if (kept !== 'flat') expect(Object.values(store.state).every((value, at) => value === before[at])).toBe(true);
    expect([JSON.stringify(store.state), JSON.stringify(store.shadow)]).toEqual([text, text]);
  });

  test('that are equal to the one most have are left alone, the others follow', () => {
    const equal = (): unknown => ({ z: 1, y: { x: 1, w: 2 }, when: new Date(5) });
    const store = keep(equal(), equal(), { z: 2 }, { when: new Date(5), y: { w: 2, x: 1 }, z: 1 }, 0);
    const before = Object.values(store.state);
    const told: string[] = [];
    for (const key of Object.keys(store.state)) store.subscribe(key, (_, path) => told.push(path));
    tied(store);
    expect(told).toEqual(['c', 'e']);
    if (kept !== 'flat')
      expect(Object.values(store.state).map((value, at) => value === before[at])).toEqual([true, true, false, true, false]);
    expect(store.get('c')).toEqual(equal());
    expect(Object.keys(store.get('d') as State)).toEqual(['when', 'y', 'z']);
    expect(JSON.stringify(store.shadow)).toBe(JSON.stringify(store.state));
  });

  test('have keys in the order in which they came, for everyone who reads them', () => {
    const store = keep({ z: 1, y: { x: 1, w: 2 }, a: 3 }, 0);
    tied(store);
    const seen: string[] = [];
    store.register({ listeners: [{ path: 'a', listener: (_, state) => void seen.push(JSON.stringify(state)) }] });
    store.process([['a.n', 1]]);
    store.process([['a.k', 2]]);
    store.process([['a.y', { v: 1, w: 2, x: 3 }]]);
    store.process([['a.y.u', 4]]);
    const object = '{"z":1,"y":{"v":1,"w":2,"x":3,"u":4},"a":3,"n":1,"k":2}';
    expect(JSON.stringify(store.state)).toBe(`{"a":${object},"b":${object}}`);
    expect(JSON.stringify(store.shadow)).toBe(JSON.stringify(store.state));
    expect(JSON.stringify(store.get('b'))).toBe(object);
    store.process([['a.z', 0]]);
    expect(seen.at(-1)).toBe(`{"a":${object},"b":${object}}`);
  });

  test('keep the order of their keys where a batch is refused', () => {
    const store = keep({ z: 1, y: { x: 1, w: 2 }, a: [1] }, 0);
    const text = JSON.stringify(store.state);
    store.process([
      ['a.n', 1],
      ['a.y', { w: 1, v: 2 }],
      ['a', { a: [2], n: 5, y: 1, z: 2 }],
      ['a.a.7', 1],
    ]);
    expect(errors).toHaveLength(1);
    expect([JSON.stringify(store.state), JSON.stringify(store.shadow)]).toEqual([text, text]);
  });
});
