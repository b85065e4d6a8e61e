/** What `<life-sim>`'s attributes may say, and what each falls back to. */

import { RENDERER_NAMES, type RendererChoice } from '../../engine/renderer-names.js';
import type { TierChoice } from '../../engine/tier-names.js';
import { ColorBy } from '../../generated/life-layout.js';
import { LifeOptionError } from '../../life/shared/errors.js';
import { DEFAULT_SCENE, sceneNamed } from '../../life/shared/founding.js';
import { checkColorBy, checkFinite, checkOption, checkSpeed, checkTier } from '../../life/shared/settings.js';
import type { SceneName } from '../../life/shared/types.js';
import type { ColorByName } from '../../life.js';
import { AttributeTable, asNumber, asText, type Rules, ruleMaker } from '../base/attribute-rules.js';

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

const { rule, oneOf } = ruleMaker(LifeOptionError);

/** The rules by property name. */
export const SETTINGS: Rules<Settings> = {
  scene: rule('scene', DEFAULT_SCENE, (value) => sceneNamed(value).name, asText),
  entities: rule<number | null>('entities', null, (value) => (value === null ? null : checkOption('entities', value)), asNumber),
  seed: rule<number | null>('seed', null, (value) => (value === null ? null : checkOption('seed', value)), asNumber),
  speed: rule('speed', 1, checkSpeed, asNumber),
  tier: rule<TierChoice>('tier', 'auto', checkTier, asText),
  workers: rule<number | null>('workers', null, (value) => (value === null ? null : checkFinite('workers', value)), asNumber),
  colorBy: rule<ColorByName>(
    'color-by',
    'tribe',
    (value) => {
      checkColorBy(value);
      return value as ColorByName;
    },
    asText,
  ),
  renderer: rule<RendererChoice>('renderer', 'auto', oneOf('renderer', ['auto', ...RENDERER_NAMES]), asText),
  tool: rule<ToolName>('tool', 'pan', oneOf('tool', TOOL_NAMES), asText),
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

export const ATTRIBUTES = new AttributeTable(SETTINGS, SWITCHES);

/** All colourings, for menus. */
export const COLOR_BY_NAMES = Object.keys(ColorBy) as ColorByName[];
