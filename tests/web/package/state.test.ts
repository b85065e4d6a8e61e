import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../../scripts/steps.mjs';

const DIST = join(ROOT, 'dist');

beforeAll(() => {
  if (!existsSync(join(DIST, 'state.js'))) throw new Error('dist is missing; run npm run build');
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
