import { proxy, subscribe } from 'valtio/vanilla';
import { subscribeKey } from 'valtio/vanilla/utils';
import { describe, expect, test } from 'vitest';
import {
  type ChangeTuple,
  createStore,
  processChanges,
  StateCallbackError,
  StateChangeError,
  StateRegistrationError,
  type StateStore,
} from '../../../web/state/api.js';
import { ENGINES } from './engines.js';

type State = Record<string, unknown>;

describe.each(ENGINES)('the state store over $name', (engine) => {
  const errors: Error[] = [];
  const storeOf = (state: State, sink: 'object' | 'flat' = 'object'): StateStore<State> => {
    errors.length = 0;
    return createStore(state, { engine, sink, onError: (error) => errors.push(error) });
  };

  describe('the last write', () => {
    test('wins for all synced paths', () => {
      const store = storeOf({ a: 0, b: 0 });
      store.register({ sync: [['a', 'b']] });
      store.process([
        ['a', 1],
        ['b', 2],
      ]);
      expect(store.state).toEqual({ a: 2, b: 2 });
    });

    test('wins for flipped paths', () => {
      const store = storeOf({ p: false, q: true });
      store.register({ flip: [['p', 'q']] });
      store.process([
        ['p', true],
        ['q', true],
      ]);
      expect(store.state).toEqual({ p: false, q: true });
    });

    test('wins over a target and its sources', () => {
      const store = storeOf({ t: 0, s: 0 });
      store.register({ aggregations: [['t', 's']] });
      store.process([
        ['t', 1],
        ['t', 2],
      ]);
      expect(store.state).toEqual({ t: 2, s: 2 });
      store.process([
        ['t', 1],
        ['s', 5],
      ]);
      expect(store.state).toEqual({ t: 5, s: 5 });
    });

    test('of a parent gives way to the first member of a group', () => {
      const store = storeOf({ p: { a: 0, b: 0 } });
      store.register({ sync: [['p.a', 'p.b']] });
      store.process([['p', { a: 1, b: 2 }]]);
      expect(store.state).toEqual({ p: { a: 1, b: 1 } });
    });
  });

  test('a target that is synced is read again', () => {
    const store = storeOf({ t: 1, s: 1, a: 1 });
    store.register({ aggregations: [['t', 's']], sync: [['a', 't']] });
    store.process([['a', 5]]);
    expect(store.state).toEqual({ t: 1, s: 1, a: 5 });
  });

  test('a synced object is a copy at every path', () => {
    const store = storeOf({ a: { x: 0 }, b: { x: 0 } });
    store.register({ sync: [['a', 'b']] })();
    const given = { x: 1 };
    store.register({ sync: [['a', 'b']] });
    store.process([['a', given]]);
    given.x = 9;
    expect(store.state).toEqual({ a: { x: 1 }, b: { x: 1 } });
    expect(store.state.a).not.toBe(store.state.b);
  });

  test('a pair that is registered twice takes two clean-ups, each once', () => {
    const store = storeOf({ a: 1, b: 1 });
    const first = store.register({ sync: [['a', 'b']] });
    const second = store.register({ sync: [['b', 'a']] });
    first();
    first();
    store.process([['a', 2]]);
    expect(store.get('b')).toBe(2);
    second();
    store.process([['a', 3]]);
    expect(store.get('b')).toBe(2);
  });

  describe('arrays', () => {
    test('have elements as paths', () => {
      const store = storeOf({ list: [{ x: 1 }, { x: 2 }], first: 0 });
      store.register({ sync: [['list.0.x', 'first']] });
      store.process([['list.0.x', 7]]);
      store.process([['list.2', 'new']]);
      expect(store.state).toEqual({ list: [{ x: 7 }, { x: 2 }, 'new'], first: 7 });
      expect(store.shadow).toEqual(store.state);
    });

    test.each(['list.4', 'list.length', 'list.x.y'])('refuse %s, and the batch with it', (path) => {
      const store = storeOf({ list: [1, 2], other: 1 });
      store.process([
        ['other', 2],
        [path, 3],
      ]);
      expect(store.state).toEqual({ list: [1, 2], other: 1 });
      expect(store.shadow).toEqual(store.state);
      expect(errors.map(({ message }) => message)).toEqual([expect.stringContaining(`'${path}' is refused`)]);
      store.process([['other', 3]]);
      expect(store.get('other')).toBe(3);
    });
  });

  describe('what is refused', () => {
    test.each(['__proto__.x', 'a.constructor', 'a.prototype.b'])('is the path %s, and nothing of its batch is done', (path) => {
      const store = storeOf({ a: 1 });
      const before = store.usage();
      expect(() =>
        store.process([
          ['b', 'text'],
          [path, 'yes'],
        ]),
      ).toThrow(StateChangeError);
      expect(store.state).toEqual({ a: 1 });
      expect(store.usage()).toEqual(before);
    });

    test('is a refused key inside a value, and a value that holds itself', () => {
      const store = storeOf({ a: 1 });
      // From now on the text of the path is known.
      store.process([['a', 1]]);
      const before = store.usage();
      expect(() => store.process([['a', JSON.parse('{"__proto__": {"x": "text"}}')]])).toThrow(/__proto__/);
      const circle: State = { name: 'circle' };
      circle.self = circle;
      expect(() => store.process([['a', circle]])).toThrow(/holds itself/);
      expect(store.usage()).toEqual(before);
    });

    test.each([[null], ['a'], [[['a']]], [[[1, 2]]], [['a', 1]]])('are changes such as %j', (changes) => {
      const store = storeOf({ a: 1 });
      if (JSON.stringify(changes) === '[["a"]]') store.process(changes as never);
      else expect(() => store.process(changes as never)).toThrow(StateChangeError);
    });

    test.each<[string, Parameters<StateStore['register']>[0]]>([
      ['a path and one inside it as a pair', { sync: [['a', 'a.b']] }],
      [
        'a path and one inside it as a group',
        {
          flip: [
            ['a', 'c'],
            ['c', 'a.b'],
          ],
        },
      ],
      ['two paths both synced and flipped', { sync: [['a', 'b']], flip: [['b', 'a']] }],
      [
        'a target that is a source',
        {
          aggregations: [
            ['a', 'b'],
            ['b', 'c'],
          ],
        },
      ],
      ['a target inside its source', { aggregations: [['a.b', 'a']] }],
      ['a scope beside its path', { listeners: [{ path: 'a', scope: 'b', listener: () => undefined }] }],
    ])('is %s; nothing is registered', (_, registration) => {
      const store = storeOf({ a: true, b: true, c: true });
      store.process(['a', 'b', 'c'].map((path) => [path, true]));
      const before = store.usage();
      expect(() => store.register(registration)).toThrow(StateRegistrationError);
      expect(store.usage()).toEqual(before);
    });

    test('is a state that is no plain object', () => {
      expect(() => storeOf([1] as never)).toThrow(StateChangeError);
    });
  });

  describe('getters', () => {
    const withGetter = (): StateStore<State> =>
      storeOf({
        user: {
          first: 'Ada',
          get loud() {
            return `${(this as { first: string }).first}!`;
          },
        },
        n: 1,
      } as State);

    test('stay getters and are not part of the copy', () => {
      const store = withGetter();
      store.process([['user.first', 'Eve']]);
      expect(store.get('user.loud')).toBe('Eve!');
      expect(store.shadow).toEqual({ user: { first: 'Eve' }, n: 1 });
    });

    test('are not written to', () => {
      const store = withGetter();
      store.process([
        ['n', 2],
        ['user.loud', 'no'],
      ]);
      expect(store.get('n')).toBe(1);
      expect(errors[0]?.message).toContain("'user.loud' is a getter");
    });
  });

  describe('listeners', () => {
    test('get relative changes and the state before the batch, frozen', () => {
      const store = storeOf({ user: { name: 'a', age: 1 } });
      const calls: unknown[] = [];
      store.register({
        listeners: [
          {
            path: 'user',
            scope: 'user',
            listener: (changes, state) => {
              calls.push([changes, state, Object.isFrozen(state)]);
              return [['user.age', 2]];
            },
          },
        ],
      });
      store.process([['user.name', 'b', { sender: 'x' }]]);
      expect(calls).toEqual([[[['name', 'b', { sender: 'x' }]], { name: 'a', age: 1 }, true]]);
      expect(store.state).toEqual({ user: { name: 'b', age: 2 } });
    });

    test('see what changed since, and the same object where nothing did', () => {
      const store = storeOf({ a: { x: 1 }, b: { y: { z: 1 } }, c: { d: { e: 1 } } });
      const seen: State[] = [];
      store.register({ listeners: [{ path: 'a', listener: (_, state) => void seen.push(state as State) }] });
      store.process([['a.x', 2]]);
      store.process([['b.y.z', 2]]);
      store.process([['c', { d: { e: 2 } }]]);
      store.process([['a.x', 3]]);
      store.process([['a.x', 4]]);
      expect(seen).toEqual([
        { a: { x: 1 }, b: { y: { z: 1 } }, c: { d: { e: 1 } } },
        { a: { x: 2 }, b: { y: { z: 2 } }, c: { d: { e: 2 } } },
        { a: { x: 3 }, b: { y: { z: 2 } }, c: { d: { e: 2 } } },
      ]);
      expect(seen[2]?.b).toBe(seen[1]?.b);
      store.process([['b', 5]]);
      store.process([
        ['b.y.w', 6],
        ['a.x', 5],
      ]);
      store.process([['a.x', 6]]);
      expect(seen.slice(3).map(({ b }) => b)).toEqual([5, { y: { w: 6 } }]);
    });

    test('that throw, or answer nonsense, lose nothing and are told', () => {
      const store = storeOf({ a: { x: 1 } });
      store.register({
        listeners: [
          {
            path: 'a',
            listener: function clumsy() {
              throw new Error('oops');
            },
          },
          { path: 'a', listener: () => [['__proto__.x', 1]] },
          { path: 'a', listener: () => [['b', 5]] },
        ],
      });
      store.process([['a.x', 2]]);
      expect(store.state).toEqual({ a: { x: 2 }, b: 5 });
      expect(errors).toHaveLength(2);
      expect(errors[0]).toBeInstanceOf(StateCallbackError);
      expect(errors[0]?.message).toMatch(/'clumsy' at 'a' threw: oops/);
    });

    test('whose answer holds itself are told, and nothing of the answer is taken', () => {
      const store = storeOf({ a: { x: 1 }, b: 1 });
      const circle: State = {};
      circle.self = circle;
      store.register({
        listeners: [
          {
            path: 'a',
            listener: () => [
              ['b', 2],
              ['c', circle],
            ],
          },
        ],
      });
      store.process([['a.x', 2]]);
      expect(store.state).toEqual({ a: { x: 2 }, b: 1 });
      expect(store.shadow).toEqual(store.state);
      expect(errors).toHaveLength(1);
    });

    test('that change the store do so after the batch', () => {
      const store = storeOf({ a: { x: 1 }, log: '' });
      const seen: unknown[] = [];
      store.register({
        listeners: [
          {
            path: 'a',
            listener: () => {
              store.process([['log', `x was ${store.get('a.x')}`]]);
              seen.push(store.get('log'));
              return undefined;
            },
          },
        ],
      });
      store.process([['a.x', 2]]);
      expect(seen).toEqual(['']);
      expect(store.state).toEqual({ a: { x: 2 }, log: 'x was 1' });
    });

    test('that register something have it done after the batch', () => {
      const store = storeOf({ a: { x: 1 }, b: 1, c: 2 });
      const ends: (() => void)[] = [];
      store.register({
        listeners: [
          {
            path: 'a',
            listener: () => {
              if (ends.length === 0) ends.push(store.register({ sync: [['b', 'c']] }));
              return undefined;
            },
          },
        ],
      });
      store.process([['a.x', 2]]);
      expect(store.get('c')).toBe(1);
      ends[0]?.();
      expect(store.groups(0)).toEqual([]);
    });
  });

  test.each(['object', 'flat'] as const)('subscribers to a path hear once a batch of writes at, above and below it (%s)', (sink) => {
    const store = storeOf({ a: { x: 1, y: { z: 1 } }, b: 1 }, sink);
    const heard: unknown[] = [];
    const ends = ['a', 'a.x', 'a.y.z', 'b'].map((path) => store.subscribe(path, (value, at) => heard.push([at, value])));
    store.process([
      ['a.x', 2],
      ['a.x', 3],
    ]);
    expect(heard.splice(0)).toEqual([
      ['a.x', 3],
      ['a', { x: 3, y: { z: 1 } }],
    ]);
    store.process([['a', { x: 3 }]]);
    expect(heard.map((told) => (told as [string])[0]).sort()).toEqual(['a', 'a.x', 'a.y.z']);
    heard.length = 0;
    store.process([['b', 1]]);
    for (const end of ends) end();
    store.process([['b', 2]]);
    expect(heard).toEqual([]);
  });

  test('valtio hears of writes, also of those that make their container', async () => {
    const state = proxy<State>({ a: 1, b: 1 });
    const store = storeOf(state);
    store.register({ sync: [['a', 'b']] });
    const keys: unknown[] = [];
    subscribeKey(state, 'b', (value) => keys.push(value), true);
    let told = 0;
    subscribe(state, () => told++, true);
    store.process([['a', 2]]);
    expect(keys).toEqual([2]);
    told = 0;
    store.process([['deep.er.x', 1]]);
    expect(told).toBe(1);
    told = 0;
    processChanges(store, [['deep.er.x', 2]]);
    expect(told).toBe(1);
  });

  test('a state whose setter throws is reported, the rest is written, and the copy follows the state', () => {
    const state: State = { a: 1, b: 1 };
    const strict = new Proxy(state, {
      set(target, key, value) {
        if (key === 'a') throw new Error('not a');
        target[key as string] = value;
        return true;
      },
    });
    const store = storeOf(strict);
    store.process([
      ['a', 2],
      ['b', 2],
    ]);
    expect(errors[0]?.message).toContain("writing 'a' to the state threw: not a");
    expect(state).toEqual({ a: 1, b: 2 });
    expect(store.shadow).toEqual(state);
  });

  test.each(['object', 'flat'] as const)('a state can be put in place of another (%s)', (sink) => {
    const store = storeOf({ a: 1, gone: 'x', t: 0 }, sink);
    store.register({ aggregations: [['t', 'a']] });
    store.replace({ a: 5, list: [1] });
    expect(store.state).toEqual({ a: 5, list: [1], t: 5 });
    expect(store.shadow).toEqual(store.state);
  });

  test.each(['object', 'flat'] as const)('10,000 registrations, batches and clean-ups leave nothing behind (%s)', (sink) => {
    const store = storeOf({ base: { on: false } }, sink);
    const cycle = (turn: number): void => {
      const end = store.register({
        sync: [[`s${turn}.a`, `s${turn}.b`]],
        flip: [['base.on', `f${turn}`]],
        aggregations: [[`t${turn}`, `s${turn}.a`]],
        listeners: [{ path: `s${turn}`, listener: () => [['base.last', `turn ${turn}`]] }],
      });
      const stop = store.subscribe(`s${turn}.b`, () => {});
      const changes: ChangeTuple[] = [
        [`s${turn}.a`, `value ${turn}`],
        ['base.on', turn % 2 === 0],
        [`o${turn}`, { date: new Date(turn), list: [turn, 'x'] }],
      ];
      store.process(changes);
      end();
      stop();
      store.replace({ base: { on: false } });
    };
    cycle(0);
    const before = store.usage();
    for (let turn = 1; turn <= 10_000; turn++) cycle(turn);
    expect(store.usage()).toEqual(before);
    expect(errors).toEqual([]);
  });
});
