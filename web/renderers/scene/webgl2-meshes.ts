/** The vertices and indices of all meshes on the GPU, at the places that they have in the engine's memory. */
import { MeshEntry, MeshState, VERTEX_WORDS } from '../../generated/scene-layout.js';
import type { SceneViews } from '../../scene/shared/kernel.js';
import { MESH } from './draw-list.js';

const ENTRY_WORDS = MeshEntry.size / 4;
const VERTEX_BYTES = 4 * VERTEX_WORDS;
const INDEX_BYTES = 4;
/** What is remembered of a mesh that is on the GPU: its version and where it stands. */
const KNOWN = [MESH.version, MESH.firstVertex, MESH.vertices, MESH.firstIndex, MESH.indices] as const;
/** A buffer that has become too small gets so much more than is needed. */
const SPARE = 1.5;

export class MeshBuffers {
  readonly vertices: WebGLBuffer;
  readonly indices: WebGLBuffer;
  /** Bytes that each buffer has room for. */
  #vertexRoom = 0;
  #indexRoom = 0;
  #known = new Uint32Array(0);

  constructor(gl: WebGL2RenderingContext) {
    this.vertices = gl.createBuffer();
    this.indices = gl.createBuffer();
  }

  /** Uploads the meshes that are new, or stand elsewhere than they did. The vertex array of the scene is bound. */
  sync(gl: WebGL2RenderingContext, views: SceneViews): void {
    const { meshes } = views;
    const count = meshes.length / ENTRY_WORDS;
    if (this.#known.length !== count * KNOWN.length) this.#known = new Uint32Array(count * KNOWN.length);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.vertices);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.indices);
    this.#makeRoom(gl, meshes);
    for (let mesh = 0; mesh < count; mesh += 1) {
      const entry = mesh * ENTRY_WORDS;
      if (isWhole(meshes, entry) && this.#note(meshes, entry, mesh * KNOWN.length)) upload(gl, views, entry);
    }
  }

  drop(gl: WebGL2RenderingContext): void {
    gl.deleteBuffer(this.vertices);
    gl.deleteBuffer(this.indices);
  }

  #makeRoom(gl: WebGL2RenderingContext, meshes: Uint32Array): void {
    let vertexEnd = 0;
    let indexEnd = 0;
    for (let entry = 0; entry < meshes.length; entry += ENTRY_WORDS) {
      if (!isWhole(meshes, entry)) continue;
      vertexEnd = Math.max(vertexEnd, (meshes[entry + MESH.firstVertex] as number) + (meshes[entry + MESH.vertices] as number));
      indexEnd = Math.max(indexEnd, (meshes[entry + MESH.firstIndex] as number) + (meshes[entry + MESH.indices] as number));
    }
    if (vertexEnd * VERTEX_BYTES <= this.#vertexRoom && indexEnd * INDEX_BYTES <= this.#indexRoom) return;
    this.#vertexRoom = Math.ceil(vertexEnd * SPARE) * VERTEX_BYTES;
    this.#indexRoom = Math.ceil(indexEnd * SPARE) * INDEX_BYTES;
    gl.bufferData(gl.ARRAY_BUFFER, this.#vertexRoom, gl.STATIC_DRAW);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, this.#indexRoom, gl.STATIC_DRAW);
    this.#known.fill(0);
  }

  /** Remembers a mesh; gives whether that is another one than was known. */
  #note(meshes: Uint32Array, entry: number, at: number): boolean {
    let differs = false;
    for (let field = 0; field < KNOWN.length; field += 1) {
      const value = meshes[entry + (KNOWN[field] as number)] as number;
      if (this.#known[at + field] !== value) differs = true;
      this.#known[at + field] = value;
    }
    return differs;
  }
}

function isWhole(meshes: Uint32Array, entry: number): boolean {
  const state = meshes[entry + MESH.state];
  return state === MeshState.ready || state === MeshState.released;
}

function upload(gl: WebGL2RenderingContext, { meshes, vertices, indices }: SceneViews, entry: number): void {
  const firstVertex = (meshes[entry + MESH.firstVertex] as number) * VERTEX_BYTES;
  const firstIndex = meshes[entry + MESH.firstIndex] as number;
  const vertexBytes = (meshes[entry + MESH.vertices] as number) * VERTEX_BYTES;
  const indexCount = meshes[entry + MESH.indices] as number;
  // A length of 0 means all there is.
  if (vertexBytes === 0 || indexCount === 0) return;
  gl.bufferSubData(gl.ARRAY_BUFFER, firstVertex, vertices, firstVertex, vertexBytes);
  gl.bufferSubData(gl.ELEMENT_ARRAY_BUFFER, firstIndex * INDEX_BYTES, indices, firstIndex, indexCount);
}
