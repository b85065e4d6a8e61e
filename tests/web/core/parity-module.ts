/** The core's operations on WebAssembly: tests/native/core/parity_exports.cpp. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

type Export = (...numbers: number[]) => number;

interface ParityModule {
  readonly HEAPU8: Uint8Array;
  readonly [name: `_parity_${string}`]: Export;
}

/** Its memory as inputs and results, and its exports by name. */
export interface Parity {
  readonly words: number;
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly c: Uint32Array;
  readonly out: Uint32Array;
  /** Runs the export of this name over the first words of the inputs. */
  run(name: string, ...numbers: number[]): void;
}

export async function loadParity(): Promise<Parity> {
  const path = fileURLToPath(new URL(/* @vite-ignore */ '../../../build/wasm/core-parity.js', import.meta.url));
  const { default: create } = (await import(/* @vite-ignore */ path)) as {
    default: (options: { wasmBinary: Uint8Array }) => Promise<ParityModule>;
  };
  const module = await create({ wasmBinary: readFileSync(path.replace(/\.js$/, '.wasm')) });
  const call = (name: string): Export => {
    const found = module[`_parity_${name}`];
    if (found === undefined) throw new Error(`core-parity.wasm has no export parity_${name}; build it again`);
    return found;
  };
  const words = call('words')();
  const block = call('block')();
  const view = (index: number): Uint32Array => new Uint32Array(module.HEAPU8.buffer, block + index * words * 4, words);
  return {
    words,
    a: view(0),
    b: view(1),
    c: view(2),
    out: view(3),
    run: (name, ...numbers) => {
      call(name)(...numbers);
    },
  };
}
