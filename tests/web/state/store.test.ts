import { describe, expect, test } from 'vitest';
import { StateChangeError, StateRegistrationError, type StateStore } from '../../../web/state.js';
import { ENGINES, type State, storesOver } from './engines.js';

describe.each(ENGINES)('the state store over $name', (engine) => {
  const { errors, storeOf } = storesOver(engine);

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

  test("values that can't be compared are not the same, and the batch is done", () => {
    // A date only by its prototype: asked for its time it throws.
    const unlike = (): Date => Object.create(Date.prototype) as Date;
    const store = storeOf({ t: 1, a: new Date(5), b: new Date(5) });
    store.register({
      aggregations: [
        ['t', 'a'],
        ['t', 'b'],
      ],
    });
    expect(store.get('t')).toEqual(new Date(5));
    store.process([
      ['a', unlike()],
      ['b', unlike()],
    ]);
    expect(store.get('t')).toBeUndefined();
    expect(errors).toEqual([]);
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

    test.each<Parameters<StateStore['register']>[0]>([
      { sync: [['n', 'user.loud']] },
      { flip: [['user.loud.x', 'n']] },
      { aggregations: [['n', 'user.loud']] },
    ])('are not tied to anything, as by %j', (registration) => {
      const store = withGetter();
      // From now on the text of the path is known.
      store.process([['n', 1]]);
      const before = store.usage();
      expect(() => store.register(registration)).toThrow(/'user\.loud(\.x)?' can't be tied: 'user\.loud' is a getter/);
      expect(store.usage()).toEqual(before);
      store.process([['n', 3]]);
      expect(store.get('n')).toBe(3);
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
});
