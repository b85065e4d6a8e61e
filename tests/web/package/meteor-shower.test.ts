import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../../scripts/steps.mjs';

/** What `<meteor-shower>` and its engine may weigh on the wire. */
const MOST_BYTES = 40 * 1024;

type Chunk = Rolldown.OutputChunk;
let chunks: readonly Chunk[] = [];

/** As a page's bundler would make it: of the element alone. */
beforeAll(async () => {
  const output = (await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: 'silent',
    worker: { format: 'es' },
    build: {
      write: false,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: false,
      rollupOptions: { input: join(ROOT, 'web/elements/meteor-shower.ts'), preserveEntrySignatures: 'strict' },
    },
  })) as Rolldown.RolldownOutput;
  chunks = output.output.filter((one): one is Chunk => one.type === 'chunk');
}, 120_000);

const bytesOf = (content: string | Uint8Array): number => gzipSync(content, { level: 9 }).length;

/** A chunk and all that it imports at once. */
function withImports(chunk: Chunk, into = new Set<Chunk>()): Set<Chunk> {
  into.add(chunk);
  for (const name of chunk.imports) {
    const imported = chunks.find(({ fileName }) => fileName === name);
    if (imported !== undefined && !into.has(imported)) withImports(imported, into);
  }
  return into;
}

/** The chunk that a source file begins. */
function chunkOf(source: string): Chunk {
  const found = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(source) === true);
  if (found === undefined) throw new Error(`${source} has no chunk`);
  return found;
}

describe('skyflock/meteor-shower', () => {
  test.each(['canvas2d', 'webgl2'])('is at most 40 KB with its engine, gzipped, where %s draws', (renderer) => {
    const loaded = new Set<Chunk>();
    for (const source of ['elements/meteor-shower.ts', 'meteor/show-thread.ts', `meteor/${renderer}.ts`])
      withImports(chunkOf(source), loaded);
    const script = [...loaded].reduce((sum, { code }) => sum + bytesOf(code), 0);
    const engine = bytesOf(readFileSync(join(ROOT, 'build/wasm/skyflock-meteor.wasm')));
    expect(script + engine).toBeLessThanOrEqual(MOST_BYTES);
  });

  test('loads the kernel in JavaScript, recording and the show of the page only when they are needed', () => {
    const atOnce = [...withImports(chunkOf('elements/meteor-shower.ts'))].flatMap(({ moduleIds }) => moduleIds);
    expect(atOnce.filter((id) => /web\/(fallback|life|site|bench)\//.test(id))).toEqual([]);
    expect(atOnce.filter((id) => /meteor\/(show|pipeline|settings|replay|recording-tools|canvas2d|webgl2)\.ts$/.test(id))).toEqual([]);
    const show = [...withImports(chunkOf('meteor/show-thread.ts'))].flatMap(({ moduleIds }) => moduleIds);
    expect(show.filter((id) => /web\/fallback\/(meteor|life)/.test(id))).toEqual([]);
  });

  test('makes no code from text and names no address of anybody else', () => {
    for (const { code } of chunks) expect(code).not.toMatch(/new Function|\beval\(|https?:\/\/(?!www\.w3\.org)/);
  });
});
