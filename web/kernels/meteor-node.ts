/** A meteor kernel in Node, from the package's own .wasm or that of a work tree. */
import { readFile } from 'node:fs/promises';
import { describe } from '../engine/describe.js';
import { wasmFile } from '../engine/node-files.js';
import { WAY_OUT_INSTALL } from '../engine/ways-out.js';
import { createJsMeteorKernel } from '../fallback/meteor/kernel.js';
import type { MeteorOptions } from '../generated/meteor-layout.js';
import { MeteorStartError } from '../meteor/shared/errors.js';
import type { MeteorKernel, MeteorTier } from '../meteor/shared/kernel.js';
import { compileMeteorModule, createWasmMeteorKernel } from '../meteor/wasm/wasm-kernel.js';

const FILE = 'skyflock-meteor.wasm';

/**
 * Begins a shower in Node.
 * @throws MeteorStartError when the .wasm file is missing or damaged
 */
export async function loadMeteorKernel(tier: MeteorTier, options: Partial<MeteorOptions>): Promise<MeteorKernel> {
  if (tier === 'js') return createJsMeteorKernel(options);
  const path = wasmFile(FILE);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await readFile(path));
  } catch (error) {
    throw new MeteorStartError('wasm', `${path}: ${describe(error)}`, WAY_OUT_INSTALL);
  }
  return createWasmMeteorKernel(await compileMeteorModule(bytes, path), options);
}
