import { runInNewContext } from 'node:vm';
import { proxy, ref, snapshot, subscribe } from 'valtio/vanilla';
import { describe, expect, test } from 'vitest';
import { MAX_DEPTH } from '../../../web/generated/state-layout.js';
import { createStore, StateChangeError, type StateEngine, type StateStore } from '../../../web/state/api.js';
import { ENGINES, type State } from './engines.js';

/** Where a state may be kept. */
const KEPT = {
  'a plain object': { sink: 'object', of: (state: State): State => state },
  'a valtio proxy': { sink: 'object', of: (state: State): State => proxy(state) },
  'the engine alone': { sink: 'flat', of: (state: State): State => state },
} as const;
type Place = (typeof KEPT)[keyof typeof KEPT];

const CASES = ENGINES.flatMap((engine) =>
  Object.entries(KEPT).map(([name, place]) => ({ engine, place, name: `${name}, ${engine.name}` })),
);
const IN_OBJECTS = CASES.filter(({ place }) => place.sink === 'object');

class Kept {
  readonly errors: string[] = [];
  readonly store: StateStore<State>;

  constructor(engine: StateEngine, place: Place, state: State) {
    this.store = createStore(place.of(state), { engine, sink: place.sink, onError: ({ message }) => this.errors.push(message) });
  }

  /** The state as users see it, its copy in the engine, and what the engine holds. */
  get all(): unknown {
    return structuredClone({ state: plain(this.store.state), shadow: this.store.shadow, usage: this.store.usage() });
  }
}

/** A value with nothing of a proxy in it, keys in their order. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

function deep(levels: number): State {
  let value: State = {};
  for (let level = 1; level < levels; level++) value = { k: value };
  return value;
}

function circle(): State {
  const value: State = { b: { c: {} } };
  (value.b as { c: State }).c.self = value.b;
  return value;
}

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

describe.each(CASES)('an array in parity mode, where it is a leaf, in $name', ({ engine, place }) => {
  const keep = (state: State): StateStore<State> => createStore(place.of(state), { engine, sink: place.sink, parity: true });

  describe.each<[string, () => unknown, RegExp]>([
    ['a key __proto__', () => JSON.parse('[{"__proto__": {"admin": true}}]'), /'l\.0'.* key '__proto__' would reach a prototype/],
    ['a circle', () => [[circle()]], /'l\.0\.0\.b\.c\.self'.* it holds itself/],
    ['too many levels', () => [deep(MAX_DEPTH)], /is refused: it is deeper than 512 levels/],
  ])('with %s', (_, list, message) => {
    test('is refused like any other value, and nothing is done', () => {
      const store = keep({ n: 0, l: [], o: {} });
      // From now on the text of the paths is known.
      store.process([
        ['n', 0],
        ['l', []],
        ['o', {}],
      ]);
      const before = [plain(store.state), store.shadow, store.usage()];
      for (const refused of [
        () => keep({ l: list() }),
        () => store.replace({ n: 1, l: list() }),
        () =>
          store.process([
            ['n', 1],
            ['l', list()],
          ]),
        () =>
          store.process([
            ['n', 1],
            ['l', 5],
            ['o', { l: list() }],
          ]),
      ]) {
        expect(refused).toThrow(StateChangeError);
      }
      expect(() => store.process([['l', list()]])).toThrow(message);
      expect([plain(store.state), store.shadow, store.usage()]).toEqual(before);
      expect(Object.getPrototypeOf((store.state.l as unknown[])[0] ?? {})).toBe(Object.prototype);
    });
  });

  test('is a copy for the state and for the engine, whoever put it there', () => {
    const store = keep({ n: 0, l: [], o: {} });
    const own = [{ x: 1 }];
    const puts = [
      () => store.process([['l', own]]),
      () =>
        store.process([
          ['o', { l: own }],
          ['l', [{ x: 1 }]],
        ]),
      () => store.replace({ n: 0, l: own, o: { l: own } }),
    ];
    for (const put of puts) {
      put();
      const was = plain(store.shadow);
      (own[0] as State).x = 2;
      const given = store.shadow.l as State[];
      (given[0] as State).x = 3;
      if (place.sink === 'flat') ((store.get('l') as State[])[0] as State).x = 4;
      expect([plain(store.state), plain(store.shadow)]).toEqual([was, was]);
      (own[0] as State).x = 1;
    }
  });

  test('is frozen in what listeners are given as the state', () => {
    const store = keep({ n: 0, a: { l: [{ x: 1 }] } });
    const refused: unknown[] = [];
    store.register({
      listeners: [
        {
          path: 'a',
          listener: (_, before) => {
            const [first] = (before as { a: { l: State[] } }).a.l;
            refused.push(Reflect.set(first as State, 'x', 9));
            return undefined;
          },
        },
      ],
    });
    store.process([['a.k', 1]]);
    expect([refused, store.shadow]).toEqual([[false], { n: 0, a: { l: [{ x: 1 }], k: 1 } }]);
  });
});

describe.each(CASES)('what is not seen in a state in $name', ({ engine, place }) => {
  const list = Object.defineProperty([0, 2], 0, { get: () => 42, enumerable: true, configurable: true });
  const hidden = Object.defineProperty({ x: 1 }, 'id', { value: 1, writable: true, configurable: true });
  const hiddenGetter = Object.defineProperty({ x: 1 }, 'id', { get: () => 1, configurable: true });
  const hiddenElement = Object.defineProperty([1], 0, { enumerable: false });

  test.each<[string, State, RegExp, unknown]>([
    ['a key', { a: [hidden] }, /'a\.0' is refused: its key 'id' is not enumerable/, [{ x: 1 }]],
    ['a getter', { a: [hiddenGetter] }, /'a\.0' is refused: its key 'id' is not enumerable/, [{ x: 1 }]],
    ['an element', { a: hiddenElement }, /'a' is refused: its key '0' is not enumerable/, [1]],
    ['that an element is a getter', { a: list }, /'a' is refused: its key '0' is a getter of an array/, [42, 2]],
  ])('such as %s is refused by name, and copied as far as it is seen where it is copied', (_, state, message, copy) => {
    expect(() => new Kept(engine, place, state)).toThrow(StateChangeError);
    expect(() => new Kept(engine, place, state)).toThrow(message);
    const { store } = new Kept(engine, place, { a: 0 });
    store.process([['a', state.a]]);
    expect([plain(store.get('a')), store.shadow.a]).toEqual([copy, copy]);
    store.replace({ a: 0 });
    store.replace(state);
    expect([plain(store.get('a')), store.shadow.a]).toEqual([copy, copy]);
  });
});

describe.each(CASES)('getters of a state in $name', ({ engine, place }) => {
  const keep = (state: State): Kept => new Kept(engine, place, state);
  const user = (): State => ({
    user: {
      first: 'Ada',
      get loud() {
        return `${(this as { first: string }).first}!`;
      },
      get all() {
        return { list: [(this as unknown as { first: string }).first] };
      },
    },
    n: 1,
  });

  test('are read in every sink, and follow', () => {
    const { store } = keep(user());
    store.process([['user.first', 'Eve']]);
    expect([store.get('user.loud'), store.get('user.all.list.0'), store.get('user.no'), store.get('user.loud.x')]).toEqual([
      'Eve!',
      'Eve',
      undefined,
      undefined,
    ]);
    expect((store.state.user as { loud: string }).loud).toBe('Eve!');
    expect((store.get('user') as { loud: string }).loud).toBe('Eve!');
    expect(store.shadow).toEqual({ user: { first: 'Eve' }, n: 1 });
  });

  test('go with the object that holds them, and the path is one like any other then', () => {
    const kept = keep(user());
    const { store } = kept;
    store.process([
      ['user', { first: 'Bo' }],
      ['user.loud', 'not yet'],
    ]);
    expect(kept.errors).toEqual([expect.stringContaining("'user.loud' is a getter")]);
    expect(store.get('user.loud')).toBe('Ada!');
    store.process([['user', { first: 'Bo' }]]);
    expect(store.get('user.loud')).toBeUndefined();
    store.register({ sync: [['user.loud', 'n']] });
    store.process([['n', 'quiet']]);
    expect(store.get('user.loud')).toBe('quiet');
    expect(kept.errors).toHaveLength(1);
  });

  test('stay where another state has the object, and go where it has none', () => {
    const { store } = keep(user());
    store.replace({ user: { first: 'Cy', loud: 'lost' }, n: 2 });
    expect(plain(store.state)).toEqual({ user: { first: 'Cy', loud: 'Cy!', all: { list: ['Cy'] } }, n: 2 });
    store.replace(store.state);
    expect(store.get('user.loud')).toBe('Cy!');
    store.replace({ user: 5 });
    expect(store.state).toEqual({ user: 5 });
    store.process([['user.loud', 1]]);
    expect(store.state).toEqual({ user: { loud: 1 } });
  });

  test('below an array stay where another state has their object, and go where it has none', () => {
    const item = (n: number): State => ({
      n,
      get double() {
        return (this as { n: number }).n * 2;
      },
    });
    const kept = keep({ list: [[item(1)], item(2)], n: 0 });
    const { store, errors } = kept;
    store.replace({ list: [[{ n: 5 }], { n: 6 }], n: 0 });
    expect([store.get('list.0.0.double'), store.get('list.1.double')]).toEqual([10, 12]);
    expect(JSON.stringify(store.state)).toBe('{"list":[[{"n":5,"double":10}],{"n":6,"double":12}],"n":0}');
    store.process([['list.0.0.double', 3]]);
    expect(errors).toEqual([expect.stringContaining("'list.0.0.double' is a getter")]);
    expect(store.shadow).toEqual({ list: [[{ n: 5 }], { n: 6 }], n: 0 });
    // An object with the same keys is not the array that there was.
    store.replace({ list: [{ 0: { n: 5, double: 'new' } }, { n: 7 }], n: 0 });
    expect([store.get('list.0.0.double'), store.get('list.1.double')]).toEqual(['new', 14]);
    store.replace({ list: [], n: 0 });
    store.process([['list', [0, { n: 8 }]]]);
    store.process([['list.1.double', 3]]);
    expect(plain(store.state)).toEqual({ list: [0, { n: 8, double: 3 }], n: 0 });
    expect(store.shadow).toEqual(plain(store.state));
    expect(errors).toHaveLength(1);
  });

  test('below a key with a dot in it are in the way of no path', () => {
    const kept = keep({
      get 'a.b'() {
        return 'dotted';
      },
      a: { b: 1 },
    } as State);
    kept.store.process([['a.b', 2]]);
    expect(kept.errors).toEqual([]);
    expect(kept.store.get('a.b')).toBe(2);
    expect(kept.store.state['a.b']).toBe('dotted');
  });

  test('of a value are read once', () => {
    let reads = 0;
    const given = {
      get x() {
        return ++reads;
      },
    };
    const { store } = keep({ a: 0, b: 0 });
    store.register({ sync: [['a', 'b']] });
    store.process([['a', given]]);
    expect(plain(store.state)).toEqual({ a: { x: 1 }, b: { x: 1 } });
    store.process([['a.x', 9]]);
    expect(store.shadow).toEqual({ a: { x: 9 }, b: { x: 9 } });
    expect(reads).toBe(1);
  });

  test('that throw when a subscriber is to be told are reported, and all others hear', () => {
    const state = user();
    Object.defineProperty(state.user, 'bad', {
      get() {
        if ((this as { first: string }).first === 'Cy') throw new Error('not now');
        return 'good';
      },
      enumerable: true,
      configurable: true,
    });
    const kept = keep(state);
    const { store, errors } = kept;
    const heard: unknown[] = [];
    for (const path of ['user.bad', 'user.loud', 'n']) store.subscribe(path, (value) => heard.push(value));
    store.replace({ user: { first: 'Cy' }, n: 2 });
    expect(heard).toEqual(['Cy!', 2]);
    expect(errors).toEqual([expect.stringContaining("reading 'user.bad' for its subscribers threw: not now")]);
    store.replace({ user: { first: 'Di' }, n: 2 });
    expect(heard).toEqual(['Cy!', 2, 'good', 'Di!']);
    store.replace({ user: { first: 'Di' }, n: 2 });
    store.replace(store.state);
    expect(heard).toHaveLength(4);
  });

  test('are not copied to a target', () => {
    const { store } = keep({ t: 0, ...user() });
    store.register({ aggregations: [['t', 'user']] });
    expect(plain(store.get('t'))).toEqual({ first: 'Ada' });
  });
});

describe.each(IN_OBJECTS)('an object given as the state, $name', ({ engine, place }) => {
  const keep = (state: State): Kept => new Kept(engine, place, state);

  test.each<[string, State, RegExp]>([
    ['frozen', { a: { b: Object.freeze({ c: 1 }) } }, /the state's 'a\.b' is refused: it is frozen/],
    ['sealed', { a: { b: Object.seal([1]) } }, /the state's 'a\.b' is refused: it is sealed/],
    ['read only', { a: Object.defineProperty({ x: 1 }, 'y', { value: 1, enumerable: true }) }, /the state's 'a' is refused: its key 'y'/],
    ['a snapshot', { a: snapshot(proxy({ x: { y: 1 } })) }, /the state's 'a' is refused: its key 'x' .*snapshot/],
  ])('that is %s in a part is refused by name, where a write would be lost', (_, state, message) => {
    expect(() => keep(state)).toThrow(StateChangeError);
    expect(() => keep(state)).toThrow(message);
    // Where it is copied there is nothing to refuse.
    const { store } = keep({ a: 0 });
    store.process([['a', state]]);
    store.process([['a.a', { fine: true }]]);
    expect(plain(store.state)).toEqual({ a: { a: { fine: true } } });
    store.replace(state);
    store.process([['a.b', 2]]);
    expect(store.get('a.b')).toBe(2);
  });

  test.each<[string, State, RegExp]>([
    [
      'an array whose length is read only',
      { a: Object.defineProperty([1], 'length', { writable: false }) },
      /'a' is refused: its length can't/,
    ],
  ])('that has %s is refused by name, where a write would be lost', (_, state, message) => {
    expect(() => keep(state)).toThrow(StateChangeError);
    expect(() => keep(state)).toThrow(message);
    const { store } = keep({ a: 0 });
    store.replace(state);
    store.process([['a.1', 2]]);
    expect([plain(store.get('a')), store.shadow.a]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    store.state.a = state.a;
    expect(() => store.replace(store.state)).toThrow(message);
  });

  test('that is a snapshot itself is refused', () => {
    const state = snapshot(proxy({ a: 1 })) as State;
    expect(() => keep(state)).toThrow(/the state is refused: its key 'a'/);
  });

  test('is taken over as it is, and nothing in it is replaced', () => {
    const { store } = keep({ a: { x: { y: 1 } }, list: [{ z: 1 }], when: new Date(5) });
    const { state } = store;
    const parts = [state.a, (state.a as State).x, state.list, (state.list as State[])[0], state.when];
    let told = 0;
    if (place === KEPT['a valtio proxy']) subscribe(state, () => told++, true);
    const before = place === KEPT['a valtio proxy'] ? snapshot(state) : null;
    store.replace(state);
    store.replace({ a: { x: { y: 1 } }, list: [{ z: 1 }], when: new Date(5) });
    expect(
      [state.a, (state.a as State).x, state.list, (state.list as State[])[0], state.when].map((part, at) => part === parts[at]),
    ).toEqual(parts.map(() => true));
    expect(told).toBe(0);
    if (before !== null) expect(snapshot(state)).toBe(before);
  });

  test('hears of what differs alone', () => {
    const { store } = keep({ a: { x: 1, gone: 1 }, b: { y: 1 }, list: [{ z: 1 }, 2, 3] });
    const { state } = store;
    const [a, b, first] = [state.a, state.b, (state.list as State[])[0]];
    const heard: unknown[] = [];
    if (place === KEPT['a valtio proxy']) {
      subscribe(a as State, () => heard.push('a'), true);
      subscribe(b as State, () => heard.push('b'), true);
    }
    store.replace({ a: { x: 2 }, b: { y: 1 }, list: [{ z: 5 }, 2] });
    expect(state).toEqual({ a: { x: 2 }, b: { y: 1 }, list: [{ z: 5 }, 2] });
    expect([state.a === a, state.b === b, (state.list as State[])[0] === first]).toEqual([true, true, true]);
    if (place === KEPT['a valtio proxy']) expect(heard).toEqual(['a', 'a']);
    store.process([['a.x', 3]]);
    expect((a as State).x).toBe(3);
    expect(store.shadow).toEqual(plain(state));
  });

  test('is written to at the objects that `replace` took over, no longer at those that were there before', () => {
    const { store } = keep({ a: { x: 1 } });
    store.process([['a.x', 2]]);
    store.state.a = { x: 5 };
    store.replace(store.state);
    store.process([['a.x', 7]]);
    expect([store.get('a.x'), store.shadow]).toEqual([7, { a: { x: 7 } }]);
  });

  test('that was written to past the store is what `replace` takes over, also what is shared or new in it', () => {
    const { store } = keep({ a: { x: 1 }, n: 1 });
    const { state } = store;
    state.b = state.a;
    state.n = 7;
    Object.defineProperty(state, 'double', { get: () => (state.n as number) * 2, enumerable: true, configurable: true });
    store.replace(state);
    store.process([['a.x', 2]]);
    expect(plain(state)).toEqual({ a: { x: 2 }, n: 7, b: { x: 1 }, double: 14 });
    delete state.double;
    store.replace(state);
    store.process([['double', 1]]);
    expect(plain(state)).toEqual({ a: { x: 2 }, n: 7, b: { x: 1 }, double: 1 });
    state.c = Object.freeze({ x: 1 });
    expect(() => store.replace(state)).toThrow(/the state's 'c' is refused: it is frozen/);
    expect(store.shadow).toEqual({ a: { x: 2 }, n: 7, b: { x: 1 }, double: 1 });
  });
});
