/** What a shower keeps on the GPU: programs, the sheet, and a buffer for each kind of light. */
import { Particle } from '../../generated/meteor-layout.js';
import { buildProgram, type Program } from '../common/webgl2-program.js';
import { SLICE, SPRITE } from './draw-list.js';
import { CELLS, type Cell, SPRITE_CELLS, type SpriteSheet } from './sprite-sheet.js';
import { METEOR_ATTRIBUTES, SPARK_FRAGMENT, SPARK_VERTEX, SPRITE_FRAGMENT, SPRITE_VERTEX, TRAIL_VERTEX } from './webgl2-shaders.js';

/** Records of a draw list on the GPU. */
export interface ListBuffer {
  readonly buffer: WebGLBuffer;
  readonly array: WebGLVertexArrayObject;
}

export interface MeteorResources {
  readonly trails: Program;
  readonly sprites: Program;
  readonly sparks: Program;
  readonly sheet: WebGLTexture;
  readonly corners: WebGLBuffer;
  readonly slices: ListBuffer;
  readonly heads: ListBuffer;
  readonly stars: ListBuffer;
  readonly particleBuffer: WebGLBuffer;
  readonly particleArray: WebGLVertexArrayObject;
  /** Device pixels of the largest point. */
  readonly mostPoint: number;
}

/** Two triangles as a strip. */
const CORNERS = Float32Array.of(-1, -1, 1, -1, -1, 1, 1, 1);
const FLOAT = 4;

/** @throws Error when a shader does not compile */
export function makeMeteorResources(gl: WebGL2RenderingContext): MeteorResources {
  const corners = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, corners);
  gl.bufferData(gl.ARRAY_BUFFER, CORNERS, gl.STATIC_DRAW);
  const list = (numbers: number, fields: readonly (readonly [location: number, size: number, first: number])[]): ListBuffer => {
    const buffer = gl.createBuffer();
    const array = gl.createVertexArray();
    gl.bindVertexArray(array);
    gl.bindBuffer(gl.ARRAY_BUFFER, corners);
    read(gl, METEOR_ATTRIBUTES.a_corner, 2, 0, 0, 0);
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    for (const [location, size, first] of fields) read(gl, location, size, numbers * FLOAT, first * FLOAT, 1);
    gl.bindVertexArray(null);
    return { buffer, array };
  };
  const sprites = (): ListBuffer =>
    list(SPRITE.numbers, [
      [METEOR_ATTRIBUTES.a_place, 3, SPRITE.x],
      [METEOR_ATTRIBUTES.a_kind, 2, SPRITE.light],
    ]);
  const particleBuffer = gl.createBuffer();
  const particleArray = gl.createVertexArray();
  gl.bindVertexArray(particleArray);
  gl.bindBuffer(gl.ARRAY_BUFFER, particleBuffer);
  read(gl, METEOR_ATTRIBUTES.a_place, 2, Particle.size, Particle.x, 0);
  read(gl, METEOR_ATTRIBUTES.a_kind, 2, Particle.size, Particle.scale, 0);
  gl.bindVertexArray(null);
  // Null when the context is lost already.
  const pointRange = gl.getParameter(gl.ALIASED_POINT_SIZE_RANGE) as Float32Array | null;
  return {
    trails: programOf(gl, TRAIL_VERTEX, SPRITE_FRAGMENT, 'u_trails', CELLS.trails),
    sprites: programOf(gl, SPRITE_VERTEX, SPRITE_FRAGMENT, 'u_cells', SPRITE_CELLS),
    sparks: programOf(gl, SPARK_VERTEX, SPARK_FRAGMENT, 'u_cells', CELLS.sparks),
    sheet: sheetTexture(gl),
    corners,
    slices: list(SLICE.numbers, [
      [METEOR_ATTRIBUTES.a_line, 4, SLICE.x0],
      [METEOR_ATTRIBUTES.a_span, 2, SLICE.u0],
      [METEOR_ATTRIBUTES.a_look, 3, SLICE.half],
    ]),
    heads: sprites(),
    stars: sprites(),
    particleBuffer,
    particleArray,
    mostPoint: pointRange?.[1] ?? 1,
  };
}

/** Deletes everything; a lost context has nothing left to delete. */
export function dropMeteorResources(gl: WebGL2RenderingContext, resources: MeteorResources): void {
  const { trails, sprites, sparks, slices, heads, stars } = resources;
  for (const { program } of [trails, sprites, sparks]) gl.deleteProgram(program);
  for (const { buffer, array } of [slices, heads, stars]) {
    gl.deleteBuffer(buffer);
    gl.deleteVertexArray(array);
  }
  gl.deleteVertexArray(resources.particleArray);
  gl.deleteBuffer(resources.particleBuffer);
  gl.deleteBuffer(resources.corners);
  gl.deleteTexture(resources.sheet);
}

/** Puts a sheet into its texture. */
export function uploadSheet(gl: WebGL2RenderingContext, texture: WebGLTexture, { width, height, bytes }: SpriteSheet): void {
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA8, width, height, 0, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
}

function read(gl: WebGL2RenderingContext, location: number, size: number, stride: number, offset: number, divisor: 0 | 1): void {
  gl.enableVertexAttribArray(location);
  gl.vertexAttribPointer(location, size, gl.FLOAT, false, stride, offset);
  gl.vertexAttribDivisor(location, divisor);
}

/** A program that knows where its sprites stand in the sheet. */
function programOf(gl: WebGL2RenderingContext, vertex: string, fragment: string, uniform: string, cells: readonly Cell[]): Program {
  const program = buildProgram(gl, vertex, fragment, METEOR_ATTRIBUTES);
  gl.useProgram(program.program);
  const places = cells.flatMap(({ x, y, width, height }) => [x, y, width, height]);
  gl.uniform4fv(program.uniforms.get(uniform) ?? null, places);
  return program;
}

/** An empty texture for a sheet. */
export function sheetTexture(gl: WebGL2RenderingContext): WebGLTexture {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  return texture;
}
