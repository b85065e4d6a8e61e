/**
 * What holds on a page for all elements, worlds and showers that don't say it themselves. `configure` sets it; here is no
 * more than what those need that read it, workers among them.
 */
import type { PlatformModule, PlatformUrl } from './platform.js';
import type { TierChoice } from './tier-names.js';

/** The bytes of a .wasm file, or the module made of them. */
export type WasmBinary = ArrayBuffer | PlatformModule;
/** Where a .wasm file comes from: its address, or the file itself. */
export type WasmSource = string | WasmBinary;
export type WasmFile = 'life' | 'lifeThreads' | 'meteor' | 'scene' | 'state';
/** What has workers: a scene has one that draws, and one for its script. */
export type SystemName = 'life' | 'meteor' | 'scene' | 'script';

/** What a page's own policy of Trusted Types makes of the address of a script. */
export interface TrustedScriptAddress {
  toString(): string;
  toJSON(): string;
}
/** Where the script of a worker is: its address, or that as a `TrustedScriptURL`. */
export type ScriptAddress = string | TrustedScriptAddress;

/** Nothing said: the file beside the script, the fastest tier, as many workers as the machine has to spare. */
export interface PageDefaults {
  readonly wasm: { readonly [File in WasmFile]?: WasmSource | undefined };
  readonly worker: { readonly [System in SystemName]?: ScriptAddress | undefined };
  readonly tier: {
    readonly life?: TierChoice | undefined;
    readonly meteor?: 'wasm' | 'js' | 'auto' | undefined;
    readonly scene?: 'wasm' | 'js' | 'auto' | undefined;
    readonly state?: 'wasm' | 'js' | 'auto' | undefined;
  };
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
export function tierFor<System extends keyof PageDefaults['tier']>(
  system: System,
  choice: NonNullable<PageDefaults['tier'][System]>,
): NonNullable<PageDefaults['tier'][System]> {
  return choice === 'auto' ? (present.tier[system] ?? choice) : choice;
}

/** The address of a worker's script: one that the page trusts stays what it is. @throws TypeError for what is no address */
export function scriptAddress(url: string | PlatformUrl | TrustedScriptAddress | undefined): ScriptAddress | undefined {
  return isTrusted(url) ? url : absolute(url as string | PlatformUrl | undefined);
}

/** Whether it is a `TrustedScriptURL`, which nothing but a policy can make. */
export function isTrusted(url: unknown): url is TrustedScriptAddress {
  const type = (globalThis as { TrustedScriptURL?: new () => unknown }).TrustedScriptURL;
  return type !== undefined && url instanceof type;
}

/** A page's address, if there is one, as a worker can use it. @throws TypeError for what is no address */
export function absolute(url: string | PlatformUrl | undefined): string | undefined {
  try {
    return url && new URL(url, (globalThis as { document?: { baseURI: string } }).document?.baseURI).href;
  } catch {
    throw new TypeError(`'${url}' is no address; give one that is absolute or relative to the page`);
  }
}
