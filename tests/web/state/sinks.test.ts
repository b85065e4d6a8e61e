import { proxy, subscribe } from 'valtio/vanilla';
import { subscribeKey } from 'valtio/vanilla/utils';
import { describe, expect, test } from 'vitest';
import { type ChangeTuple, createStore, processChanges } from '../../../web/state.js';
import { ENGINES, type State, storesOver } from './engines.js';

describe.each(ENGINES)('where a state is kept, over $name', (engine) => {
  const { errors, storeOf } = storesOver(engine);

  test('valtio hears of writes, also of those that make their container', async () => {
    const state = proxy<State>({ a: 1, b: 1 });
    const store = storeOf(state);
    store.register({ sync: [['a', 'b']] });
    const keys: unknown[] = [];
    subscribeKey(state, 'b', (value) => keys.push(value), true);
    let told = 0;
    subscribe(state, () => told++, true);
    store.process([['a', 2]]);
    expect(keys).toEqual([2]);
    told = 0;
    store.process([['deep.er.x', 1]]);
    expect(told).toBe(1);
    told = 0;
    processChanges(store, [['deep.er.x', 2]]);
    expect(told).toBe(1);
  });

  test('a state whose setter throws is reported, the rest is written, and the copy follows the state', () => {
    const state: State = { a: 1, b: 1 };
    const strict = new Proxy(state, {
      set(target, key, value) {
        if (key === 'a') throw new Error('not a');
        target[key as string] = value;
        return true;
      },
    });
    const store = storeOf(strict);
    store.process([
      ['a', 2],
      ['b', 2],
    ]);
    expect(errors[0]?.message).toContain("writing 'a' to the state threw: not a");
    expect(state).toEqual({ a: 1, b: 2 });
    expect(store.shadow).toEqual(state);
  });

  test('a state that never takes what a target reads is reported, and the store goes on', () => {
    const state: State = { t: 0, s: 1, n: 0 };
    const strict = new Proxy(state, {
      set(target, key, value) {
        if (key === 't') throw new Error('not t');
        target[key as string] = value;
        return true;
      },
    });
    let reports = 0;
    const store = createStore(strict, {
      engine,
      onError: () => {
        reports++;
        // Ends what would never end.
        if (reports > 100) throw new Error('this would never end');
      },
    });
    store.register({ aggregations: [['t', 's']] });
    store.process([
      ['s', 2],
      ['n', 5],
    ]);
    expect(reports).toBeLessThan(10);
    expect(state).toEqual({ t: 0, s: 2, n: 5 });
  });

  test.each(['object', 'flat'] as const)('a state can be put in place of another (%s)', (sink) => {
    const store = storeOf({ a: 1, gone: 'x', t: 0 }, sink);
    store.register({ aggregations: [['t', 'a']] });
    store.replace({ a: 5, list: [1] });
    expect(store.state).toEqual({ a: 5, list: [1], t: 5 });
    expect(store.shadow).toEqual(store.state);
  });

  test.each([
    ['object', false],
    ['object', true],
    ['flat', false],
    ['flat', true],
  ] as const)('targets of aggregations have the same value in state and engine after a replacement (%s, parity %s)', (sink, parity) => {
    for (const of of [(state: State) => state, (state: State) => proxy(state)]) {
      const store = createStore<State>(sink === 'flat' ? { t: 0, u: 0, a: 1, b: 1 } : of({ t: 0, u: 0, a: 1, b: 1 }), {
        engine,
        sink,
        parity,
      });
      store.register({
        aggregations: [
          ['t', 'a'],
          ['u', 'a'],
          ['u', 'b'],
        ],
      });
      for (const [next, t, u] of [
        [store.state, 1, 1],
        [{ t: 1, u: 1, a: 1, b: 1, c: 1 }, 1, 1],
        [{ t: 2, u: 2, a: 2, b: 3 }, 2, undefined],
        [{ a: 4, b: 4 }, 4, 4],
      ] as const) {
        store.replace(next as State);
        expect([store.get('t'), store.get('u')]).toEqual([t, u]);
        expect(store.state).toStrictEqual(store.shadow);
      }
    }
  });

  test.each(['object', 'flat'] as const)('10,000 registrations, batches and clean-ups leave nothing behind (%s)', (sink) => {
    const store = storeOf({ base: { on: false } }, sink);
    const cycle = (turn: number): void => {
      const end = store.register({
        sync: [[`s${turn}.a`, `s${turn}.b`]],
        flip: [['base.on', `f${turn}`]],
        aggregations: [[`t${turn}`, `s${turn}.a`]],
        listeners: [{ path: `s${turn}`, listener: () => [['base.last', `turn ${turn}`]] }],
      });
      const stop = store.subscribe(`s${turn}.b`, () => {});
      const changes: ChangeTuple[] = [
        [`s${turn}.a`, `value ${turn}`],
        ['base.on', turn % 2 === 0],
        [`o${turn}`, { date: new Date(turn), list: [turn, 'x'] }],
      ];
      store.process(changes);
      end();
      stop();
      store.replace({ base: { on: false } });
    };
    cycle(0);
    const before = store.usage();
    for (let turn = 1; turn <= 10_000; turn++) cycle(turn);
    expect(store.usage()).toEqual(before);
    expect(errors).toEqual([]);
  });
});
