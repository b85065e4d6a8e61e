/** What `<script-scene>`'s attributes may say, and what each falls back to. */

import { THREAD_NAMES, type ThreadChoice } from '../../engine/draw-threads.js';
import { RENDERER_NAMES, type RendererChoice } from '../../engine/renderer-names.js';
import { DEFAULT_OPTIONS } from '../../generated/scene-layout.js';
import { checkBudget, checkPace } from '../../scene/page/settings.js';
import { USUAL_BUDGET_MS } from '../../scene/page/supervisor.js';
import { SceneOptionError } from '../../scene/shared/errors.js';
import { SCENE_TIERS, type SceneTierChoice } from '../../scene/shared/kernel.js';
import { DEFAULT_PACE, type ScriptPace } from '../../scene/shared/script-types.js';
import { checkOption } from '../../scene/shared/settings.js';
import { AttributeTable, asNumber, asText, type Rules, ruleMaker } from '../base/attribute-rules.js';
import { CORNERS, type Corner } from '../base/debug-overlay.js';
import { GESTURE_CHOICES, type GestureChoice } from '../base/gestures.js';

/** What a scene does where the user asked for less motion: it waits for them to play it, or moves as for others. */
export const SCENE_MOTIONS = ['still', 'off'] as const;
export type SceneMotion = (typeof SCENE_MOTIONS)[number];

/** When a scene begins: at once, or when it is seen for the first time. */
export const SCENE_LOADINGS = ['eager', 'lazy'] as const;
export type SceneLoading = (typeof SCENE_LOADINGS)[number];

/** The attributes' values by property name. */
export interface SceneSettings {
  /** Address of the script, a module; empty: it is `script`, or the text in the element's own `<script type="text/plain">`. */
  src: string;
  /** Updates a second, 1 to 1000. */
  rate: number;
  /** `fixed`: dt is 1 / rate, and late updates are made up for; `measured`: dt is the time that has passed. */
  stepping: ScriptPace['step'];
  /** Milliseconds that the script may take at a stretch before it is ended and begins anew, 100 to 600000. */
  budget: number;
  /** What `scene.random` follows from, 0 to 4294967295. Another one begins the scene anew. */
  seed: number;
  /** Entities that there may be at a time, 1 to 1000000. Another number begins the scene anew. */
  maxEntities: number;
  /** The engine asked for: `wasm`, `js` or `auto`. Another one begins the scene anew. */
  tier: SceneTierChoice;
  /** The renderer asked for; the one that draws is told by `rendererchange`. */
  renderer: RendererChoice;
  /** Where the scene is drawn: `worker`, `page` or `auto`. The script has a thread of its own either way. */
  thread: ThreadChoice;
  /** Whose the wheel and fingers are: the page's that scrolls around the picture (`cooperative`), the picture's (`greedy`), or `none`. */
  gestures: GestureChoice;
  /** What it does for a user who asked for less motion: `still`, with a button that plays it, or `off` for the same as for others. */
  reducedMotion: SceneMotion;
  /** When it begins: `eager`, or `lazy` (once it is seen). */
  loading: SceneLoading;
  /** Corner of the debug overlay, or `off`. */
  debug: Corner;
}
export type SceneSettingName = keyof SceneSettings;

const { rule, oneOf } = ruleMaker(SceneOptionError);

const OPTION = (name: 'seed' | 'maxEntities', attribute: string) =>
  rule<number>(attribute, DEFAULT_OPTIONS[name], (value) => checkOption(name, value), asNumber);

/** The rules by property name. */
export const SCENE_SETTINGS: Rules<SceneSettings> = {
  src: rule<string>('src', '', String, asText),
  rate: rule<number>('rate', DEFAULT_PACE.rate, (value) => checkPace({ rate: value as number }).rate, asNumber),
  stepping: rule<ScriptPace['step']>('stepping', DEFAULT_PACE.step, oneOf<ScriptPace['step']>('stepping', ['fixed', 'measured']), asText),
  budget: rule<number>('budget', USUAL_BUDGET_MS, checkBudget, asNumber),
  seed: OPTION('seed', 'seed'),
  maxEntities: OPTION('maxEntities', 'max-entities'),
  tier: rule<SceneTierChoice>('tier', 'auto', oneOf<SceneTierChoice>('tier', ['auto', ...SCENE_TIERS]), asText),
  renderer: rule<RendererChoice>('renderer', 'auto', oneOf<RendererChoice>('renderer', ['auto', ...RENDERER_NAMES]), asText),
  thread: rule<ThreadChoice>('thread', 'auto', oneOf<ThreadChoice>('thread', ['auto', ...THREAD_NAMES]), asText),
  gestures: rule<GestureChoice>('gestures', GESTURE_CHOICES[0], oneOf('gestures', GESTURE_CHOICES), asText),
  reducedMotion: rule<SceneMotion>('reduced-motion', 'still', oneOf('reduced-motion', SCENE_MOTIONS), asText),
  loading: rule<SceneLoading>('loading', 'eager', oneOf('loading', SCENE_LOADINGS), asText),
  debug: rule<Corner>('debug', 'off', oneOf('debug', CORNERS), asText),
};

/** The properties of attributes that are either there or not. */
export interface SceneSwitches {
  /** No updates come. */
  paused: boolean;
  /** Whether pointer, wheel and keys move the default camera; they do unless the `no-orbit` attribute is there. */
  orbit: boolean;
}
export type SceneSwitchName = keyof SceneSwitches;

export const SCENE_SWITCHES = { paused: 'paused', orbit: 'no-orbit' } as const satisfies Record<SceneSwitchName, string>;

/** Settings that a scene keeps from its beginning on: another one begins with them. */
export const BEGINNING_SETTINGS: readonly SceneSettingName[] = ['seed', 'maxEntities', 'tier', 'thread'];

export const SCENE_ATTRIBUTES: AttributeTable<SceneSettings, SceneSwitchName> = new AttributeTable<SceneSettings, SceneSwitchName>(
  SCENE_SETTINGS,
  SCENE_SWITCHES,
);
