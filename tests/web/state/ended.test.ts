import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createJsStateKernel } from '../../../web/fallback/state/kernel.js';
import { engineOver } from '../../../web/kernels/state-wasm.js';
import { createWasmStateKernel } from '../../../web/state/wasm/wasm-kernel.js';
import { type ChangeTuple, createStore, StateEndedError, type StateEngine, type StateStore } from '../../../web/state.js';
import { ENGINES, type State } from './engines.js';

const MOST_NODES = 40;
const PAGE = 65536;
const MOST_PAGES = 8;
const MEMORY_SECTION = 5;

const wasm = new Uint8Array(readFileSync('build/wasm/skyflock-state.wasm'));

/** An unsigned LEB128 number, and where the next thing begins. */
function numberAt(bytes: Uint8Array, from: number): [value: number, end: number] {
  let value = 0;
  let shift = 0;
  let at = from;
  for (let byte = 0x80; byte >= 0x80; shift += 7) {
    byte = bytes[at++] as number;
    value += (byte & 0x7f) * 2 ** shift;
  }
  return [value, at];
}

/** The engine's module with another maximum of its memory, below 128 pages. */
function withPages(most: number): WebAssembly.Module {
  const bytes = wasm.slice();
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at];
    const [length, begin] = numberAt(bytes, at + 1);
    at = begin + length;
    if (id !== MEMORY_SECTION) continue;
    // One memory, with a maximum; then its least and its most pages.
    expect([...bytes.slice(begin, begin + 2)]).toEqual([1, 1]);
    const [, maximum] = numberAt(bytes, begin + 2);
    // As many bytes as there were.
    bytes.fill(0x80, maximum, at);
    bytes[maximum] = most | 0x80;
    bytes[at - 1] = 0;
  }
  return new WebAssembly.Module(bytes);
}

const module = new WebAssembly.Module(wasm);
const LIMITED: readonly StateEngine[] = [
  { name: 'js', create: (host, parity) => createJsStateKernel(host, parity, MOST_NODES) },
  { name: 'wasm', create: (host, parity) => createWasmStateKernel(module, host, parity, MOST_NODES) },
];

const keys = (count: number): State => Object.fromEntries(Array.from({ length: count }, (_, at) => [`key${at}`, at]));

/** Every way to ask a store for something. */
function asksOf(store: StateStore<State>): (() => unknown)[] {
  return [
    () => store.process([['a', 9]]),
    () => store.register({ sync: [['a', 'b']] }),
    () => store.subscribe('a', () => {}),
    () => store.replace({}),
    () => store.shadow,
    () => store.usage(),
    () => store.groups(0),
  ];
}

describe.each(LIMITED)('a store whose engine has too many paths, over $name', (engine) => {
  const sentence = /the state store has ended: its paths have more than 40 keys\. .*create a smaller store/;

  test.each<[string, State, readonly ChangeTuple[]]>([
    ['in a path of its batch', keys(0), Array.from({ length: MOST_NODES }, (_, at) => [`b${at}`, at])],
    ['in a value of its batch', keys(0), [['b', keys(MOST_NODES)]]],
    ['in a stage', { a: { x: 1 }, ...keys(25) }, [['a', keys(10)]]],
  ])('%s says so, keeps the state as it was, and answers nothing any more', (_, more, changes) => {
    const initial: State = { a: { x: 1 }, b: { x: 1 }, ...more };
    const errors: Error[] = [];
    const store = createStore(initial, { engine, onError: (error) => errors.push(error) });
    const end = store.register({ sync: [['a', 'b']] });
    const heard: unknown[] = [];
    const stop = store.subscribe('a', (value) => heard.push(value));
    const before = structuredClone(initial);

    expect(() => store.process(changes)).toThrow(sentence);
    for (const ask of asksOf(store)) expect(ask).toThrow(StateEndedError);
    for (const ask of asksOf(store)) expect(ask).toThrow(sentence);
    end();
    stop();
    expect(store.state).toEqual(before);
    expect(store.get('a.x')).toBe(1);
    expect(heard).toEqual([]);
    expect(errors).toEqual([]);
  });

  test('at its creation is none', () => {
    expect(() => createStore(keys(MOST_NODES), { engine })).toThrow(sentence);
    expect(createStore(keys(MOST_NODES - 1), { engine }).get('key38')).toBe(38);
  });

  test('has no state any more where the engine alone has it', () => {
    const store = createStore<State>({ a: 1 }, { engine, sink: 'flat' });
    expect(() => store.process([['b', keys(MOST_NODES)]])).toThrow(sentence);
    expect(() => store.state).toThrow(StateEndedError);
    expect(() => store.get('a')).toThrow(StateEndedError);
  });

  test('in what a listener answers does not go on with the batch', () => {
    const store = createStore<State>({ a: { x: 1 } }, { engine });
    store.register({ listeners: [{ path: 'a', listener: () => [['b', keys(MOST_NODES)]] }] });
    expect(() => store.process([['a.x', 2]])).toThrow(sentence);
    expect(store.state).toEqual({ a: { x: 1 } });
  });

  test('in a batch that waited is reported, and what waited behind it does not take place', () => {
    const errors: Error[] = [];
    const store = createStore<State>({ a: 1 }, { engine, onError: (error) => errors.push(error) });
    store.subscribe('a', () => {
      store.process([['b', keys(MOST_NODES)]]);
      store.process([['c', 1]]);
    });
    store.process([['a', 2]]);
    expect(store.state).toEqual({ a: 2 });
    expect(errors.map(({ message }) => message)).toEqual([expect.stringMatching(sentence)]);
  });
});

test('a store in WebAssembly that gets no more memory says how much it wanted, and leaves the state as it was', () => {
  const store = createStore<State>({ a: 1 }, { engine: engineOver(withPages(MOST_PAGES)) });
  let error: unknown;
  let written = 0;
  try {
    for (; written < 100; written++) store.process([[`b${written}`, keys(1000)]]);
  } catch (caught) {
    error = caught;
  }
  expect(error).toBeInstanceOf(StateEndedError);
  const [, held, wanted] = /ended: its engine's memory can't grow from (\d+) to (\d+) bytes\./.exec((error as Error).message) ?? [];
  expect(Number(held)).toBeGreaterThan(PAGE);
  expect(Number(held)).toBeLessThanOrEqual(MOST_PAGES * PAGE);
  expect(Number(wanted)).toBeGreaterThan(Number(held));
  expect(written).toBeGreaterThan(1);
  for (const ask of asksOf(store)) expect(ask).toThrow(error as Error);
  expect(Object.keys(store.state)).toHaveLength(1 + written);
  expect(store.get('b0.key999')).toBe(999);
  // Another one may begin with it.
  expect(createStore(store.state).get('b0.key999')).toBe(999);
});

test('a table in JavaScript that gets no memory says how much it wanted', () => {
  const kernel = createJsStateKernel({ slotsEqual: () => false }, false);
  kernel.reserve(1000, 0);
  // No typed array is as long.
  expect(() => kernel.reserve(2 ** 50, 0)).toThrow(
    new StateEndedError(
      `its engine's memory can't grow from ${1024 * 4} to ${2 ** 52} bytes`,
      'An object given as the state is as the last whole batch left it; create a smaller store',
    ),
  );
});

test('an engine that traps ends its store', () => {
  const engine: StateEngine = {
    name: 'wasm',
    create: (host, parity) => {
      const kernel = createWasmStateKernel(module, host, parity);
      // No group has this number: the engine reads where it has no memory.
      kernel.groups = (graph) => kernel.members(graph, 0x0500_0000);
      return kernel;
    },
  };
  const store = createStore<State>({ a: 1 }, { engine });
  expect(() => store.groups(0)).toThrow(/has ended: its engine failed: .*out of bounds.* Create another one/);
  for (const ask of asksOf(store)) expect(ask).toThrow(StateEndedError);
});

describe.each(ENGINES)('a store that was destroyed, over $name', (engine) => {
  test('says so', () => {
    const store = createStore<State>({ a: 1, b: 1 }, { engine });
    const end = store.register({ sync: [['a', 'b']] });
    store.destroy();
    for (const ask of asksOf(store)) expect(ask).toThrow('the state store has ended: it was destroyed. Create another one');
    end();
    store.destroy();
    expect(store.state).toEqual({ a: 1, b: 1 });
  });

  test('by a listener of its own does not go on with the batch', () => {
    const store = createStore<State>({ a: { x: 1 } }, { engine });
    store.register({ listeners: [{ path: 'a', listener: () => store.destroy() as undefined }] });
    expect(() => store.process([['a.x', 2]])).toThrow(StateEndedError);
    expect(store.state).toEqual({ a: { x: 1 } });
  });
});
