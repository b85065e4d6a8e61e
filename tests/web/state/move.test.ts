import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { proxy } from 'valtio/vanilla';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { LEAVES_FOR_WASM } from '../../../web/kernels/state.js';
import { cloned } from '../../../web/state/page/containers.js';
import {
  createStore,
  JS_STATE_ENGINE,
  type StateBatch,
  StateChangeError,
  type StateEngine,
  type StateStore,
  wasmStateEngine,
} from '../../../web/state.js';
import { arbitraries, type Step } from './arbitraries.js';
import { ENGINES, type State } from './engines.js';

const WASM = ENGINES.find(({ name }) => name === 'wasm') as StateEngine;
const DEADLINE = { timeout: 20_000 };

/** An engine in JavaScript that stores leave when they are told to, and how they are told. */
function leaving(leaves = 0): { readonly engine: StateEngine; move(): Promise<void>; readonly asked: () => number } {
  let asked = 0;
  let resolve: (engine: StateEngine) => void = () => {};
  const promise = new Promise<StateEngine>((resolved) => {
    resolve = resolved;
  });
  const load = (): Promise<StateEngine> => {
    asked++;
    return promise;
  };
  return {
    engine: { ...JS_STATE_ENGINE, next: { leaves, load } },
    asked: () => asked,
    async move() {
      resolve(WASM);
      await new Promise((done) => setImmediate(done));
    },
  };
}

const manyValues = (count: number): State => Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, at]));

class Driven {
  readonly store: StateStore;
  readonly errors: string[] = [];
  readonly batches: StateBatch[] = [];
  readonly heard: unknown[] = [];
  readonly #ends: ((() => void) | null)[] = [];

  constructor(engine: StateEngine, initial: State, parity: boolean, sink: 'object' | 'flat') {
    const start = cloned(initial) as State;
    this.store = createStore(sink === 'flat' ? start : proxy(start), {
      engine,
      parity,
      sink,
      onError: ({ message }) => this.errors.push(message),
    });
    this.store.observe((batch) => this.batches.push(cloned(batch) as StateBatch));
    this.store.subscribe('a.b', (value) => this.heard.push(cloned(value)));
    this.store.register({ listeners: [{ path: 'b', listener: (changes, state) => void this.heard.push(cloned([changes, state])) }] });
  }

  do(step: Step): void {
    if ('process' in step) this.store.process(step.process);
    else if ('end' in step) this.#ends[step.end]?.();
    else {
      try {
        this.#ends.push(this.store.register(step.register));
      } catch (error) {
        this.errors.push((error as Error).message);
      }
    }
  }

  end(): void {
    for (const end of this.#ends) end?.();
  }

  get seen(): unknown {
    const { store, errors, batches, heard } = this;
    const { nodes, edges, groups, aggregations, slotReferences } = store.usage();
    const usage = { nodes, edges, groups, aggregations, slotReferences, names: store.usage().names, slots: store.usage().slots };
    return { state: cloned(store.state), shadow: store.shadow, groups: [store.groups(0), store.groups(1)], errors, batches, heard, usage };
  }
}

describe('a store that moves to another engine between two batches', () => {
  test.each<[string, (store: StateStore) => void]>([
    ['subscription', (store) => void store.subscribe('ghost.__proto__', () => {})],
    ['registration', (store) => void store.register({ listeners: [{ path: 'ghost.__proto__', listener: () => undefined }] })],
    ['change', (store) => store.process([['ghost.__proto__', 1]])],
  ])('leaves behind what a refused %s began', async (_, ask) => {
    const { engine, move } = leaving();
    const store = createStore<State>({ a: 1 }, { engine });
    const before = store.usage();
    expect(() => ask(store)).toThrow(StateChangeError);
    expect(store.usage()).toEqual(before);
    await move();
    store.process([['fresh', 2]]);
    expect([store.state, store.shadow]).toEqual([
      { a: 1, fresh: 2 },
      { a: 1, fresh: 2 },
    ]);
  });

  test.each([
    [false, 'object'],
    [false, 'flat'],
    [true, 'object'],
  ] as const)('does the same as one that stays (parity %s, sink %s)', async (parity, sink) => {
    const { state, steps: someSteps } = arbitraries(parity);
    await fc.assert(
      fc.asyncProperty(state, someSteps, fc.nat(8), async (initial, steps, when) => {
        const { engine, move } = leaving();
        const [moved, stayed] = [new Driven(engine, initial, parity, sink), new Driven(JS_STATE_ENGINE, initial, parity, sink)];
        const at = Math.min(when, steps.length);
        for (const step of steps.slice(0, at)) for (const one of [moved, stayed]) one.do(step);
        expect(moved.store.engineName).toBe('js');
        await move();
        expect([moved.store.engineName, stayed.store.engineName]).toEqual(['wasm', 'js']);
        expect(moved.seen).toStrictEqual(stayed.seen);
        expect(JSON.stringify(moved.store.shadow)).toBe(JSON.stringify(stayed.store.shadow));
        for (const step of steps.slice(at)) {
          for (const one of [moved, stayed]) one.do(step);
          expect(moved.seen).toStrictEqual(stayed.seen);
        }
        for (const one of [moved, stayed]) one.end();
        expect(moved.seen).toStrictEqual(stayed.seen);
        expect(JSON.stringify(moved.store.shadow)).toBe(JSON.stringify(stayed.store.shadow));
      }),
      { numRuns: 150, ...(process.env.SEED === undefined ? {} : { seed: Number(process.env.SEED) }) },
    );
  });

  test('keeps the order of groups, members and targets that what has ended gave them', async () => {
    const { engine, move } = leaving();
    const stores = [engine, JS_STATE_ENGINE].map((one) =>
      createStore<State>({ a: 1, b: 2, c: 3, d: 4, e: 5, t: {}, s: 0, u: 0 }, { engine: one }),
    );
    const ends = stores.map((store) => {
      const first = store.register({
        sync: [
          ['d', 'a'],
          ['d', 'a'],
        ],
        aggregations: [['t', 's']],
      });
      store.register({
        sync: [
          ['c', 'b'],
          ['b', 'e'],
        ],
        aggregations: [['t.x', 'u']],
      });
      const third = store.register({
        sync: [
          ['a', 'b'],
          ['d', 'a'],
        ],
        aggregations: [['t', 'u']],
      });
      first();
      return third;
    });
    await move();
    expect(stores[0]?.engineName).toBe('wasm');
    for (const change of [[['a', 9]], [['t.x', 3]], [['t', { x: 8 }]]] as const) for (const store of stores) store.process(change);
    for (const end of ends) end();
    for (const store of stores) store.process([['c', 'last']]);
    expect(stores[0]?.groups(0)).toEqual(stores[1]?.groups(0));
    expect(stores[0]?.state).toEqual(stores[1]?.state);
  });

  test('moves after the batch that made it large enough, tells of it, and asks once', async () => {
    const { engine, move, asked } = leaving(10);
    const names: string[] = [];
    const store: StateStore<State> = createStore<State>(
      { a: { b: 1 } },
      { engine, onEngine: (name) => names.push(`${name} ${store.engineName} ${store.get('a.b')}`) },
    );
    store.process([['list', [1, 2, 3, 4, 5, 6, 7, 8]]]);
    expect(asked()).toBe(0);
    store.process([['last', 1]]);
    store.process([['more', 1]]);
    expect(asked()).toBe(1);
    store.process([['a.b', 2]]);
    expect(names).toEqual([]);
    await move();
    expect(names).toEqual(['wasm wasm 2']);
    store.process([['a.b', 3]]);
    expect(store.state).toEqual({ a: { b: 3 }, list: [1, 2, 3, 4, 5, 6, 7, 8], last: 1, more: 1 });
  });

  test('that was destroyed meanwhile does not', async () => {
    const { engine, move } = leaving();
    const store = createStore<State>({ a: 1 }, { engine, onEngine: () => expect.unreachable() });
    store.destroy();
    await move();
    expect(store.engineName).toBe('js');
  });
});

describe('createStore', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.resetModules();
  });

  test('begins in JavaScript, and goes on in WebAssembly from so many values on', async () => {
    const names: string[] = [];
    const small = createStore(manyValues(LEAVES_FOR_WASM - 1));
    const large = createStore(manyValues(LEAVES_FOR_WASM), { onEngine: (name) => names.push(name) });
    const kept = createStore(manyValues(LEAVES_FOR_WASM), { engine: 'js' });
    const given = createStore(manyValues(LEAVES_FOR_WASM), { engine: JS_STATE_ENGINE });
    expect(large.engineName).toBe('js');
    await vi.waitFor(() => expect(names).toEqual(['wasm']), DEADLINE);
    expect([small, large, kept, given].map(({ engineName }) => engineName)).toEqual(['js', 'wasm', 'js', 'js']);
    large.process([['k7', 'seven']]);
    expect([large.get('k7'), large.get('k8')]).toEqual(['seven', 8]);
  });

  test('with a compiled module moves as soon as its script is there', async () => {
    const module = new WebAssembly.Module(readFileSync('build/wasm/skyflock-state.wasm'));
    const store = createStore<State>({ a: 1 }, { engine: wasmStateEngine(module) });
    store.process([['a', 2]]);
    await vi.waitFor(() => expect(store.engineName).toBe('wasm'), DEADLINE);
    expect(store.state).toEqual({ a: 2 });
  });

  test('where there is no .wasm stays in JavaScript, and one line says so for all stores', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const api = await import('../../../web/state.js');
    api.configure({ wasmUrl: { state: 'file:///there-is-none.wasm' } });
    const stores = [1, 2, 3].map(() => api.createStore(manyValues(LEAVES_FOR_WASM)));
    await vi.waitFor(() => expect(warn).toHaveBeenCalled(), DEADLINE);
    await new Promise((done) => setTimeout(done, 50));
    for (const store of stores) store.process([['k1', 'one']]);
    expect(stores.map(({ engineName }) => engineName)).toEqual(['js', 'js', 'js']);
    expect(warn.mock.calls).toEqual([[expect.stringMatching(/^the state engine did not start: .*State stores go on in JavaScript$/)]]);
  });

  test('whose engine can be had but not be made stays in JavaScript as well', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const refuses: StateEngine = {
      name: 'wasm',
      create: () => {
        throw new Error('no memory');
      },
    };
    const engine: StateEngine = { ...JS_STATE_ENGINE, next: { leaves: 0, load: async () => refuses } };
    const store = createStore<State>({ a: 1, b: 1 }, { engine });
    store.register({ sync: [['a', 'b']] });
    await vi.waitFor(() => expect(warn).toHaveBeenCalledTimes(1), DEADLINE);
    store.process([['a', 2]]);
    expect([store.engineName, store.state]).toEqual(['js', { a: 2, b: 2 }]);
  });
});
