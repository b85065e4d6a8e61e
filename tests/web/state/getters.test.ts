import { describe, expect, test } from 'vitest';
import type { State } from './engines.js';
import { CASES, Kept, plain } from './kept-states.js';

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
