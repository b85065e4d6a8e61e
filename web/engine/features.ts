/** What each tier asks of the machine, and what this machine can do. */

import { hasThreads } from './node-thread.js';
import { nodeModule } from './runtime.js';
import type { TierName } from './tier-names.js';

/** The reason of a change of tiers that the user asked for. */
export const ASKED_FOR = 'it was asked for';

/** What tiers ask of the machine. */
export interface Features {
  readonly webAssembly: boolean;
  readonly simd: boolean;
  readonly workers: boolean;
  /** `SharedArrayBuffer` is there. */
  readonly sharedMemory: boolean;
  /** `crossOriginIsolated` is true. WebKitGTK can say so without having shared memory. */
  readonly isolated: boolean;
}

/** What engines in WebAssembly ask of the machine. */
export type WasmFeatures = Pick<Features, 'webAssembly' | 'simd'>;

/** Why an engine in WebAssembly can't run with these features, or null when it can. */
export function whyNoWasm({ webAssembly, simd }: WasmFeatures): string | null {
  if (!webAssembly) return 'WebAssembly is missing or switched off';
  return simd ? null : 'WebAssembly SIMD is missing: the browser is older than 2023, or SIMD is switched off';
}

/** Why a tier can't run with these features, or null when it can. */
export function whyNot(tier: TierName, features: Features): string | null {
  const reason = tier === 'threads' || tier === 'wasm' ? whyNoWasm(features) : null;
  if (reason !== null) return reason;
  if (tier === 'threads') {
    if (!features.isolated) {
      return 'the page is not cross-origin isolated: serve it with COOP same-origin and COEP require-corp';
    }
    if (!features.sharedMemory) return 'SharedArrayBuffer is missing';
  }
  if (tier !== 'js' && !features.workers) return 'workers are missing';
  return null;
}

/** A module of one function that returns an i8x16 of zeros: valid only where SIMD is. */
const SIMD_MODULE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

/** Whether this thread can do WebAssembly. */
export function detectWasm(): WasmFeatures {
  const webAssembly = typeof WebAssembly === 'object' && typeof WebAssembly.validate === 'function';
  return { webAssembly, simd: webAssembly && WebAssembly.validate(SIMD_MODULE) };
}

/** What this thread can do. Cheap; call it again rather than keep it. */
export function detectFeatures(): Features {
  return {
    ...detectWasm(),
    workers: hasThreads(),
    sharedMemory: typeof SharedArrayBuffer === 'function',
    // Runtimes without pages share memory as they please.
    isolated: (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated ?? nodeModule('node:worker_threads') !== undefined,
  };
}
