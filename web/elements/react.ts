/**
 * `skyflock/react`: types alone. They tell React's JSX what `<life-sim>`, `<meteor-shower>` and `<script-scene>` take, for React 19, which sets
 * properties where an element has them and listens to `onready` and the like.
 *
 * ```tsx
 * import 'skyflock/meteor-shower';
 * import type {} from 'skyflock/react';
 * const Sky = () => <meteor-shower preset="leonids" seed={7} interactive onready={({ detail }) => console.log(detail.tier)} />;
 * ```
 */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { SWITCHES as LIFE_SWITCHES, Settings as LifeSettings, SwitchName as LifeSwitchName } from './life/attributes.js';
import type { LifeSimElement, LifeSimEventMap } from './life-sim.js';
import type { MeteorSettings, MeteorSwitchName } from './meteor/attributes.js';
import type { MeteorShowerElement, MeteorShowerEventMap } from './meteor-shower.js';
import type { SCENE_SWITCHES, SceneSettings, SceneSwitchName } from './scene/attributes.js';
import type { ScriptSceneElement, ScriptSceneEventMap } from './script-scene.js';

/** A property's name as its attribute's: `reducedMotion` is `reduced-motion`. */
type AttributeOf<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `-${Lowercase<First>}`}${AttributeOf<Rest>}`
  : Name;

/** What an attribute may say: a number also as text, an object as JSON. */
type Said<Value> = Value extends number ? Value | `${number}` : Value extends object ? Value | string : Value;

/** Settings, by the names of the properties and by those of the attributes. */
type SettingProps<Values> = { [Name in keyof Values]?: Said<Values[Name]> } & {
  [Name in keyof Values & string as AttributeOf<Name>]?: Said<Values[Name]>;
};
/** Attributes and properties that are either on or off; an empty text is on. */
type SwitchProps<Names extends string> = { [Name in Names]?: boolean | '' };
type EventProps<Events> = { [Name in keyof Events & string as `on${Name}`]?: (event: Events[Name]) => void };

/** What every element takes; React leaves `class` of one that it does not know as it is. */
type CommonProps<Element> = DetailedHTMLProps<HTMLAttributes<Element>, Element> & { class?: string };

/** What `<life-sim>` takes in JSX. */
export type LifeSimProps = CommonProps<LifeSimElement> &
  SettingProps<LifeSettings> &
  SwitchProps<(typeof LIFE_SWITCHES)[LifeSwitchName] | LifeSwitchName> &
  Partial<Pick<LifeSimElement, 'options' | 'tribes' | 'commands' | 'urls' | 'brush' | 'follow' | 'camera'>> &
  EventProps<LifeSimEventMap>;

/** What `<meteor-shower>` takes in JSX. */
export type MeteorShowerProps = CommonProps<MeteorShowerElement> &
  SettingProps<MeteorSettings> &
  SwitchProps<MeteorSwitchName | AttributeOf<MeteorSwitchName>> &
  Partial<Pick<MeteorShowerElement, 'urls'>> &
  EventProps<MeteorShowerEventMap>;

/** What `<script-scene>` takes in JSX. */
export type ScriptSceneProps = CommonProps<ScriptSceneElement> &
  SettingProps<SceneSettings> &
  SwitchProps<(typeof SCENE_SWITCHES)[SceneSwitchName] | SceneSwitchName> &
  Partial<Pick<ScriptSceneElement, 'urls' | 'script'>> &
  EventProps<ScriptSceneEventMap>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'life-sim': LifeSimProps;
      'meteor-shower': MeteorShowerProps;
      'script-scene': ScriptSceneProps;
    }
  }
}
