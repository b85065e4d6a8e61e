/** Runs every case of a folder of .jsonl files over both engines, and says which fail. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { proxy } from 'valtio/vanilla';
import { ENGINES } from './engines.js';
import { runCase, type VectorCase } from './vectors.js';

/** Failures of one file and engine that are written out; the rest is counted. */
const SHOWN = 5;

/** @returns how many cases failed */
export function runVectors(folder: string, print: (line: string) => void): number {
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
  if (files.length === 0) throw new Error(`${folder} has no .jsonl file`);
  let passed = 0;
  let failed = 0;
  for (const file of files.sort()) {
    const cases = casesOf(join(folder, file));
    for (const engine of ENGINES) {
      let wrong = 0;
      for (const one of cases) {
        const failures = runCase(one, engine, (state) => proxy(state));
        if (failures.length === 0) continue;
        wrong++;
        if (wrong <= SHOWN) print(`${one.id} (${engine.name}): ${failures[0]}`);
      }
      passed += cases.length - wrong;
      failed += wrong;
      print(`${file} (${engine.name}): ${cases.length - wrong} of ${cases.length}`);
    }
  }
  print(`${passed} passed, ${failed} failed`);
  return failed;
}

export function casesOf(file: string): VectorCase[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as VectorCase);
}
