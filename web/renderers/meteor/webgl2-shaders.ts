/** The shaders of a shower. Places come in CSS pixels, y downwards; light is added to what is there. */
import { HOTTEST } from './sparks.js';
import { SPARK_STEPS, SPRITE_CELLS } from './sprite-sheet.js';

/** Attribute locations, the same in every program. */
export const METEOR_ATTRIBUTES = { a_corner: 0, a_line: 1, a_span: 2, a_look: 3, a_place: 1, a_kind: 2 } as const;

const HEAD = `#version 300 es
precision highp float;
uniform sampler2D u_sheet;
uniform vec2 u_view;
vec4 onScreen(vec2 place) {
  vec2 at = place / u_view * 2.0 - 1.0;
  return vec4(at.x, -at.y, 0.0, 1.0);
}
`;

/** A piece of a trail: u_trails holds each type's cell in the sheet. */
export const TRAIL_VERTEX = `${HEAD}
uniform vec4 u_trails[3];
in vec2 a_corner;
in vec4 a_line;
in vec2 a_span;
in vec3 a_look;
out vec2 v_texel;
out float v_light;
void main() {
  vec2 along = a_line.zw - a_line.xy;
  vec2 across = vec2(-along.y, along.x) / max(length(along), 1e-4);
  float share = a_corner.x * 0.5 + 0.5;
  gl_Position = onScreen(a_line.xy + along * share + across * a_corner.y * a_look.x);
  vec4 cell = u_trails[int(a_look.z)];
  v_texel = (cell.xy + vec2(mix(a_span.x, a_span.y, share), a_corner.y * 0.5 + 0.5) * cell.zw) / vec2(textureSize(u_sheet, 0));
  v_light = a_look.y;
}`;

/** A sprite: u_cells holds each cell in the sheet. */
export const SPRITE_VERTEX = `${HEAD}
uniform vec4 u_cells[${SPRITE_CELLS.length}];
in vec2 a_corner;
in vec3 a_place;
in vec2 a_kind;
out vec2 v_texel;
out float v_light;
void main() {
  gl_Position = onScreen(a_place.xy + a_corner * a_place.z);
  vec4 cell = u_cells[int(a_kind.y)];
  v_texel = (cell.xy + (a_corner * 0.5 + 0.5) * cell.zw) / vec2(textureSize(u_sheet, 0));
  v_light = a_kind.x;
}`;

export const SPRITE_FRAGMENT = `#version 300 es
precision mediump float;
uniform sampler2D u_sheet;
in vec2 v_texel;
in float v_light;
out vec4 light;
void main() { light = texture(u_sheet, v_texel) * v_light; }`;

/** Sparks, as points: the engine's records go in as they are. */
export const SPARK_VERTEX = `${HEAD}
uniform vec4 u_cells[${SPARK_STEPS}];
uniform float u_size;
uniform float u_most;
uniform float u_gain;
in vec2 a_place;
in vec2 a_kind;
flat out vec4 v_cell;
out float v_light;
void main() {
  gl_Position = onScreen(a_place);
  gl_PointSize = min(a_kind.x * u_size, u_most);
  int step = int(a_kind.y / ${HOTTEST.toFixed(4)} * ${SPARK_STEPS}.0);
  v_cell = u_cells[clamp(step, 0, ${SPARK_STEPS - 1})];
  v_light = a_kind.y * u_gain;
}`;

export const SPARK_FRAGMENT = `#version 300 es
precision mediump float;
uniform sampler2D u_sheet;
flat in vec4 v_cell;
in float v_light;
out vec4 light;
void main() { light = texture(u_sheet, (v_cell.xy + gl_PointCoord * v_cell.zw) / vec2(textureSize(u_sheet, 0))) * v_light; }`;
