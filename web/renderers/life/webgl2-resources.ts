/** Everything a GPU context holds: made at the start and again after a loss. */
import { FrameAnimal } from '../../generated/life-layout.js';
import { ATTRIBUTES, buildProgram, type Program } from '../common/webgl2-program.js';
import type { Field } from './ground.js';
import { GROUND_FRAGMENT, GROUND_VERTEX } from './ground-shader.js';
import { herdFragmentShader, herdVertexShader } from './herd-shader.js';
import { MARK_FRAGMENT, MARK_VERTEX } from './mark-shader.js';

export interface Resources {
  readonly ground: Program;
  readonly points: Program;
  readonly quads: Program;
  readonly mark: Program;
  /** FrameAnimal records, as they came. */
  readonly herd: WebGLBuffer;
  readonly pointArray: WebGLVertexArrayObject;
  readonly quadArray: WebGLVertexArrayObject;
  readonly cornerArray: WebGLVertexArrayObject;
  readonly emptyArray: WebGLVertexArrayObject;
  readonly food: FieldTexture;
  readonly heat: FieldTexture;
  readonly tints: WebGLTexture;
  /** Largest point in device pixels. */
  readonly mostPoint: number;
}

/** A texture of bytes that repeats like the torus. */
export interface FieldTexture {
  readonly texture: WebGLTexture;
  columns: number;
  rows: number;
}

/** Two triangles as a strip. */
const CORNERS = Float32Array.of(-1, -1, 1, -1, -1, 1, 1, 1);
const NO_FIELD: Field = { columns: 1, rows: 1, bytes: new Uint8Array(1) };

/** @throws Error when a shader does not compile */
export function makeResources(gl: WebGL2RenderingContext): Resources {
  const herd = gl.createBuffer();
  const corners = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, corners);
  gl.bufferData(gl.ARRAY_BUFFER, CORNERS, gl.STATIC_DRAW);
  const arrayOf = (setUp: () => void): WebGLVertexArrayObject => {
    const array = gl.createVertexArray();
    gl.bindVertexArray(array);
    setUp();
    gl.bindVertexArray(null);
    return array;
  };
  gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  // Null when the context is lost already.
  const pointRange = gl.getParameter(gl.ALIASED_POINT_SIZE_RANGE) as Float32Array | null;
  return {
    ground: buildProgram(gl, GROUND_VERTEX, GROUND_FRAGMENT, ATTRIBUTES),
    points: buildProgram(gl, herdVertexShader(false), herdFragmentShader(false), ATTRIBUTES),
    quads: buildProgram(gl, herdVertexShader(true), herdFragmentShader(true), ATTRIBUTES),
    mark: buildProgram(gl, MARK_VERTEX, MARK_FRAGMENT, ATTRIBUTES),
    herd,
    pointArray: arrayOf(() => readHerd(gl, herd, 0)),
    quadArray: arrayOf(() => {
      readHerd(gl, herd, 1);
      readCorners(gl, corners);
    }),
    cornerArray: arrayOf(() => readCorners(gl, corners)),
    emptyArray: gl.createVertexArray(),
    food: fieldTexture(gl),
    heat: fieldTexture(gl),
    tints: rowTexture(gl),
    mostPoint: pointRange?.[1] ?? 1,
  };
}

/** Deletes everything; a lost context has nothing left to delete. */
export function dropResources(gl: WebGL2RenderingContext, resources: Resources): void {
  const { ground, points, quads, mark, herd, food, heat, tints } = resources;
  for (const { program } of [ground, points, quads, mark]) gl.deleteProgram(program);
  for (const array of [resources.pointArray, resources.quadArray, resources.cornerArray, resources.emptyArray]) {
    gl.deleteVertexArray(array);
  }
  gl.deleteBuffer(herd);
  for (const texture of [food.texture, heat.texture, tints]) gl.deleteTexture(texture);
}

/** Points the attributes at the fields of a FrameAnimal; @param divisor 1 for one animal an instance */
function readHerd(gl: WebGL2RenderingContext, herd: WebGLBuffer, divisor: 0 | 1): void {
  gl.bindBuffer(gl.ARRAY_BUFFER, herd);
  const point = (location: number, size: number, type: number, offset: number): void => {
    gl.enableVertexAttribArray(location);
    gl.vertexAttribPointer(location, size, type, false, FrameAnimal.size, offset);
    gl.vertexAttribDivisor(location, divisor);
  };
  point(ATTRIBUTES.a_place, 2, gl.FLOAT, FrameAnimal.x);
  point(ATTRIBUTES.a_moved, 2, gl.SHORT, FrameAnimal.dx);
  point(ATTRIBUTES.a_kind, 4, gl.UNSIGNED_BYTE, FrameAnimal.tribe);
}

function readCorners(gl: WebGL2RenderingContext, corners: WebGLBuffer): void {
  gl.bindBuffer(gl.ARRAY_BUFFER, corners);
  gl.enableVertexAttribArray(ATTRIBUTES.a_corner);
  gl.vertexAttribPointer(ATTRIBUTES.a_corner, 2, gl.FLOAT, false, 0, 0);
}

function fieldTexture(gl: WebGL2RenderingContext): FieldTexture {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.REPEAT);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.REPEAT);
  const field = { texture, columns: 0, rows: 0 };
  uploadField(gl, field, null);
  return field;
}

/** Puts a field, or none, into its texture. */
export function uploadField(gl: WebGL2RenderingContext, into: FieldTexture, field: Field | null): void {
  const { columns, rows, bytes } = field ?? NO_FIELD;
  gl.bindTexture(gl.TEXTURE_2D, into.texture);
  if (into.columns === columns && into.rows === rows) {
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, columns, rows, gl.RED, gl.UNSIGNED_BYTE, bytes);
    return;
  }
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.R8, columns, rows, 0, gl.RED, gl.UNSIGNED_BYTE, bytes);
  into.columns = columns;
  into.rows = rows;
}

function rowTexture(gl: WebGL2RenderingContext): WebGLTexture {
  const texture = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  return texture;
}

/** Puts 256 colours into the tints' texture. */
export function uploadTints(gl: WebGL2RenderingContext, texture: WebGLTexture, table: Uint8Array): void {
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB8, 256, 1, 0, gl.RGB, gl.UNSIGNED_BYTE, table);
}
