/**
 * Checks of what a user sets, and what becomes of a preset and a quality: names and ranges come from the generated
 * layout, and every refusal names the setting, the value and what it may be.
 */

import { checkNumber } from '../../engine/settings.js';
import { shortestDecimal } from '../../engine/shortest-decimal.js';
import { DEFAULT_OPTIONS, type MeteorOptions, OPTIONS, PRESETS, QUALITIES } from '../../generated/meteor-layout.js';
import { PRESET_NAMES, type PresetName, QUALITY_NAMES, type QualityName } from '../../generated/meteor-names.js';
import { MeteorOptionError } from './errors.js';
import { optionRecord } from './views.js';

export const DEFAULT_PRESET: PresetName = PRESET_NAMES[0];

const OPTION_NUMBERS = new Map<string, number>(OPTIONS.map(({ name }, index) => [name, index]));
const BALANCED = QUALITIES[1];
/** The quality of a shower that asks for none. */
export const DEFAULT_QUALITY: QualityName = BALANCED.name;

/** The preset of this name. @throws MeteorOptionError that lists the names */
export function presetNamed(name: unknown): (typeof PRESETS)[number] {
  const preset = PRESETS.find((one) => one.name === name);
  if (preset !== undefined) return preset;
  throw new MeteorOptionError('preset', name, `it must be one of ${PRESET_NAMES.join(', ')}`);
}

/** What the options of a shower follow from. */
export interface ShowerWish {
  readonly preset?: PresetName;
  /** Times the meteors, and how often they come. 0 to 10. */
  readonly density?: number;
  /** What the machine bears: meteors, stars and trail points follow it, but in presets whose counts are what they are about. */
  readonly quality?: QualityName;
  /** Whatever the preset says otherwise. */
  readonly options?: Partial<MeteorOptions>;
}

/**
 * All options of a shower.
 * @throws MeteorOptionError for an unknown name or a value out of range
 */
export function resolveOptions(wish: ShowerWish): MeteorOptions {
  const preset = presetNamed(wish.preset ?? DEFAULT_PRESET);
  const quality = QUALITIES.find(({ name }) => name === (wish.quality ?? BALANCED.name));
  if (quality === undefined) {
    throw new MeteorOptionError('quality', wish.quality, `it must be one of ${QUALITY_NAMES.join(', ')}`);
  }
  const density = checkNumber('density', wish.density ?? 1, { least: 0, most: 10 }, MeteorOptionError);
  const options: { -readonly [name in keyof MeteorOptions]: number } = { ...DEFAULT_OPTIONS, ...preset.options };
  options.quality = QUALITIES.indexOf(quality);
  if (options.scaleByArea === 1) {
    options.meteors = scaled('meteors', options.meteors * density * (quality.meteors / BALANCED.meteors));
    options.stars = scaled('stars', options.stars * (quality.stars / BALANCED.stars));
    options.trailPoints = quality.trailPoints;
  } else {
    options.meteors = scaled('meteors', options.meteors * density);
  }
  options.rate = Math.min(options.rate * density, optionNamed('rate').most);
  for (const [name, value] of Object.entries(wish.options ?? {})) {
    if (value !== undefined) options[name as keyof MeteorOptions] = checkOption(name, value);
  }
  return options;
}

/** The value of an option, checked. @throws MeteorOptionError */
export function checkOption(name: string, value: unknown): number {
  const option = optionNamed(name, value);
  return checkNumber(name, value, { ...option, whole: option.type === 'u32' }, MeteorOptionError);
}

/** The words of options for an engine, checked; those that are left out are what they are in `from`. */
export function optionWords(options: Partial<MeteorOptions>, from: MeteorOptions = DEFAULT_OPTIONS): Uint32Array {
  const { words, floats } = optionRecord();
  for (const { name, type } of OPTIONS) {
    const value = checkOption(name, options[name] ?? from[name]);
    const index = OPTION_NUMBERS.get(name) as number;
    if (type === 'u32') words[index] = value;
    else floats[index] = value;
  }
  for (const name of Object.keys(options)) optionNamed(name, options[name as keyof MeteorOptions]);
  return words;
}

/** Options by name of an engine's words. */
export function readOptions(words: Uint32Array, floats: Float32Array): MeteorOptions {
  const entries = OPTIONS.map(({ name, type }, index) => [name, type === 'u32' ? words[index] : shortestDecimal(floats[index] as number)]);
  return Object.fromEntries(entries) as MeteorOptions;
}

function optionNamed(name: string, value?: unknown): (typeof OPTIONS)[number] {
  const index = OPTION_NUMBERS.get(name);
  if (index !== undefined) return OPTIONS[index] as (typeof OPTIONS)[number];
  throw new MeteorOptionError(name, value, `no option has this name; there are ${OPTIONS.map((one) => one.name).join(', ')}`);
}

/** A count brought into its range. */
function scaled(name: 'meteors' | 'stars', value: number): number {
  return Math.min(Math.round(value), optionNamed(name).most);
}
