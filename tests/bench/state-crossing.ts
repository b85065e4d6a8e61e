/**
 * From how many values on it pays for a store to move to WebAssembly: what a batch takes in both engines, in turn, run by run, so that
 * what else a machine does meets both, and what compiling the module and moving take. The number that `createStore` moves at is
 * the smallest here whose move is repaid by sixty batches of the whole state: a second, where it changes with every frame.
 */
import { readFileSync } from 'node:fs';
import { proxy } from 'valtio/vanilla';
import { createStore, JS_STATE_ENGINE, type StateEngine } from '../../web/state.js';
import { ENGINES } from '../web/state/engines.js';
import { batches, pairs, stateOf } from './state-workloads.js';

const COUNTS = [20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000];
const SIZES = [1, 10, 100];
/** Changes that are timed at once: a clock's step is longer than a batch. */
const GROUP = 400;
/** Times that either engine is timed for a cell. */
const TIMES = 80;

export interface Crossing {
  readonly leaves: number;
  readonly sink: 'flat' | 'valtio';
  /** Time in WebAssembly over time in JavaScript, by the number of changes in a batch. */
  readonly ratios: Readonly<Record<number, number>>;
  /** Milliseconds to compile the module and to move. */
  readonly move: number;
  /** Milliseconds that a batch of the whole state takes less. */
  readonly saved: number;
}

const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] as number;

/** Milliseconds to compile the module. */
function compileTime(): number {
  const bytes = readFileSync('build/wasm/skyflock-state.wasm');
  return middle(
    Array.from({ length: 9 }, (_, turn) => {
      // Other bytes each time: a module that was compiled before may be kept.
      const fresh = new Uint8Array([...bytes, 0, 2, 1, turn]);
      const begin = performance.now();
      new WebAssembly.Module(fresh);
      return performance.now() - begin;
    }),
  );
}

/** Milliseconds to move a store. */
async function moveTime(leaves: number, sink: Crossing['sink']): Promise<number> {
  const wasm = ENGINES.find(({ name }) => name === 'wasm') as StateEngine;
  const workload = pairs(leaves);
  const times: number[] = [];
  for (let turn = 0; turn < 9; turn++) {
    let begin = 0;
    const create: StateEngine['create'] = (host, parity) => {
      begin = performance.now();
      return wasm.create(host, parity);
    };
    await new Promise<void>((done) => {
      const state = stateOf(workload.paths);
      const store = createStore(sink === 'flat' ? state : proxy(state), {
        engine: { ...JS_STATE_ENGINE, next: { leaves: 0, load: async () => ({ ...wasm, create }) } },
        sink: sink === 'flat' ? 'flat' : 'object',
        onEngine: () => {
          times.push(performance.now() - begin);
          done();
        },
      });
      store.register(workload.registration);
    });
  }
  return middle(times);
}

export async function measureCrossing(print: (line: string) => void): Promise<Crossing[]> {
  const compile = compileTime();
  const crossings: Crossing[] = [];
  print('values, sink: WebAssembly over JavaScript for batches of 1, 10, 100, all; ms to compile and move; whole batches that repay it');
  for (const leaves of COUNTS) {
    for (const sink of ['flat', 'valtio'] as const) {
      const workload = pairs(leaves);
      const stores = ENGINES.map((engine) => {
        const state = stateOf(workload.paths);
        const store = createStore(sink === 'flat' ? state : proxy(state), { engine, sink: sink === 'flat' ? 'flat' : 'object' });
        store.register(workload.registration);
        return store;
      });
      const ratios: Record<number, number> = {};
      let saved = 0;
      for (const size of [...SIZES, leaves / 2]) {
        const perGroup = Math.max(1, Math.floor(GROUP / size));
        // Every path turns an even number of times, so that each pass changes all of them again.
        const list = batches(
          workload,
          size,
          Math.max(2, Math.ceil(workload.changed.length / size) * 2) * Math.ceil((perGroup * size) / workload.changed.length),
        );
        const times = new Map(stores.map(({ engineName }) => [engineName, [] as number[]]));
        for (let time = 0, at = 0; time < TIMES; time++, at = (at + perGroup) % list.length) {
          for (const store of time % 2 === 0 ? stores : [...stores].reverse()) {
            const begin = performance.now();
            for (let one = 0; one < perGroup; one++) store.process(list[(at + one) % list.length] as (typeof list)[number]);
            // The first ones are compiled as they run.
            if (time >= TIMES / 4) times.get(store.engineName)?.push(performance.now() - begin);
          }
        }
        const [wasm, js] = [middle(times.get('wasm') ?? []), middle(times.get('js') ?? [])];
        ratios[size] = wasm / js;
        if (size === leaves / 2) saved = (js - wasm) / perGroup;
      }
      const one: Crossing = { leaves, sink, ratios, move: compile + (await moveTime(leaves, sink)), saved };
      crossings.push(one);
      const all = [...SIZES, leaves / 2].map((size) => (ratios[size] as number).toFixed(2)).join(' ');
      print(`  ${leaves}, ${sink}: ${all}; ${one.move.toFixed(2)}; ${saved > 0 ? Math.ceil(one.move / saved) : 'none'}`);
    }
  }
  return crossings;
}
