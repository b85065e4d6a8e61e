import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { proxy } from 'valtio/vanilla';
import { describe, expect, test } from 'vitest';
import { ENGINES } from './engines.js';
import { casesOf, vectorFiles } from './run-vectors.js';
import { runCase } from './vectors.js';

const HERE = resolve(import.meta.dirname, 'cases');
/** The whole set, where it lies beside the checkout. */
const SHARED = [resolve('../shared/vectors/state'), resolve('../../shared/vectors/state')].find((folder) => existsSync(folder));

function runFolder(folder: string): void {
  for (const file of vectorFiles(folder)) {
    test.each(ENGINES)(`every case of ${file} comes out as recorded ($name)`, (engine) => {
      const failures = casesOf(join(folder, file)).flatMap((one) =>
        runCase(one, engine, (state) => proxy(state)).map((failure) => `${one.id}: ${failure}`),
      );
      expect(failures.slice(0, 5)).toEqual([]);
    });
  }
}

describe('a part of the recorded cases', () => runFolder(HERE));

if (SHARED === undefined) test.skip('all recorded cases: ../shared/vectors/state is not there');
else describe('all recorded cases', () => runFolder(SHARED));

test('a case that comes out otherwise is told', () => {
  const [first] = casesOf(join(HERE, 'sync-single.jsonl'));
  const changed = { ...(first as object), expectedFinalChanges: [] } as never;
  for (const engine of ENGINES) expect(runCase(changed, engine, (state) => proxy(state)).join()).toContain('changes');
});
