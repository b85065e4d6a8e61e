/** The state store beside other libraries, in one run: microseconds a batch, medians. */

import { ENGINES } from '../web/state/engines.js';
import { type Contestant, contestants } from './state-contestants.js';
import type { ShortBatch } from './state-short-batches.js';
import { batches, mixed, pairs, type Workload } from './state-workloads.js';

const SIZES = [1, 5, 100, 1000];
/** Milliseconds a cell is measured for, about. */
const CELL_MS = 400;
const FEWEST = 15;

export interface Row {
  readonly workload: string;
  readonly paths: number;
  readonly library: string;
  /** Microseconds to set all of it up. */
  readonly setUp: number;
  /** Microseconds a batch by its size. */
  readonly batch: Readonly<Record<number, number>>;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1] as number;
}

function measure(workload: Workload, contestant: Contestant): Row {
  const begin = performance.now();
  const { run, get } = contestant.setUp(workload);
  const setUp = (performance.now() - begin) * 1000;
  const batch: Record<number, number> = {};
  const most = 40_000;
  for (const size of SIZES) {
    // What came before leaves paths true or false: an even number of rounds leaves them as they were.
    const rounds = Math.min(most, Math.ceil(workload.changed.length / size) * 2);
    const list = batches(workload, size, rounds);
    const times: number[] = [];
    // Short batches are timed in runs, since a clock's step is longer than they are.
    const group = Math.max(1, Math.floor(100 / size));
    const until = performance.now() + CELL_MS;
    for (let pass = 0; pass === 0 || times.length < FEWEST || performance.now() < until; pass++) {
      for (let at = 0; at + group <= list.length; at += group) {
        const start = performance.now();
        for (let one = 0; one < group; one++) run(list[at + one] as (typeof list)[number]);
        times.push(((performance.now() - start) * 1000) / group);
      }
    }
    // The first ones are compiled as they run.
    batch[size] = median(times.slice(Math.min(times.length >> 1, 50)));
  }
  const [path] = workload.changed;
  const value = !(get(path as string) as boolean);
  run([[path as string, value]]);
  for (const [a, b] of workload.registration.sync ?? []) {
    if (a === path && get(b) !== value) throw new Error(`${contestant.name}: ${b} does not follow ${a}`);
  }
  return { workload: workload.name, paths: workload.paths.length, library: contestant.name, setUp, batch };
}

export interface Bar {
  readonly what: string;
  readonly value: number;
  readonly most: number;
}

/** What is asked of the store, over 10,000 paths: microseconds on a machine that has nothing else to do, and ratios. */
export function barsOf(rows: readonly Row[], shortBatches: readonly ShortBatch[]): Bar[] {
  const of = (workload: string, library: string, size: number): number => {
    const row = rows.find((one) => one.workload === workload && one.library === library && one.paths === 10_000);
    return row?.batch[size] ?? Number.NaN;
  };
  const valtio = 'skyflock wasm, valtio';
  return [
    { what: 'pairs, 1,000 changes, valtio included (us)', value: of('pairs', valtio, 1000), most: 1600 },
    // The same on any machine: valtio's own writes took 1.2 ms where the bar above was set.
    {
      what: 'pairs, 1,000 changes, against both paths written by hand',
      value: of('pairs', valtio, 1000) / of('pairs', 'valtio, both written by hand', 1000),
      most: 1.33,
    },
    { what: 'mixed, 1,000 changes, valtio included (us)', value: of('mixed', valtio, 1000), most: 6000 },
    ...shortBatches.map(({ sink, size, ratio }) => ({
      what: `pairs, ${size} change${size === 1 ? '' : 's'}, ${sink === 'flat' ? 'flat' : 'valtio'}, WebAssembly against JavaScript`,
      value: ratio,
      most: 1,
    })),
    {
      what: 'pairs, 1,000 changes, against subscribeKey',
      value: of('pairs', valtio, 1000) / of('pairs', 'valtio, subscribeKey', 1000),
      most: 0.6,
    },
    { what: 'pairs, 1,000 changes, against mobx', value: of('pairs', valtio, 1000) / of('pairs', 'mobx, reaction', 1000), most: 0.6 },
    { what: 'pairs, 1,000 changes, against jotai', value: of('pairs', valtio, 1000) / of('pairs', 'jotai, store.sub', 1000), most: 0.6 },
  ];
}

export { measureCrossing } from './state-crossing.js';
export { measureShortBatches } from './state-short-batches.js';

export function runStateBench(print: (line: string) => void): Row[] {
  const rows: Row[] = [];
  for (const workload of [pairs(1000), pairs(10_000), mixed(1000), mixed(10_000)]) {
    print(`${workload.name}, ${workload.paths.length} paths: us a batch of ${SIZES.join(', ')} changes; ms to set up`);
    for (const contestant of contestants(ENGINES)) {
      if (workload.name === 'mixed' && contestant.doesAll !== true) continue;
      const row = measure(workload, contestant);
      rows.push(row);
      print(
        `  ${row.library.padEnd(30)}${SIZES.map((size) => (row.batch[size] as number).toFixed(2).padStart(10)).join('')}${(row.setUp / 1000).toFixed(1).padStart(9)}`,
      );
    }
  }
  return rows;
}
