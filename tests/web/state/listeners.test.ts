import { describe, expect, test } from 'vitest';
import { createStore, StateCallbackError } from '../../../web/state.js';
import { ENGINES, type State, storesOver } from './engines.js';

describe.each(ENGINES)('who hears of batches, over $name', (engine) => {
  const { errors, storeOf } = storesOver(engine);

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

    test.each([
      ['object', false],
      ['object', true],
      ['flat', false],
      ['flat', true],
    ] as const)('that change an object they were told of change neither the state nor the engine (%s, parity %s)', (sink, parity) => {
      const store = createStore<State>({ a: {}, b: {} }, { engine, sink, parity });
      store.register({
        sync: [['a.x', 'b.x']],
        listeners: [
          {
            path: 'a',
            listener: (changes) => {
              const [[, told]] = changes as unknown as [[string, { y: number; list: number[] }]];
              told.y = 7;
              told.list.push(7);
              return [['c', { z: 1, list: [1] }]];
            },
          },
          {
            path: null,
            listener: (changes) => {
              (changes[0]?.[1] as { z: number }).z = 7;
              return undefined;
            },
          },
        ],
      });
      store.process([['a.x', { y: 1, list: [1] }]]);
      const wanted = { a: { x: { y: 1, list: [1] } }, b: { x: { y: 1, list: [1] } }, c: { z: 1, list: [1] } };
      expect([store.state, store.shadow]).toEqual([wanted, wanted]);
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

    test('whose answers are refused leave nothing behind, and others keep what they have in common', () => {
      const store = storeOf({ a: { x: 1 }, b: 'text' });
      const circle: State = {};
      circle.self = circle;
      let turn = 0;
      store.register({
        listeners: [
          {
            path: 'a',
            listener: () => [
              ['c', { kept: 'shared', date: new Date(turn), text: `text ${turn}` }],
              ['d', circle],
            ],
          },
          { path: 'a', listener: () => [['e', { kept: 'shared', own: 'after' }]] },
        ],
      });
      const cycle = (): void => store.process([['a.x', turn % 2 === 0 ? 'shared' : 'text']]);
      cycle();
      turn++;
      cycle();
      const before = store.usage();
      for (; turn <= 101; turn++) cycle();
      expect(store.usage()).toEqual(before);
      expect(errors).toHaveLength(103);
      expect(store.state).toEqual({ a: { x: 'text' }, b: 'text', e: { kept: 'shared', own: 'after' } });
      expect(store.shadow).toEqual(store.state);
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
});
