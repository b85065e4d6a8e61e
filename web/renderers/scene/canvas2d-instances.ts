/** Draws the instances of a group: their vertices to the picture and into the light, then their triangles, lines or points. */
import { INSTANCE_WORDS, MeshMode } from '../../generated/scene-layout.js';
import { type CopiedMesh, M, MESH_NUMBERS } from './canvas2d-meshes.js';
import type { Rasterizer } from './canvas2d-raster.js';
import type { CpuShader } from './canvas2d-shader.js';
import { cutEdge, project, SPARE_VERTICES, V, VERTEX_NUMBERS } from './canvas2d-vertex.js';
import { hidesBacks, volumeOf } from './draw-list.js';
import { writeLinear } from './srgb.js';

/** What a group is drawn with. */
export interface GroupLook {
  mesh: CopiedMesh;
  isOnScreen: boolean;
  isSeenThrough: boolean;
  /** Device pixels: an instance whose radius is smaller is a dot, and how large a point is. */
  leastRadius: number;
  pointRadius: number;
}

export class InstanceDrawer {
  readonly #raster: Rasterizer;
  readonly #shader: CpuShader;
  /** Vertices of the instance at hand, and behind them those of a cut triangle. */
  #list = new Float64Array(0);
  readonly #clip = new Float64Array(16);
  /** Parts of the inverse of the instance's matrix, for normals: what its sides span. */
  readonly #spans = new Float64Array(9);
  readonly #color = new Float64Array(3);
  readonly #kept = new Int32Array(4);

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
    this.#combine(instances, at, matrix, from);
    const color = words[at + INSTANCE_WORDS - 1] as number;
    writeLinear(color, this.#color, 0);
    const opacity = (color >>> 24) / 255;
    if (mesh.mode !== MeshMode.points && this.#drawSmall(instances, at, matrix, from, opacity, look)) return;
    const volume = volumeOf(instances, at);
    this.#placeVertices(instances, at, volume < 0, opacity, look);
    if (mesh.mode === MeshMode.triangles) this.#drawTriangles(volume < 0, look);
    else if (mesh.mode === MeshMode.lines) this.#drawLines(look);
    else this.#drawPoints(look);
  }

  #makeRoom(vertices: number): void {
    const numbers = (vertices + SPARE_VERTICES) * VERTEX_NUMBERS;
    if (this.#list.length < numbers) this.#list = new Float64Array(2 * numbers);
  }

  /** Multiplies the pass's matrix, column after column, with the instance's, row after row. */
  #combine(instances: Float32Array, at: number, matrix: Float32Array, from: number): void {
    for (let row = 0; row < 4; row += 1) {
      const x = matrix[from + row] as number;
      const y = matrix[from + 4 + row] as number;
      const z = matrix[from + 8 + row] as number;
      for (let column = 0; column < 4; column += 1) {
        this.#clip[row * 4 + column] =
          x * (instances[at + column] as number) +
          y * (instances[at + 4 + column] as number) +
          z * (instances[at + 8 + column] as number) +
          (column === 3 ? (matrix[from + 12 + row] as number) : 0);
      }
    }
    const a = instances;
    const cross = (first: number, second: number, into: number): void => {
      for (let axis = 0; axis < 3; axis += 1) {
        const next = ((axis + 1) % 3) * 4;
        const last = ((axis + 2) % 3) * 4;
        this.#spans[into + axis] =
          (a[at + next + first] as number) * (a[at + last + second] as number) -
          (a[at + last + first] as number) * (a[at + next + second] as number);
      }
    };
    cross(1, 2, 0);
    cross(2, 0, 3);
    cross(0, 1, 6);
  }

  /** Draws an instance as a dot where it is hardly larger; gives whether it was drawn, or is not to be seen. */
  #drawSmall(instances: Float32Array, at: number, matrix: Float32Array, from: number, opacity: number, look: GroupLook): boolean {
    const { mesh } = look;
    const list = this.#list;
    const raster = this.#raster;
    const x = mesh.center[0] as number;
    const y = mesh.center[1] as number;
    const z = mesh.center[2] as number;
    this.#clipPlace(0, x, y, z);
    const w = list[3] as number;
    let scale = 0;
    for (let column = 0; column < 3; column += 1) {
      const a = instances[at + column] as number;
      const b = instances[at + 4 + column] as number;
      const c = instances[at + 8 + column] as number;
      scale = Math.max(scale, a * a + b * b + c * c);
    }
    const a = matrix[from + 1] as number;
    const b = matrix[from + 5] as number;
    const c = matrix[from + 9] as number;
    const radius = mesh.radius * Math.sqrt(scale * (a * a + b * b + c * c)) * 0.5 * (raster.bottom - raster.top);
    if (!(w > 0) || radius >= look.leastRadius * w) return false;
    project(list, 0, raster);
    if (list[V.q] === 0) return true;
    this.#shadeDot(instances, at, x, y, z, look);
    if (look.isOnScreen) list[V.z] = -1;
    // A body fills less than the sphere around it.
    raster.dot(list, 0, (radius / w) * 0.7, opacity, !look.isSeenThrough);
    return true;
  }

  #shadeDot(instances: Float32Array, at: number, x: number, y: number, z: number, { isOnScreen, mesh }: GroupLook): void {
    const list = this.#list;
    const shader = this.#shader;
    const place = (row: number): number =>
      (instances[at + row] as number) * x +
      (instances[at + row + 1] as number) * y +
      (instances[at + row + 2] as number) * z +
      (instances[at + row + 3] as number);
    const isLit = !isOnScreen && mesh.mode === MeshMode.triangles;
    if (isLit) shader.lightBefore(place(0), place(4), place(8));
    const fog = shader.hasFog ? shader.fogAt(shader.depthOf(place(0), place(4), place(8))) : 0;
    for (let channel = 0; channel < 3; channel += 1) {
      const light = (this.#color[channel] as number) * (mesh.vertices[M.light + channel] as number);
      list[V.seen + channel] = shader.seen(isLit ? light * (shader.out[channel] as number) : light, fog, channel);
    }
  }

  #clipPlace(to: number, x: number, y: number, z: number): void {
    const clip = this.#clip;
    const list = this.#list;
    list[to] = (clip[0] as number) * x + (clip[1] as number) * y + (clip[2] as number) * z + (clip[3] as number);
    list[to + 1] = (clip[4] as number) * x + (clip[5] as number) * y + (clip[6] as number) * z + (clip[7] as number);
    list[to + 2] = (clip[8] as number) * x + (clip[9] as number) * y + (clip[10] as number) * z + (clip[11] as number);
    list[to + 3] = (clip[12] as number) * x + (clip[13] as number) * y + (clip[14] as number) * z + (clip[15] as number);
  }

  #placeVertices(instances: Float32Array, at: number, isMirrored: boolean, opacity: number, look: GroupLook): void {
    const { mesh, isOnScreen } = look;
    const list = this.#list;
    const shader = this.#shader;
    const spans = this.#spans;
    const numbers = mesh.vertices;
    const turned = isMirrored ? -1 : 1;
    const isLit = !isOnScreen && mesh.mode === MeshMode.triangles;
    const red = this.#color[0] as number;
    const green = this.#color[1] as number;
    const blue = this.#color[2] as number;
    for (let vertex = 0; vertex < mesh.count; vertex += 1) {
      const of = vertex * MESH_NUMBERS;
      const to = vertex * VERTEX_NUMBERS;
      const x = numbers[of] as number;
      const y = numbers[of + 1] as number;
      const z = numbers[of + 2] as number;
      this.#clipPlace(to, x, y, z);
      project(list, to, this.#raster);
      // Whatever is drawn later on a screen covers what is there.
      if (isOnScreen) list[to + V.z] = -1;
      for (let axis = 0; axis < 3; axis += 1) {
        const row = at + axis * 4;
        list[to + V.world + axis] =
          (instances[row] as number) * x +
          (instances[row + 1] as number) * y +
          (instances[row + 2] as number) * z +
          (instances[row + 3] as number);
      }
      list[to + V.u] = numbers[of + M.uv] as number;
      list[to + V.v] = numbers[of + M.uv + 1] as number;
      list[to + V.opacity] = opacity * (numbers[of + M.opacity] as number);
      const baseRed = red * (numbers[of + M.light] as number);
      const baseGreen = green * (numbers[of + M.light + 1] as number);
      const baseBlue = blue * (numbers[of + M.light + 2] as number);
      list[to + V.base] = baseRed;
      list[to + V.base + 1] = baseGreen;
      list[to + V.base + 2] = baseBlue;
      if (isLit) {
        const nx = numbers[of + M.normal] as number;
        const ny = numbers[of + M.normal + 1] as number;
        const nz = numbers[of + M.normal + 2] as number;
        // Vertices of a flat side follow each other, with one normal and one light.
        const isAsBefore =
          vertex > 0 &&
          !shader.hasLocalLight &&
          nx === numbers[of - MESH_NUMBERS + M.normal] &&
          ny === numbers[of - MESH_NUMBERS + M.normal + 1] &&
          nz === numbers[of - MESH_NUMBERS + M.normal + 2];
        if (isAsBefore) list.copyWithin(to + V.normal, to + V.normal - VERTEX_NUMBERS, to + V.normal + 3 - VERTEX_NUMBERS);
        else {
          const worldX = (spans[0] as number) * nx + (spans[3] as number) * ny + (spans[6] as number) * nz;
          const worldY = (spans[1] as number) * nx + (spans[4] as number) * ny + (spans[7] as number) * nz;
          const worldZ = (spans[2] as number) * nx + (spans[5] as number) * ny + (spans[8] as number) * nz;
          const length = Math.sqrt(worldX * worldX + worldY * worldY + worldZ * worldZ);
          const per = length > 0 ? turned / length : 0;
          list[to + V.normal] = worldX * per;
          list[to + V.normal + 1] = worldY * per;
          list[to + V.normal + 2] = worldZ * per;
          shader.lightAt(
            list[to + V.world] as number,
            list[to + V.world + 1] as number,
            list[to + V.world + 2] as number,
            worldX * per,
            worldY * per,
            worldZ * per,
          );
        }
        list[to + V.light] = baseRed * (shader.out[0] as number);
        list[to + V.light + 1] = baseGreen * (shader.out[1] as number);
        list[to + V.light + 2] = baseBlue * (shader.out[2] as number);
      } else {
        list[to + V.light] = baseRed;
        list[to + V.light + 1] = baseGreen;
        list[to + V.light + 2] = baseBlue;
      }
      this.#addFog(to);
    }
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
      if (before === 3) this.#drawFront(a, b, c, sign, !isSeenThrough);
      else if (before > 0) this.#drawCut(a, b, c, sign, !isSeenThrough);
    }
  }

  #drawFront(a: number, b: number, c: number, sign: number, hides: boolean): void {
    const list = this.#list;
    if (sign !== 0) {
      const x = list[a + V.x] as number;
      const y = list[a + V.y] as number;
      const area =
        ((list[b + V.x] as number) - x) * ((list[c + V.y] as number) - y) -
        ((list[c + V.x] as number) - x) * ((list[b + V.y] as number) - y);
      if (area * sign <= 0) return;
    }
    this.#raster.triangle(list, a, b, c, list[a + V.opacity] as number, hides);
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
      this.#drawFront(kept[0] as number, kept[corner - 1] as number, kept[corner] as number, sign, hides);
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
      if (list[at + V.q] !== 0) this.#raster.dot(list, at, pointRadius, list[at + V.opacity] as number, !isSeenThrough);
    }
  }
}
