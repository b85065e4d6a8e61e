/** Cameras, ready to draw and to be asked what they see: the twin of src/scene/camera_view.h, bit for bit. */
import { CameraKind, DrawView, LEAST_SCALE, NONE } from '../../generated/scene-layout.js';
import { cosTurns, sinTurns, squareRoot } from '../core/math.js';
import type { CameraState } from './columns.js';

const f = Math.fround;

const TURNS_PER_RADIAN = f(0.15915494);
/** The default camera's vertical field of view. Unit: rad. */
const DEFAULT_FIELD = f(0.9);
/** Most that the default camera frames. Unit: u. */
const LARGEST_RADIUS = f(1e15);
/** Share by which what a camera sees is widened where spheres are looked at, so that no rounding leaves one out. */
const SLACK = f(1e-5);
const LEAST_ASPECT = f(1e-4);
const MOST_ASPECT = f(1e4);
const BEYOND = f(1.01);
const LEAST_NEAR = f(0.01);

/** Words of a DrawView. */
export const VIEW_WORDS = DrawView.size / 4;
const WIDTH = DrawView.width / 4;
const HEIGHT = DrawView.height / 4;
const YAW = DrawView.yaw / 4;
const PITCH = DrawView.pitch / 4;
const ZOOM = DrawView.zoom / 4;
const PAN_X = DrawView.panX / 4;
const PAN_Y = DrawView.panY / 4;

/** A camera: see the C++ header for what each of it is. */
export class CameraView {
  camera: number = NONE;
  kind: number = CameraKind.perspective;
  readonly viewport = new Float32Array(4);
  readonly matrix = new Float32Array(16);
  readonly eye = new Float32Array(3);
  readonly right = new Float32Array(3);
  readonly up = new Float32Array(3);
  readonly forward = new Float32Array(3);
  readonly middle = new Float32Array(3);
  readonly half = new Float32Array(2);
  readonly slope = new Float32Array(2);
  readonly cosine = new Float32Array(2);
  near = 0;
  far = 0;

  /** As a new one. */
  clear(): void {
    this.camera = NONE;
    this.kind = CameraKind.perspective;
    this.viewport.fill(0);
    this.viewport.fill(1, 2);
    this.half.fill(0);
    this.slope.fill(0);
    this.cosine.fill(1);
  }
}

/** Where everything is that the default camera frames. */
export class SceneBounds {
  readonly middle = new Float32Array(3);
  radius = 1;
}

function clamp(v: number, least: number, most: number): number {
  if (v < least) return least;
  return v > most ? most : v;
}

/** A number of a view: `usual` where it is NaN, else within its range. */
function within(v: number, least: number, most: number, usual: number): number {
  // biome-ignore lint/suspicious/noSelfCompare: only NaN differs from itself.
  return v === v ? clamp(v, least, most) : usual;
}

function dot(a: Float32Array, b: Float32Array): number {
  const sum = f(f((a[0] as number) * (b[0] as number)) + f((a[1] as number) * (b[1] as number)));
  return f(sum + f((a[2] as number) * (b[2] as number)));
}

/** The view with what can't be used replaced, to `usable`: `usableView`. */
export function usableView(view: Float32Array, usable: Float32Array): void {
  usable[WIDTH] = within(view[WIDTH] as number, 0, 1e6, 0);
  usable[HEIGHT] = within(view[HEIGHT] as number, 0, 1e6, 0);
  usable[YAW] = within(view[YAW] as number, -1e5, 1e5, 0);
  usable[PITCH] = within(view[PITCH] as number, -1.5, 1.5, 0);
  const zoom = view[ZOOM] as number;
  usable[ZOOM] = zoom > 0 ? clamp(zoom, f(1e-3), 1e3) : 1;
  usable[PAN_X] = within(view[PAN_X] as number, -1e3, 1e3, 0);
  usable[PAN_Y] = within(view[PAN_Y] as number, -1e3, 1e3, 0);
}

/** Width through height of a camera's part of the picture. */
function aspectOf(viewport: Float32Array, view: Float32Array): number {
  const width = f((view[WIDTH] as number) * (viewport[2] as number));
  const height = f((view[HEIGHT] as number) * (viewport[3] as number));
  return width > 0 && height > 0 ? clamp(f(width / height), LEAST_ASPECT, MOST_ASPECT) : 1;
}

function setField(view: CameraView, field: number, aspect: number): void {
  const turns = f(field * f(0.5 * TURNS_PER_RADIAN));
  const slope = f(sinTurns(turns) / cosTurns(turns));
  view.slope[1] = slope;
  view.slope[0] = f(slope * aspect);
  for (let k = 0; k < 2; k++) {
    const own = view.slope[k] as number;
    view.cosine[k] = f(1 / squareRoot(f(1 + f(own * own))));
  }
}

/** Row `row` of the matrix: `factor` times how far along `axis` from the eye, plus `more`. */
function setRow(view: CameraView, row: number, axis: Float32Array, factor: number, more: number): void {
  for (let k = 0; k < 3; k++) view.matrix[4 * k + row] = f((axis[k] as number) * factor);
  view.matrix[12 + row] = f(more - f(dot(axis, view.eye) * factor));
}

/** The matrix, once everything else is known. */
function setMatrix(view: CameraView): void {
  const { near, far } = view;
  const range = f(far - near);
  view.middle.set(view.eye);
  if (view.kind === CameraKind.perspective) {
    setRow(view, 0, view.right, f(1 / (view.slope[0] as number)), 0);
    setRow(view, 1, view.up, f(1 / (view.slope[1] as number)), 0);
    setRow(view, 2, view.forward, f(f(far + near) / range), -f(f(f(2 * far) * near) / range));
    setRow(view, 3, view.forward, 1, 0);
    return;
  }
  const across = f(1 / (view.half[0] as number));
  const along = f(1 / (view.half[1] as number));
  if (view.kind === CameraKind.screen) {
    setRow(view, 0, view.right, across, -1);
    setRow(view, 1, view.up, -along, 1);
    for (let k = 0; k < 3; k++) {
      const aside = f((view.eye[k] as number) + f((view.right[k] as number) * (view.half[0] as number)));
      view.middle[k] = f(aside + f((view.up[k] as number) * (view.half[1] as number)));
    }
  } else {
    setRow(view, 0, view.right, across, 0);
    setRow(view, 1, view.up, along, 0);
  }
  setRow(view, 2, view.forward, f(2 / range), -f(f(far + near) / range));
  for (let k = 0; k < 3; k++) view.matrix[4 * k + 3] = 0;
  view.matrix[15] = 1;
}

/** A camera of the scene in a picture of the view's size, to `made`: `cameraView`. */
export function cameraView(made: CameraView, camera: CameraState, number: number, view: Float32Array): void {
  made.clear();
  made.camera = number;
  made.kind = camera.kind;
  made.viewport.set(camera.viewport);
  const [x, y, z, w] = camera.orientation as unknown as readonly [number, number, number, number];
  const x2 = f(x + x);
  const y2 = f(y + y);
  const z2 = f(z + z);
  const xx = f(x * x2);
  const xy = f(x * y2);
  const xz = f(x * z2);
  const yy = f(y * y2);
  const yz = f(y * z2);
  const zz = f(z * z2);
  const wx = f(w * x2);
  const wy = f(w * y2);
  const wz = f(w * z2);
  made.right[0] = f(1 - f(yy + zz));
  made.right[1] = f(xy + wz);
  made.right[2] = f(xz - wy);
  made.up[0] = f(xy - wz);
  made.up[1] = f(1 - f(xx + zz));
  made.up[2] = f(yz + wx);
  made.forward[0] = -f(xz + wy);
  made.forward[1] = -f(yz - wx);
  made.forward[2] = -f(1 - f(xx + yy));
  made.eye.set(camera.position);
  made.near = camera.near;
  made.far = camera.far;
  if (made.kind === CameraKind.perspective) {
    setField(made, camera.field, aspectOf(made.viewport, view));
  } else if (made.kind === CameraKind.orthographic) {
    made.half[1] = f(camera.field * 0.5);
    made.half[0] = f((made.half[1] as number) * aspectOf(made.viewport, view));
  } else {
    const width = f((view[WIDTH] as number) * (made.viewport[2] as number));
    const height = f((view[HEIGHT] as number) * (made.viewport[3] as number));
    made.half[0] = f((width >= 1 ? width : 1) * 0.5);
    made.half[1] = f((height >= 1 ? height : 1) * 0.5);
    made.near = -made.far;
  }
  setMatrix(made);
}

/** The camera that frames a scene that has none, to `made`; `view` is a usable one: `defaultCameraView`. */
export function defaultCameraView(made: CameraView, bounds: SceneBounds, view: Float32Array): void {
  made.clear();
  const yaw = f((view[YAW] as number) * TURNS_PER_RADIAN);
  const pitch = f((view[PITCH] as number) * TURNS_PER_RADIAN);
  const yawSin = sinTurns(yaw);
  const yawCos = cosTurns(yaw);
  const pitchSin = sinTurns(pitch);
  const pitchCos = cosTurns(pitch);
  made.forward[0] = -f(yawSin * pitchCos);
  made.forward[1] = -pitchSin;
  made.forward[2] = -f(yawCos * pitchCos);
  made.right[0] = yawCos;
  made.right[1] = 0;
  made.right[2] = -yawSin;
  made.up[0] = -f(pitchSin * yawSin);
  made.up[1] = pitchCos;
  made.up[2] = -f(pitchSin * yawCos);
  setField(made, DEFAULT_FIELD, aspectOf(made.viewport, view));
  const radius = bounds.radius > f(LEAST_SCALE) ? clamp(bounds.radius, 0, LARGEST_RADIUS) : 1;
  const narrow = (made.slope[0] as number) < (made.slope[1] as number) ? 0 : 1;
  const side = f((made.slope[narrow] as number) * (made.cosine[narrow] as number));
  const distance = f(f(radius / side) / (view[ZOOM] as number));
  const height = f(f(2 * (made.slope[1] as number)) * distance);
  const panX = f((view[PAN_X] as number) * height);
  const panY = f((view[PAN_Y] as number) * height);
  for (let k = 0; k < 3; k++) {
    const moved = f(f((bounds.middle[k] as number) - f((made.right[k] as number) * panX)) - f((made.up[k] as number) * panY));
    made.eye[k] = f(moved + f(-(made.forward[k] as number) * distance));
  }
  const reach = f(radius * BEYOND);
  const nearest = f(distance - reach);
  const least = f(distance * LEAST_NEAR);
  made.near = nearest > least ? nearest : least;
  made.far = f(distance + reach);
  setMatrix(made);
}

/** What a camera sees of spheres: see the C++ header. */
export class Sight {
  readonly #middle = new Float32Array(3);
  readonly #right = new Float32Array(3);
  readonly #up = new Float32Array(3);
  readonly #forward = new Float32Array(3);
  readonly #cosine = new Float32Array(2);
  readonly #sine = new Float32Array(2);
  readonly #half = new Float32Array(2);
  #near = 0;
  #far = 0;
  /** How far along the view direction the middle is of the sphere that was asked for last. */
  readonly depth = new Float32Array(1);

  /** Takes a camera's. */
  look(view: CameraView): void {
    this.#middle.set(view.middle);
    this.#right.set(view.right);
    this.#up.set(view.up);
    this.#forward.set(view.forward);
    for (let k = 0; k < 2; k++) {
      const cosine = view.cosine[k] as number;
      this.#cosine[k] = f(cosine * f(1 - SLACK));
      this.#sine[k] = f((view.slope[k] as number) * cosine);
      this.#half[k] = f(f((view.half[k] as number) * cosine) * f(1 + SLACK));
    }
    const nearSize = view.near < 0 ? -view.near : view.near;
    this.#near = f(view.near - f(nearSize * SLACK));
    this.#far = f(view.far + f(view.far * SLACK));
  }

  /** Whether the camera may see a sphere: x, y, z, radius. */
  sees(sphere: Float32Array): boolean {
    const dx = f((sphere[0] as number) - (this.#middle[0] as number));
    const dy = f((sphere[1] as number) - (this.#middle[1] as number));
    const dz = f((sphere[2] as number) - (this.#middle[2] as number));
    const aside = along(this.#right, dx, dy, dz);
    const above = along(this.#up, dx, dy, dz);
    const depth = along(this.#forward, dx, dy, dz);
    this.depth[0] = depth;
    const reach = f((sphere[3] as number) * f(1.00001));
    return (
      f((aside < 0 ? -aside : aside) * (this.#cosine[0] as number)) <=
        f(reach + f(f(depth * (this.#sine[0] as number)) + (this.#half[0] as number))) &&
      f((above < 0 ? -above : above) * (this.#cosine[1] as number)) <=
        f(reach + f(f(depth * (this.#sine[1] as number)) + (this.#half[1] as number))) &&
      f(depth + reach) >= this.#near &&
      f(depth - reach) <= this.#far
    );
  }
}

function along(axis: Float32Array, x: number, y: number, z: number): number {
  return f(f(f(x * (axis[0] as number)) + f(y * (axis[1] as number))) + f(z * (axis[2] as number)));
}
