import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compressedBytes } from '../../../scripts/loaded-sizes.mjs';
import { ROOT } from '../../../scripts/steps.mjs';

const FOLDER = join(ROOT, 'dist/cdn');

/** The .wasm files of each. */
const WASM: Readonly<Record<string, readonly string[]>> = {
  'life-sim.js': ['skyflock-life.wasm', 'skyflock-life-threads.wasm'],
  'meteor-shower.js': ['skyflock-meteor.wasm'],
  'script-scene.js': ['skyflock-scene.wasm'],
};

/** Each file, and the most it may weigh on the wire: both ways to run are in it, and its workers. */
const MOST_BYTES = { 'meteor-shower.js': 46_000, 'life-sim.js': 96 * 1024, 'script-scene.js': 94_000 };

/** What each loads when somebody asks for it. */
const LATER = {
  'meteor-shower.js': ['meteor-overlay', 'meteor-requests', 'meteor-shower-report'],
  'life-sim.js': ['life-overlay', 'life-partitions', 'life-report', 'life-sim-report', 'report-button'],
  'script-scene.js': ['scene-mtl', 'scene-obj', 'scene-overlay'],
};

/** KB that docs/embedding.md says a file of dist/cdn and its .wasm weigh. */
function toldSizes(name: string): number[] {
  const line = readFileSync(join(ROOT, 'docs/embedding.md'), 'utf8').match(new RegExp(`^\\| \`cdn/${name}\` \\|.*$`, 'm'))?.[0];
  return [...(line ?? '').matchAll(/(\d+) KB/g)].map(([, size]) => Number(size));
}

describe('dist/cdn', () => {
  test('has a file for each element, and their .wasm', () => {
    const wasm = ['skyflock-life-threads.wasm', 'skyflock-life.wasm', 'skyflock-meteor.wasm', 'skyflock-scene.wasm'];
    expect(readdirSync(FOLDER).sort()).toEqual([...Object.keys(MOST_BYTES), ...wasm, 'later'].sort());
  });

  test('has what they load later beside them, each a file that imports nothing', () => {
    const files = readdirSync(join(FOLDER, 'later'));
    expect(files.sort()).toEqual(
      Object.values(LATER)
        .flat()
        .map((name) => `${name}.js`)
        .sort(),
    );
    for (const file of files) expect(readFileSync(join(FOLDER, 'later', file), 'utf8'), file).not.toMatch(/(?:from|import)\s*\(?["'`]/);
  });

  test.each(Object.entries(MOST_BYTES))('%s is one file, within its size', (name, most) => {
    const code = readFileSync(join(FOLDER, name), 'utf8');
    // What is asked for later is loaded then, and nothing else.
    const later = [...code.matchAll(/import\("\.\/later\/([\w-]+)\.js"\)/g)].map(([, part]) => part);
    expect([...new Set(later)].sort()).toEqual(LATER[name as keyof typeof LATER]);
    const rest = code.replace(/import\("\.\/later\/[\w-]+\.js"\)/g, '');
    expect(rest.match(/(?:from|import)\s*\(?["'`]\.|new Worker\(new URL|__SKYFLOCK/g)).toBeNull();
    const bytes = compressedBytes(join(FOLDER, name));
    console.info(`dist/cdn/${name}: ${code.length} B, ${bytes} B gzipped`);
    expect(bytes).toBeLessThanOrEqual(most);
    const wasm = WASM[name] ?? [];
    const measured = [bytes, ...wasm.map((file) => compressedBytes(join(FOLDER, file)))].map((size) => size / 1000);
    const told = toldSizes(name);
    expect(told, 'docs/embedding.md has a line for it').toHaveLength(measured.length);
    measured.forEach((size, index) => {
      expect(Math.abs(size - (told[index] ?? 0)), `docs/embedding.md says ${told[index]} KB of ${size} KB`).toBeLessThanOrEqual(1);
    });
  });
});
