/**
 * `skyflock/scene`: scripted scenes without an element. Nothing happens on import.
 *
 * @example
 * const { kernel } = await createSceneKernel({ options: { seed: 7, maxEntities: 5000 } });
 */
export { type Configuration, ConfigurationError, configure } from './engine/configuration.js';
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
  type SceneOptions,
  SceneOp,
} from './generated/scene-layout.js';
export { type BegunScene, createSceneKernel, type SceneWish } from './kernels/scene.js';
export {
  SceneDestroyedError,
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
export {
  type Picked,
  type RefusedSceneTier,
  SCENE_TIERS,
  type SceneKernel,
  type SceneTier,
  type SceneTierChoice,
  type SceneViews,
} from './scene/shared/kernel.js';
export { SceneError } from './scene/shared/scene-error.js';
