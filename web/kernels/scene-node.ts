/** A scene kernel in Node, from the package's own .wasm or that of a work tree. */
import { readFile } from 'node:fs/promises';
import { describe } from '../engine/describe.js';
import { wasmFile } from '../engine/node-files.js';
import { WAY_OUT_INSTALL } from '../engine/ways-out.js';
import { createJsSceneKernel } from '../fallback/scene/kernel.js';
import type { SceneOptions } from '../generated/scene-layout.js';
import { SceneStartError } from '../scene/shared/errors.js';
import type { SceneKernel, SceneTier } from '../scene/shared/kernel.js';
import { compileSceneModule, createWasmSceneKernel } from '../scene/wasm/wasm-kernel.js';

const FILE = 'skyflock-scene.wasm';

/**
 * Begins a scene in Node.
 * @throws SceneStartError when the .wasm file is missing or damaged
 */
export async function loadSceneKernel(tier: SceneTier, options: Partial<SceneOptions>): Promise<SceneKernel> {
  if (tier === 'js') return createJsSceneKernel(options);
  const path = wasmFile(FILE);
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await readFile(path));
  } catch (error) {
    throw new SceneStartError('wasm', `${path}: ${describe(error)}`, WAY_OUT_INSTALL);
  }
  return createWasmSceneKernel(await compileSceneModule(bytes, path), options);
}
