/** Shaders of the ground: one triangle over the whole view; the fields repeat like the torus. */
import { EMBER, EMBER_COVER, MEADOW } from './ground.js';
import { NIGHT, type Rgb } from './palette.js';
import { float, HEADER } from './shader-header.js';

function vec3(rgb: Rgb): string {
  return `vec3(${rgb.map((byte) => float(byte / 255)).join(', ')})`;
}

export const GROUND_VERTEX = `${HEADER}
out vec2 v_screen;
uniform vec2 u_view;
void main() {
  vec2 corner = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 4.0 - 1.0;
  v_screen = corner * vec2(0.5, -0.5) * u_view;
  gl_Position = vec4(corner, 0.0, 1.0);
}`;

export const GROUND_FRAGMENT = `${HEADER}
in vec2 v_screen;           // device px from the middle
uniform vec2 u_camera;
uniform vec2 u_world;
uniform float u_scale;
uniform sampler2D u_food;
uniform sampler2D u_heat;
out vec4 o_color;
void main() {
  vec2 place = (u_camera + v_screen / u_scale) / u_world;
  float food = pow(texture(u_food, place).r, 0.9);
  float heat = texture(u_heat, place).r;
  vec3 color = mix(${vec3(NIGHT)}, ${vec3(MEADOW)}, food);
  o_color = vec4(mix(color, ${vec3(EMBER)}, heat * ${float(EMBER_COVER)}), 1.0);
}`;
