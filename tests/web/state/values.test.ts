import { runInNewContext } from 'node:vm';
import { ref, subscribe } from 'valtio/vanilla';
import { describe, expect, test } from 'vitest';
import { MAX_DEPTH } from '../../../web/generated/state-layout.js';
import { createStore, StateChangeError, type StateStore } from '../../../web/state.js';
import type { State } from './engines.js';
import { CASES, circle, deep, KEPT, Kept, plain } from './kept-states.js';

const REFUSED: readonly (readonly [what: string, value: () => State, message: RegExp])[] = [
  ['a key __proto__', () => JSON.parse('{"a": {"b": {"__proto__": {"x": 1}}}}'), /'a\.b'.* key '__proto__' would reach a prototype/],
  ['a key constructor', () => ({ a: { b: { constructor: 1 } } }), /'a\.b'.* key 'constructor' would reach a prototype/],
  ['a circle', () => ({ a: circle() }), /'a\.b\.c\.self'.* it holds itself\. Break the circle/],
  ['too many levels', () => ({ a: deep(MAX_DEPTH + 1) }), /'a\.k\..*' is refused: it is deeper than 512 levels/],
];

describe.each(CASES)('a state in $name', ({ engine, place }) => {
  const keep = (state: State): Kept => new Kept(engine, place, state);

  describe.each(REFUSED)('with %s', (_, value, message) => {
    test('is refused from the beginning', () => {
      expect(() => keep(value())).toThrow(StateChangeError);
      expect(() => keep(value())).toThrow(message);
    });

    test.each<[string, (store: StateStore<State>) => void]>([
      ['replace', (store) => store.replace({ first: 'new', ...value() })],
      ['process', (store) => store.process([['first', 'new'], ...Object.entries(value())])],
    ])('is refused by %s: state, engine and those who listen are as before', (_by, put) => {
      const kept = keep({ first: 'old', a: { b: 1 }, t: 1 });
      const { store } = kept;
      // From now on the text of the path is known.
      store.process([['first', 'old']]);
      const heard: unknown[] = [];
      store.register({ sync: [['a.b', 't']], listeners: [{ path: 'a', listener: (changes) => void heard.push(changes) }] });
      store.subscribe('a', (one) => heard.push(one));
      if (place === KEPT['a valtio proxy']) subscribe(store.state, (ops) => heard.push(ops), true);
      const before = kept.all;
      expect(() => put(store)).toThrow(StateChangeError);
      expect(() => put(store)).toThrow(message);
      expect(kept.all).toEqual(before);
      expect(heard).toEqual([]);
      expect(Object.getPrototypeOf(store.state)).toBe(Object.prototype);
      store.process([['a.b', 2]]);
      expect(plain(store.state)).toEqual({ first: 'old', a: { b: 2 }, t: 2 });
      expect(kept.errors).toEqual([]);
    });
  });

  test.each([null, 'text', 5, [1, 2], new Date(0), undefined])('is not put in place by replace(%j)', (value) => {
    const kept = keep({ a: 1 });
    const before = kept.all;
    expect(() => kept.store.replace(value as never)).toThrow(StateChangeError);
    expect(kept.all).toEqual(before);
  });

  test('is put in place of another with the order of its keys', () => {
    const { store } = keep({ a: 1, b: { x: 1, y: 2 }, c: 3 });
    store.replace({ c: 3, b: { y: 2, z: 0, x: 5 }, d: 4 });
    const wanted = '{"c":3,"b":{"y":2,"z":0,"x":5},"d":4}';
    expect([JSON.stringify(store.state), JSON.stringify(store.shadow)]).toEqual([wanted, wanted]);
  });

  test.each([false, true])('is put in place of another, and those alone hear who subscribe to what differs (parity %s)', (parity) => {
    const store = createStore(place.of({ a: { x: 1, y: { z: [1, 2] } }, b: 1, when: new Date(5), t: 1, gone: 1 }), {
      engine,
      sink: place.sink,
      parity,
    });
    store.register({ aggregations: [['t', 'b']] });
    let heard: string[] = [];
    const paths = ['a', 'a.x', 'a.y.z', 'a.new', 'b', 'when', 't', 'gone', 'never'];
    for (const path of paths) store.subscribe(path, (value, at) => heard.push(`${at} ${JSON.stringify(value)}`));
    const hears = (state: State): string[] => {
      heard = [];
      store.replace(state);
      return heard.sort();
    };
    const same = (): State => ({ when: new Date(5), gone: 1, t: 1, b: 1, a: { y: { z: [1, 2] }, x: 1 } });
    expect(hears(same())).toEqual([]);
    expect(hears({ ...same(), a: { x: 1, y: { z: [1, 3] } } })).toEqual(['a {"x":1,"y":{"z":[1,3]}}', 'a.y.z [1,3]']);
    expect(hears(same()).map((one) => one.split(' ')[0])).toEqual(['a', 'a.y.z']);
    expect(hears({ ...same(), b: 2 })).toEqual(['b 2', 't 2']);
    expect(hears({ ...same(), b: 2, gone: undefined, a: { ...(same().a as State), new: 5 } })).toEqual([
      'a {"y":{"z":[1,2]},"x":1,"new":5}',
      'a.new 5',
      'gone undefined',
    ]);
    expect(hears({ a: 5, b: 2, t: 2, when: new Date(6) }).map((one) => one.split(' ')[0])).toEqual(['a', 'a.new', 'a.x', 'a.y.z', 'when']);
  });

  test('shares no object between two places', () => {
    const one = { on: true, list: [{ x: 1 }] };
    const { store } = keep({ a: one, b: { inner: one }, c: [one.list] } as State);
    store.register({ flip: [['a.on', 'b.inner.on']] });
    store.process([['a.on', false]]);
    expect([store.get('a.on'), store.get('b.inner.on')]).toEqual([false, true]);
    store.process([['a.list.0.x', 2]]);
    expect(store.get('b.inner.list.0.x')).toBe(1);
    expect(store.get('c.0.0.x')).toBe(1);
    expect(plain(store.state)).toEqual(store.shadow);
    const two = { y: 1 };
    store.process([['d', { one: two, other: two }]]);
    store.process([['d.one.y', 2]]);
    expect(store.get('d.other.y')).toBe(1);
    store.replace({ a: two, b: two });
    store.process([['a.y', 7]]);
    expect([store.get('a.y'), store.get('b.y'), two.y]).toEqual([7, 1, 1]);
  });

  test('of another realm is a state like any other', () => {
    const { store } = keep(runInNewContext('({ a: { x: 1, y: 2 }, list: [{ z: 1 }], when: new Date(5) })') as State);
    store.process([
      ['a.x', 5],
      ['list.0.z', 6],
      ['b', runInNewContext('({ x: 1, y: { z: 2 } })')],
    ]);
    store.process([['b.y.z', 3]]);
    expect(store.get('a')).toEqual({ x: 5, y: 2 });
    expect(store.get('list')).toEqual([{ z: 6 }]);
    expect(store.get('b')).toEqual({ x: 1, y: { z: 3 } });
    expect(plain(store.shadow)).toEqual(plain(store.state));
    store.replace(runInNewContext('({ a: { x: 5, y: 2 }, b: { x: 9 } })') as State);
    store.process([['b.y', 1]]);
    expect(store.get('b')).toEqual({ x: 9, y: 1 });
    store.register({ sync: [['when', 'then']] });
  });

  test('has elements for the holes of its arrays', () => {
    // biome-ignore lint/suspicious/noSparseArray: the hole is what this is about
    const { store } = keep({ list: [1, , 3] });
    expect(store.get('list')).toStrictEqual([1, undefined, 3]);
    // biome-ignore lint/suspicious/noSparseArray: the hole is what this is about
    store.process([['other', [, 1]]]);
    expect(store.get('other')).toStrictEqual([undefined, 1]);
    expect(store.shadow).toStrictEqual(plain(store.state));
  });

  test.each(['list.length', 'list.map', 'list.01', 'list.-1', 'list.2'])('has nothing at %s', (path) => {
    expect(keep({ list: [1, 2] }).store.get(path)).toBeUndefined();
  });

  test('tells dates apart by their time: the same one again changes nothing', () => {
    const { store } = keep({ when: new Date(5), t: 0, list: [new Date(1)] });
    let told = 0;
    store.subscribe('when', () => told++);
    store.process([['when', new Date(5)]]);
    expect(told).toBe(0);
    store.process([['when', new Date(6)]]);
    expect(told).toBe(1);
    store.process([['list', [new Date(1)]]]);
    expect(store.get('list')).toEqual([new Date(1)]);
  });

  test('leaves an object alone that is written once more', () => {
    const { store } = keep({ a: { x: 1, y: { z: [1, 2] } } });
    let told = 0;
    store.subscribe('a.y', () => told++);
    const before = store.state.a;
    store.process([['a', { y: { z: [1, 2] }, x: 1 }]]);
    expect(told).toBe(0);
    if (place.sink === 'object') expect(store.state.a).toBe(before);
    expect(Object.keys(store.state.a as State)).toEqual(['x', 'y']);
    for (const other of [
      { x: 1, y: { z: [1, 2, 3] } },
      { x: 1, y: { z: [1] } },
      { x: 1, y: { z: [1, 2] }, w: undefined },
      { x: 1 },
      { x: -0, y: { z: {} } },
    ]) {
      store.process([['a', other]]);
      expect(plain(store.get('a'))).toStrictEqual(other);
      expect(store.shadow).toStrictEqual(plain(store.state));
    }
  });

  test('knows an instance of a class by what is read in its place, too', () => {
    class Point {
      x = 1;
    }
    const [point, early, apart] = [new Point(), new Point(), ref(new Point())];
    const { store } = keep({ t: 0, a: 0, b: 0, u: 0, c: early, d: 0 });
    const tie = { aggregations: [['t', 'a'] as const, ['t', 'b'] as const, ['u', 'c'] as const, ['u', 'd'] as const] };
    store.register(tie);
    store.process([
      ['a', { inner: point }],
      ['d', early],
    ]);
    expect((store.get('u') as Point).x).toBe(1);
    store.process([
      ['a', point],
      ['b', (store.get('a.inner') as Point) ?? point],
    ]);
    store.process([['b', store.get('a')]]);
    expect((store.get('t') as Point).x).toBe(1);
    store.process([['b', new Point()]]);
    expect(store.get('t')).toBeUndefined();
    store.process([
      ['a', apart],
      ['b', apart],
    ]);
    expect([store.get('a'), store.get('t')]).toEqual([apart, apart]);
    expect(store.get('t')).toBe(apart);
  });
});

describe.each(CASES.flatMap((one) => [false, true].map((parity) => ({ ...one, parity }))))(
  'an instance inside what is written, in $name, parity $parity',
  ({ engine, place, parity }) => {
    class Point {
      x = 1;
    }
    const puts: readonly (readonly [how: string, path: string, put: (store: StateStore<State>, point: Point) => void])[] = [
      ['an object', 'a.p', (store, p) => store.process([['a', { p }]])],
      ['an array', 'a.0', (store, p) => store.process([['a', [p]]])],
      ['an object in an object', 'a.b.0.p', (store, p) => store.process([['a', { n: 1, b: [{ p }] }]])],
      ['an object that is made on the way', 'a.b.c.p', (store, p) => store.process([['a.b.c', { p }]])],
      ['a path that is made on the way', 'a.b.c', (store, p) => store.process([['a.b.c', p]])],
      ['an object at a synced path', 's.p', (store, p) => store.process([['a', { p }]])],
      ['another state', 'new.p', (store, p) => store.replace({ ...store.state, new: { p } })],
      ['a part of another state', 'part.p', (store, p) => store.replace({ ...store.state, part: { p } })],
    ];
    test.each(puts)('(%s) is known by what is read in its place', (_, path, put) => {
      const point = new Point();
      const store = createStore(place.of({ a: 0, s: 0, b: 0, t: 0, part: { n: 1 } }), { engine, sink: place.sink, parity });
      store.register({
        sync: [['a', 's']],
        aggregations: [
          ['t', path],
          ['t', 'b'],
        ],
      });
      put(store, point);
      const keys = path.split('.');
      const read = keys.reduce<unknown>((at, key) => (at as State)[key], store.state) as Point;
      expect(read.x).toBe(1);
      store.process([['b', read]]);
      expect(store.shadow.b).toBe(point);
      // Parity has no paths into arrays.
      const isSource = !parity || !path.includes('0');
      expect(store.shadow.t).toBe(isSource ? point : undefined);
      store.process([['b', 0]]);
      expect(store.get('t')).toBeUndefined();
      store.process([['b', point]]);
      expect(store.shadow.t).toBe(isSource ? point : undefined);
      let told = 0;
      store.subscribe('b', () => told++);
      store.process([['b', read]]);
      store.process([['b', point]]);
      expect(told).toBe(0);
      if (parity) return;
      store.subscribe(path, () => told++);
      store.process([[path, point]]);
      store.process([[path, read]]);
      store.process([[path, store.get(path)]]);
      expect(told).toBe(0);
    });
  },
);
