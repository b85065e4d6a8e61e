import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { entrySizes, withImports } from '../../../scripts/entry-size.mjs';
import { ROOT } from '../../../scripts/steps.mjs';

const DIST = join(ROOT, 'dist');
/** Bytes that the scripts of `skyflock/state` and its .wasm may take on the way to a page, compressed. */
const MOST_BYTES = { script: 20_000, wasm: 10_000 };

beforeAll(() => {
  if (!existsSync(join(DIST, 'state.js'))) throw new Error('dist is missing; run npm run build');
});

test('skyflock/state and its .wasm are small', () => {
  const { bytes, files } = entrySizes(join(DIST, 'state.js'), join(DIST, 'skyflock-state.wasm'));
  const wasm = files.at(-1)?.bytes ?? 0;
  expect(bytes - wasm, files.map((one) => `${one.file}: ${one.bytes} B`).join('\n')).toBeLessThanOrEqual(MOST_BYTES.script);
  expect(wasm).toBeLessThanOrEqual(MOST_BYTES.wasm);
});

test.each([
  ['in JavaScript', '', 'js'],
  ['in WebAssembly', '{ engine: await loadStateEngine() }', 'wasm'],
])('skyflock/state runs in Node without valtio, %s', (_, options, name) => {
  const code = `
    const { createStore, loadStateEngine } = await import('skyflock/state');
    const store = createStore({ a: 1, b: 2 }, ${options});
    store.register({ sync: [['a', 'b']] });
    store.process([['b', 3]]);
    console.log(store.engineName, JSON.stringify(store.state));`;
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', code], { cwd: ROOT, encoding: 'utf8', timeout: 30_000 })).toBe(
    `${name} {"a":3,"b":3}\n`,
  );
});

test('no script of it imports valtio, or anything of Node', () => {
  for (const file of withImports(join(DIST, 'state.js'))) {
    expect(readFileSync(file, 'utf8')).not.toMatch(/(?:from|import|import\()\s*["'`](?:valtio|node:)/);
  }
});
