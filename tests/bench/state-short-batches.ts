/**
 * Short batches over both engines in turn, run by run, so that what else a machine does meets both: the ratio of their medians
 * is steadier than two rows of the table.
 */
import { proxy } from 'valtio/vanilla';
import { createStore } from '../../web/state.js';
import { ENGINES } from '../web/state/engines.js';
import { batches, pairs, stateOf } from './state-workloads.js';

const SIZES = [1, 2, 3, 4];
const SINKS = ['flat', 'object'] as const;
/** Batches that are timed at once: a clock's step is longer than one of them. */
const GROUP = 50;
const PASSES = 4;

export interface ShortBatch {
  readonly sink: (typeof SINKS)[number];
  readonly size: number;
  /** Time in WebAssembly over time in JavaScript. */
  readonly ratio: number;
}

export function measureShortBatches(): ShortBatch[] {
  const workload = pairs(10_000);
  return SINKS.flatMap((sink) => {
    const stores = ENGINES.map((engine) => {
      const state = stateOf(workload.paths);
      const store = createStore(sink === 'flat' ? state : proxy(state), { engine, sink });
      store.register(workload.registration);
      return store;
    });
    return SIZES.map((size) => {
      // Every path turns an even number of times, so that each pass changes all of them again.
      const list = batches(workload, size, workload.changed.length * 2);
      const times = new Map(stores.map(({ engineName }) => [engineName, [] as number[]]));
      for (let pass = 0; pass < PASSES; pass++) {
        for (let at = 0; at < list.length; at += GROUP) {
          for (const store of at % (2 * GROUP) === 0 ? stores : [...stores].reverse()) {
            const begin = performance.now();
            for (const batch of list.slice(at, at + GROUP)) store.process(batch);
            // The first pass is compiled as it runs.
            if (pass > 0) times.get(store.engineName)?.push(performance.now() - begin);
          }
        }
      }
      const median = (name: 'wasm' | 'js'): number => {
        const sorted = (times.get(name) ?? []).sort((a, b) => a - b);
        return sorted[sorted.length >> 1] ?? Number.NaN;
      };
      return { sink, size, ratio: median('wasm') / median('js') };
    });
  });
}
