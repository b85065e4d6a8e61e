/**
 * From how many values on a store is quicker in WebAssembly: both engines in turn, run by run, so that what else a machine does meets
 * both. The number that `createStore` moves at is the smallest here from which on no ratio is above one.
 */
import { proxy } from 'valtio/vanilla';
import { createStore } from '../../web/state/api.js';
import { ENGINES } from '../web/state/engines.js';
import { batches, pairs, stateOf } from './state-workloads.js';

const COUNTS = [200, 500, 1000, 2000, 5000, 10_000, 20_000];
const SIZES = [1, 10, 100];
/** Changes that are timed at once: a clock's step is longer than a batch. */
const GROUP = 400;
/** Times that either engine is timed for a cell. */
const TIMES = 120;

export interface Crossing {
  readonly leaves: number;
  readonly sink: 'flat' | 'valtio';
  /** Time in WebAssembly over time in JavaScript, by the number of changes in a batch. */
  readonly ratios: Readonly<Record<number, number>>;
}

export function measureCrossing(): Crossing[] {
  return COUNTS.flatMap((leaves) =>
    (['flat', 'valtio'] as const).map((sink) => {
      const workload = pairs(leaves);
      const stores = ENGINES.map((engine) => {
        const state = stateOf(workload.paths);
        const store = createStore(sink === 'flat' ? state : proxy(state), { engine, sink: sink === 'flat' ? 'flat' : 'object' });
        store.register(workload.registration);
        return store;
      });
      const ratios: Record<number, number> = {};
      for (const size of SIZES) {
        const perGroup = Math.max(1, Math.floor(GROUP / size));
        // Every path turns an even number of times, so that each pass changes all of them again.
        const list = batches(workload, size, Math.max(2, Math.ceil(workload.changed.length / size) * 2) * Math.ceil((perGroup * size) / workload.changed.length));
        const times = new Map(stores.map(({ engineName }) => [engineName, [] as number[]]));
        for (let time = 0, at = 0; time < TIMES; time++, at = (at + perGroup) % list.length) {
          for (const store of time % 2 === 0 ? stores : [...stores].reverse()) {
            const begin = performance.now();
            for (let one = 0; one < perGroup; one++) store.process(list[(at + one) % list.length] as (typeof list)[number]);
            // The first ones are compiled as they run.
            if (time >= TIMES / 4) times.get(store.engineName)?.push(performance.now() - begin);
          }
        }
        const median = (name: 'wasm' | 'js'): number => {
          const sorted = (times.get(name) ?? []).sort((a, b) => a - b);
          return sorted[sorted.length >> 1] ?? Number.NaN;
        };
        ratios[size] = median('wasm') / median('js');
      }
      return { leaves, sink, ratios };
    }),
  );
}
