// npm run bench:state: the state store beside other libraries, in one run in Node.

import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { command } from './command-line.mjs';
import { buildModule, buildWasm } from './products.mjs';
import { BUILD, ROOT } from './steps.mjs';
import { needNodeModules } from './toolchain.mjs';

await command(
  {
    command: 'npm run bench:state',
    does: 'measures the state store beside valtio, mobx, jotai and signals, in one run, and writes build/state-bench.json.',
  },
  async () => {
    await needNodeModules();
    await buildWasm();
    const script = await buildModule('tests/bench/state-bench.ts');
    process.chdir(ROOT);
    const { barsOf, measureCrossing, measureShortBatches, runStateBench } = await import(pathToFileURL(script).href);
    const rows = runStateBench((line) => console.log(line));
    const crossing = await measureCrossing((line) => console.log(line));
    const bars = barsOf(rows, measureShortBatches());
    for (const { what, value, most } of bars)
      console.log(`${value <= most ? 'held  ' : 'missed'} ${what}: ${value.toFixed(2)}, at most ${most}`);
    mkdirSync(BUILD, { recursive: true });
    const machine = { node: process.version, processor: cpus()[0]?.model ?? 'unknown', cores: cpus().length };
    writeFileSync(join(BUILD, 'state-bench.json'), `${JSON.stringify({ machine, rows, crossing, bars }, null, 2)}\n`);
    return bars.every(({ value, most }) => value <= most) ? 0 : 1;
  },
);
