/** Runs every case of a folder of .jsonl files over both engines, and says which fail. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { proxy } from 'valtio/vanilla';
import { ENGINES } from './engines.js';
import { runCase, type VectorCase } from './vectors.js';

/** Failures of one file and engine that are written out; the rest is counted. */
const SHOWN = 5;

/** Names of the files of cases in a folder, in order. */
export function vectorFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
}

/**
 * @returns how many cases failed
 * @throws SyntaxError that names the line which is no JSON
 */
export function runVectors(folder: string, print: (line: string) => void): number {
  let passed = 0;
  let failed = 0;
  for (const file of vectorFiles(folder)) {
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
  const cases: VectorCase[] = [];
  for (const [at, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    if (line.trim() === '') continue;
    try {
      cases.push(JSON.parse(line) as VectorCase);
    } catch (error) {
      throw new SyntaxError(`${file}:${at + 1} is no JSON: ${(error as Error).message}`);
    }
  }
  return cases;
}
