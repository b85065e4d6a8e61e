/** Where on the screen each animal is: one pass over the frame, made once and drawn from. */
import { FRAME_DISPLACEMENT_SCALE, FrameAnimal } from '../../generated/life-layout.js';
import { type Camera, copiesInView } from './camera.js';

/** Animals as a frame has them. */
export interface Herd {
  readonly count: number;
  readonly animals: Uint8Array;
  readonly positions: Float32Array;
  readonly worldWidth: number;
  readonly worldHeight: number;
}

/** Pixels as words of R, G, B, A bytes, little-endian: a word a pixel is far quicker than four bytes. */
export interface PixelGrid {
  readonly width: number;
  readonly height: number;
  readonly words: Uint32Array;
}

/** Animals in view; an animal that is seen in several copies of the world stands here as often. */
export interface Places {
  count: number;
  /** Device pixels. */
  xs: Float32Array;
  ys: Float32Array;
  /** Byte offset of the animal's record in the frame's animals. */
  records: Uint32Array;
}

export function noPlaces(): Places {
  return { count: 0, xs: new Float32Array(0), ys: new Float32Array(0), records: new Uint32Array(0) };
}

export interface PlacesView {
  readonly camera: Camera;
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  /** Share of the tick that has passed, 0 to 1. */
  readonly progress: number;
  /** Device pixels beyond the edges that still count as in view. */
  readonly margin: number;
}

/** Finds the animals in view; `into` keeps its arrays from frame to frame. */
export function placeAnimals(herd: Herd, view: PlacesView, into: Places): void {
  const { positions, animals, count } = herd;
  const scale = view.camera.zoom * view.ratio;
  const { margin, width, height } = view;
  const world = { width: herd.worldWidth, height: herd.worldHeight };
  const copies = copiesInView({ ...view.camera, zoom: scale }, world, { width, height }, margin / scale);
  grow(into, count * (2 * copies.x + 1) * (2 * copies.y + 1));
  const { xs, ys, records } = into;
  const rest = (1 - view.progress) / FRAME_DISPLACEMENT_SCALE;
  const cameraX = view.camera.x - Math.floor(view.camera.x / world.width) * world.width;
  const cameraY = view.camera.y - Math.floor(view.camera.y / world.height) * world.height;
  const halfX = world.width / 2;
  const halfY = world.height / 2;
  const periodX = world.width * scale;
  const periodY = world.height * scale;
  const reachX = width / 2 + margin;
  const reachY = height / 2 + margin;
  let found = 0;
  for (let i = 0; i < count; i += 1) {
    const record = i * FrameAnimal.size;
    let x = (positions[i * 4] as number) - cameraX;
    let y = (positions[i * 4 + 1] as number) - cameraY;
    // Camera and animal are in the same copy of the world: the nearest one is at most one further.
    if (x > halfX) x -= world.width;
    else if (x < -halfX) x += world.width;
    if (y > halfY) y -= world.height;
    else if (y < -halfY) y += world.height;
    x = (x - readI16(animals, record + FrameAnimal.dx) * rest) * scale;
    y = (y - readI16(animals, record + FrameAnimal.dy) * rest) * scale;
    for (let copyY = -copies.y; copyY <= copies.y; copyY += 1) {
      const screenY = y + copyY * periodY;
      if (screenY < -reachY || screenY > reachY) continue;
      for (let copyX = -copies.x; copyX <= copies.x; copyX += 1) {
        const screenX = x + copyX * periodX;
        if (screenX < -reachX || screenX > reachX) continue;
        xs[found] = screenX + width / 2;
        ys[found] = screenY + height / 2;
        records[found] = record;
        found += 1;
      }
    }
  }
  into.count = found;
}

/** The i16 at a byte offset. */
export function readI16(bytes: Uint8Array, at: number): number {
  return (((bytes[at] as number) | ((bytes[at + 1] as number) << 8)) << 16) >> 16;
}

function grow(places: Places, room: number): void {
  if (places.records.length >= room) return;
  const length = Math.ceil(room * 1.25);
  places.xs = new Float32Array(length);
  places.ys = new Float32Array(length);
  places.records = new Uint32Array(length);
}
