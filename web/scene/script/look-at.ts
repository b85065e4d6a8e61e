/** Turning something so that it looks at a place. In f64 by + - * / and square roots, which every engine rounds alike. */
import type { Quaternion, Vector } from './values.js';

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/** A vector at length 1; null where it has none. */
function unit([x, y, z]: Vector): Vector | null {
  const largest = Math.max(Math.abs(x), Math.abs(y), Math.abs(z));
  if (!(largest > 0)) return null;
  const [a, b, c] = [x / largest, y / largest, z / largest];
  const length = Math.sqrt(a * a + b * b + c * c);
  return [a / length, b / length, c / length];
}

/**
 * The orientation of who stands at `from` and looks along its own -z at `target`, its own y as near to `up` as can be; null
 * where both are the same place. Where it looks along `up`, or against it, its y is turned towards another axis.
 */
export function lookAtOrientation(from: Vector, target: Vector, up: Vector): Quaternion | null {
  const back = unit([from[0] - target[0], from[1] - target[1], from[2] - target[2]]);
  if (back === null) return null;
  const wanted = unit(up) ?? [0, 1, 0];
  let side = cross(wanted, back);
  // Too near to be told from parallel.
  if (side[0] * side[0] + side[1] * side[1] + side[2] * side[2] < 1e-12)
    side = cross(Math.abs(wanted[2]) < 0.9 ? [0, 0, 1] : [1, 0, 0], back);
  const right = unit(side) as Vector;
  const upright = cross(back, right);
  // The matrix with these columns as a quaternion: by the largest of its four parts, so that none is lost to rounding.
  const [m00, m10, m20] = right;
  const [m01, m11, m21] = upright;
  const [m02, m12, m22] = back;
  const trace = m00 + m11 + m22;
  if (trace > 0) {
    const s = Math.sqrt(trace + 1) * 2;
    return [(m21 - m12) / s, (m02 - m20) / s, (m10 - m01) / s, s / 4];
  }
  if (m00 > m11 && m00 > m22) {
    const s = Math.sqrt(1 + m00 - m11 - m22) * 2;
    return [s / 4, (m01 + m10) / s, (m02 + m20) / s, (m21 - m12) / s];
  }
  if (m11 > m22) {
    const s = Math.sqrt(1 + m11 - m00 - m22) * 2;
    return [(m01 + m10) / s, s / 4, (m12 + m21) / s, (m02 - m20) / s];
  }
  const s = Math.sqrt(1 + m22 - m00 - m11) * 2;
  return [(m02 + m20) / s, (m12 + m21) / s, s / 4, (m10 - m01) / s];
}
