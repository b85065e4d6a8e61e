import { proxy, snapshot, subscribe } from 'valtio/vanilla';
import { describe, expect, test } from 'vitest';
import { StateChangeError } from '../../../web/state.js';
import type { State } from './engines.js';
import { CASES, IN_OBJECTS, KEPT, Kept, plain } from './kept-states.js';

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
