/** What is seen at a place of the picture: the twin of src/scene/pick.h, bit for bit. */
import { CameraKind, LEAST_SCALE, MeshEntry, NONE } from '../../generated/scene-layout.js';
import { squareRoot } from '../core/math.js';
import { CameraView, usableView, VIEW_WORDS } from './camera-view.js';
import { type DrawList, MAX_PASSES } from './draw-list.js';
import { type DrawInput, NODE, NOT_DRAWN, OWN_CAMERA } from './drawables.js';
import { modelMatrices } from './transform.js';

const f = Math.fround;

/** As the engine has it: an f32. */
const FLAT = f(LEAST_SCALE);
const MESH = MeshEntry.size / 4;
const LEAST = MeshEntry.least / 4;
const MOST = MeshEntry.most / 4;

/** What a ray from a camera met first. */
export class PickHit {
  /** The entity's slot, or NONE. */
  index: number = NONE;
  generation = 0;
  /** From the camera to where the ray meets the box around the entity's mesh. Unit: u. */
  distance = 0;
  /** Where that is. Unit: u. */
  readonly point = new Float32Array(3);

  clear(): void {
    this.index = NONE;
    this.generation = 0;
    this.distance = 0;
    this.point.fill(0);
  }
}

/** What a place of a camera's picture shows lies on a half-line. */
const ray = {
  origin: new Float32Array(3),
  /** A unit vector. */
  direction: new Float32Array(3),
  /** From where on and up to where something is seen. Unit: u. */
  least: 0,
  most: 0,
};
const views = Array.from({ length: MAX_PASSES }, () => new CameraView());
const view = new Float32Array(VIEW_WORDS);
const matrix = new Float32Array(12);
const axes = [new Float32Array(3), new Float32Array(3), new Float32Array(3)] as const;
const faces = [new Float32Array(3), new Float32Array(3), new Float32Array(3)] as const;
const sizes = new Float32Array(3);
const from = new Float32Array(3);

function dot(a: Float32Array, b: Float32Array): number {
  const sum = f(f((a[0] as number) * (b[0] as number)) + f((a[1] as number) * (b[1] as number)));
  return f(sum + f((a[2] as number) * (b[2] as number)));
}

function cross(out: Float32Array, a: Float32Array, b: Float32Array): void {
  const [ax, ay, az] = a as unknown as readonly [number, number, number];
  const [bx, by, bz] = b as unknown as readonly [number, number, number];
  out[0] = f(f(ay * bz) - f(az * by));
  out[1] = f(f(az * bx) - f(ax * bz));
  out[2] = f(f(ax * by) - f(ay * bx));
}

function scaleBy(v: Float32Array, factor: number): void {
  for (let k = 0; k < 3; k++) v[k] = f((v[k] as number) * factor);
}

const length = (v: Float32Array): number => squareRoot(dot(v, v));

/** Whether a place of the whole picture is in the camera's part of it. */
function holds({ viewport }: CameraView, x: number, y: number): boolean {
  const [left, top, width, height] = viewport as unknown as readonly [number, number, number, number];
  return x >= left && y >= top && x <= f(left + width) && y <= f(top + height);
}

/** Lays the ray through a place of the picture. */
function rayThrough(pass: CameraView, x: number, y: number): void {
  const [left, top, width, height] = pass.viewport as unknown as readonly [number, number, number, number];
  const across = f(f(f(f(x - left) / width) * 2) - 1);
  const along = f(1 - f(f(f(y - top) / height) * 2));
  const { origin, direction } = ray;
  const isScreen = pass.kind === CameraKind.screen;
  const isPerspective = pass.kind === CameraKind.perspective;
  const sides = isPerspective ? pass.slope : pass.half;
  const base = isPerspective ? pass.forward : pass.middle;
  const aside = f(across * (sides[0] as number));
  const above = f((isScreen ? -along : along) * (sides[1] as number));
  const place = isPerspective ? direction : origin;
  for (let k = 0; k < 3; k++) {
    place[k] = f(f((base[k] as number) + f((pass.right[k] as number) * aside)) + f((pass.up[k] as number) * above));
  }
  if (isPerspective) {
    const l = length(direction);
    scaleBy(direction, f(1 / l));
    origin.set(pass.eye);
    ray.least = f(pass.near * l);
    ray.most = f(pass.far * l);
    return;
  }
  direction.set(pass.forward);
  ray.least = isScreen ? 0 : pass.near;
  ray.most = isScreen ? f(pass.far - pass.near) : pass.far;
  if (isScreen) for (let k = 0; k < 3; k++) origin[k] = f((origin[k] as number) + f((pass.forward[k] as number) * pass.near));
}

/** The axes of the box of a mesh that a matrix puts into the world, and their lengths; false: it has no sides. */
function layAxes(m: Float32Array, at: number): boolean {
  let flat = -1;
  for (let k = 0; k < 3; k++) {
    const axis = axes[k] as Float32Array;
    axis[0] = m[at + k] as number;
    axis[1] = m[at + 4 + k] as number;
    axis[2] = m[at + 8 + k] as number;
    const size = length(axis);
    sizes[k] = size;
    if (size >= FLAT) {
      scaleBy(axis, f(1 / size));
    } else {
      if (flat >= 0) return false;
      flat = k;
    }
  }
  if (flat < 0) return true;
  // What is flat is a box without height.
  const normal = axes[flat] as Float32Array;
  cross(normal, axes[(flat + 1) % 3] as Float32Array, axes[(flat + 2) % 3] as Float32Array);
  const l = length(normal);
  if (!(l >= FLAT)) return false;
  scaleBy(normal, f(1 / l));
  sizes[flat] = 0;
  return true;
}

/** Where the ray meets the box of a mesh that a matrix puts into the world; less than 0: it misses it. See the C++ source. */
function meetBox(m: Float32Array, at: number, meshes: Float32Array, mesh: number): number {
  if (!layAxes(m, at)) return -1;
  cross(faces[0], axes[1], axes[2]);
  cross(faces[1], axes[2], axes[0]);
  cross(faces[2], axes[0], axes[1]);
  const volume = dot(axes[0], faces[0]);
  if (!(volume >= FLAT || volume <= -FLAT)) return -1;
  for (let k = 0; k < 3; k++) from[k] = f((ray.origin[k] as number) - (m[at + 4 * k + 3] as number));
  let enter = f(-3e38);
  let leave = f(3e38);
  for (let k = 0; k < 3; k++) {
    const face = faces[k] as Float32Array;
    const size = sizes[k] as number;
    const origin = f(dot(from, face) / volume);
    const way = f(dot(ray.direction, face) / volume);
    const low = f((meshes[mesh + LEAST + k] as number) * size);
    const high = f((meshes[mesh + MOST + k] as number) * size);
    if (way === 0) {
      if (origin < low || origin > high) return -1;
      continue;
    }
    const one = f(f(low - origin) / way);
    const other = f(f(high - origin) / way);
    const first = one < other ? one : other;
    const second = one < other ? other : one;
    if (first > enter) enter = first;
    if (second < leave) leave = second;
  }
  if (!(enter <= leave)) return -1;
  const met = enter >= ray.least ? enter : leave;
  return met >= ray.least && met <= ray.most ? met : -1;
}

/** Whether the ray comes near enough to a sphere: `meetSpheres`. */
function meetSphere(sphere: Float32Array): boolean {
  const { origin, direction } = ray;
  const wayX = direction[0] as number;
  const wayY = direction[1] as number;
  const wayZ = direction[2] as number;
  const x = f((sphere[0] as number) - (origin[0] as number));
  const y = f((sphere[1] as number) - (origin[1] as number));
  const z = f((sphere[2] as number) - (origin[2] as number));
  const along = f(f(f(x * wayX) + f(y * wayY)) + f(z * wayZ));
  const dx = f(x - f(along * wayX));
  const dy = f(y - f(along * wayY));
  const dz = f(z - f(along * wayZ));
  const reach = f(f((sphere[3] as number) * f(1.001)) + f((along < 0 ? -along : along) * f(1e-5)));
  return f(f(f(dx * dx) + f(dy * dy)) + f(dz * dz)) <= f(reach * reach);
}

/** Looks for what a camera shows where the ray goes. */
function meetFirst(list: DrawList, input: DrawInput, pass: CameraView, hit: PickHit): void {
  const { spheres, sight, drawables, transforms } = list;
  const { columns } = input;
  const tags = drawables.tags();
  const isScreen = pass.kind === CameraKind.screen;
  let best = 0;
  sight.look(pass);
  for (let slot = 0; slot < input.slots; slot++) {
    const tag = tags[slot] as number;
    if (tag === NOT_DRAWN) continue;
    if ((tag & OWN_CAMERA) !== 0 ? columns.cameras[slot] !== pass.camera : isScreen) continue;
    spheres.look(slot, tag);
    if (!sight.sees(spheres.sphere) || !meetSphere(spheres.sphere)) continue;
    const isNode = (tag & NODE) !== 0;
    if (!isNode) modelMatrices(columns, slot, matrix, 0);
    const mesh = ((columns.looks[slot] as number) & 0xffff) * MESH;
    const met = meetBox(isNode ? transforms.nodes() : matrix, isNode ? transforms.node(slot) : 0, input.meshFloats, mesh);
    if (met < 0) continue;
    // What is drawn later is above: of a screen camera's, what is nearer, and of equals the later slot.
    const rank = isScreen ? (sight.depth[0] as number) : met;
    const isAbove = isScreen ? rank <= best : rank < best;
    if (hit.index !== NONE && !isAbove) continue;
    best = rank;
    hit.index = slot;
    hit.distance = met;
  }
}

/** What is seen at a place of the picture, in shares of its width and height; false when the memory was refused: `pick`. */
export function pick(list: DrawList, input: DrawInput, x: number, y: number, hit: PickHit): boolean {
  hit.clear();
  if (!list.prepare(input)) return false;
  usableView(input.view, view);
  const placeX = f(x);
  const placeY = f(y);
  for (let i = list.findPasses(input, view, views) - 1; i >= 0; i--) {
    const pass = views[i] as CameraView;
    if (!holds(pass, placeX, placeY)) continue;
    rayThrough(pass, placeX, placeY);
    meetFirst(list, input, pass, hit);
    if (hit.index === NONE) continue;
    hit.generation = input.columns.generations[hit.index] as number;
    for (let k = 0; k < 3; k++) {
      hit.point[k] = f((ray.origin[k] as number) + f((ray.direction[k] as number) * hit.distance));
    }
    break;
  }
  return true;
}
