/** The meshes that the engine makes: the twin of src/scene/primitives.cpp, bit for bit. */
import { LARGEST_COORDINATE, MESH_PARAMETERS, MeshKind, MeshMode, RefusalKind, VERTEX_WORDS } from '../../generated/scene-layout.js';
import { MESH_PARAMETERS_OF } from '../../scene/shared/mesh-kinds.js';
import { sincosTurns, squareRoot } from '../core/math.js';
import { type Outcome, refusal } from './outcome.js';

const f = Math.fround;

/** How large a mesh is. */
export interface PrimitiveSize {
  readonly mode: MeshMode;
  readonly vertices: number;
  readonly indices: number;
}

const bitsOf = new Uint32Array(1);
const bitsOfFloat = new Float32Array(bitsOf.buffer);

/** Puts the usual parameters in place of those that are 0, or refuses them: `checkParameters`. */
export function checkParameters(kind: number, parameters: Float32Array): Outcome {
  const known = MESH_PARAMETERS_OF[kind as MeshKind];
  if (kind === MeshKind.custom || known === undefined) return refusal(RefusalKind.outOfRange, kind);
  for (let i = 0; i < MESH_PARAMETERS; i++) {
    const value = parameters[i] as number;
    const parameter = known[i];
    if (parameter === undefined) {
      if (value !== 0) return refusal(RefusalKind.malformed, i);
      continue;
    }
    if (value === 0) {
      parameters[i] = parameter.usual;
      continue;
    }
    if (!(value >= -LARGEST_COORDINATE && value <= LARGEST_COORDINATE)) return refusal(RefusalKind.notFinite);
    if (value < parameter.least || value > parameter.most || (parameter.isWhole && Math.trunc(value) !== value)) {
      bitsOfFloat[0] = value;
      return refusal(RefusalKind.outOfRange, bitsOf[0] as number);
    }
  }
  return null;
}

/** Of a mesh with parameters that were checked: `primitiveSize`. */
export function primitiveSize(kind: MeshKind, parameters: Float32Array): PrimitiveSize {
  const [, second = 0, third = 0] = parameters;
  switch (kind) {
    case MeshKind.cube:
      return { mode: MeshMode.triangles, vertices: 24, indices: 36 };
    case MeshKind.sphere:
      return {
        mode: MeshMode.triangles,
        vertices: second * 2 + (second + 1) * (third - 1),
        indices: second * (third - 1) * 6,
      };
    case MeshKind.grid:
      return { mode: MeshMode.lines, vertices: (second + 1) * 4, indices: (second + 1) * 4 };
    case MeshKind.plane:
      return { mode: MeshMode.triangles, vertices: (third + 1) * (third + 1), indices: third * third * 6 };
    case MeshKind.cylinder:
      return { mode: MeshMode.triangles, vertices: third * 4 + 4, indices: third * 12 };
    case MeshKind.cone:
      return { mode: MeshMode.triangles, vertices: third * 3 + 2, indices: third * 6 };
    default:
      return { mode: MeshMode.triangles, vertices: 0, indices: 0 };
  }
}

/**
 * Writes a mesh with parameters that were checked: `writePrimitive`.
 *
 * @param vertices Vertex records of the mesh alone, `primitiveSize` of them
 * @param indices its indices alone
 */
export function writePrimitive(kind: MeshKind, parameters: Float32Array, vertices: Float32Array, indices: Uint32Array): void {
  const pen = new Pen(vertices, indices);
  switch (kind) {
    case MeshKind.cube:
      writeCube(pen, parameters);
      break;
    case MeshKind.sphere:
      writeSphere(pen, parameters);
      break;
    case MeshKind.grid:
      writeGrid(pen, parameters);
      break;
    case MeshKind.plane:
      writePlane(pen, parameters);
      break;
    case MeshKind.cylinder:
      writeCylinder(pen, parameters);
      break;
    case MeshKind.cone:
      writeCone(pen, parameters);
      break;
    case MeshKind.custom:
      break;
  }
}

/** Writes one mesh from its first vertex on. */
class Pen {
  /** Vertices up to now: the number of the next one. */
  count = 0;
  readonly #floats: Float32Array;
  readonly #colors: Uint32Array;
  readonly #indices: Uint32Array;
  #index = 0;

  constructor(vertices: Float32Array, indices: Uint32Array) {
    this.#floats = vertices;
    this.#colors = new Uint32Array(vertices.buffer, vertices.byteOffset, vertices.length);
    this.#indices = indices;
  }

  vertex(x: number, y: number, z: number, normalX: number, normalY: number, normalZ: number, u: number, v: number): void {
    const to = this.#floats;
    const at = this.count++ * VERTEX_WORDS;
    to[at] = x;
    to[at + 1] = y;
    to[at + 2] = z;
    to[at + 3] = normalX;
    to[at + 4] = normalY;
    to[at + 5] = normalZ;
    to[at + 6] = u;
    to[at + 7] = v;
    this.#colors[at + 8] = 0xffffffff;
  }

  line(a: number, b: number): void {
    this.#indices[this.#index++] = a;
    this.#indices[this.#index++] = b;
  }

  triangle(a: number, b: number, c: number): void {
    this.#indices[this.#index++] = a;
    this.#indices[this.#index++] = b;
    this.#indices[this.#index++] = c;
  }

  /** Between two rows of vertices, the upper one and the lower one, as seen with the first ones on the left. */
  band(upper: number, lower: number, segments: number): void {
    for (let i = 0; i < segments; i++) {
      this.triangle(upper + i, lower + i, lower + i + 1);
      this.triangle(upper + i, lower + i + 1, upper + i + 1);
    }
  }
}

/** Directions around a circle, of length 1 within a rounding, whatever sincosTurns errs by. */
class Circle {
  readonly sines: Float32Array;
  readonly cosines: Float32Array;

  /** For the turns (i + shift) / segments, i from 0 to count - 1. */
  constructor(count: number, segments: number, shift: number) {
    const turns = new Float32Array(count);
    for (let i = 0; i < count; i++) turns[i] = f(i + shift) / segments;
    this.sines = new Float32Array(count);
    this.cosines = new Float32Array(count);
    sincosTurns(turns, count, this.sines, this.cosines);
    for (let i = 0; i < count; i++) {
      const sine = this.sines[i] as number;
      const cosine = this.cosines[i] as number;
      const one = squareRoot(f(f(sine * sine) + f(cosine * cosine)));
      this.sines[i] = sine / one;
      this.cosines[i] = cosine / one;
    }
  }

  // Around y they go from -z over -x, z and x: to the right as seen from outside, with the seam behind.
  x(i: number): number {
    return 0 - (this.sines[i] as number);
  }

  z(i: number): number {
    return 0 - (this.cosines[i] as number);
  }
}

const share = (i: number, count: number): number => f(i / count);
const middleShare = (i: number, count: number): number => f(f(i + 0.5) / count);

/** A face's normal, and what is right and up as seen from outside. */
const FACES: readonly (readonly number[])[] = [
  [1, 0, 0, 0, 0, -1, 0, 1, 0],
  [-1, 0, 0, 0, 0, 1, 0, 1, 0],
  [0, 1, 0, 1, 0, 0, 0, 0, -1],
  [0, -1, 0, 1, 0, 0, 0, 0, 1],
  [0, 0, 1, 1, 0, 0, 0, 1, 0],
  [0, 0, -1, -1, 0, 0, 0, 1, 0],
];

function writeCube(pen: Pen, p: Float32Array): void {
  for (const face of FACES) {
    const first = pen.count;
    for (let corner = 0; corner < 4; corner++) {
      const a = corner === 1 || corner === 2 ? 1 : -1;
      const b = corner >= 2 ? 1 : -1;
      // A whole number times a half: exact, like the halves themselves.
      const along = (axis: number): number =>
        ((face[axis] as number) + a * (face[3 + axis] as number) + b * (face[6 + axis] as number)) * f((p[axis] as number) * 0.5);
      const [x = 0, y = 0, z = 0] = face;
      pen.vertex(along(0), along(1), along(2), x, y, z, a > 0 ? 1 : 0, b > 0 ? 1 : 0);
    }
    pen.triangle(first, first + 1, first + 2);
    pen.triangle(first, first + 2, first + 3);
  }
}

/** A pole has a vertex for each triangle that meets there, in the middle of what the triangle has of the texture. */
function writeSphere(pen: Pen, p: Float32Array): void {
  const [radius = 0, segments = 0, rings = 0] = p;
  const around = new Circle(segments + 1, segments, 0);
  const down = new Circle(rings + 1, rings * 2, 0);
  for (let i = 0; i < segments; i++) pen.vertex(0, radius, 0, 0, 1, 0, middleShare(i, segments), 1);
  for (let j = 1; j < rings; j++) {
    const v = f(1 - share(j, rings));
    const sine = down.sines[j] as number;
    const y = down.cosines[j] as number;
    for (let i = 0; i <= segments; i++) {
      const x = f(around.x(i) * sine);
      const z = f(around.z(i) * sine);
      pen.vertex(f(x * radius), f(y * radius), f(z * radius), x, y, z, share(i, segments), v);
    }
  }
  const last = pen.count;
  for (let i = 0; i < segments; i++) pen.vertex(0, 0 - radius, 0, 0, -1, 0, middleShare(i, segments), 0);
  const row = segments + 1;
  for (let i = 0; i < segments; i++) pen.triangle(i, segments + i, segments + i + 1);
  for (let j = 1; j + 1 < rings; j++) {
    const upper = segments + (j - 1) * row;
    pen.band(upper, upper + row, segments);
  }
  for (let i = 0; i < segments; i++) pen.triangle(last - row + i, last + i, last - row + i + 1);
}

function writeGrid(pen: Pen, p: Float32Array): void {
  const [size = 0, divisions = 0] = p;
  const half = f(size * 0.5);
  for (let i = 0; i <= divisions; i++) {
    const part = share(i, divisions);
    const at = f(f(part - 0.5) * size);
    const first = pen.count;
    pen.vertex(at, 0, 0 - half, 0, 0, 0, part, 1);
    pen.vertex(at, 0, half, 0, 0, 0, part, 0);
    pen.vertex(0 - half, 0, at, 0, 0, 0, 0, f(1 - part));
    pen.vertex(half, 0, at, 0, 0, 0, 1, f(1 - part));
    pen.line(first, first + 1);
    pen.line(first + 2, first + 3);
  }
}

function writePlane(pen: Pen, p: Float32Array): void {
  const [width = 0, depth = 0, segments = 0] = p;
  for (let j = 0; j <= segments; j++) {
    const down = share(j, segments);
    const z = f(f(down - 0.5) * depth);
    for (let i = 0; i <= segments; i++) {
      const right = share(i, segments);
      pen.vertex(f(f(right - 0.5) * width), 0, z, 0, 1, 0, right, f(1 - down));
    }
  }
  for (let j = 0; j < segments; j++) pen.band(j * (segments + 1), (j + 1) * (segments + 1), segments);
}

/** A disc that faces up (1) or down (-1). */
function writeCap(pen: Pen, around: Circle, segments: number, radius: number, y: number, up: number): void {
  const middle = pen.count;
  pen.vertex(0, y, 0, 0, up, 0, 0.5, 0.5);
  for (let i = 0; i < segments; i++) {
    const x = around.x(i);
    const z = around.z(i);
    pen.vertex(f(x * radius), y, f(z * radius), 0, up, 0, f(0.5 + f(x * 0.5)), f(0.5 - f(z * up * 0.5)));
  }
  for (let i = 0; i < segments; i++) {
    const here = middle + 1 + i;
    const next = i + 1 < segments ? here + 1 : middle + 1;
    if (up > 0) pen.triangle(middle, here, next);
    else pen.triangle(middle, next, here);
  }
}

function writeCylinder(pen: Pen, p: Float32Array): void {
  const [radius = 0, height = 0, segments = 0] = p;
  const half = f(height * 0.5);
  const around = new Circle(segments + 1, segments, 0);
  for (let row = 0; row < 2; row++) {
    const y = row === 0 ? half : 0 - half;
    for (let i = 0; i <= segments; i++) {
      const x = around.x(i);
      const z = around.z(i);
      pen.vertex(f(x * radius), y, f(z * radius), x, 0, z, share(i, segments), row === 0 ? 1 : 0);
    }
  }
  pen.band(0, segments + 1, segments);
  writeCap(pen, around, segments, radius, half, 1);
  writeCap(pen, around, segments, radius, 0 - half, -1);
}

/** The point has a vertex for each triangle that meets there, with a normal between those of the triangle's others. */
function writeCone(pen: Pen, p: Float32Array): void {
  const [radius = 0, whole = 0, segments = 0] = p;
  const half = f(whole * 0.5);
  const around = new Circle(segments + 1, segments, 0);
  const between = new Circle(segments, segments, 0.5);
  // Relative to the larger one, so that no square is lost or overflows.
  const larger = radius < whole ? whole : radius;
  const height = f(whole / larger);
  const width = f(radius / larger);
  const slope = squareRoot(f(f(height * height) + f(width * width)));
  const outward = f(height / slope);
  const upward = f(width / slope);
  for (let i = 0; i < segments; i++) {
    const x = f(between.x(i) * outward);
    const z = f(between.z(i) * outward);
    pen.vertex(0, half, 0, x, upward, z, middleShare(i, segments), 1);
  }
  for (let i = 0; i <= segments; i++) {
    const x = around.x(i);
    const z = around.z(i);
    pen.vertex(f(x * radius), 0 - half, f(z * radius), f(x * outward), upward, f(z * outward), share(i, segments), 0);
  }
  for (let i = 0; i < segments; i++) pen.triangle(i, segments + i, segments + i + 1);
  writeCap(pen, around, segments, radius, 0 - half, -1);
}
