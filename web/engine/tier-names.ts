/** The tiers by name, for those that need no more of them. */

/** All tiers, the fastest first. */
export const TIER_NAMES = ['threads', 'wasm', 'js-workers', 'js'] as const;
export type TierName = (typeof TIER_NAMES)[number];

/** What `tier` options, attributes and arguments take. */
export type TierChoice = TierName | 'auto';
