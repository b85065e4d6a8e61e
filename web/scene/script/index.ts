/**
 * `skyflock/scene/script`: the types of what a script of a scene is given. A script needs no import to run.
 *
 * @example
 * // `@type {import("skyflock/scene/script").ScriptModule}` in a comment before it has editors help.
 * export default (scene, { input }) => {
 *   const cube = scene.create('cube', { color: '#e8643c' });
 *   return {
 *     update(dt) {
 *       if (input.isDown('ArrowRight')) cube.setPosition(cube.position[0] + 3 * dt, 0, 0);
 *     },
 *   };
 * };
 */
export type { MeshData } from '../shared/mesh-data.js';
export type { RefusedCommand } from '../shared/refusals.js';
export type { CursorMode, ScriptMetrics } from '../shared/script-types.js';
export type { EntityIds } from './bulk.js';
export type { Camera, CameraName, CameraOptions, Viewport } from './camera.js';
export type { Entity, EntityEventName, EntityOptions, EntityPointerEvent, Settable } from './entity.js';
export type { ScriptEvents } from './events.js';
export type { Input, Pointer } from './input.js';
export type { Environment, Fog, Light, LightName, LightOptions } from './light.js';
export type { Mesh, MeshChoice, MeshName, MeshShape, MeshShapes } from './meshes.js';
export type { Model, ModelPart } from './model.js';
export type { Resources } from './resources.js';
export type { Picked, Scene } from './scene.js';
export type { ScriptKit, ScriptModule, ScriptUpdates } from './script-api.js';
export type { Texture } from './textures.js';
export type { Color, Quaternion, Vector } from './values.js';
