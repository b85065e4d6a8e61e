/** A life kernel in Node, on the thread that asks for it. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import createEngine from '../../build/wasm/skyflock-life.js';
import { describe, LifeStartError } from '../engine/errors.js';
import { compileWasm } from '../engine/load-wasm.js';
import type { FoundingRequest } from '../engine/protocol.js';
import type { TierName } from '../engine/tier.js';
import type { LifeKernel } from './kernel.js';
import { createWasmKernel } from './wasm-kernel.js';

const WAY_OUT_BUILD = "Build it with 'npm run build', or install the package again";

/**
 * Founds a world in Node.
 *
 * @param wasmPath the .wasm file; the package's own unless given
 * @throws LifeStartError as createLife does
 */
export async function loadKernel(tier: TierName, request: FoundingRequest, wasmPath: string = ownWasmPath()): Promise<LifeKernel> {
  if (tier !== 'wasm') throw new LifeStartError('tier', `tier '${tier}' has no kernel in this build`, "Choose 'wasm'");
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await readFile(wasmPath));
  } catch (error) {
    throw new LifeStartError('wasm', `${wasmPath} can't be read: ${describe(error)}`, WAY_OUT_BUILD);
  }
  return await createWasmKernel(createEngine, await compileWasm(bytes, wasmPath), request);
}

/** The package's .wasm: above dist/cli, where this file is bundled to, or in the build folder of a work tree. */
function ownWasmPath(): string {
  const packaged = fileURLToPath(new URL(/* @vite-ignore */ '../skyflock-life.wasm', import.meta.url));
  if (existsSync(packaged)) return packaged;
  return fileURLToPath(new URL(/* @vite-ignore */ '../../build/wasm/skyflock-life.wasm', import.meta.url));
}
