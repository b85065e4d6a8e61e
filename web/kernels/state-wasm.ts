/** The WebAssembly engine: what a page that has no use for it does not load. */
import type { WasmSource } from '../engine/page-defaults.js';
import type { PlatformModule } from '../engine/platform.js';
import type { StateEngine } from '../state/shared/engine.js';
import { compileStateModule, createWasmStateKernel, loadStateModule } from '../state/wasm/wasm-kernel.js';

/** The engine over a module that is compiled already. */
export function engineOver(module: PlatformModule): StateEngine {
  return { name: 'wasm', create: (host, parity) => createWasmStateKernel(module, host, parity) };
}

/** The engine from its file, null for the one beside this script. @throws StateStartError where it is missing or does not start */
export async function engineFrom(source: WasmSource | null): Promise<StateEngine> {
  return engineOver(await moduleFrom(source));
}

async function moduleFrom(source: WasmSource | null): Promise<WebAssembly.Module> {
  if (source instanceof ArrayBuffer) return await compileStateModule(source);
  if (source instanceof WebAssembly.Module) return source;
  return await loadStateModule(() => source ?? new URL('../../build/wasm/skyflock-state.wasm', import.meta.url).href);
}
