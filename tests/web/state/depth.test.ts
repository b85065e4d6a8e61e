import { proxy } from 'valtio/vanilla';
import { describe, expect, it, test } from 'vitest';
import { MAX_DEPTH } from '../../../web/generated/state-layout.js';
import {
  type ChangeTuple,
  createStore,
  StateChangeError,
  type StateEngine,
  type StateRegistration,
  type StateStore,
} from '../../../web/state.js';
import { ENGINES, type State } from './engines.js';

const CASES = ENGINES.map((engine) => [engine.name, engine] as const);

const pathOf = (root: string, keys: number): string => [root, ...Array<string>(keys - 1).fill('k')].join('.');
function nested(levels: number, leaf: number): unknown {
  let value: unknown = leaf;
  for (let level = 0; level < levels; level++) value = { k: value };
  return value;
}
function leafOf(value: unknown): unknown {
  let at = value;
  while (typeof at === 'object' && at !== null) at = (at as { k: unknown }).k;
  return at;
}

it.each(CASES)('the deepest paths and values go through every stage (%s)', (_, engine: StateEngine) => {
  const store = createStore<Record<string, unknown>>({}, { engine });
  const half = MAX_DEPTH / 2;
  const [a, b] = [pathOf('a', half), pathOf('b', half)];
  store.register({
    sync: [[a, b]],
    aggregations: [
      ['t', a],
      ['t', b],
    ],
  });
  store.process([[a, nested(half, 1)]]);
  expect(leafOf(store.state.b)).toBe(1);
  expect(leafOf(store.state.t)).toBe(1);
  store.process([[b, nested(half, 2)]]);
  expect(leafOf(store.state.a)).toBe(2);
  expect(leafOf(store.state.t)).toBe(2);
  store.destroy();
});

it.each(CASES)('a path of more keys than there may be is refused (%s)', (_, engine: StateEngine) => {
  const store = createStore<Record<string, unknown>>({ a: 1 }, { engine });
  expect(() => store.process([[pathOf('a', MAX_DEPTH + 1), 1]])).toThrow(StateChangeError);
  expect(() => store.process([[pathOf('a', 100_000), 1]])).toThrow(/it has 100000 keys of at most 512/);
  expect(store.state).toEqual({ a: 1 });
  store.destroy();
});

const SINKS = CASES.flatMap(([name, engine]) =>
  [false, true].flatMap((parity) => [
    { name, engine, parity, sink: 'object' as const, of: (state: State): State => state, kept: 'a plain object' },
    { name, engine, parity, sink: 'object' as const, of: (state: State): State => proxy(state), kept: 'a valtio proxy' },
    { name, engine, parity, sink: 'flat' as const, of: (state: State): State => state, kept: 'the engine' },
  ]),
);

describe.each(SINKS)('a state in $kept ($name, parity $parity)', ({ engine, parity, sink, of }) => {
  const errors: string[] = [];
  const storeOf = (state: State): StateStore<State> => {
    errors.length = 0;
    return createStore(of(state), { engine, parity, sink, onError: ({ message }) => errors.push(message) });
  };
  /** Whether the state is one that may be put in its own place. */
  const isSound = (store: StateStore<State>): void => {
    store.replace(store.state);
    store.replace(structuredClone(store.shadow));
    expect(JSON.stringify(store.state)).toBe(JSON.stringify(store.shadow));
  };

  test('counts the levels of a path and of the value that is written to it', () => {
    const store = storeOf({ n: 1 });
    const path = pathOf('a', 300);
    expect(() =>
      store.process([
        ['n', 2],
        [path, nested(MAX_DEPTH - 299, 1)],
      ]),
    ).toThrow(/is refused: it is deeper than 512 levels/);
    expect(() => store.process([[pathOf('a', MAX_DEPTH), {}]])).toThrow(StateChangeError);
    expect(() => store.process([[path, [nested(MAX_DEPTH - 300, 1)]]])).toThrow(StateChangeError);
    expect(store.shadow).toEqual({ n: 1 });
    store.process([[path, nested(MAX_DEPTH - 300, 2)]]);
    isSound(store);
    store.process([[path, [nested(MAX_DEPTH - 301, 2)]]]);
    isSound(store);
    store.process([[pathOf('b', MAX_DEPTH), 3]]);
    isSound(store);
    expect(leafOf(store.get('b'))).toBe(3);
    expect(errors).toEqual([]);
  });

  test.each<[string, StateRegistration, (path: string) => ChangeTuple]>([
    ['a sync of a value', { sync: [['a', pathOf('b', 300)]] }, () => ['a', nested(300, 5)]],
    ['a sync of an array', { sync: [['a', pathOf('b', 300)]] }, () => ['a', [nested(300, 5)]]],
    ['a sync of a path below', { sync: [['a', pathOf('b', 300)]] }, () => [pathOf('a', 300), 5]],
    ['a sync of a part', { sync: [['a.k', pathOf('b', 300)]] }, () => ['a', nested(300, 5)]],
    ['an aggregation', { aggregations: [['a', pathOf('b', 300)]] }, () => ['a', nested(300, 5)]],
  ])('refuses a batch that %s would make too deep', (_, registration, change) => {
    const store = storeOf({ n: 1, a: 0 });
    store.register(registration);
    errors.length = 0;
    const before = store.shadow;
    store.process([['n', 2], change('a')]);
    expect(errors).toEqual([expect.stringMatching(/^the change of 'b\.k\..*' is refused, .*deeper than 512 levels/)]);
    expect(store.shadow).toEqual(before);
    isSound(store);
    store.process([['n', 3]]);
    expect(store.get('n')).toBe(3);
  });

  test('refuses a registration whose values would be too deep when they are aligned, and registers nothing', () => {
    const store = storeOf({ n: 1, a: nested(300, 5) });
    // From now on the text of the paths is known.
    store.process([
      ['n', 1],
      ['a', nested(300, 5)],
    ]);
    const before = [store.shadow, store.usage()];
    expect(() => store.register({ sync: [['a', pathOf('b', 300)]], flip: [['n', 'm']] })).toThrow(
      /is refused: it is deeper than 512 levels/,
    );
    expect([store.shadow, store.usage(), store.groups(0), store.groups(1)]).toEqual([...before, [], []]);
  });

  test("refuses a listener's answer that would make it too deep", () => {
    const store = storeOf({ a: { x: 1 } });
    store.register({ listeners: [{ path: 'a', listener: () => [[pathOf('b', 300), nested(300, 5)]] }] });
    store.process([['a.x', 2]]);
    expect([store.shadow, errors]).toEqual([{ a: { x: 2 } }, [expect.stringContaining('is deeper than 512 levels')]]);
  });
});
