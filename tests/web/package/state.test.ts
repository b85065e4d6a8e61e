import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../../scripts/steps.mjs';

const DIST = join(ROOT, 'dist');
/** Bytes that `skyflock/state` and its .wasm may take on the way to a page, compressed. */
const MOST_BYTES = 25 * 1024;

beforeAll(() => {
  if (!existsSync(join(DIST, 'state.js'))) throw new Error('dist is missing; run npm run build');
});

/** A script and all it imports. */
function withImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*["'](\.[^"']+)["']/g)) {
    withImports(join(dirname(file), path as string), seen);
  }
  return seen;
}

test('skyflock/state and its .wasm are small', () => {
  const files = [...withImports(join(DIST, 'state.js')), join(DIST, 'skyflock-state.wasm')];
  const bytes = files.map((file) => gzipSync(readFileSync(file), { level: 9 }).length);
  const total = bytes.reduce((sum, one) => sum + one, 0);
  expect(total, files.map((file, at) => `${file}: ${bytes[at]} B`).join('\n')).toBeLessThanOrEqual(MOST_BYTES);
});

test('skyflock/state runs with neither valtio nor WebAssembly', () => {
  const code = `
    const { createStore } = await import('skyflock/state');
    const store = createStore({ a: 1, b: 2 });
    store.register({ sync: [['a', 'b']] });
    store.process([['b', 3]]);
    console.log(JSON.stringify(store.state));`;
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: ROOT, encoding: 'utf8', timeout: 30_000 })).toBe(
    '{"a":3,"b":3}\n',
  );
});

test('no script of it imports valtio', () => {
  for (const file of withImports(join(DIST, 'state.js'))) expect(readFileSync(file, 'utf8')).not.toMatch(/["']valtio/);
});
