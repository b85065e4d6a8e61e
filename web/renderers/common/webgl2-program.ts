/** Compiled programs with their uniforms by name. */
export interface Program {
  readonly program: WebGLProgram;
  readonly uniforms: ReadonlyMap<string, WebGLUniformLocation>;
}

/** Attribute locations, the same in every program of a world's picture. */
export const ATTRIBUTES = { a_place: 0, a_moved: 1, a_kind: 2, a_corner: 3 } as const;

/**
 * Compiles a program.
 * @throws Error with the compiler's own words, unless the context was lost meanwhile
 */
export function buildProgram(
  gl: WebGL2RenderingContext,
  vertex: string,
  fragment: string,
  attributes: Readonly<Record<string, number>>,
): Program {
  const program = gl.createProgram();
  const shaders = [compile(gl, gl.VERTEX_SHADER, vertex), compile(gl, gl.FRAGMENT_SHADER, fragment)];
  for (const shader of shaders) gl.attachShader(program, shader);
  for (const [name, location] of Object.entries(attributes)) gl.bindAttribLocation(program, location, name);
  gl.linkProgram(program);
  for (const shader of shaders) gl.deleteShader(shader);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(`a shader program did not link: ${gl.getProgramInfoLog(program)}`);
  }
  const uniforms = new Map<string, WebGLUniformLocation>();
  const count = (gl.getProgramParameter(program, gl.ACTIVE_UNIFORMS) as number | null) ?? 0;
  for (let index = 0; index < count; index += 1) {
    const name = gl.getActiveUniform(program, index)?.name.replace('[0]', '');
    const location = name === undefined ? null : gl.getUniformLocation(program, name);
    if (name !== undefined && location !== null) uniforms.set(name, location);
  }
  return { program, uniforms };
}

function compile(gl: WebGL2RenderingContext, type: number, source: string): WebGLShader {
  const shader = gl.createShader(type);
  // A lost context gives no shader; its restoration builds everything anew.
  if (shader === null) throw new Error('the GPU context gave no shader');
  gl.shaderSource(shader, source);
  gl.compileShader(shader);
  if (!gl.getShaderParameter(shader, gl.COMPILE_STATUS) && !gl.isContextLost()) {
    throw new Error(`a shader did not compile: ${gl.getShaderInfoLog(shader)}`);
  }
  return shader;
}
