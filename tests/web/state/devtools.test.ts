import { expect, test } from 'vitest';
import { connectDevtools } from '../../../web/state/page/devtools.js';
import { createStore, StateChangeError } from '../../../web/state.js';
import { ENGINES, type State } from './engines.js';

/** Stands where the browser's extension would: a connection that writes down what it is told. */
function extension() {
  const told: unknown[] = [];
  let hear: (message: unknown) => void = () => {};
  const connection = {
    init: (state: unknown) => told.push(['init', state]),
    send: (action: { type: string }, state: unknown) => told.push([action.type, state]),
    subscribe: (listener: (message: unknown) => void) => {
      hear = listener;
      return () => {
        hear = () => {};
      };
    },
  };
  return { told, say: (message: unknown) => hear(message), scope: { __REDUX_DEVTOOLS_EXTENSION__: { connect: () => connection } } };
}

test('without the extension nothing happens', () => {
  expect(connectDevtools(createStore({ a: 1 }), 'test', {})).toBeNull();
});

test('batches are shown with their states, and going back in time takes the store and its engine along', () => {
  const { told, say, scope } = extension();
  const store = createStore({ a: 1, b: 1, c: 0 });
  store.register({ sync: [['a', 'b']] });
  const end = connectDevtools(store, 'test', scope);
  store.process([['a', 2]]);
  store.process([
    ['a', 3],
    ['c', 1],
  ]);
  expect(told).toEqual([
    ['init', { a: 1, b: 1, c: 0 }],
    ['a', { a: 2, b: 2, c: 0 }],
    ['a and 1 more', { a: 3, b: 3, c: 1 }],
  ]);
  say({ type: 'DISPATCH', payload: { type: 'JUMP_TO_STATE' }, state: JSON.stringify({ a: 2, b: 2, c: 0 }) });
  expect(store.state).toEqual({ a: 2, b: 2, c: 0 });
  expect(store.shadow).toEqual(store.state);
  store.process([['b', 7]]);
  expect(store.state.a).toBe(7);
  end?.();
  say({ type: 'DISPATCH', payload: { type: 'JUMP_TO_STATE' }, state: '{"a":0}' });
  store.process([['c', 5]]);
  expect(store.state).toEqual({ a: 7, b: 7, c: 5 });
  expect(told).toHaveLength(4);
});

/** Sends a store's states to the tools, and goes back to one of them, as JSON. */
function timeTravel(store: Parameters<typeof connectDevtools>[0]) {
  const { told, say, scope } = extension();
  connectDevtools(store, 'test', scope);
  const texts = (): string[] => told.map((one) => JSON.stringify((one as [string, unknown])[1]));
  return {
    texts,
    jump: (state: string) => say({ type: 'DISPATCH', payload: { type: 'JUMP_TO_ACTION' }, state }),
  };
}

test.each(ENGINES.flatMap((engine) => (['object', 'flat'] as const).map((sink) => ({ engine, sink, name: engine.name }))))(
  'what JSON lacks comes back from another time ($name, $sink)',
  ({ engine, sink }) => {
    class Point {
      x = 1;
    }
    const state = (): State => ({
      when: new Date(5),
      never: new Date(Number.NaN),
      map: new Map<unknown, unknown>([
        ['a', new Date(1)],
        [{ k: 1 }, new Set([Number.NaN])],
      ]),
      numbers: [Number.NaN, -0, Number.POSITIVE_INFINITY, 12n],
      none: undefined,
      expression: /a+/gi,
      looks: [{ $date: 1 }, { $object: { $map: 2 } }, { $kept: { number: 0, what: '' } }],
    });
    const [point, call] = [new Point(), () => 5];
    const first = { ...state(), point, call, named: Symbol.for('named') };
    const store = createStore<State>({ ...first }, { engine, sink });
    const { texts, jump } = timeTravel(store);
    store.process([...Object.keys(first).map((key) => [key, 0] as const), ['more', 1]]);
    jump(texts()[0] as string);
    expect(store.state).toStrictEqual(first);
    expect([store.get('point'), store.get('call')]).toEqual([point, call]);
    expect(store.get('point')).toBe(point);
    expect(store.shadow).toStrictEqual(store.state);
    jump(texts()[1] as string);
    expect(store.get('more')).toBe(1);
  },
);

test('what JSON can not say is kept as it is: subclasses, circles, what throws, keys like __proto__', () => {
  class Tree extends Map<string, unknown> {}
  class Day extends Date {}
  class Bag extends Set<unknown> {}
  const own = JSON.parse('{"__proto__": {"x": 1}}') as object;
  const circle: State = { up: null };
  circle.up = circle;
  const self = new Map<unknown, unknown>();
  self.set('self', { inside: new Set([self]) });
  let deep: State = {};
  for (let level = 0; level < 20_000; level++) deep = { deep };
  const first: State = {
    tree: new Tree([['k', 1]]),
    day: new Day(5),
    bag: new Bag([1]),
    circle: new Map([['root', circle]]),
    self,
    deep: new Set([deep]),
    throws: new Set([
      {
        get bad() {
          throw new Error('not now');
        },
      },
    ]),
    own: new Map([['key', own]]),
    plain: new Map([['key', { x: new Date(5) }]]),
  };
  const store = createStore<State>({ ...first, n: 0 });
  const { texts, jump } = timeTravel(store);
  store.process([...Object.keys(first).map((key) => [key, 0] as const), ['n', 1]]);
  jump(texts()[0] as string);
  for (const key of ['tree', 'day', 'bag', 'circle', 'self', 'deep', 'throws']) expect(store.get(key)).toBe(first[key]);
  expect(store.get('plain')).toEqual(first.plain);
  const read = (store.get('own') as Map<string, object>).get('key') as object;
  expect([Object.getPrototypeOf(read), Object.keys(read)]).toEqual([Object.prototype, ['__proto__']]);
  store.process([['later', new Map([['root', circle]])]]);
  expect(texts()).toHaveLength(3);
});

test.each([
  ['a key that would reach a prototype', '{"a": {"__proto__": {"x": 1}}, "b": 2}', /'__proto__'/],
  ['what is no object', 'null', /the state null is refused/],
  ['what is no JSON', '{"a"', /the state of the DevTools is refused/],
  ['an instance that is gone', '{"a": {"x": {"$kept": {"number": 77, "what": "Point"}}}}', /'a\.x' was Point, which is gone/],
])('a state of another time with %s leaves the store as it is', (_, state, message) => {
  const store = createStore<State>({ a: { x: 1 }, b: 1 });
  const { jump } = timeTravel(store);
  const before = [structuredClone(store.state), store.shadow, store.usage()];
  expect(() => jump(state)).toThrow(StateChangeError);
  expect(() => jump(state)).toThrow(message);
  expect([store.state, store.shadow, store.usage()]).toEqual(before);
  expect(Object.getPrototypeOf(store.state.a)).toBe(Object.prototype);
  store.process([['a.x', 2]]);
  expect(store.state).toEqual({ a: { x: 2 }, b: 1 });
});
