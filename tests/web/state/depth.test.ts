import { expect, it } from 'vitest';
import { MAX_DEPTH } from '../../../web/generated/state-layout.js';
import { createStore, StateChangeError, type StateEngine } from '../../../web/state/api.js';
import { ENGINES } from './engines.js';

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
  const [a, b] = [pathOf('a', MAX_DEPTH), pathOf('b', MAX_DEPTH)];
  store.register({
    sync: [[a, b]],
    aggregations: [
      ['t', a],
      ['t', b],
    ],
  });
  store.process([[a, nested(MAX_DEPTH, 1)]]);
  expect(leafOf(store.state.b)).toBe(1);
  expect(leafOf(store.state.t)).toBe(1);
  store.process([[b, nested(MAX_DEPTH, 2)]]);
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
