/** The tiers of worlds, by name. */

/** All tiers, the fastest first. */
export const TIER_NAMES = ['threads', 'wasm', 'js-workers', 'js'] as const;
export type TierName = (typeof TIER_NAMES)[number];

/** What `tier` options, attributes and arguments take. */
export type TierChoice = TierName | 'auto';
