/** Where in a draw list what stands, in words, and what both renderers read of it alike. */
import {
  CameraKind,
  DrawGroup,
  DrawLight,
  DrawPass,
  EnvironmentCommand,
  INSTANCE_WORDS,
  MeshEntry,
  MeshKind,
  SceneHeader,
  TextureEntry,
} from '../../generated/scene-layout.js';
import type { SceneViews } from '../../scene/shared/kernel.js';

/** The fields of a record as numbers of words instead of bytes. */
function inWords<Fields extends Readonly<Record<string, number>>>(record: Fields): { readonly [Name in keyof Fields]: number } {
  return Object.fromEntries(Object.entries(record).map(([name, bytes]) => [name, bytes / 4])) as { [Name in keyof Fields]: number };
}

export const HEADER = /* @__PURE__ */ inWords(SceneHeader);
export const PASS = /* @__PURE__ */ inWords(DrawPass);
export const GROUP = /* @__PURE__ */ inWords(DrawGroup);
export const MESH = /* @__PURE__ */ inWords(MeshEntry);
export const TEXTURE = /* @__PURE__ */ inWords(TextureEntry);
export const DRAW_LIGHT = /* @__PURE__ */ inWords(DrawLight);
export const ENVIRONMENT = /* @__PURE__ */ inWords(EnvironmentCommand);

/** CSS pixels of a point's width; a line is one device pixel wide. */
export const POINT_PX = 3;

/** The part of a picture that a pass has, in whole device pixels from its upper left corner. */
export interface PassArea {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Writes the area of the pass whose record begins at word `pass`; two that meet share no pixel. */
export function writeArea({ passFloats }: SceneViews, pass: number, width: number, height: number, into: PassArea): void {
  const at = pass + PASS.viewport;
  const x = passFloats[at] as number;
  const y = passFloats[at + 1] as number;
  into.left = Math.max(0, Math.round(x * width));
  into.top = Math.max(0, Math.round(y * height));
  into.right = Math.min(width, Math.round((x + (passFloats[at + 2] as number)) * width));
  into.bottom = Math.min(height, Math.round((y + (passFloats[at + 3] as number)) * height));
}

/** The volume that an instance's matrix makes of a cube of volume 1: negative where it mirrors. */
export function volumeOf(instances: Float32Array, at: number): number {
  const a = instances[at] as number;
  const b = instances[at + 1] as number;
  const c = instances[at + 2] as number;
  const d = instances[at + 4] as number;
  const e = instances[at + 5] as number;
  const f = instances[at + 6] as number;
  const g = instances[at + 8] as number;
  const h = instances[at + 9] as number;
  const i = instances[at + 10] as number;
  return a * (e * i - f * h) + b * (f * g - d * i) + c * (d * h - e * g);
}

/** How many of `count` instances are mirrored. */
export function mirroredOf(instances: Float32Array, first: number, count: number): number {
  let mirrored = 0;
  for (let at = first * INSTANCE_WORDS; at < (first + count) * INSTANCE_WORDS; at += INSTANCE_WORDS) {
    if (volumeOf(instances, at) < 0) mirrored += 1;
  }
  return mirrored;
}

/**
 * Whether the back of a mesh's triangles is left out. In front of a screen camera only closed bodies lose it, so that a
 * plane and what a script makes itself are seen whichever way they face.
 */
export function hidesBacks(kind: number, isOnScreen: boolean): boolean {
  return !isOnScreen || (kind !== MeshKind.custom && kind !== MeshKind.plane);
}

/** How fast fog closes with depth, per u: 0 where there is none. A screen camera sees none. */
export function fogRate({ environmentFloats }: SceneViews, isOnScreen: boolean): number {
  const near = environmentFloats[ENVIRONMENT.fogNear] as number;
  const far = environmentFloats[ENVIRONMENT.fogFar] as number;
  return isOnScreen || !(far > 0) ? 0 : 1 / Math.max(1e-6, far - near);
}

/** How much nearer a line or a point counts than it is: as a share of its distance, or of all depth where rays are parallel. */
const NEARER = 0.006;
const NEARER_PARALLEL = 0.0001;

/**
 * What is added to depth in clip space for lines and points. A line is as deep as its middle over its whole width, and would be
 * half hidden by the surface that it lies on.
 */
export function lineNudge({ passes, passFloats }: SceneViews, pass: number): number {
  const kind = passes[pass + PASS.kind];
  if (kind !== CameraKind.perspective) return kind === CameraKind.screen ? 0 : -NEARER_PARALLEL;
  // The camera's own place has no w: a share of its depth moves everything by that share of its distance.
  let depth = passFloats[pass + PASS.matrix + 14] as number;
  for (let axis = 0; axis < 3; axis += 1) {
    depth += (passFloats[pass + PASS.matrix + 4 * axis + 2] as number) * (passFloats[pass + PASS.eye + axis] as number);
  }
  return NEARER * depth;
}
