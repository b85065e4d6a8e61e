/**
 * A vertex of an instance as the rasterizer takes it: numbers in a row, so that a triangle that is cut at the near plane gets
 * new ones by mixing all numbers of two of them alike.
 */

/** Where what stands in a vertex's numbers. */
export const V = {
  /** Clip space, as OpenGL has it. */
  clip: 0,
  /** Device pixels from the picture's upper left corner, depth from -1 to 1, and 1 / w: 0 where it is behind the near plane. */
  x: 4,
  y: 5,
  z: 6,
  q: 7,
  /** What is seen without a texture: bytes of sRGB, fog included. */
  seen: 8,
  /** Linear light that it sends out before fog, and the share of fog. */
  light: 11,
  fog: 14,
  u: 15,
  v: 16,
  world: 17,
  normal: 20,
  /** Linear light that it sends out where it is fully lit. */
  base: 23,
  opacity: 26,
  /** Distance along the camera's view. Unit: u. */
  depth: 27,
} as const;
export const VERTEX_NUMBERS = 28;

/** Vertices that a cut triangle may need besides its own. */
export const SPARE_VERTICES = 4;

/** The area that is drawn on: device pixels, and from clip space to them. */
export interface Viewport {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Writes where a vertex is on the picture, from its place in clip space. */
export function project(list: Float64Array, at: number, { left, top, right, bottom }: Viewport): void {
  const w = list[at + 3] as number;
  const z = list[at + 2] as number;
  if (z + w <= 0 || w <= 0) {
    list[at + V.q] = 0;
    return;
  }
  const q = 1 / w;
  list[at + V.q] = q;
  list[at + V.x] = left + ((list[at] as number) * q * 0.5 + 0.5) * (right - left);
  list[at + V.y] = top + (0.5 - (list[at + 1] as number) * q * 0.5) * (bottom - top);
  list[at + V.z] = z * q;
}

/** Writes the vertex where the edge from one that is seen to one that is not meets the near plane. */
export function cutEdge(list: Float64Array, seen: number, behind: number, into: number, viewport: Viewport): void {
  const inside = (list[seen + 2] as number) + (list[seen + 3] as number);
  const outside = (list[behind + 2] as number) + (list[behind + 3] as number);
  const share = inside / (inside - outside);
  for (let number = 0; number < VERTEX_NUMBERS; number += 1) {
    const from = list[seen + number] as number;
    list[into + number] = from + ((list[behind + number] as number) - from) * share;
  }
  project(list, into, viewport);
  // Rounding may leave it a hair behind the plane.
  if (list[into + V.q] === 0) placeOnNear(list, into, viewport);
}

function placeOnNear(list: Float64Array, at: number, viewport: Viewport): void {
  const w = Math.max(list[at + 3] as number, 1e-12);
  list[at + 3] = w;
  list[at + 2] = -w * (1 - 1e-9);
  project(list, at, viewport);
}
