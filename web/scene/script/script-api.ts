/** What a user's module is, and what it is given. */
import type { ScriptEvents } from './events.js';
import type { Input } from './input.js';
import type * as math from './math.js';
import type { Resources } from './resources.js';
import type { Scene } from './scene.js';

/** What a script uses besides its scene. */
export interface ScriptKit {
  /** Keys, pointers, wheel, size. */
  readonly input: Input;
  /** Messages from and to the page. */
  readonly events: ScriptEvents;
  /** Loads textures and meshes; the same as `scene.resources`. */
  readonly resources: Resources;
  /** The same as `scene.math`. */
  readonly math: typeof math;
}

/** What a script's default export gives. Each may be async: the next update waits for it. */
export interface ScriptUpdates {
  /** Moves the scene on. @param dt seconds since the last update */
  update(dt: number): void | Promise<void>;
  /** Gives what another version of the script goes on from: whatever structuredClone takes. */
  save?(): unknown;
  /** Takes what `save` gave. It is called once, after the default export. */
  restore?(state: unknown): void | Promise<void>;
}

/**
 * The default export of a script.
 *
 * @example
 * export default (scene) => {
 *   const cube = scene.create('cube');
 *   return { update: () => cube.setPosition(scene.math.sin(scene.time), 0, 0) };
 * };
 */
export type ScriptModule = (scene: Scene, kit: ScriptKit) => ScriptUpdates | Promise<ScriptUpdates>;
