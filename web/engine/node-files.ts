/** Where the files of the package are, or of a work tree, for Node. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Path of a .wasm file: the package's, beside the folder of the command line, or a work tree's. */
export function wasmFile(name: string): string {
  const packaged = fileURLToPath(new URL(/* @vite-ignore */ `../${name}`, import.meta.url));
  if (existsSync(packaged)) return packaged;
  return fileURLToPath(new URL(/* @vite-ignore */ `../../build/wasm/${name}`, import.meta.url));
}
