/**
 * What holds on a page for all elements, worlds and showers that don't say it themselves. `configure` sets it; here is no
 * more than what those need that read it, workers among them.
 */
import type { TierChoice } from './tier-names.js';

/** The bytes of a .wasm file, or the module made of them. */
export type WasmBinary = ArrayBuffer | WebAssembly.Module;
/** Where a .wasm file comes from: its address, or the file itself. */
export type WasmSource = string | WasmBinary;
export type WasmFile = 'life' | 'lifeThreads' | 'meteor';
/** The systems whose workers and tiers pages choose. */
export type SystemName = 'life' | 'meteor';

/** Nothing said: the file beside the script, the fastest tier, as many workers as the machine has to spare. */
export interface PageDefaults {
  readonly wasm: { readonly [File in WasmFile]?: WasmSource | undefined };
  readonly worker: { readonly [System in SystemName]?: string | undefined };
  readonly tier: { readonly life?: TierChoice | undefined; readonly meteor?: 'wasm' | 'js' | 'auto' | undefined };
  readonly workers?: number | undefined;
}

let present: PageDefaults = { wasm: {}, worker: {}, tier: {} };
let isInUse = false;

/** Sets the page's defaults; false once they are in use. */
export function setPageDefaults(defaults: PageDefaults): boolean {
  if (!isInUse) present = defaults;
  return !isInUse;
}

/** The page's defaults, once the script that runs now has come to its end: from then on they hold. */
export async function pageDefaults(): Promise<PageDefaults> {
  await null;
  isInUse = true;
  return present;
}

/** The tier for a choice: where that is `auto`, the page's. */
export function tierFor<System extends SystemName>(
  system: System,
  choice: NonNullable<PageDefaults['tier'][System]>,
): NonNullable<PageDefaults['tier'][System]> {
  return choice === 'auto' ? (present.tier[system] ?? choice) : choice;
}

/** A page's address, if there is one, as a worker can use it. @throws TypeError for what is no address */
export function absolute(url: string | URL | undefined): string | undefined {
  try {
    return url && new URL(url, globalThis.document?.baseURI).href;
  } catch {
    throw new TypeError(`'${url}' is no address; give one that is absolute or relative to the page`);
  }
}
