/** Meshes of a script's own: their data is checked, completed and packed as the engine has it. */

import { show } from '../../engine/describe.js';
import { LARGEST_COORDINATE, MeshMode, VERTEX_WORDS } from '../../generated/scene-layout.js';
import { SceneMeshError } from './errors.js';

/** What a script makes a mesh of. Right-handed; a triangle's front is where its corners go counter-clockwise. */
export interface MeshData {
  /** x, y, z of every vertex. Unit: u; -1000000000 to 1000000000. */
  readonly positions: ArrayLike<number>;
  /** Which vertices make the triangles (3 each), lines (2 each) or points, from 0 on; usually all of them in a row. */
  readonly indices?: ArrayLike<number>;
  /**
   * A direction of every vertex, of any length but 0; it counts in triangles alone. Where there are none they are computed: smooth
   * over vertices that triangles share by their indices, the larger triangle counting for more; flat where there are no indices.
   */
  readonly normals?: ArrayLike<number>;
  /** Place of every vertex on the texture: u, v, with 0, 0 at its lower left corner; usually 0, 0. */
  readonly uvs?: ArrayLike<number>;
  /**
   * sRGB of every vertex, which the entity's colour is multiplied with: red, green, blue and opacity, from 0 to 1, or from 0 to 255
   * where the array is one of bytes; usually opaque white.
   */
  readonly colors?: ArrayLike<number>;
  /** Usually `triangles`. */
  readonly mode?: keyof typeof MeshMode;
}

/** A mesh as beginMesh and meshPart carry it. */
export interface PackedMesh {
  /** Vertex records, VERTEX_WORDS words each. */
  readonly vertices: Uint32Array<ArrayBuffer>;
  readonly vertexCount: number;
  readonly indices: Uint32Array<ArrayBuffer>;
  readonly mode: MeshMode;
}

const FIELDS = ['positions', 'indices', 'normals', 'uvs', 'colors', 'mode'];
const NORMAL = 3;
const UV = 6;
const COLOR = 8;

/**
 * Packs a mesh. The same data gives the same bits everywhere.
 * @throws SceneMeshError that names the field, the value and what it may be
 */
export function packMesh(data: MeshData): PackedMesh {
  checkFields(data);
  const modeName = data.mode ?? 'triangles';
  const mode = MeshMode[modeName];
  if (!Object.hasOwn(MeshMode, modeName)) fail(`mode is ${shown(modeName)}`, `Give one of ${Object.keys(MeshMode).join(', ')}`);
  const positions = arrayOf('positions', data.positions);
  if (positions.length === 0 || positions.length % 3 !== 0) {
    fail(`positions has a length of ${positions.length}`, 'Give x, y and z of every vertex, and one vertex at least');
  }
  const vertexCount = positions.length / 3;
  const vertices = new Uint32Array(vertexCount * VERTEX_WORDS);
  const floats = new Float32Array(vertices.buffer);
  spread(floats, 0, 3, 'positions', positions);
  const indices = packIndices(data.indices, vertexCount, modeName);
  if (data.uvs !== undefined) spread(floats, UV, 2, 'uvs', sized('uvs', data.uvs, vertexCount, 2));
  packColors(vertices, data.colors, vertexCount);
  if (mode === MeshMode.triangles) {
    if (data.normals === undefined) computeNormals(floats, indices);
    else packNormals(floats, sized('normals', data.normals, vertexCount, 3));
  }
  return { vertices, vertexCount, indices, mode };
}

function checkFields(data: unknown): void {
  if (typeof data !== 'object' || data === null) {
    fail(`its data is ${shown(data)}`, 'Give an object with positions');
  }
  const stray = Object.keys(data).find((name) => !FIELDS.includes(name));
  if (stray !== undefined) fail(`there is no field ${stray}`, `Its fields are ${FIELDS.join(', ')}`);
}

function arrayOf(name: string, value: unknown): ArrayLike<number> {
  const length = (value as ArrayLike<number> | null | undefined)?.length;
  if (typeof value !== 'object' || typeof length !== 'number') fail(`${name} is ${shown(value)}`, 'Give an array of numbers');
  return value as ArrayLike<number>;
}

function sized(name: string, value: unknown, vertexCount: number, each: number): ArrayLike<number> {
  const array = arrayOf(name, value);
  if (array.length !== vertexCount * each) {
    fail(`${name} has a length of ${array.length}`, `${vertexCount} vertices with ${each} numbers each make ${vertexCount * each}`);
  }
  return array;
}

/** Writes `each` numbers of every vertex to where they stand in its record. */
function spread(floats: Float32Array, at: number, each: number, name: string, array: ArrayLike<number>): void {
  for (let i = 0, record = at; i < array.length; i += each, record += VERTEX_WORDS) {
    for (let k = 0; k < each; k++) floats[record + k] = checkNumber(name, i + k, array[i + k], -LARGEST_COORDINATE, LARGEST_COORDINATE);
  }
}

function packIndices(given: unknown, vertexCount: number, modeName: keyof typeof MeshMode): Uint32Array<ArrayBuffer> {
  const corners = 3 - MeshMode[modeName];
  if (given === undefined) {
    if (vertexCount % corners !== 0) {
      fail(`${vertexCount} vertices make no whole number of ${modeName}`, `Give a multiple of ${corners}, or indices`);
    }
    return Uint32Array.from({ length: vertexCount }, (_, i) => i);
  }
  const array = arrayOf('indices', given);
  if (array.length === 0 || array.length % corners !== 0) {
    fail(`indices has a length of ${array.length}`, `Give ${corners} for each of its ${modeName}, and one of them at least`);
  }
  const indices = new Uint32Array(array.length);
  for (let i = 0; i < array.length; i++) {
    const index = array[i] as number;
    if (!(Number.isInteger(index) && index >= 0 && index < vertexCount)) {
      fail(`indices[${i}] is ${shown(index)}`, `Give whole numbers from 0 to ${vertexCount - 1}: the vertices that positions has`);
    }
    indices[i] = index;
  }
  return indices;
}

function packColors(vertices: Uint32Array, given: unknown, vertexCount: number): void {
  if (given === undefined) {
    for (let at = COLOR; at < vertices.length; at += VERTEX_WORDS) vertices[at] = 0xffffffff;
    return;
  }
  const array = sized('colors', given, vertexCount, 4);
  const areBytes = array instanceof Uint8Array || array instanceof Uint8ClampedArray;
  for (let i = 0, at = COLOR; i < array.length; i += 4, at += VERTEX_WORDS) {
    let word = 0;
    for (let k = 3; k >= 0; k--) {
      const byte = areBytes ? (array[i + k] as number) : Math.floor(checkNumber('colors', i + k, array[i + k], 0, 1) * 255 + 0.5);
      word = (word << 8) | byte;
    }
    vertices[at] = word;
  }
}

function packNormals(floats: Float32Array, normals: ArrayLike<number>): void {
  spread(floats, NORMAL, 3, 'normals', normals);
  for (let i = 0, at = NORMAL; i < normals.length; i += 3, at += VERTEX_WORDS) {
    const [x, y, z] = [normals[i] as number, normals[i + 1] as number, normals[i + 2] as number];
    if (!writeUnit(floats, at, x, y, z)) {
      fail(`normals[${i}] to normals[${i + 2}] are 0`, 'Give directions of any other length, or no normals: they are computed then');
    }
  }
}

/** In f64, whose sums and products of f32 numbers neither overflow nor vanish. */
function computeNormals(floats: Float32Array, indices: Uint32Array): void {
  const sums = new Float64Array((floats.length / VERTEX_WORDS) * 3);
  for (let i = 0; i < indices.length; i += 3) {
    const a = (indices[i] as number) * VERTEX_WORDS;
    const b = (indices[i + 1] as number) * VERTEX_WORDS;
    const c = (indices[i + 2] as number) * VERTEX_WORDS;
    const ax = floats[a] as number;
    const ay = floats[a + 1] as number;
    const az = floats[a + 2] as number;
    const bx = (floats[b] as number) - ax;
    const by = (floats[b + 1] as number) - ay;
    const bz = (floats[b + 2] as number) - az;
    const cx = (floats[c] as number) - ax;
    const cy = (floats[c + 1] as number) - ay;
    const cz = (floats[c + 2] as number) - az;
    for (let k = i; k < i + 3; k++) {
      const sum = (indices[k] as number) * 3;
      // Twice as long as the triangle is large.
      sums[sum] = (sums[sum] as number) + (by * cz - bz * cy);
      sums[sum + 1] = (sums[sum + 1] as number) + (bz * cx - bx * cz);
      sums[sum + 2] = (sums[sum + 2] as number) + (bx * cy - by * cx);
    }
  }
  for (let i = 0, at = NORMAL; i < sums.length; i += 3, at += VERTEX_WORDS) {
    // A vertex without a triangle, or with triangles that have no front, faces up.
    if (!writeUnit(floats, at, sums[i] as number, sums[i + 1] as number, sums[i + 2] as number)) floats[at + 1] = 1;
  }
}

/** Writes a direction at length 1; false: it has none. */
function writeUnit(floats: Float32Array, at: number, x: number, y: number, z: number): boolean {
  const largest = Math.max(Math.abs(x), Math.abs(y), Math.abs(z));
  if (largest === 0) return false;
  const [dx, dy, dz] = [x / largest, y / largest, z / largest];
  const length = Math.sqrt(dx * dx + dy * dy + dz * dz);
  floats[at] = dx / length;
  floats[at + 1] = dy / length;
  floats[at + 2] = dz / length;
  return true;
}

function checkNumber(name: string, index: number, value: unknown, least: number, most: number): number {
  if (!(typeof value === 'number' && value >= least && value <= most)) {
    fail(`${name}[${index}] is ${shown(value)}`, `Give numbers from ${least} to ${most}`);
  }
  return value;
}

const shown = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : show(value));

function fail(reason: string, wayOut: string): never {
  throw new SceneMeshError('the mesh', reason, wayOut);
}
