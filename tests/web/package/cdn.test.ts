import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compressedBytes } from '../../../scripts/entry-size.mjs';
import { ROOT } from '../../../scripts/steps.mjs';

const FOLDER = join(ROOT, 'dist/cdn');

/** Each file, and the most it may weigh on the wire: both ways to run are in it, and its workers. */
const MOST_BYTES = { 'meteor-shower.js': 40 * 1024, 'life-sim.js': 96 * 1024 };

describe('dist/cdn', () => {
  test('has a file for each element, and their .wasm', () => {
    const wasm = ['skyflock-life-threads.wasm', 'skyflock-life.wasm', 'skyflock-meteor.wasm'];
    expect(readdirSync(FOLDER).sort()).toEqual([...Object.keys(MOST_BYTES), ...wasm].sort());
  });

  test.each(Object.entries(MOST_BYTES))('%s is one file, within its size', (name, most) => {
    const code = readFileSync(join(FOLDER, name), 'utf8');
    expect(code.match(/(?:from|import)\s*\(?["'`]\.|new Worker\(new URL/g)).toBeNull();
    const bytes = compressedBytes(join(FOLDER, name));
    console.info(`dist/cdn/${name}: ${code.length} B, ${bytes} B gzipped`);
    expect(bytes).toBeLessThanOrEqual(most);
  });
});
