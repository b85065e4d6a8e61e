// What a page loads for an entry of the package.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** A script and all that it imports at once; what it imports later is left out. */
export function withImports(file, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*["'`](\.[^"'`]+)["'`]/g)) {
    withImports(join(dirname(file), path), seen);
  }
  return seen;
}

/** Bytes of a file, compressed. */
export function compressedBytes(file) {
  return gzipSync(readFileSync(file), { level: 9 }).length;
}

/** Bytes of an entry with what it imports and a .wasm file, compressed, file by file. */
export function entrySizes(entry, wasm) {
  const files = [...withImports(entry), wasm].map((file) => ({ file, bytes: compressedBytes(file) }));
  return { files, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}
