import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compressedBytes, withImports } from '../../../scripts/entry-size.mjs';
import { ROOT } from '../../../scripts/steps.mjs';

/** What `<meteor-shower>` and its engine may weigh on the wire. */
const MOST_BYTES = 45_000;
const DIST = join(ROOT, 'dist');

/** The file of this name, whose hash differs from build to build. */
function fileOf(folder: string, name: string): string {
  const found = readdirSync(join(DIST, folder)).filter((file) => new RegExp(`^${name}-[\\w-]{8}\\.js$`).test(file));
  if (found.length !== 1) throw new Error(`dist/${folder} has ${found.length} files called ${name}-*.js; there should be one`);
  return join(DIST, folder, found[0] as string);
}

const workerFile = (name: string): string => join(DIST, 'workers', `${name}.js`);
const ELEMENT = join(DIST, 'elements/meteor-shower.js');
/** Everything that a page loads whose show is drawn by this renderer on this thread. */
function loadedBy(thread: string, renderer: string): Set<string> {
  const loaded = withImports(ELEMENT);
  if (thread === 'page') for (const late of ['show-thread', renderer]) withImports(fileOf('chunks', late), loaded);
  // The worker's script holds what draws with WebGL2, the best there is.
  else
    for (const file of renderer === 'webgl2' ? ['meteor.worker'] : ['meteor.worker', 'meteor-canvas2d'])
      withImports(workerFile(file), loaded);
  return loaded;
}

describe('skyflock/meteor-shower', () => {
  test.each([
    ['worker', 'webgl2'],
    ['page', 'canvas2d'],
    ['page', 'webgl2'],
  ])('is at most 45 KB with its engine, gzipped, where its show is on the %s and %s draws', (thread, renderer) => {
    const files = [...loadedBy(thread, renderer), join(DIST, 'skyflock-meteor.wasm')];
    const bytes = files.reduce((sum, file) => sum + compressedBytes(file), 0);
    expect(bytes, files.map((file) => `${compressedBytes(file)} ${file}`).join('\n')).toBeLessThanOrEqual(MOST_BYTES);
  });

  test('loads the kernel in JavaScript and what records only when they are needed', () => {
    const loaded = [...loadedBy('worker', 'webgl2'), ...loadedBy('page', 'canvas2d')];
    for (const late of ['meteor-kernel', 'recording']) expect(loaded.filter((file) => file.includes(late))).toEqual([]);
  });

  test('makes no code from text and names no address of anybody else', () => {
    for (const file of [...loadedBy('worker', 'webgl2'), ...loadedBy('page', 'canvas2d')])
      expect(readFileSync(file, 'utf8'), file).not.toMatch(/new Function|\beval\(|https?:\/\/(?!www\.w3\.org)/);
  });
});
