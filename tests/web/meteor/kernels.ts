/** Both meteor kernels, for tests that hold for either. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { createJsMeteorKernel } from '../../../web/fallback/meteor/kernel.js';
import type { MeteorOptions } from '../../../web/generated/meteor-layout.js';
import type { MeteorKernel, MeteorTier, SpawnMeteor } from '../../../web/meteor/shared/kernel.js';
import { checkSpawn } from '../../../web/meteor/shared/spawn.js';
import { compileMeteorModule, createWasmMeteorKernel } from '../../../web/meteor/wasm/wasm-kernel.js';

const WASM = fileURLToPath(new URL('../../../build/wasm/skyflock-meteor.wasm', import.meta.url));

export type Begin = (options: Partial<MeteorOptions>, saved?: ArrayBuffer | null) => MeteorKernel;

/** What begins a shower in a tier. */
export async function beginner(tier: MeteorTier): Promise<Begin> {
  if (tier === 'js') return createJsMeteorKernel;
  const module = await compileMeteorModule(new Uint8Array(await readFile(WASM)), WASM);
  return (options, saved) => createWasmMeteorKernel(module, options, saved);
}

/** Spawns a meteor in the colours of its type. */
export function spawnIn(kernel: MeteorKernel, config: SpawnMeteor): number {
  return kernel.spawn(checkSpawn(config).words);
}
