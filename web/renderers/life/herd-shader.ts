/**
 * Shaders of the animals. The vertex buffer holds FrameAnimal records as they came; the shader takes
 * them apart. The same modules make two programs: points, and instanced quads for bodies that are
 * larger than the largest point.
 */
import { FRAME_DISPLACEMENT_SCALE, MAX_TRIBES } from '../../generated/life-layout.js';
import { float, HEADER } from './shader-header.js';
import {
  DROP_FROM_PX,
  DROP_FULL_PX,
  HALO_REACH,
  HALO_STRENGTH,
  HEAD_RADIUS,
  HEAD_X,
  STARVING_LIGHT,
  TAIL_RADIUS,
  TAIL_X,
} from './shape.js';

/** Where an animal is on the screen, the tick's progress and the torus taken in. */
const PLACE = `
uniform vec2 u_camera;      // u
uniform vec2 u_world;       // u
uniform vec2 u_copy;        // copies of the world to the right and down
uniform vec2 u_view;        // device px
uniform float u_scale;      // device px per u
uniform float u_progress;   // 0 to 1
vec2 placeOnScreen(vec2 place, vec2 moved) {
  vec2 offset = place - u_camera;
  offset -= round(offset / u_world) * u_world;
  offset -= moved * ((1.0 - u_progress) / ${float(FRAME_DISPLACEMENT_SCALE)});
  return (offset + u_copy * u_world) * u_scale;
}
vec4 clipPosition(vec2 screen) {
  return vec4(screen / u_view * vec2(2.0, -2.0), 0.0, 1.0);
}`;

/** What colour it has. */
const COLOR = `
uniform vec3 u_tribes[${MAX_TRIBES}];
uniform sampler2D u_tints;
uniform bool u_byTint;
vec3 animalColor(vec4 kind) {
  vec3 color = u_byTint ? texelFetch(u_tints, ivec2(int(kind.y), 0), 0).rgb : u_tribes[int(kind.x)];
  return color * mix(${float(STARVING_LIGHT)}, 1.0, kind.z / 255.0);
}`;

/** @param quads instanced quads instead of points */
export function herdVertexShader(quads: boolean): string {
  return `${HEADER}
${quads ? 'in vec2 a_corner;' : ''}
in vec2 a_place;   // u
in vec2 a_moved;   // 1/4096 u
in vec4 a_kind;    // tribe, tint, energy, want
uniform float u_bodyPx;
uniform float u_reach;      // body radii
flat out vec3 v_color;
flat out vec2 v_heading;
flat out float v_energy;
${quads ? 'out vec2 v_corner;' : ''}
${PLACE}
${COLOR}
void main() {
  v_color = animalColor(a_kind);
  v_energy = a_kind.z / 255.0;
  float speed = length(a_moved);
  v_heading = speed > 0.0 ? a_moved / speed : vec2(1.0, 0.0);
  vec2 screen = placeOnScreen(a_place, a_moved);
${
  quads
    ? `  v_corner = a_corner * u_reach;
  gl_Position = clipPosition(screen + v_corner * u_bodyPx);`
    : `  gl_PointSize = 2.0 * u_bodyPx * u_reach;
  gl_Position = clipPosition(screen);`
}
}`;
}

/** Distance to the drop's edge, and the light around it; see shape.ts. */
const DROP = `
float dropDistance(vec2 at) {
  const float slope = ${float((TAIL_RADIUS - HEAD_RADIUS) / (HEAD_X - TAIL_X))};
  const float rise = ${float(Math.sqrt(1 - ((TAIL_RADIUS - HEAD_RADIUS) / (HEAD_X - TAIL_X)) ** 2))};
  const float length_ = ${float(HEAD_X - TAIL_X)};
  vec2 p = vec2(abs(at.y), at.x - ${float(TAIL_X)});
  float along = dot(p, vec2(-slope, rise));
  if (along < 0.0) return length(p) - ${float(TAIL_RADIUS)};
  if (along > rise * length_) return length(p - vec2(0.0, length_)) - ${float(HEAD_RADIUS)};
  return dot(p, vec2(rise, slope)) - ${float(TAIL_RADIUS)};
}
float haloLight(float fromPlace, float fromEdge) {
  float fade = max(0.0, 1.0 - fromPlace / ${float(HALO_REACH)});
  return ${float(HALO_STRENGTH)} * exp(-2.2 * max(0.0, fromEdge)) * fade;
}`;

/** Light is added, bodies cover: both in one pass with blending (1, 1 - alpha). */
export function herdFragmentShader(quads: boolean): string {
  return `${HEADER}
flat in vec3 v_color;
flat in vec2 v_heading;
flat in float v_energy;
${quads ? 'in vec2 v_corner;' : ''}
uniform float u_bodyPx;
uniform float u_reach;
uniform float u_gain;
out vec4 o_color;
${DROP}
void main() {
  vec2 at = ${quads ? 'v_corner' : '(gl_PointCoord * 2.0 - 1.0) * u_reach'};
  float far = length(at);
  float detail = smoothstep(${float(DROP_FROM_PX)}, ${float(DROP_FULL_PX)}, u_bodyPx);
  vec4 light = vec4(v_color * u_gain * (exp(-1.9 * far * far) + 0.1 * max(0.0, 1.0 - far / u_reach)), 0.0);
  vec2 turned = vec2(dot(at, v_heading), dot(at, vec2(-v_heading.y, v_heading.x)));
  float edge = dropDistance(turned);
  float cover = clamp(0.5 - edge * u_bodyPx, 0.0, 1.0);
  float fade = smoothstep(-2.0, 0.4, turned.x);
  float eye = smoothstep(0.34, 0.16, length(turned - vec2(${float(HEAD_X + 0.2)}, 0.0))) * smoothstep(5.0, 9.0, u_bodyPx);
  vec3 body = mix(v_color * mix(0.5, 1.0, fade), vec3(1.0), eye * mix(0.3, 0.8, v_energy));
  vec4 drop = vec4(v_color * haloLight(far, edge) * (1.0 - cover) + body * cover, cover);
  o_color = mix(light, drop, detail);
}`;
}
