/** Checks of the options of a scene: names and ranges come from the generated layout, and every refusal names the way out. */

import { checkNumber } from '../../engine/settings.js';
import { DEFAULT_OPTIONS, OPTIONS, type SceneOptions } from '../../generated/scene-layout.js';
import { SceneOptionError } from './errors.js';
import { SCENE_TIERS, type SceneTierChoice } from './kernel.js';

type OptionName = keyof SceneOptions;

/** Options that are rooms of rings. */
const POWERS_OF_TWO: readonly string[] = ['commandCapacity', 'callbackCapacity', 'inputCapacity'] satisfies OptionName[];

/**
 * All options of a scene; those that are left out are usual.
 * @throws SceneOptionError for an unknown name or a value out of range
 */
export function resolveOptions(options: Partial<SceneOptions> = {}): SceneOptions {
  const resolved: { -readonly [name in OptionName]: number } = { ...DEFAULT_OPTIONS };
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined) resolved[name as OptionName] = checkOption(name, value);
  }
  return resolved;
}

/** The value of an option, checked. @throws SceneOptionError */
export function checkOption(name: string, value: unknown): number {
  const option = OPTIONS.find((one) => one.name === name);
  if (option === undefined) {
    throw new SceneOptionError(name, value, `no option has this name; there are ${OPTIONS.map((one) => one.name).join(', ')}`);
  }
  const number = checkNumber(name, value, { ...option, whole: true }, SceneOptionError);
  if (!POWERS_OF_TWO.includes(name) || Number.isInteger(Math.log2(number))) return number;
  const below = 2 ** Math.floor(Math.log2(number));
  throw new SceneOptionError(name, value, `it must be a power of two, as ${below} or ${below * 2}`);
}

/** The words of options that were checked, in the order in which they stand everywhere. */
export function optionWords(options: SceneOptions): Uint32Array {
  return Uint32Array.from(OPTIONS, ({ name }) => options[name]);
}

/** The tier that is asked for. @throws SceneOptionError for what is none */
export function checkTier(tier: unknown): SceneTierChoice {
  const choices: readonly unknown[] = ['auto', ...SCENE_TIERS];
  if (choices.includes(tier)) return tier as SceneTierChoice;
  throw new SceneOptionError('tier', tier, `it must be one of ${choices.join(', ')}`);
}
