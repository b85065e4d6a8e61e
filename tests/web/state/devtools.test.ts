import { expect, test } from 'vitest';
import { createStore } from '../../../web/state/api.js';
import { connectDevtools } from '../../../web/state/devtools.js';

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
