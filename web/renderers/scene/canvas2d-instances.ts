/** Draws the instances of a group: their vertices to the picture and into the light, then their triangles, lines or points. */
import { INSTANCE_WORDS, MeshMode } from '../../generated/scene-layout.js';
import { type CopiedMesh, M, MESH_NUMBERS } from './canvas2d-meshes.js';
import type { Rasterizer } from './canvas2d-raster.js';
import type { CpuShader } from './canvas2d-shader.js';
import { cutEdge, project, SPARE_VERTICES, V, VERTEX_NUMBERS } from './canvas2d-vertex.js';
import { hidesBacks } from './draw-list.js';
import { writeLinear } from './srgb.js';

/** What a group is drawn with. */
export interface GroupLook {
  mesh: CopiedMesh;
  isOnScreen: boolean;
  isSeenThrough: boolean;
  /** Device pixels: an instance whose radius is smaller is a dot, and how large a point is. */
  leastRadius: number;
  pointRadius: number;
  /** What is added to the depth of lines and points, in clip space. */
  nudge: number;
}

export class InstanceDrawer {
  readonly #raster: Rasterizer;
  readonly #shader: CpuShader;
  /** Vertices of the instance at hand, and behind them those of a cut triangle. */
  #list = new Float64Array(0);
  /** Which instance each vertex was lit for last: only those of triangles that are seen are. */
  #litFor = new Uint32Array(0);
  #instance = 0;
  readonly #clip = new Float64Array(16);
  /** The instance's rows, and what its sides span, for normals. */
  readonly #rows = new Float64Array(12);
  readonly #spans = new Float64Array(9);
  readonly #color = new Float64Array(3);
  #opacity = 1;
  /** The normal that the shader's light is of; NaN: of none. */
  readonly #normal = new Float64Array(3);
  readonly #kept = new Int32Array(4);
  #isLit = false;
  #isOnScreen = false;

  constructor(raster: Rasterizer, shader: CpuShader) {
    this.#raster = raster;
    this.#shader = shader;
  }

  /**
   * @param at     the instance's first number
   * @param matrix numbers with the pass's matrix from `from` on
   */
  draw(instances: Float32Array, words: Uint32Array, at: number, matrix: Float32Array, from: number, look: GroupLook): void {
    const { mesh } = look;
    this.#makeRoom(mesh.count);
    for (let number = 0; number < 12; number += 1) this.#rows[number] = instances[at + number] as number;
    const color = words[at + INSTANCE_WORDS - 1] as number;
    writeLinear(color, this.#color, 0);
    this.#opacity = (color >>> 24) / 255;
    this.#isOnScreen = look.isOnScreen;
    this.#isLit = !look.isOnScreen && mesh.mode === MeshMode.triangles;
    if (mesh.mode !== MeshMode.points && this.#drawSmall(matrix, from, look)) return;
    this.#instance += 1;
    this.#normal[0] = Number.NaN;
    this.#combine(matrix, from);
    if (mesh.mode !== MeshMode.triangles) this.#clip[11] = (this.#clip[11] as number) + look.nudge;
    for (let vertex = 0; vertex < mesh.count; vertex += 1) {
      const of = vertex * MESH_NUMBERS;
      this.#place(vertex * VERTEX_NUMBERS, mesh.vertices[of] as number, mesh.vertices[of + 1] as number, mesh.vertices[of + 2] as number);
    }
    if (mesh.mode === MeshMode.triangles) this.#drawTriangles(this.#findSpans() < 0, look);
    else if (mesh.mode === MeshMode.lines) this.#drawLines(look);
    else this.#drawPoints(look);
  }

  #makeRoom(vertices: number): void {
    const numbers = (vertices + SPARE_VERTICES) * VERTEX_NUMBERS;
    if (this.#list.length >= numbers) return;
    this.#list = new Float64Array(2 * numbers);
    this.#litFor = new Uint32Array(2 * vertices);
  }

  /** Multiplies the pass's matrix, column after column, with the instance's rows. */
  #combine(matrix: Float32Array, from: number): void {
    const rows = this.#rows;
    const clip = this.#clip;
    for (let row = 0; row < 4; row += 1) {
      const x = matrix[from + row] as number;
      const y = matrix[from + 4 + row] as number;
      const z = matrix[from + 8 + row] as number;
      const to = row * 4;
      clip[to] = x * (rows[0] as number) + y * (rows[4] as number) + z * (rows[8] as number);
      clip[to + 1] = x * (rows[1] as number) + y * (rows[5] as number) + z * (rows[9] as number);
      clip[to + 2] = x * (rows[2] as number) + y * (rows[6] as number) + z * (rows[10] as number);
      clip[to + 3] = x * (rows[3] as number) + y * (rows[7] as number) + z * (rows[11] as number) + (matrix[from + 12 + row] as number);
    }
  }

  /** Finds what the sides of the instance span; gives its volume, which is negative where it mirrors. */
  #findSpans(): number {
    const rows = this.#rows;
    const spans = this.#spans;
    for (let column = 0; column < 3; column += 1) {
      const b = (column + 1) % 3;
      const c = (column + 2) % 3;
      const to = column * 3;
      spans[to] = (rows[4 + b] as number) * (rows[8 + c] as number) - (rows[8 + b] as number) * (rows[4 + c] as number);
      spans[to + 1] = (rows[8 + b] as number) * (rows[c] as number) - (rows[b] as number) * (rows[8 + c] as number);
      spans[to + 2] = (rows[b] as number) * (rows[4 + c] as number) - (rows[4 + b] as number) * (rows[c] as number);
    }
    const volume =
      (rows[0] as number) * (spans[0] as number) + (rows[4] as number) * (spans[1] as number) + (rows[8] as number) * (spans[2] as number);
    if (volume < 0) for (let number = 0; number < 9; number += 1) spans[number] = -(spans[number] as number);
    return volume;
  }

  /** Draws an instance as a dot where it is hardly larger; gives whether it was drawn, or is not to be seen. */
  #drawSmall(matrix: Float32Array, from: number, { mesh, leastRadius, isSeenThrough }: GroupLook): boolean {
    const list = this.#list;
    const raster = this.#raster;
    this.#toWorld(0, mesh.center[0] as number, mesh.center[1] as number, mesh.center[2] as number);
    const x = list[V.world] as number;
    const y = list[V.world + 1] as number;
    const z = list[V.world + 2] as number;
    const along = (row: number): number =>
      (matrix[from + row] as number) * x +
      (matrix[from + 4 + row] as number) * y +
      (matrix[from + 8 + row] as number) * z +
      (matrix[from + 12 + row] as number);
    const w = along(3);
    const a = matrix[from + 1] as number;
    const b = matrix[from + 5] as number;
    const c = matrix[from + 9] as number;
    const radius = mesh.radius * Math.sqrt(this.#largestScale() * (a * a + b * b + c * c)) * 0.5 * (raster.bottom - raster.top);
    if (!(w > 0) || radius >= leastRadius * w) return false;
    list[0] = along(0);
    list[1] = along(1);
    list[2] = along(2);
    list[3] = w;
    project(list, 0, raster);
    if (list[V.q] === 0) return true;
    if (this.#isOnScreen) list[V.z] = -1;
    this.#shadeDot(mesh, x, y, z);
    // A body fills less than the sphere around it.
    raster.dot(list, 0, (radius / w) * 0.7, this.#opacity, !isSeenThrough);
    return true;
  }

  /** The square of how much the instance stretches what it stretches most. */
  #largestScale(): number {
    const rows = this.#rows;
    let largest = 0;
    for (let column = 0; column < 3; column += 1) {
      const a = rows[column] as number;
      const b = rows[4 + column] as number;
      const c = rows[8 + column] as number;
      largest = Math.max(largest, a * a + b * b + c * c);
    }
    return largest;
  }

  #shadeDot(mesh: CopiedMesh, x: number, y: number, z: number): void {
    const list = this.#list;
    const shader = this.#shader;
    if (this.#isLit) shader.lightBefore(x, y, z);
    const fog = shader.hasFog ? shader.fogAt(shader.depthOf(x, y, z)) : 0;
    for (let channel = 0; channel < 3; channel += 1) {
      const light = (this.#color[channel] as number) * (mesh.vertices[M.light + channel] as number);
      list[V.seen + channel] = shader.seen(this.#isLit ? light * (shader.out[channel] as number) : light, fog, channel);
    }
  }

  /** Writes where a vertex is on the picture. */
  #place(to: number, x: number, y: number, z: number): void {
    const clip = this.#clip;
    const list = this.#list;
    list[to] = (clip[0] as number) * x + (clip[1] as number) * y + (clip[2] as number) * z + (clip[3] as number);
    list[to + 1] = (clip[4] as number) * x + (clip[5] as number) * y + (clip[6] as number) * z + (clip[7] as number);
    list[to + 2] = (clip[8] as number) * x + (clip[9] as number) * y + (clip[10] as number) * z + (clip[11] as number);
    list[to + 3] = (clip[12] as number) * x + (clip[13] as number) * y + (clip[14] as number) * z + (clip[15] as number);
    project(list, to, this.#raster);
    // Whatever is drawn later on a screen covers what is there.
    if (this.#isOnScreen) list[to + V.z] = -1;
  }

  #toWorld(to: number, x: number, y: number, z: number): void {
    const rows = this.#rows;
    const list = this.#list;
    list[to + V.world] = (rows[0] as number) * x + (rows[1] as number) * y + (rows[2] as number) * z + (rows[3] as number);
    list[to + V.world + 1] = (rows[4] as number) * x + (rows[5] as number) * y + (rows[6] as number) * z + (rows[7] as number);
    list[to + V.world + 2] = (rows[8] as number) * x + (rows[9] as number) * y + (rows[10] as number) * z + (rows[11] as number);
  }

  /** Writes what of a vertex is needed once it is seen, unless it is there. */
  #shade(to: number, { vertices }: CopiedMesh): void {
    const vertex = to / VERTEX_NUMBERS;
    if (this.#litFor[vertex] === this.#instance) return;
    this.#litFor[vertex] = this.#instance;
    const list = this.#list;
    const of = vertex * MESH_NUMBERS;
    this.#toWorld(to, vertices[of] as number, vertices[of + 1] as number, vertices[of + 2] as number);
    list[to + V.u] = vertices[of + M.uv] as number;
    list[to + V.v] = vertices[of + M.uv + 1] as number;
    list[to + V.opacity] = this.#opacity * (vertices[of + M.opacity] as number);
    if (this.#isLit)
      this.#light(to, vertices[of + M.normal] as number, vertices[of + M.normal + 1] as number, vertices[of + M.normal + 2] as number);
    const { out } = this.#shader;
    for (let channel = 0; channel < 3; channel += 1) {
      const base = (this.#color[channel] as number) * (vertices[of + M.light + channel] as number);
      list[to + V.base + channel] = base;
      list[to + V.light + channel] = this.#isLit ? base * (out[channel] as number) : base;
    }
    this.#addFog(to);
  }

  /** Finds the light at a vertex, from its normal in the mesh. */
  #light(to: number, x: number, y: number, z: number): void {
    const list = this.#list;
    const spans = this.#spans;
    const normal = this.#normal;
    const shader = this.#shader;
    // Vertices of a flat side follow each other, with one normal and one light.
    const isAsBefore = normal[0] === x && normal[1] === y && normal[2] === z;
    if (!isAsBefore) {
      normal[0] = x;
      normal[1] = y;
      normal[2] = z;
    }
    const nx = (spans[0] as number) * x + (spans[3] as number) * y + (spans[6] as number) * z;
    const ny = (spans[1] as number) * x + (spans[4] as number) * y + (spans[7] as number) * z;
    const nz = (spans[2] as number) * x + (spans[5] as number) * y + (spans[8] as number) * z;
    const squared = nx * nx + ny * ny + nz * nz;
    const per = squared > 0 ? 1 / Math.sqrt(squared) : 0;
    list[to + V.normal] = nx * per;
    list[to + V.normal + 1] = ny * per;
    list[to + V.normal + 2] = nz * per;
    if (isAsBefore && !shader.hasLocalLight) return;
    shader.lightOf(list, to + V.world, to + V.normal);
  }

  #addFog(to: number): void {
    const list = this.#list;
    const shader = this.#shader;
    let fog = 0;
    if (shader.hasFog) {
      const depth = shader.depthOf(list[to + V.world] as number, list[to + V.world + 1] as number, list[to + V.world + 2] as number);
      fog = shader.fogAt(depth);
      list[to + V.depth] = depth;
    }
    list[to + V.fog] = fog;
    list[to + V.seen] = shader.seen(list[to + V.light] as number, fog, 0);
    list[to + V.seen + 1] = shader.seen(list[to + V.light + 1] as number, fog, 1);
    list[to + V.seen + 2] = shader.seen(list[to + V.light + 2] as number, fog, 2);
  }

  #drawTriangles(isMirrored: boolean, { mesh, isOnScreen, isSeenThrough }: GroupLook): void {
    const list = this.#list;
    const { indices } = mesh;
    this.#raster.isLit = !isOnScreen;
    // On a picture, whose y goes down, a front goes clockwise: its area is negative. A screen's y mirrors it.
    const front = isMirrored === isOnScreen ? -1 : 1;
    const sign = hidesBacks(mesh.kind, isOnScreen) ? front : 0;
    for (let index = 0; index + 2 < indices.length; index += 3) {
      const a = (indices[index] as number) * VERTEX_NUMBERS;
      const b = (indices[index + 1] as number) * VERTEX_NUMBERS;
      const c = (indices[index + 2] as number) * VERTEX_NUMBERS;
      const before = (list[a + V.q] !== 0 ? 1 : 0) + (list[b + V.q] !== 0 ? 1 : 0) + (list[c + V.q] !== 0 ? 1 : 0);
      if (before === 0 || (before === 3 && !this.#isSeen(a, b, c, sign))) continue;
      this.#shade(a, mesh);
      this.#shade(b, mesh);
      this.#shade(c, mesh);
      if (before === 3) this.#raster.triangle(list, a, b, c, list[a + V.opacity] as number, !isSeenThrough);
      else this.#drawCut(a, b, c, sign, !isSeenThrough);
    }
  }

  /** Whether a triangle shows its front and is within the picture. */
  #isSeen(a: number, b: number, c: number, sign: number): boolean {
    const list = this.#list;
    const { left, top, right, bottom } = this.#raster;
    const ax = list[a + V.x] as number;
    const ay = list[a + V.y] as number;
    const bx = list[b + V.x] as number;
    const by = list[b + V.y] as number;
    const cx = list[c + V.x] as number;
    const cy = list[c + V.y] as number;
    if (((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) * sign < 0) return false;
    if ((ax < left && bx < left && cx < left) || (ax > right && bx > right && cx > right)) return false;
    return !((ay < top && by < top && cy < top) || (ay > bottom && by > bottom && cy > bottom));
  }

  /** Draws what is before the near plane of a triangle that goes through it. */
  #drawCut(a: number, b: number, c: number, sign: number, hides: boolean): void {
    const list = this.#list;
    const kept = this.#kept;
    let count = 0;
    let spare = list.length - SPARE_VERTICES * VERTEX_NUMBERS;
    for (let corner = 0; corner < 3; corner += 1) {
      const from = corner === 0 ? a : corner === 1 ? b : c;
      const to = corner === 0 ? b : corner === 1 ? c : a;
      const isFromSeen = list[from + V.q] !== 0;
      const isToSeen = list[to + V.q] !== 0;
      if (isFromSeen) {
        kept[count] = from;
        count += 1;
      }
      if (isFromSeen === isToSeen) continue;
      cutEdge(list, isFromSeen ? from : to, isFromSeen ? to : from, spare, this.#raster);
      kept[count] = spare;
      count += 1;
      spare += VERTEX_NUMBERS;
    }
    for (let corner = 2; corner < count; corner += 1) {
      const first = kept[0] as number;
      const second = kept[corner - 1] as number;
      const third = kept[corner] as number;
      if (this.#isSeen(first, second, third, sign))
        this.#raster.triangle(list, first, second, third, list[first + V.opacity] as number, hides);
    }
  }

  #drawLines({ mesh, isSeenThrough }: GroupLook): void {
    const list = this.#list;
    const { indices } = mesh;
    for (let index = 0; index + 1 < indices.length; index += 2) {
      let a = (indices[index] as number) * VERTEX_NUMBERS;
      let b = (indices[index + 1] as number) * VERTEX_NUMBERS;
      const spare = list.length - VERTEX_NUMBERS;
      if (list[a + V.q] === 0 && list[b + V.q] === 0) continue;
      this.#shade(a, mesh);
      this.#shade(b, mesh);
      if (list[a + V.q] === 0) {
        cutEdge(list, b, a, spare, this.#raster);
        a = spare;
      } else if (list[b + V.q] === 0) {
        cutEdge(list, a, b, spare, this.#raster);
        b = spare;
      }
      this.#raster.line(list, a, b, list[a + V.opacity] as number, !isSeenThrough);
    }
  }

  #drawPoints({ mesh, isSeenThrough, pointRadius }: GroupLook): void {
    const list = this.#list;
    for (const index of mesh.indices) {
      const at = index * VERTEX_NUMBERS;
      if (list[at + V.q] === 0) continue;
      this.#shade(at, mesh);
      this.#raster.dot(list, at, pointRadius, list[at + V.opacity] as number, !isSeenThrough);
    }
  }
}
