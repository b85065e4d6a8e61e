/** What `<life-sim>`'s attributes may say, and what each falls back to. */
import { LifeOptionError } from '../engine/errors.js';
import type { TierChoice } from '../engine/tier.js';
import { ColorBy } from '../generated/life-layout.js';
import type { ColorByName } from '../life/api.js';
import { DEFAULT_SCENE, type SceneName, sceneNamed } from '../life/founding.js';
import { checkColorBy, checkFinite, checkOption, checkSpeed, checkTier } from '../life/settings.js';
import { RENDERER_NAMES, type RendererChoice } from '../renderers/renderer.js';

/** What a pointer does to the world. */
export const TOOL_NAMES = ['pan', 'select', 'food', 'spawn', 'kill'] as const;
export type ToolName = (typeof TOOL_NAMES)[number];

/** The attributes' values by property name; null where the scene decides. */
export interface Settings {
  scene: SceneName;
  entities: number | null;
  seed: number | null;
  speed: number;
  tier: TierChoice;
  workers: number | null;
  colorBy: ColorByName;
  renderer: RendererChoice;
  tool: ToolName;
}

export type SettingName = keyof Settings;

interface Rule<Value> {
  readonly attribute: string;
  readonly byDefault: Value;
  /** The value of a text. @throws LifeOptionError naming what it may be */
  parse(text: string): Value;
  /** The value of what a script gave. @throws LifeOptionError likewise */
  check(value: unknown): Value;
}

function rule<Value>(attribute: string, byDefault: Value, check: (value: unknown) => Value, read: (text: string) => unknown): Rule<Value> {
  return {
    attribute,
    byDefault,
    check: (value) => named(attribute, value, () => check(value)),
    parse: (text) => named(attribute, text, () => check(read(text.trim()))),
  };
}

/** Errors speak of the attribute, and of the text that stands in it. */
function named<Value>(attribute: string, value: unknown, check: () => Value): Value {
  try {
    return check();
  } catch (error) {
    if (error instanceof LifeOptionError) throw new LifeOptionError(attribute, value, error.range);
    throw error;
  }
}

function oneOf<Name extends string>(what: string, names: readonly Name[]): (value: unknown) => Name {
  return (value) => {
    const name = names.find((one) => one === value);
    if (name === undefined) throw new LifeOptionError(what, value, `it must be one of ${names.join(', ')}`);
    return name;
  };
}

const text = (value: string): string => value;
/** NaN for what is no number, an empty text included. */
const number = (value: string): number => (value === '' ? Number.NaN : Number(value));

/** The rules by property name. */
export const SETTINGS: { readonly [Name in SettingName]: Rule<Settings[Name]> } = {
  scene: rule('scene', DEFAULT_SCENE, (value) => sceneNamed(value).name, text),
  entities: rule<number | null>('entities', null, (value) => (value === null ? null : checkOption('entities', value)), number),
  seed: rule<number | null>('seed', null, (value) => (value === null ? null : checkOption('seed', value)), number),
  speed: rule('speed', 1, checkSpeed, number),
  tier: rule<TierChoice>('tier', 'auto', checkTier, text),
  workers: rule<number | null>('workers', null, (value) => (value === null ? null : checkFinite('workers', value)), number),
  colorBy: rule<ColorByName>(
    'color-by',
    'tribe',
    (value) => {
      checkColorBy(value);
      return value as ColorByName;
    },
    text,
  ),
  renderer: rule<RendererChoice>('renderer', 'auto', oneOf('renderer', ['auto', ...RENDERER_NAMES]), text),
  tool: rule<ToolName>('tool', 'pan', oneOf('tool', TOOL_NAMES), text),
};

/** Attributes that are either there or not, by property name. */
export const SWITCHES = {
  paused: 'paused',
  showFood: 'food',
  showDensity: 'density',
  showPartitions: 'partitions',
  hideSight: 'no-sight',
} as const;
export type SwitchName = keyof typeof SWITCHES;

/** Settings a running world can't change: another world is founded with them. */
export const FOUNDING_SETTINGS: readonly SettingName[] = ['scene', 'entities', 'seed'];

export const ATTRIBUTE_NAMES: readonly string[] = [
  ...Object.values(SETTINGS).map(({ attribute }) => attribute),
  ...Object.values(SWITCHES),
];

/** The property that an attribute reflects. */
export function settingOf(attribute: string): SettingName | null {
  const names = Object.keys(SETTINGS) as SettingName[];
  return names.find((name) => SETTINGS[name].attribute === attribute) ?? null;
}

/** The switch that an attribute is. */
export function switchOf(attribute: string): SwitchName | null {
  const names = Object.keys(SWITCHES) as SwitchName[];
  return names.find((name) => SWITCHES[name] === attribute) ?? null;
}

/** Every setting's default. */
export function defaultSettings(): Settings {
  const entries = Object.entries(SETTINGS).map(([name, { byDefault }]) => [name, byDefault]);
  return Object.fromEntries(entries) as Settings;
}

/** A setting's value as its attribute says it, or its default along with what is wrong. */
export function readSetting<Name extends SettingName>(
  name: Name,
  value: string | null,
): { readonly value: Settings[Name]; readonly error: LifeOptionError | null } {
  const { byDefault, parse } = SETTINGS[name] as Rule<Settings[Name]>;
  if (value === null) return { value: byDefault, error: null };
  try {
    return { value: parse(value), error: null };
  } catch (error) {
    if (error instanceof LifeOptionError) return { value: byDefault, error };
    throw error;
  }
}

/** All colourings, for menus. */
export const COLOR_BY_NAMES = Object.keys(ColorBy) as ColorByName[];
