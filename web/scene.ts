/**
 * `skyflock/scene`: scripted scenes without an element. Nothing happens on import.
 *
 * @example
 * const scene = await createScene(canvas, { source: { url: 'game.js' } }, { error: (error) => console.warn(error.message) });
 * const { kernel } = await createSceneKernel({ options: { seed: 7, maxEntities: 5000 } });
 */

import { SCENE_PLACE } from './kernels/scene-place.js';
import { SceneLink } from './scene/page/scene.js';
import type { SceneCallbacks, SceneSettings } from './scene/page/scene-types.js';
import type { SceneCanvas } from './scene/shared/messages.js';

export { type Configuration, ConfigurationError, configure } from './engine/configuration.js';
export type { ThreadChoice, ThreadName } from './engine/draw-threads.js';
export {
  CallbackKind,
  CameraKind,
  DIRTY_ALL,
  DIRTY_ENTITIES,
  DIRTY_MEMORY,
  DIRTY_MESHES,
  DIRTY_TEXTURES,
  DIRTY_VIEWS,
  LightKind,
  MeshKind,
  MeshMode,
  SceneOp,
  type SceneOptions,
} from './generated/scene-layout.js';
export { type BegunScene, createSceneKernel, type SceneWish } from './kernels/scene.js';
export { SCENE_PLACE } from './kernels/scene-place.js';
export { SceneLink } from './scene/page/scene.js';
export type { SceneCallbacks, ScenePlace, SceneSettings } from './scene/page/scene-types.js';
export type { ScriptState } from './scene/page/script-runs.js';
export type { SceneRecovery } from './scene/page/show-thread.js';
export {
  SceneDestroyedError,
  SceneFaultError,
  SceneLoadError,
  SceneMeshError,
  SceneOptionError,
  SceneOverflowError,
  SceneRefusedError,
  SceneScriptError,
  SceneStartError,
  SceneTimeoutError,
} from './scene/shared/errors.js';
export { entityGeneration, entityId, entityIndex } from './scene/shared/ids.js';
export type { SceneInput } from './scene/shared/input-records.js';
export {
  type Picked,
  type RefusedSceneTier,
  SCENE_TIERS,
  type SceneKernel,
  type SceneTier,
  type SceneTierChoice,
  type SceneViews,
} from './scene/shared/kernel.js';
export type { OrbitMove, PickAnswer, SceneSize, ShowMetrics } from './scene/shared/messages.js';
export type { SceneRecording } from './scene/shared/recording.js';
export { SceneError } from './scene/shared/scene-error.js';
export type { CursorMode, ScriptMetrics, ScriptPace, ScriptSource } from './scene/shared/script-types.js';

/**
 * Begins a scene on a canvas: its script runs on a thread of its own, and can be ended at any instant.
 *
 * @returns once the script is loaded
 * @throws SceneOptionError when a setting is unknown or out of range
 * @throws SceneStartError when the scene can't start here
 * @throws SceneScriptError, SceneLoadError when the script can't be loaded; a `SceneLink` of one's own goes on without
 */
export async function createScene(canvas: SceneCanvas, settings: SceneSettings = {}, callbacks: SceneCallbacks = {}): Promise<SceneLink> {
  const scene = new SceneLink(SCENE_PLACE, callbacks);
  try {
    await scene.start(canvas, settings);
    return scene;
  } catch (error) {
    // Nothing is left behind.
    scene.destroy();
    throw error;
  }
}
