import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { entrySizes } from '../../../scripts/entry-size.mjs';
import { ROOT } from '../../../scripts/steps.mjs';

const DIST = join(ROOT, 'dist');
/** Bytes that `skyflock/meteor` and its .wasm may take on the way to a page, compressed: what is left of 40 KB is for what draws. */
const MOST_BYTES = 26 * 1024;

beforeAll(() => {
  if (!existsSync(join(DIST, 'meteor.js'))) throw new Error('dist is missing; run npm run build');
});

test('skyflock/meteor and its .wasm are small, and the kernel in JavaScript is no part of it', () => {
  const { bytes, files } = entrySizes(join(DIST, 'meteor.js'), join(DIST, 'skyflock-meteor.wasm'));
  const listing = files.map((one) => `${one.file}: ${one.bytes} B`).join('\n');
  expect(bytes, listing).toBeLessThanOrEqual(MOST_BYTES);
  expect(listing).not.toContain('meteor-kernel');
});

test('the .wasm asks its page for nothing but to hear that memory grew', async () => {
  const module = await WebAssembly.compile(readFileSync(join(DIST, 'skyflock-meteor.wasm')));
  expect(WebAssembly.Module.imports(module)).toEqual([{ module: 'env', name: 'emscripten_notify_memory_growth', kind: 'function' }]);
});
