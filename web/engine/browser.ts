/** What a browser can do, for reports. */
import type { BrowserReport } from './diagnostics.js';
import { detectFeatures } from './features.js';
import { gpuName } from './gpu.js';

/** Characters of what a browser calls itself that are told. */
const MOST_AGENT = 250;

/** What not every browser has, and no other runtime. */
interface Realm {
  readonly navigator?: Partial<Navigator> & { readonly deviceMemory?: number; readonly connection?: { readonly saveData?: boolean } };
  readonly process?: { readonly version?: string };
  readonly devicePixelRatio?: number;
  readonly OffscreenCanvas?: unknown;
  readonly document?: unknown;
  matchMedia?(query: string): { readonly matches: boolean };
}

/** Looks at the browser, or at the runtime in its place. */
export function browserReport(): BrowserReport {
  const realm = globalThis as unknown as Realm;
  const { navigator, process, devicePixelRatio } = realm;
  const gpu = gpuOf(realm);
  return {
    agent: (navigator?.userAgent ?? `Node ${process?.version ?? ''}`).slice(0, MOST_AGENT),
    ...detectFeatures(),
    offscreenCanvas: typeof realm.OffscreenCanvas === 'function',
    webgl2: gpu !== null,
    gpu,
    cores: navigator?.hardwareConcurrency ?? null,
    memoryGigabytes: navigator?.deviceMemory ?? null,
    pixelRatio: devicePixelRatio ?? null,
    reducedMotion: realm.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? false,
    saveData: navigator?.connection?.saveData ?? false,
  };
}

/** The GPU's name; null where nothing draws with one. */
function gpuOf({ document, OffscreenCanvas }: Realm): string | null {
  if (document === undefined && OffscreenCanvas === undefined) return null;
  try {
    return gpuName();
  } catch {
    return null;
  }
}
