/**
 * Which tier runs, decided from what the machine can do: a pure function over a list of features,
 * so that every case is a line in a test.
 */
import { LifeStartError, type StartStage } from './errors.js';

/** All tiers, the fastest first. */
export const TIER_NAMES = ['threads', 'wasm', 'js-workers', 'js'] as const;
export type TierName = (typeof TIER_NAMES)[number];

/** The reason of a change of tiers that the user asked for. */
export const ASKED_FOR = 'it was asked for';

/** What `tier` options, attributes and arguments take. */
export type TierChoice = TierName | 'auto';

/** Whether a tier's ticks run on several workers. */
export function isPooledTier(tier: TierName): boolean {
  return tier === 'threads' || tier === 'js-workers';
}

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

export interface RefusedTier {
  readonly tier: TierName;
  readonly reason: string;
}

export interface TierDecision {
  readonly tier: TierName;
  /** The tiers that rank above the chosen one, and why each is out. */
  readonly refused: readonly RefusedTier[];
}

/** Why a tier can't run with these features, or null when it can. */
export function whyNot(tier: TierName, features: Features): string | null {
  if (tier === 'threads' || tier === 'wasm') {
    if (!features.webAssembly) return 'WebAssembly is missing or switched off';
    if (!features.simd) return 'WebAssembly SIMD is missing: the browser is older than 2023, or SIMD is switched off';
  }
  if (tier === 'threads') {
    if (!features.isolated) {
      return 'the page is not cross-origin isolated: serve it with COOP same-origin and COEP require-corp';
    }
    if (!features.sharedMemory) return 'SharedArrayBuffer is missing';
  }
  if (tier !== 'js' && !features.workers) return 'workers are missing';
  return null;
}

/**
 * Picks the fastest tier that can run, or checks a forced one.
 *
 * @param failed tiers that were tried and did not start
 * @throws LifeStartError with stage `tier` when the forced tier, or every tier, is out.
 */
export function chooseTier(choice: TierChoice, features: Features, failed: readonly RefusedTier[] = []): TierDecision {
  const refused: RefusedTier[] = [];
  if (choice !== 'auto') {
    const reason = whyNot(choice, features);
    if (reason === null) return { tier: choice, refused };
    const available = TIER_NAMES.filter((tier) => whyNot(tier, features) === null);
    throw new LifeStartError(
      'tier',
      `tier '${choice}' can't run: ${reason}`,
      available.length === 0 ? 'No tier can run here' : `Choose 'auto' or ${available.map((t) => `'${t}'`).join(', ')}`,
    );
  }
  for (const tier of TIER_NAMES) {
    const reason = failed.find((one) => one.tier === tier)?.reason ?? whyNot(tier, features);
    if (reason === null) return { tier, refused };
    refused.push({ tier, reason });
  }
  throw new LifeStartError(
    'tier',
    refused.map(({ tier, reason }) => `${tier}: ${reason}`).join('; '),
    'Use a browser of 2023 or later with WebAssembly and workers allowed',
  );
}

/**
 * The tiers that a start rules out which failed in a stage; none where another tier would fail alike.
 * Without the coordinator's script nothing runs but the page's own thread, in the tier `js`.
 */
export function ruledOut(tier: TierName, stage: StartStage, reason: string): RefusedTier[] {
  if (stage === 'founding' || stage === 'tier') return [];
  const all = stage === 'worker' ? TIER_NAMES.filter((name) => name !== 'js') : [tier];
  return tier === 'js' ? [] : all.map((name) => ({ tier: name, reason }));
}

/** A tier by its name as a user wrote it, or null. */
export function tierNamed(name: string): TierChoice | null {
  if (name === 'auto') return name;
  return TIER_NAMES.find((tier) => tier === name) ?? null;
}

/** A module of one function that returns an i8x16 of zeros: valid only where SIMD is. */
const SIMD_MODULE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

/** What this thread can do. Cheap; call it again rather than keep it. */
export function detectFeatures(): Features {
  const webAssembly = typeof WebAssembly === 'object' && typeof WebAssembly.validate === 'function';
  return {
    webAssembly,
    simd: webAssembly && WebAssembly.validate(SIMD_MODULE),
    workers: typeof Worker === 'function',
    sharedMemory: typeof SharedArrayBuffer === 'function',
    isolated: (globalThis as { crossOriginIsolated?: boolean }).crossOriginIsolated === true,
  };
}
