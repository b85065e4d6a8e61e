/**
 * Where the view is: the maths between the torus and the screen.
 *
 * The world repeats without end in both directions, so a camera may be anywhere; `wrapCamera` keeps
 * its numbers small.
 */

/** A place in the world and a scale. */
export interface Camera {
  /** World units at the middle of the screen. */
  readonly x: number;
  readonly y: number;
  /** CSS pixels per world unit. */
  readonly zoom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** CSS pixels per world unit at the closest. */
export const MOST_ZOOM = 32;

/** The camera that shows the whole world's width and height, cropping the longer side: no repetition. */
export function fitCamera(world: Size, view: Size): Camera {
  return { x: world.width / 2, y: world.height / 2, zoom: coverZoom(world, view) };
}

function coverZoom(world: Size, view: Size): number {
  return Math.max(Math.max(1, view.width) / world.width, Math.max(1, view.height) / world.height);
}

/** The smallest zoom: the world stands at least once, and at most a little over twice, in the view's shorter side. */
export function leastZoom(world: Size, view: Size): number {
  return coverZoom(world, view) * 0.45;
}

/** The camera with its zoom in range and its place in the world's first copy. */
export function wrapCamera(camera: Camera, world: Size, view: Size): Camera {
  const least = leastZoom(world, view);
  return {
    x: modulo(camera.x, world.width),
    y: modulo(camera.y, world.height),
    zoom: Math.min(Math.max(MOST_ZOOM, least), Math.max(least, camera.zoom)),
  };
}

/** Where on the torus a point of the screen is. */
export function screenToWorld(camera: Camera, view: Size, point: Point, world: Size): Point {
  return {
    x: modulo(camera.x + (point.x - view.width / 2) / camera.zoom, world.width),
    y: modulo(camera.y + (point.y - view.height / 2) / camera.zoom, world.height),
  };
}

/** Where on the screen the copy of a world point nearest to the middle is. */
export function worldToScreen(camera: Camera, view: Size, point: Point, world: Size): Point {
  return {
    x: view.width / 2 + nearestOffset(point.x - camera.x, world.width) * camera.zoom,
    y: view.height / 2 + nearestOffset(point.y - camera.y, world.height) * camera.zoom,
  };
}

/** The camera after a drag by CSS pixels: the world follows the pointer. */
export function panned(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x - dx / camera.zoom, y: camera.y - dy / camera.zoom };
}

/** The camera zoomed by a factor, with the world under `anchor` staying where it is. */
export function zoomed(camera: Camera, factor: number, anchor: Point, world: Size, view: Size): Camera {
  const { zoom } = wrapCamera({ ...camera, zoom: camera.zoom * factor }, world, view);
  const offsetX = anchor.x - view.width / 2;
  const offsetY = anchor.y - view.height / 2;
  return {
    x: camera.x + offsetX / camera.zoom - offsetX / zoom,
    y: camera.y + offsetY / camera.zoom - offsetY / zoom,
    zoom,
  };
}

/** How many copies of the world to either side of the nearest one can be in view. */
export function copiesInView(camera: Camera, world: Size, view: Size, margin: number): { x: number; y: number } {
  // The nearest copy covers half a world to each side of the middle; what lies beyond needs another.
  const beyond = (side: number, period: number): number => Math.max(0, Math.ceil((side / camera.zoom / 2 + margin - period / 2) / period));
  return { x: beyond(view.width, world.width), y: beyond(view.height, world.height) };
}

/** The offset between two places the short way round. */
export function nearestOffset(offset: number, period: number): number {
  return offset - Math.round(offset / period) * period;
}

function modulo(value: number, period: number): number {
  const rest = value % period;
  return rest < 0 ? rest + period : rest;
}
