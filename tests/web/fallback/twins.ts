import { loadKernel } from '../../../web/kernels/life-node.js';
import type { FoundingChoice } from '../../../web/life/shared/founding.js';
import { resolveRequest } from '../../../web/life/shared/founding.js';
import type { LifeKernel } from '../../../web/life/shared/kernel.js';

/** The same world in WebAssembly and in JavaScript. */
export interface Twins {
  readonly wasm: LifeKernel;
  readonly js: LifeKernel;
}

/** Founds a world twice, or restores a snapshot twice. */
export async function loadTwins(choice: FoundingChoice, snapshot: ArrayBuffer | null = null): Promise<Twins> {
  const request = resolveRequest(choice);
  const wasm = await loadKernel('wasm', request, 1, {}, snapshot);
  return { wasm, js: await loadKernel('js', request, 1, {}, snapshot) };
}

/** Runs both for so many ticks. */
export function stepBoth({ wasm, js }: Twins, ticks: number): void {
  for (let tick = 0; tick < ticks; tick += 1) {
    wasm.step();
    js.step();
  }
}

export function destroyBoth({ wasm, js }: Twins): void {
  wasm.destroy();
  js.destroy();
}

/** What a function throws: its message, or null. */
export function refusalOf(action: () => unknown): string | null {
  try {
    action();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The same for what is awaited. */
export async function rejectionOf(promise: Promise<unknown>): Promise<string | null> {
  return await promise.then(
    () => null,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}
