/** Cameras for tests, as the engine hands them to a renderer. */
import { CameraKind } from '../../../../web/generated/scene-layout.js';

export type Point = readonly [x: number, y: number, z: number];

export interface TestCamera {
  readonly kind?: number;
  readonly eye?: Point;
  readonly target?: Point;
  /** rad, or u where it is orthographic. */
  readonly field?: number;
  readonly near?: number;
  readonly far?: number;
  readonly viewport?: readonly [x: number, y: number, width: number, height: number];
}

export interface TestView {
  /** Column after column. */
  readonly matrix: readonly number[];
  readonly eye: Point;
  readonly forward: Point;
  readonly viewport: readonly number[];
}

const minus = ([ax, ay, az]: Point, [bx, by, bz]: Point): Point => [ax - bx, ay - by, az - bz];
const dot = ([ax, ay, az]: Point, [bx, by, bz]: Point): number => ax * bx + ay * by + az * bz;
const cross = ([ax, ay, az]: Point, [bx, by, bz]: Point): Point => [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];

export function unit(point: Point): Point {
  const length = Math.hypot(...point);
  return [point[0] / length, point[1] / length, point[2] / length];
}

/** What a camera sees in a picture of so many pixels. */
export function clipMatrix(camera: TestCamera, width: number, height: number): TestView {
  const { kind = CameraKind.perspective, eye = [0, 0, 0], target = [eye[0], eye[1], eye[2] - 1], near = 0.1, far = 1000 } = camera;
  const viewport = camera.viewport ?? [0, 0, 1, 1];
  const [across, down] = [width * viewport[2], height * viewport[3]];
  if (kind === CameraKind.screen) {
    // Depth is far more than pixels need.
    const matrix = [2 / across, 0, 0, 0, 0, -2 / down, 0, 0, 0, 0, -1e-5, 0, -1, 1, 0, 1];
    return { matrix, eye: [0, 0, 0], forward: [0, 0, -1], viewport };
  }
  const forward = unit(minus(target, eye));
  const right = unit(cross(forward, Math.abs(forward[1]) > 0.999 ? [0, 0, -1] : [0, 1, 0]));
  const up = cross(right, forward);
  const rows = [
    [...right, -dot(right, eye)],
    [...up, -dot(up, eye)],
    [-forward[0], -forward[1], -forward[2], dot(forward, eye)],
    [0, 0, 0, 1],
  ];
  const lens =
    kind === CameraKind.orthographic
      ? orthographic(camera.field ?? 10, across / down, near, far)
      : perspective(camera.field ?? 0.9, across / down, near, far);
  const matrix: number[] = [];
  for (let column = 0; column < 4; column += 1) {
    for (const row of lens) matrix.push(row.reduce((sum, value, at) => sum + value * (rows[at]?.[column] as number), 0));
  }
  return { matrix, eye, forward, viewport };
}

function perspective(field: number, aspect: number, near: number, far: number): number[][] {
  const size = 1 / Math.tan(field / 2);
  return [
    [size / aspect, 0, 0, 0],
    [0, size, 0, 0],
    [0, 0, (far + near) / (near - far), (2 * far * near) / (near - far)],
    [0, 0, -1, 0],
  ];
}

function orthographic(height: number, aspect: number, near: number, far: number): number[][] {
  return [
    [2 / (height * aspect), 0, 0, 0],
    [0, 2 / height, 0, 0],
    [0, 0, -2 / (far - near), -(far + near) / (far - near)],
    [0, 0, 0, 1],
  ];
}

/** Where a place of the world is on the picture, in pixels. */
export function onPicture(view: TestView, [x, y, z]: Point, width: number, height: number): { x: number; y: number; w: number } {
  const row = (at: number): number =>
    (view.matrix[at] as number) * x +
    (view.matrix[at + 4] as number) * y +
    (view.matrix[at + 8] as number) * z +
    (view.matrix[at + 12] as number);
  const w = row(3);
  const [left = 0, top = 0, across = 1, down = 1] = view.viewport;
  return {
    x: (left + ((row(0) / w + 1) / 2) * across) * width,
    y: (top + ((1 - row(1) / w) / 2) * down) * height,
    w,
  };
}
