/** The arguments of `skyflock meteor`: parsed and checked, or refused in one line. */
import { PRESET_NAMES, type PresetName } from '../generated/meteor-names.js';
import { METEOR_TIERS, type MeteorTier } from '../meteor/shared/kernel.js';
import { DEFAULT_PRESET } from '../meteor/shared/settings.js';
import { oneOf, readFlags, whole } from './flags.js';

export interface MeteorArguments {
  readonly preset: PresetName;
  /** Steps of a sixtieth of a second. */
  readonly frames: number;
  readonly seed: number;
  readonly tier: MeteorTier;
  /** Whether the result is printed as JSON. */
  readonly json: boolean;
}

export const METEOR_USAGE = `Usage: skyflock meteor [flags]
  --preset NAME    ${PRESET_NAMES.join(', ')} (${DEFAULT_PRESET})
  --frames N       steps of 1/60 s to run (600)
  --seed N         everything random follows from it (1)
  --tier NAME      ${METEOR_TIERS.join(', ')} (wasm)
  --json           prints the result as JSON
`;

const VALUE_FLAGS: readonly string[] = ['--preset', '--frames', '--seed', '--tier'];
const MOST_FRAMES = 1_000_000_000;

/**
 * Reads the arguments that follow `skyflock meteor`.
 * @throws UsageError for an unknown flag, a missing value, or a value out of range
 */
export function parseMeteorArguments(args: readonly string[]): MeteorArguments {
  const { given, set } = readFlags(args, VALUE_FLAGS, ['--json']);
  return {
    preset: oneOf('--preset', given.get('--preset') ?? DEFAULT_PRESET, PRESET_NAMES),
    frames: whole('--frames', given.get('--frames') ?? '600', 1, MOST_FRAMES),
    seed: whole('--seed', given.get('--seed') ?? '1', 0, 0xffffffff),
    tier: oneOf('--tier', given.get('--tier') ?? 'wasm', METEOR_TIERS),
    json: set.has('--json'),
  };
}
