/** Shaders of a mark: the selected animal's ring and sight, and the brush. */
import { HEADER } from './shader-header.js';

export const MARK_VERTEX = `${HEADER}
in vec2 a_corner;
uniform vec2 u_view;
uniform vec2 u_place;       // device px from the middle
uniform float u_radius;     // device px
uniform float u_line;       // device px
out vec2 v_at;
void main() {
  v_at = a_corner * (u_radius + 2.0 * u_line);
  gl_Position = vec4((u_place + v_at) / u_view * vec2(2.0, -2.0), 0.0, 1.0);
}`;

export const MARK_FRAGMENT = `${HEADER}
in vec2 v_at;
uniform int u_kind;         // 0 ring, 1 sight, 2 brush
uniform float u_radius;
uniform float u_line;
uniform float u_heading;
uniform float u_halfAngle;
out vec4 o_color;
void main() {
  float far = length(v_at);
  float rim = clamp(0.5 * u_line + 0.5 - abs(far - u_radius), 0.0, 1.0);
  if (u_kind == 1) {
    float turn = atan(v_at.y, v_at.x) - u_heading;
    turn = abs(turn - round(turn / 6.28318531) * 6.28318531);
    // The cone's straight sides are softened by about a pixel.
    float inside = clamp((u_halfAngle - turn) * far + 0.5, 0.0, 1.0) * clamp(u_radius - far + 0.5, 0.0, 1.0);
    if (u_halfAngle > 3.14) inside = clamp(u_radius - far + 0.5, 0.0, 1.0);
    float light = inside * mix(0.3, 0.05, min(1.0, far / u_radius)) + 0.25 * rim * step(turn, u_halfAngle);
    o_color = vec4(vec3(1.0, 0.965, 0.84) * light, light);
  } else {
    float dash = u_kind == 2 ? step(0.42, fract(atan(v_at.y, v_at.x) * max(4.0, floor(u_radius / u_line / 9.0) * 6.0) / 6.28318531)) : 1.0;
    float light = rim * dash * (u_kind == 2 ? 0.65 : 0.95);
    o_color = vec4(light);
  }
}`;
