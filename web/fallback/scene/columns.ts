/** What a state of the scene is made of: the twin of src/scene/columns.h. */
import { CameraKind, ENTITY_ACTIVE, ENTITY_ALIVE, LightKind } from '../../generated/scene-layout.js';

/** Entities, column after column: slot i's values stand at [i] of each. Arrays are made anew when there is room for more. */
export interface EntityColumns {
  readonly generations: Uint32Array;
  /** ENTITY_ALIVE, ENTITY_ACTIVE. */
  readonly flags: Uint32Array;
  /** x, y, z. */
  readonly position: readonly [Float32Array, Float32Array, Float32Array];
  /** Unit quaternions x, y, z, w. */
  readonly orientation: readonly [Float32Array, Float32Array, Float32Array, Float32Array];
  readonly scale: readonly [Float32Array, Float32Array, Float32Array];
  readonly colors: Uint32Array;
  /** Mesh in the low half, texture plus 1 in the high one. */
  readonly looks: Uint32Array;
  readonly cameras: Uint32Array;
  /** The parent's slot, or NONE. */
  readonly parents: Uint32Array;
}

/** Flags of an entity that begins. */
export const USUAL_FLAGS = ENTITY_ALIVE | ENTITY_ACTIVE;

/** A camera as it is; see CameraCommand and CameraViewport for units and ranges. Numbers are f32. */
export interface CameraState {
  exists: boolean;
  active: boolean;
  kind: CameraKind;
  readonly position: Float32Array;
  readonly orientation: Float32Array;
  field: number;
  near: number;
  far: number;
  readonly viewport: Float32Array;
}

/** A light as it is; see LightCommand for units and ranges. The direction is a unit vector, numbers are f32. */
export interface LightState {
  exists: boolean;
  active: boolean;
  kind: LightKind;
  color: number;
  readonly position: Float32Array;
  readonly direction: Float32Array;
  intensity: number;
  range: number;
  inner: number;
  outer: number;
}

const f = Math.fround;

/** A camera that does not exist. */
export function emptyCamera(): CameraState {
  return {
    ...{ exists: false, active: false, kind: CameraKind.perspective as CameraKind },
    ...{ position: new Float32Array(3), orientation: Float32Array.of(0, 0, 0, 1) },
    ...{ field: f(0.9), near: f(0.1), far: 1000, viewport: Float32Array.of(0, 0, 1, 1) },
  };
}

/** A light that does not exist. */
export function emptyLight(): LightState {
  return {
    ...{ exists: false, active: false, kind: LightKind.directional as LightKind, color: 0xffffffff },
    ...{ position: new Float32Array(3), direction: Float32Array.of(0, -1, 0) },
    ...{ intensity: 1, range: 20, inner: f(0.3), outer: 0.5 },
  };
}

export function copyCamera(to: CameraState, from: CameraState): void {
  to.exists = from.exists;
  to.active = from.active;
  to.kind = from.kind;
  to.position.set(from.position);
  to.orientation.set(from.orientation);
  to.field = from.field;
  to.near = from.near;
  to.far = from.far;
  to.viewport.set(from.viewport);
}

export function copyLight(to: LightState, from: LightState): void {
  to.exists = from.exists;
  to.active = from.active;
  to.kind = from.kind;
  to.color = from.color;
  to.position.set(from.position);
  to.direction.set(from.direction);
  to.intensity = from.intensity;
  to.range = from.range;
  to.inner = from.inner;
  to.outer = from.outer;
}
