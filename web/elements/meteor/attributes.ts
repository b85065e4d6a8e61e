/** What `<meteor-shower>`'s attributes may say, and what each falls back to. */

import { THREAD_NAMES, type ThreadChoice } from '../../engine/draw-threads.js';
import { RENDERER_NAMES, type RendererChoice } from '../../engine/renderer-names.js';
import { checkNumber } from '../../engine/settings.js';
import type { MeteorOptions } from '../../generated/meteor-layout.js';
import { DEFAULT_SEED, PRESET_NAMES, type PresetName, QUALITY_NAMES } from '../../generated/meteor-names.js';
import { MeteorOptionError } from '../../meteor/shared/errors.js';
import { METEOR_TIERS } from '../../meteor/shared/kernel.js';
import type { MeteorTierChoice } from '../../meteor/shared/messages.js';
import type { QualityChoice } from '../../meteor/shared/quality.js';
import { AttributeTable, asNumber, asText, type Rules, ruleMaker } from '../base/attribute-rules.js';
import { CORNERS, type Corner } from '../base/debug-overlay.js';

/** What a shower does where the user asked for less motion; `off` leaves it as it is. */
export const REDUCED_MOTIONS = ['still', 'slow', 'off'] as const;
export type ReducedMotion = (typeof REDUCED_MOTIONS)[number];

/** When a shower is started: at once, when it is seen for the first time, or at the user's first action on the page. */
export const LOADINGS = ['eager', 'lazy', 'interaction'] as const;
export type Loading = (typeof LOADINGS)[number];

/** The attributes' values by property name. */
export interface MeteorSettings {
  /** The named shower; another one is founded when it changes, as with `seed`. */
  preset: PresetName;
  /** What everything random follows from, from 0 to 4294967295. */
  seed: number;
  /** Times the preset's meteors, 0 to 10. */
  density: number;
  /** Times the preset's speed, 0 to 20. */
  speed: number;
  /** Times the preset's stars, 0 to 10. */
  stars: number;
  /** Options of the engine that differ from the preset's; the attribute holds them as JSON. */
  options: Partial<MeteorOptions>;
  /** `performance`, `balanced`, `ultra`, or `auto`: what the machine can do. A choice holds against any frame time. */
  quality: QualityChoice;
  /** The engine asked for: `wasm`, `js` or `auto`. The shower goes on in the other one when it changes. */
  tier: MeteorTierChoice;
  /** The renderer asked for; the one that draws is told by `rendererchange`. */
  renderer: RendererChoice;
  /** Where the shower runs: `worker`, `page` or `auto`. */
  thread: ThreadChoice;
  /** What it does for a user who asked for less motion: `still`, `slow`, or `off` for the same as for others. */
  reducedMotion: ReducedMotion;
  /** When it starts: `eager`, `lazy` (once it is seen) or `interaction` (at the first action on the page). */
  loading: Loading;
  /** Seconds that have passed when the first picture is drawn, 0 to 60. */
  warmUp: number;
  /** Corner of the debug overlay, or `off`. */
  debug: Corner;
}

const { rule, oneOf } = ruleMaker(MeteorOptionError);
const NO_OPTIONS: Partial<MeteorOptions> = Object.freeze({});

const numberIn =
  (what: string, least: number, most: number, whole = false) =>
  (value: unknown): number =>
    checkNumber(what, value, { least, most, whole }, MeteorOptionError);

/**
 * What JSON says, or the text itself where that is invalid. The names and ranges in it are the engine's: the show checks
 * them, which knows them anyway, and tells of what is wrong.
 */
function asJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Seeds are whole numbers of 32 bits. */
const MOST_SEED = 2 ** 32 - 1;

/** The rules by property name. */
export const METEOR_SETTINGS: Rules<MeteorSettings> = {
  preset: rule<PresetName>('preset', PRESET_NAMES[0], oneOf('preset', PRESET_NAMES), asText),
  seed: rule<number>('seed', DEFAULT_SEED, numberIn('seed', 0, MOST_SEED, true), asNumber),
  density: rule<number>('density', 1, numberIn('density', 0, 10), asNumber),
  speed: rule<number>('speed', 1, numberIn('speed', 0, 20), asNumber),
  stars: rule<number>('stars', 1, numberIn('stars', 0, 10), asNumber),
  options: rule<Partial<MeteorOptions>>(
    'options',
    NO_OPTIONS,
    (value) => value as Partial<MeteorOptions>,
    asJson,
    JSON.stringify,
    // What is no JSON is kept for the show, which tells what is wrong with it.
    (options) => (typeof options === 'object' ? options : {}),
  ),
  quality: rule<QualityChoice>('quality', 'auto', oneOf<QualityChoice>('quality', ['auto', ...QUALITY_NAMES]), asText),
  tier: rule<MeteorTierChoice>('tier', 'auto', oneOf<MeteorTierChoice>('tier', ['auto', ...METEOR_TIERS]), asText),
  renderer: rule<RendererChoice>('renderer', 'auto', oneOf<RendererChoice>('renderer', ['auto', ...RENDERER_NAMES]), asText),
  thread: rule<ThreadChoice>('thread', 'auto', oneOf<ThreadChoice>('thread', ['auto', ...THREAD_NAMES]), asText),
  reducedMotion: rule<ReducedMotion>('reduced-motion', 'still', oneOf('reduced-motion', REDUCED_MOTIONS), asText),
  loading: rule<Loading>('loading', 'eager', oneOf('loading', LOADINGS), asText),
  warmUp: rule<number>('warm-up', 0, numberIn('warm-up', 0, 60), asNumber),
  debug: rule<Corner>('debug', 'off', oneOf('debug', CORNERS), asText),
};
export type MeteorSettingName = keyof MeteorSettings;

/** The properties of attributes that are either there or not. */
export interface MeteorSwitches {
  /** Time stands. */
  paused: boolean;
  /** The pointer hurries it: moving a little, pressing more. */
  interactive: boolean;
  /** What is drawn anew is outlined, where Canvas2D draws. */
  dirtyRegions: boolean;
}
export type MeteorSwitchName = keyof MeteorSwitches;

const SWITCHES = { paused: 'paused', interactive: 'interactive', dirtyRegions: 'dirty-regions' } as const;

export const METEOR_ATTRIBUTES = new AttributeTable<MeteorSettings, MeteorSwitchName>(METEOR_SETTINGS, SWITCHES);
