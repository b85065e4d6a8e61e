/** The kernels of the meteor system, by tier, and the shower of a show on whichever of them starts. */

import { loadLater, START_DEADLINE_MS } from '../engine/deadline.js';
import { describe } from '../engine/describe.js';
import { detectWasm, whyNoWasm } from '../engine/features.js';
import { pageDefaults } from '../engine/page-defaults.js';
import type { PlatformModule } from '../engine/platform.js';
import { WAY_OUT_FILES } from '../engine/ways-out.js';
import { MeteorStartError } from '../meteor/shared/errors.js';
import { compileMeteorModule, createWasmMeteorKernel, loadMeteorModule } from '../meteor/wasm/wasm-kernel.js';
import { beginShower, type MeteorKernels, type PipelineWish, ShowerPipeline } from '../meteor/worker/pipeline.js';

/** Modules by address, 'null' for the package's own: compiled once for all showers of a page, and fetched again after a failure. */
const modules = new Map<string, Promise<WebAssembly.Module>>();

/** What gets each tier ready. */
export const METEOR_KERNELS: MeteorKernels = {
  async wasm(wish) {
    const reason = whyNoWasm(wish.features ?? detectWasm());
    if (reason !== null) throw new MeteorStartError('tier', reason, "Choose 'auto' or 'js'");
    const module = await moduleOf(wish);
    return (options, saved) => createWasmMeteorKernel(module, options, saved);
  },
  async js() {
    try {
      const late = (): Error => new Error(`it did not come within ${START_DEADLINE_MS} ms`);
      const { createJsMeteorKernel } = await loadLater(jsKernel, late);
      return createJsMeteorKernel;
    } catch (error) {
      throw new MeteorStartError('tier', `the kernel in JavaScript could not be loaded: ${describe(error)}`, WAY_OUT_FILES);
    }
  },
};

/** Begins a shower in WebAssembly, or in JavaScript where that does not start; see `MeteorPipeline.create`. */
export async function createPipeline(wish: PipelineWish, saved: ArrayBuffer | null = null): Promise<ShowerPipeline> {
  return new ShowerPipeline(METEOR_KERNELS, wish, await beginShower(METEOR_KERNELS, wish, saved));
}

/** The kernel in JavaScript, which most showers never need. */
const jsKernel = (): Promise<typeof import('../fallback/meteor/kernel.js')> => import('../fallback/meteor/kernel.js');

/**
 * Gets what a running shower may need: the module it was made of, and the kernel in JavaScript unless nothing is to be
 * downloaded. What is missing is a tier less then.
 */
export async function keepEngines(
  wish: Pick<PipelineWish, 'wasmUrl' | 'wasmBinary'> | null,
  sparing: boolean,
): Promise<PlatformModule | null> {
  if (!sparing) await jsKernel().catch(() => {});
  return wish === null ? null : await moduleOf(wish).catch(() => null);
}

async function moduleOf({ wasmBinary, wasmUrl }: Pick<PipelineWish, 'wasmUrl' | 'wasmBinary'>): Promise<WebAssembly.Module> {
  const source = wasmBinary ?? wasmUrl ?? (await pageDefaults()).wasm.meteor ?? null;
  if (source instanceof ArrayBuffer) return await compileMeteorModule(new Uint8Array(source));
  if (source instanceof WebAssembly.Module) return source;
  const key = String(source);
  let module = modules.get(key);
  if (module === undefined) {
    const own = (): string => new URL('../../build/wasm/skyflock-meteor.wasm', import.meta.url).href;
    module = loadMeteorModule(source === null ? own : () => key);
    modules.set(key, module);
    module.catch(() => modules.delete(key));
  }
  return await module;
}
