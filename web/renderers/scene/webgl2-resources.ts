/** Everything a scene keeps on the GPU: made at the start and again after a loss. */
import { DrawInstance, NONE, Vertex } from '../../generated/scene-layout.js';
import { buildProgram, type Program } from '../common/webgl2-program.js';
import { MeshBuffers } from './webgl2-meshes.js';
import { SCENE_ATTRIBUTES, SCENE_VERTEX, sceneFragment } from './webgl2-shaders.js';
import { TextureStore } from './webgl2-textures.js';

export interface SceneResources {
  /** Lights fall on what is drawn with it, and what shines by itself. */
  readonly lit: Program;
  readonly unlit: Program;
  readonly meshes: MeshBuffers;
  /** DrawInstance records, as they came. */
  readonly instances: WebGLBuffer;
  readonly array: WebGLVertexArrayObject;
  readonly textures: TextureStore;
  /** Device pixels of the largest point. */
  readonly mostPoint: number;
  /** First vertex that the attributes of vertices point at; NONE before the first time. */
  firstVertex: number;
}

/** @throws Error when a shader does not compile */
export function makeSceneResources(gl: WebGL2RenderingContext): SceneResources {
  const array = gl.createVertexArray();
  gl.bindVertexArray(array);
  for (const location of Object.values(SCENE_ATTRIBUTES)) gl.enableVertexAttribArray(location);
  for (const location of [SCENE_ATTRIBUTES.a_row0, SCENE_ATTRIBUTES.a_row1, SCENE_ATTRIBUTES.a_row2, SCENE_ATTRIBUTES.a_color]) {
    gl.vertexAttribDivisor(location, 1);
  }
  // Null when the context is lost already.
  const pointRange = gl.getParameter(gl.ALIASED_POINT_SIZE_RANGE) as Float32Array | null;
  return {
    lit: buildProgram(gl, SCENE_VERTEX, sceneFragment(true), SCENE_ATTRIBUTES),
    unlit: buildProgram(gl, SCENE_VERTEX, sceneFragment(false), SCENE_ATTRIBUTES),
    meshes: new MeshBuffers(gl),
    instances: gl.createBuffer(),
    array,
    textures: new TextureStore(gl),
    mostPoint: pointRange?.[1] ?? 1,
    firstVertex: NONE,
  };
}

/** Deletes everything; a lost context has nothing left to delete. */
export function dropSceneResources(gl: WebGL2RenderingContext, { lit, unlit, meshes, instances, array, textures }: SceneResources): void {
  gl.deleteProgram(lit.program);
  gl.deleteProgram(unlit.program);
  meshes.drop(gl);
  textures.drop();
  gl.deleteBuffer(instances);
  gl.deleteVertexArray(array);
}

/** Points the attributes of vertices at a mesh. There are no base vertices in WebGL2: indices count from its first. */
export function readVertices(gl: WebGL2RenderingContext, resources: SceneResources, firstVertex: number): void {
  if (resources.firstVertex === firstVertex) return;
  resources.firstVertex = firstVertex;
  const from = firstVertex * Vertex.size;
  gl.bindBuffer(gl.ARRAY_BUFFER, resources.meshes.vertices);
  gl.vertexAttribPointer(SCENE_ATTRIBUTES.a_position, 3, gl.FLOAT, false, Vertex.size, from + Vertex.position);
  gl.vertexAttribPointer(SCENE_ATTRIBUTES.a_normal, 3, gl.FLOAT, false, Vertex.size, from + Vertex.normal);
  gl.vertexAttribPointer(SCENE_ATTRIBUTES.a_uv, 2, gl.FLOAT, false, Vertex.size, from + Vertex.uv);
  gl.vertexAttribPointer(SCENE_ATTRIBUTES.a_tint, 4, gl.UNSIGNED_BYTE, true, Vertex.size, from + Vertex.color);
}

/** Points the attributes of instances at the first of a group. */
export function readInstances(gl: WebGL2RenderingContext, { instances }: SceneResources, first: number): void {
  const from = first * DrawInstance.size;
  gl.bindBuffer(gl.ARRAY_BUFFER, instances);
  gl.vertexAttribPointer(SCENE_ATTRIBUTES.a_row0, 4, gl.FLOAT, false, DrawInstance.size, from + DrawInstance.matrix);
  gl.vertexAttribPointer(SCENE_ATTRIBUTES.a_row1, 4, gl.FLOAT, false, DrawInstance.size, from + DrawInstance.matrix + 16);
  gl.vertexAttribPointer(SCENE_ATTRIBUTES.a_row2, 4, gl.FLOAT, false, DrawInstance.size, from + DrawInstance.matrix + 32);
  gl.vertexAttribPointer(SCENE_ATTRIBUTES.a_color, 4, gl.UNSIGNED_BYTE, true, DrawInstance.size, from + DrawInstance.color);
}
