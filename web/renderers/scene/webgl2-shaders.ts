/** The shaders of a scene. Light is added up in linear space, in each pixel; srgb.ts says where sRGB begins and ends. */
import { LIGHTS_DRAWN } from '../../generated/scene-layout.js';
import { LIGHT_NUMBERS } from './lights.js';

/** Attribute locations, the same in every program: a vertex's, then an instance's. */
export const SCENE_ATTRIBUTES = {
  a_position: 0,
  a_normal: 1,
  a_uv: 2,
  a_tint: 3,
  a_row0: 4,
  a_row1: 5,
  a_row2: 6,
  a_color: 7,
} as const;

/** How much of a light a surface mirrors, and how narrowly. */
const GLOSS = 0.18;
const SHININESS = 40;

const HEAD = `#version 300 es
precision highp float;
precision highp int;
`;

/**
 * The uniform u_side picks instances by their volume's sign; 0: all. u_eye.w is 0 where rays are parallel. A normal is divided by
 * its largest part before its square is taken, which may be too large or too small for a number.
 */
export const SCENE_VERTEX = `${HEAD}
uniform mat4 u_matrix;
uniform vec4 u_eye;
uniform vec3 u_forward;
uniform float u_side;
uniform float u_pointSize;
uniform float u_nudge;
in vec3 a_position;
in vec3 a_normal;
in vec2 a_uv;
in vec4 a_tint;
in vec4 a_row0;
in vec4 a_row1;
in vec4 a_row2;
in vec4 a_color;
out vec3 v_world;
out vec3 v_normal;
out vec2 v_uv;
out vec4 v_color;
out float v_depth;
vec3 linear(vec3 c) { return mix(c / 12.92, pow((c + 0.055) / 1.055, vec3(2.4)), step(0.04045, c)); }
void main() {
  vec4 place = vec4(a_position, 1.0);
  v_world = vec3(dot(a_row0, place), dot(a_row1, place), dot(a_row2, place));
  vec3 x = vec3(a_row0.x, a_row1.x, a_row2.x);
  vec3 y = vec3(a_row0.y, a_row1.y, a_row2.y);
  vec3 z = vec3(a_row0.z, a_row1.z, a_row2.z);
  vec3 yz = cross(y, z);
  float volume = dot(x, yz);
  vec3 normal = (yz * a_normal.x + cross(z, x) * a_normal.y + cross(x, y) * a_normal.z) * (volume < 0.0 ? -1.0 : 1.0);
  v_normal = normal / max(max(abs(normal.x), abs(normal.y)), max(abs(normal.z), 1e-30));
  v_uv = vec2(a_uv.x, 1.0 - a_uv.y);
  v_color = vec4(linear(a_tint.rgb) * linear(a_color.rgb), a_tint.a * a_color.a);
  v_depth = dot(v_world - u_eye.xyz, u_forward);
  gl_Position = u_side * volume < 0.0 ? vec4(2.0, 2.0, 2.0, 1.0) : u_matrix * vec4(v_world, 1.0);
  gl_Position.z += u_nudge;
  gl_PointSize = u_pointSize;
}`;

/** A triangle whose vertices have no normals is lit by its own. */
const LIGHTING = `
uniform vec4 u_eye;
uniform vec3 u_forward;
uniform vec3 u_ambient;
uniform int u_lightCount;
uniform vec4 u_lights[${(LIGHTS_DRAWN * LIGHT_NUMBERS) / 4}];
in vec3 v_world;
in vec3 v_normal;
vec3 lit(vec3 base) {
  vec3 normal = normalize(dot(v_normal, v_normal) > 0.5 ? v_normal : cross(dFdx(v_world), dFdy(v_world)));
  vec3 toEye = u_eye.w > 0.0 ? normalize(u_eye.xyz - v_world) : -u_forward;
  vec3 even = u_ambient;
  vec3 gloss = vec3(0.0);
  for (int light = 0; light < u_lightCount; light += 1) {
    vec4 tint = u_lights[light * 4];
    vec4 place = u_lights[light * 4 + 1];
    vec4 aim = u_lights[light * 4 + 2];
    vec3 toLight = -aim.xyz;
    float strength = 1.0;
    if (tint.w > 0.5) {
      toLight = place.xyz - v_world;
      float squared = dot(toLight, toLight);
      float left = max(0.0, 1.0 - squared * place.w);
      toLight *= inversesqrt(max(squared, 1e-20));
      strength = left * left;
      if (tint.w > 1.5) {
        float inside = clamp((dot(-toLight, aim.xyz) - aim.w) * u_lights[light * 4 + 3].x, 0.0, 1.0);
        strength *= inside * inside * (3.0 - 2.0 * inside);
      }
    }
    float facing = dot(normal, toLight);
    if (facing <= 0.0) continue;
    even += tint.rgb * (strength * facing);
    gloss += tint.rgb * (strength * pow(max(0.0, dot(normal, normalize(toLight + toEye))), ${SHININESS}.0));
  }
  return base * even + gloss * ${GLOSS};
}`;

/**
 * Textures come multiplied with their opacity, so that what is transparent lends no colour to its neighbours.
 * @param isLit whether lights fall on it; else it shines by itself, and points are round
 */
export const sceneFragment = (isLit: boolean): string => `${HEAD}
uniform sampler2D u_texture;
uniform bool u_isOpaque;
uniform vec4 u_fog;
uniform float u_fogNear;
uniform bool u_isRound;
in vec2 v_uv;
in vec4 v_color;
in float v_depth;
out vec4 pixel;
${isLit ? LIGHTING : 'vec3 lit(vec3 base) { return base; }'}
vec3 srgb(vec3 c) { return mix(c * 12.92, 1.055 * pow(c, vec3(1.0 / 2.4)) - 0.055, step(0.0031308, c)); }
void main() {
  ${isLit ? '' : 'vec2 off = gl_PointCoord - 0.5;\n  if (u_isRound && dot(off, off) > 0.25) discard;'}
  vec4 texel = texture(u_texture, v_uv);
  float opacity = u_isOpaque ? 1.0 : texel.a * v_color.a;
  vec3 light = lit(v_color.rgb * texel.rgb / max(texel.a, 1e-3));
  float fog = clamp((v_depth - u_fogNear) * u_fog.w, 0.0, 1.0);
  pixel = vec4(srgb(clamp(mix(light, u_fog.rgb, fog), 0.0, 1.0)) * opacity, opacity);
}`;
