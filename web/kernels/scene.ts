/** The kernels of the scene system, by tier. */

import { loadLater, START_DEADLINE_MS } from '../engine/deadline.js';
import { describe } from '../engine/describe.js';
import { detectWasm, type WasmFeatures, whyNoWasm } from '../engine/features.js';
import { pageDefaults, tierFor } from '../engine/page-defaults.js';
import type { PlatformModule, PlatformUrl } from '../engine/platform.js';
import { WAY_OUT_FILES } from '../engine/ways-out.js';
import type { SceneOptions } from '../generated/scene-layout.js';
import { SceneStartError } from '../scene/shared/errors.js';
import { type RefusedSceneTier, SCENE_TIERS, type SceneKernel, type SceneTier, type SceneTierChoice } from '../scene/shared/kernel.js';
import { checkTier, resolveOptions } from '../scene/shared/settings.js';
import { compileSceneModule, createWasmSceneKernel, loadSceneModule } from '../scene/wasm/wasm-kernel.js';

/** What a scene's engine is begun with. */
export interface SceneWish {
  readonly options?: Partial<SceneOptions>;
  /** `auto` unless given: WebAssembly, or JavaScript where that does not start. */
  readonly tier?: SceneTierChoice;
  /** Address of skyflock-scene.wasm; the one beside the script unless given. */
  readonly wasmUrl?: string | PlatformUrl;
  /** The bytes of that file, or the module made of them, in place of an address. */
  readonly wasmBinary?: ArrayBuffer | PlatformModule;
  /** What this machine can do; found out unless given. */
  readonly features?: WasmFeatures;
}

/** Makes a kernel of what is at hand by now. */
export type BeginScene = (options: Partial<SceneOptions>) => SceneKernel;

/** A kernel that a scene begins with, and the tiers above it that are out. */
export interface BegunScene {
  readonly kernel: SceneKernel;
  readonly refused: readonly RefusedSceneTier[];
}

/** Modules by address, 'null' for the package's own: compiled once for all scenes of a page, and fetched again after a failure. */
const modules = new Map<string, Promise<WebAssembly.Module>>();

/** What gets each tier ready. */
export const SCENE_KERNELS: Readonly<Record<SceneTier, (wish: SceneWish) => Promise<BeginScene>>> = {
  async wasm(wish) {
    const reason = whyNoWasm(wish.features ?? detectWasm());
    if (reason !== null) throw new SceneStartError('tier', reason, "Choose 'auto' or 'js'");
    const module = await moduleOf(wish);
    return (options) => createWasmSceneKernel(module, options);
  },
  async js() {
    try {
      const late = (): Error => new Error(`it did not come within ${START_DEADLINE_MS} ms`);
      const { createJsSceneKernel } = await loadLater(() => import('../fallback/scene/kernel.js'), late);
      return createJsSceneKernel;
    } catch (error) {
      throw new SceneStartError('tier', `the kernel in JavaScript could not be loaded: ${describe(error)}`, WAY_OUT_FILES);
    }
  },
};

/**
 * Begins a scene in WebAssembly, or in JavaScript where that does not start.
 * @throws SceneOptionError for a wish out of range
 * @throws SceneStartError where `tier` asks for one that does not start
 */
export async function createSceneKernel(wish: SceneWish = {}): Promise<BegunScene> {
  const options = resolveOptions(wish.options);
  const choice = checkTier(wish.tier ?? 'auto');
  await pageDefaults();
  const start = async (tier: SceneTier): Promise<SceneKernel> => (await SCENE_KERNELS[tier](wish))(options);
  const tier = tierFor('scene', choice);
  if (tier !== 'auto') return { kernel: await start(tier), refused: [] };
  const refused: RefusedSceneTier[] = [];
  for (const one of SCENE_TIERS) {
    try {
      return { kernel: await start(one), refused };
    } catch (error) {
      if (one === 'js' || !(error instanceof SceneStartError)) throw error;
      refused.push({ tier: one, reason: `${error.reason}. ${error.wayOut}`, passes: error.passes });
    }
  }
  throw new SceneStartError('tier', refused.map(({ reason }) => reason).join('; '), 'Use another browser');
}

async function moduleOf({ wasmBinary, wasmUrl }: Pick<SceneWish, 'wasmUrl' | 'wasmBinary'>): Promise<WebAssembly.Module> {
  const source = wasmBinary ?? wasmUrl ?? (await pageDefaults()).wasm.scene ?? null;
  if (source instanceof ArrayBuffer) return await compileSceneModule(new Uint8Array(source));
  if (source instanceof WebAssembly.Module) return source;
  const key = String(source);
  let module = modules.get(key);
  if (module === undefined) {
    const own = (): string => new URL('../../build/wasm/skyflock-scene.wasm', import.meta.url).href;
    module = loadSceneModule(source === null ? own : () => key);
    modules.set(key, module);
    module.catch(() => modules.delete(key));
  }
  return await module;
}
