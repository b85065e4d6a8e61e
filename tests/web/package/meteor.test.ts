import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { ROOT } from '../../../scripts/steps.mjs';

const DIST = join(ROOT, 'dist');

beforeAll(() => {
  if (!existsSync(join(DIST, 'meteor.js'))) throw new Error('dist is missing; run npm run build');
});

test('the .wasm asks its page for nothing', async () => {
  const module = await WebAssembly.compile(readFileSync(join(DIST, 'skyflock-meteor.wasm')));
  expect(WebAssembly.Module.imports(module)).toEqual([]);
});
