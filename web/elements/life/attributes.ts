/** What `<life-sim>`'s attributes may say, and what each falls back to. */

import { RENDERER_NAMES, type RendererChoice } from '../../engine/renderer-names.js';
import type { TierChoice } from '../../engine/tier-names.js';
import { ColorBy } from '../../generated/life-layout.js';
import { LifeOptionError } from '../../life/shared/errors.js';
import { DEFAULT_SCENE, sceneNamed } from '../../life/shared/founding.js';
import { checkColorBy, checkFinite, checkOption, checkPartitionStrategy, checkSpeed, checkTier } from '../../life/shared/settings.js';
import type { PartitionStrategyName, SceneName } from '../../life/shared/types.js';
import type { ColorByName } from '../../life.js';
import { AttributeTable, asNumber, asText, type Rules, ruleMaker } from '../base/attribute-rules.js';
import { CORNERS, type Corner } from '../base/debug-overlay.js';
import { GESTURE_CHOICES, type GestureChoice } from '../base/gestures.js';

/** What a pointer does to the world. */
export const TOOL_NAMES = ['pan', 'select', 'food', 'spawn', 'kill'] as const;
export type ToolName = (typeof TOOL_NAMES)[number];

/** The attributes' values by property name; null where the scene decides. */
export interface Settings {
  /** The named world; another one is founded when it changes, as with `entities` and `seed`. */
  scene: SceneName;
  /** Animals at the start; null for the scene's own number. */
  entities: number | null;
  /** What everything random follows from; null for the scene's own. */
  seed: number | null;
  /** 0.5, 1, 2, 4 or 8 times real time, or 0 to stand. */
  speed: number;
  /** The tier asked for; the one that runs is `life.tier`. A running world goes on in another when it changes. */
  tier: TierChoice;
  /** Threads of the tier `threads`; null: as many as the machine has to spare. How many run, and why, is `life.workers`. */
  workers: number | null;
  /** How a world is cut among its workers, which changes nothing in it: `bisection`, `strips` or `tiles`. */
  partitionStrategy: PartitionStrategyName;
  /** What the animals' colours show. */
  colorBy: ColorByName;
  /** The renderer asked for; the one that draws is told by `rendererchange`. */
  renderer: RendererChoice;
  /** What the pointer does: `pan`, `select`, `food`, `spawn` or `kill`. */
  tool: ToolName;
  /**
   * Whose the wheel and fingers are: the page's that scrolls around the picture (`cooperative`), which then takes ctrl and the
   * wheel, or two fingers; the picture's (`greedy`); or the page's alone (`none`). With a tool that paints one finger paints.
   */
  gestures: GestureChoice;
  /** Corner of the debug overlay, or `off`. */
  debug: Corner;
}

export type SettingName = keyof Settings;

const { rule, oneOf } = ruleMaker(LifeOptionError);

/** The name that a check takes. */
function named<Name>(check: (value: unknown) => unknown): (value: unknown) => Name {
  return (value) => {
    check(value);
    return value as Name;
  };
}

/** The rules by property name. */
export const SETTINGS: Rules<Settings> = {
  scene: rule('scene', DEFAULT_SCENE, (value) => sceneNamed(value).name, asText),
  entities: rule<number | null>('entities', null, (value) => (value === null ? null : checkOption('entities', value)), asNumber),
  seed: rule<number | null>('seed', null, (value) => (value === null ? null : checkOption('seed', value)), asNumber),
  speed: rule('speed', 1, checkSpeed, asNumber),
  tier: rule<TierChoice>('tier', 'auto', checkTier, asText),
  workers: rule<number | null>('workers', null, (value) => (value === null ? null : checkFinite('workers', value)), asNumber),
  partitionStrategy: rule<PartitionStrategyName>('partition-strategy', 'bisection', named(checkPartitionStrategy), asText),
  colorBy: rule<ColorByName>('color-by', 'tribe', named(checkColorBy), asText),
  renderer: rule<RendererChoice>('renderer', 'auto', oneOf('renderer', ['auto', ...RENDERER_NAMES]), asText),
  tool: rule<ToolName>('tool', 'pan', oneOf('tool', TOOL_NAMES), asText),
  gestures: rule<GestureChoice>('gestures', GESTURE_CHOICES[0], oneOf('gestures', GESTURE_CHOICES), asText),
  debug: rule<Corner>('debug', 'off', oneOf('debug', CORNERS), asText),
};

/** The properties of attributes that are either there or not. */
export interface Switches {
  /** Time stands. */
  paused: boolean;
  /** Whether the food on the ground is drawn. */
  showFood: boolean;
  /** Whether crowds are drawn as heat. */
  showDensity: boolean;
  /** Whether the workers' partitions are drawn, where there are any. */
  showPartitions: boolean;
  /** Whether the selected animal's sight is drawn; it is unless the `no-sight` attribute is there. */
  showSight: boolean;
}
export type SwitchName = keyof Switches;

/** Their attributes. */
export const SWITCHES = {
  paused: 'paused',
  showFood: 'food',
  showDensity: 'density',
  showPartitions: 'partitions',
  showSight: 'no-sight',
} as const satisfies Record<SwitchName, string>;

/** Settings a running world can't change: another world is founded with them. */
export const FOUNDING_SETTINGS: readonly SettingName[] = ['scene', 'entities', 'seed'];

export const ATTRIBUTES = new AttributeTable<Settings, SwitchName>(SETTINGS, SWITCHES);

/** All colourings, for menus. */
export const COLOR_BY_NAMES = Object.keys(ColorBy) as ColorByName[];
