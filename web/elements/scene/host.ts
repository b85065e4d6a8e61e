/** `<script-scene>` as its parts see it: what any script may read. */
import type { GestureHost } from '../base/gestures.js';
import type { SceneSettings, SceneSwitches } from './attributes.js';
import type { SceneStats } from './events.js';
import type { SceneUrls } from './urls.js';

export interface SceneHost extends GestureHost, Readonly<SceneSettings>, Readonly<Pick<SceneSwitches, 'orbit'>> {
  paused: boolean;
  readonly urls: SceneUrls;
  readonly stats: SceneStats;
}
