/**
 * The normal of each corner: the file's where it gives one; else the face's, or, in a smoothing group, that of all of the
 * group's faces around the same position in the same object, each weighted by its angle there. So the normals of a box of quads
 * and of a box of triangles are the same. Vertices that are listed twice at one position are one, and there is no angle from
 * which on an edge is sharp: the groups say which edges are.
 */
import { angleOf, FULL_TURN } from './angle.js';
import { FACE, NONE } from './elements.js';
import type { Statements } from './statements.js';
import type { Triangulator } from './triangulate.js';
import { TripleMap } from './triple-map.js';

/** The y of the normal of a face without an area. */
const UP = 1;

export class Normals {
  /** x, y, z of each: those of the file, then those of smoothing groups, then one a face. */
  readonly #given: Float32Array;
  readonly #faces: Float32Array;
  readonly #smooth: Float32Array;
  /** Of corners: a smooth normal, or NONE; null where no corner has one. */
  readonly #smoothOf: Int32Array | null;
  readonly #statements: Statements;
  readonly #givenCount: number;
  readonly #smoothCount: number;

  constructor(statements: Statements, triangulator: Triangulator) {
    this.#statements = statements;
    this.#given = unitNormals(statements.normals.values.subarray(0, statements.normals.length));
    this.#givenCount = this.#given.length / 3;
    this.#faces = faceNormals(statements, triangulator);
    const smooth = smoothNormals(statements, this.#faces, this.#given);
    this.#smooth = smooth.normals;
    this.#smoothOf = smooth.numbers;
    this.#smoothCount = this.#smooth.length / 3;
  }

  /** The number of a corner's normal: the same for the same normal of the same origin. */
  number(face: number, corner: number): number {
    const given = this.#statements.elements.vn.at(corner);
    if (given !== NONE && isSome(this.#given, given)) return given;
    const smooth = this.#smoothOf === null ? NONE : (this.#smoothOf[corner] as number);
    if (smooth !== NONE && isSome(this.#smooth, smooth)) return this.#givenCount + smooth;
    return this.#givenCount + this.#smoothCount + face;
  }

  /** Writes the normal of a number. */
  write(number: number, out: Float32Array, at: number): void {
    const smooth = number - this.#givenCount;
    const face = smooth - this.#smoothCount;
    const from = smooth < 0 ? this.#given : face < 0 ? this.#smooth : this.#faces;
    const index = smooth < 0 ? number : face < 0 ? smooth : face;
    for (let i = 0; i < 3; i++) out[at + i] = from[3 * index + i] as number;
    if (face >= 0 && !isSome(from, index)) out[at + 1] = UP;
  }
}

/** Whether a normal has a length: what has none is 0, 0, 0. */
function isSome(normals: Float32Array, number: number): boolean {
  return normals[3 * number] !== 0 || normals[3 * number + 1] !== 0 || normals[3 * number + 2] !== 0;
}

function unitNormals(normals: Float32Array | Float64Array): Float32Array {
  const units = new Float32Array(normals.length);
  for (let i = 0; i < normals.length; i += 3) {
    const x = normals[i] as number;
    const y = normals[i + 1] as number;
    const z = normals[i + 2] as number;
    const length = Math.sqrt(x * x + y * y + z * z);
    if (length === 0) continue;
    units[i] = x / length;
    units[i + 1] = y / length;
    units[i + 2] = z / length;
  }
  return units;
}

function faceNormals({ elements }: Statements, triangulator: Triangulator): Float32Array {
  const normals = new Float32Array(3 * elements.count);
  for (let face = 0; face < elements.count; face++) {
    if (elements.kind.at(face) !== FACE) continue;
    triangulator.measure(elements.start.at(face), elements.corners(face));
    const { nx, ny, nz } = triangulator;
    const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
    if (length === 0) continue;
    normals[3 * face] = nx / length;
    normals[3 * face + 1] = ny / length;
    normals[3 * face + 2] = nz / length;
  }
  return normals;
}

/** Normals of smoothing groups, and the number of each corner's. */
function smoothNormals({ elements, parts, positions }: Statements, faces: Float32Array, given: Float32Array) {
  const isSmooth = (face: number): boolean => elements.kind.at(face) === FACE && elements.smoothing.at(face) !== 0;
  let isNeeded = false;
  for (let face = 0; face < elements.count && !isNeeded; face++) {
    for (let i = elements.start.at(face); isSmooth(face) && i < elements.start.at(face + 1) && !isNeeded; i++) {
      const vn = elements.vn.at(i);
      isNeeded = vn === NONE || !isSome(given, vn);
    }
  }
  if (!isNeeded) return { normals: new Float32Array(0), numbers: null };

  const places = placesOf(positions.values, positions.length);
  const numbers = new Int32Array(elements.v.length).fill(NONE);
  const map = new TripleMap();
  for (let face = 0; face < elements.count; face++) {
    if (!isSmooth(face)) continue;
    const object = parts.objectOf.at(elements.part.at(face));
    for (let i = elements.start.at(face); i < elements.start.at(face + 1); i++) {
      numbers[i] = map.number(places[elements.v.at(i)] as number, elements.smoothing.at(face), object);
    }
  }
  const sums = new Float64Array(3 * map.size);
  for (let face = 0; face < elements.count; face++) {
    if (!isSmooth(face)) continue;
    const first = elements.start.at(face);
    const end = elements.start.at(face + 1);
    for (let i = first; i < end; i++) {
      const before = elements.v.at(i === first ? end - 1 : i - 1);
      const after = elements.v.at(i === end - 1 ? first : i + 1);
      const angle = angleAt(positions.values, before, elements.v.at(i), after, faces, face);
      const sum = 3 * (numbers[i] as number);
      for (let k = 0; k < 3; k++) sums[sum + k] = (sums[sum + k] as number) + angle * (faces[3 * face + k] as number);
    }
  }
  return { normals: unitNormals(sums), numbers };
}

/** For each vertex the first one at its position. */
function placesOf(positions: Float32Array, length: number): Int32Array {
  // Adding 0 makes -0 a 0, whose bits are others.
  const bits = new Int32Array(positions.subarray(0, length).map((value) => value + 0).buffer);
  const map = new TripleMap();
  const places = new Int32Array(length / 3);
  for (let i = 0; i < places.length; i++)
    places[i] = map.number(bits[3 * i] as number, bits[3 * i + 1] as number, bits[3 * i + 2] as number);
  return places;
}

/** The inner angle of a face at a corner: over a half turn where the outline turns away from the face's inside. */
function angleAt(positions: Float32Array, before: number, corner: number, after: number, faces: Float32Array, face: number): number {
  const x = positions[3 * corner] as number;
  const y = positions[3 * corner + 1] as number;
  const z = positions[3 * corner + 2] as number;
  let ax = (positions[3 * after] as number) - x;
  let ay = (positions[3 * after + 1] as number) - y;
  let az = (positions[3 * after + 2] as number) - z;
  let bx = (positions[3 * before] as number) - x;
  let by = (positions[3 * before + 1] as number) - y;
  let bz = (positions[3 * before + 2] as number) - z;
  const a = Math.sqrt(ax * ax + ay * ay + az * az);
  const b = Math.sqrt(bx * bx + by * by + bz * bz);
  if (a === 0 || b === 0) return 0;
  ax /= a;
  ay /= a;
  az /= a;
  bx /= b;
  by /= b;
  bz /= b;
  const difference = (ax - bx) * (ax - bx) + (ay - by) * (ay - by) + (az - bz) * (az - bz);
  const sum = (ax + bx) * (ax + bx) + (ay + by) * (ay + by) + (az + bz) * (az + bz);
  const angle = angleOf(difference, sum);
  const turn =
    (ay * bz - az * by) * (faces[3 * face] as number) +
    (az * bx - ax * bz) * (faces[3 * face + 1] as number) +
    (ax * by - ay * bx) * (faces[3 * face + 2] as number);
  return turn < 0 ? FULL_TURN - angle : angle;
}
