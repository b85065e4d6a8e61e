/**
 * Which tier runs, decided from what the machine can do: a pure function over a list of features,
 * so that every case is a line in a test.
 */
import { type Features, whyNot } from './features.js';
import type { Refusal } from './refusal.js';
import { TIER_NAMES, type TierChoice, type TierName } from './tier-names.js';

/** Whether a tier's ticks run on several workers. */
export function isPooledTier(tier: TierName): boolean {
  return tier === 'threads' || tier === 'js-workers';
}

export interface RefusedTier {
  readonly tier: TierName;
  readonly reason: string;
  /** Whether the reason is one that passes, as a slow network does: another start may do. */
  readonly passes?: boolean;
}

export interface TierDecision {
  readonly tier: TierName;
  /** The tiers that rank above the chosen one, and why each is out. */
  readonly refused: readonly RefusedTier[];
}

/**
 * Picks the fastest tier that can run, or checks a forced one.
 *
 * @param refusal makes the error that is thrown
 * @param failed tiers that were tried and did not start
 * @throws the error when the forced tier, or every tier, is out.
 */
export function chooseTier(choice: TierChoice, features: Features, refusal: Refusal, failed: readonly RefusedTier[] = []): TierDecision {
  const refused: RefusedTier[] = [];
  if (choice !== 'auto') {
    const reason = whyNot(choice, features);
    if (reason === null) return { tier: choice, refused };
    const available = TIER_NAMES.filter((tier) => whyNot(tier, features) === null);
    throw refusal(
      `tier '${choice}' can't run: ${reason}`,
      available.length === 0 ? 'No tier can run here' : `Choose 'auto' or ${available.map((t) => `'${t}'`).join(', ')}`,
    );
  }
  for (const tier of TIER_NAMES) {
    const why = failed.find((one) => one.tier === tier);
    const reason = why?.reason ?? whyNot(tier, features);
    if (reason === null) return { tier, refused };
    refused.push(why ?? { tier, reason });
  }
  throw refusal(
    refused.map(({ tier, reason }) => `${tier}: ${reason}`).join('; '),
    'Use a browser of 2023 or later with WebAssembly and workers allowed',
  );
}

/** Why a start failed. */
export interface StartFailure {
  readonly stage: string;
  readonly reason: string;
  readonly passes: boolean;
}

/**
 * The tiers that a start rules out which failed in a stage; none where another tier would fail alike.
 * Without the coordinator's script nothing runs but the page's own thread, in the tier `js`.
 */
export function ruledOut(tier: TierName, { stage, reason, passes }: StartFailure): RefusedTier[] {
  if (stage === 'founding' || stage === 'tier' || tier === 'js') return [];
  const all = TIER_NAMES.filter((name) => {
    if (stage === 'worker') return name !== 'js';
    // What keeps one .wasm file from coming in time keeps the other.
    return name === tier || (stage === 'wasm' && passes && name === 'wasm');
  });
  return all.map((name) => ({ tier: name, reason, passes }));
}

/** A tier by its name as a user wrote it, or null. */
export function tierNamed(name: string): TierChoice | null {
  if (name === 'auto') return name;
  return TIER_NAMES.find((tier) => tier === name) ?? null;
}
