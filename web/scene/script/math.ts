/**
 * What Math has and browsers compute differently, the same to the bit everywhere: rounded to f32, from + - * / and square
 * roots of f64, which every engine rounds alike.
 *
 * Each is within one f32 step of the exact value, wherever its argument is one that an f32 can be.
 */

const TWO_PI = 2 * Math.PI;
const HALF_PI = Math.PI / 2;

/** 1 / n! for the series of sine, cosine and the exponential function. */
const INVERSE_FACTORIALS = inverseFactorials(17);

function inverseFactorials(count: number): readonly number[] {
  const list = [1];
  for (let n = 1; n < count; n++) list.push((list[n - 1] as number) / n);
  return list;
}

/** The series x^first / first! -+ x^(first + 2) / (first + 2)! ... up to the power of `last`, for |x| <= pi / 4. */
function alternating(x: number, first: number, last: number): number {
  const x2 = x * x;
  let sum = 0;
  for (let n = last; n >= first; n -= 2) sum = (INVERSE_FACTORIALS[n] as number) - x2 * sum;
  return first === 0 ? sum : x * sum;
}

/** Sine and cosine of a quarter turn's multiple and a rest. */
function wave(radians: number, quarters: number): number {
  // The remainder of two numbers is exact.
  const turned = radians % TWO_PI;
  const nearest = Math.round(turned / HALF_PI);
  const rest = turned - nearest * HALF_PI;
  const quarter = (nearest + quarters) & 3;
  const value = (quarter & 1) === 0 ? alternating(rest, 1, 15) : alternating(rest, 0, 16);
  return Math.fround(quarter < 2 ? value : -value);
}

/** Sine. @param radians any finite number; unit: rad */
export function sin(radians: number): number {
  return wave(radians, 0);
}

/** Cosine. @param radians any finite number; unit: rad */
export function cos(radians: number): number {
  return wave(radians, 1);
}

/** Tangent. @param radians any finite number; unit: rad */
export function tan(radians: number): number {
  return Math.fround(sin(radians) / cos(radians));
}

/** Of 0 <= x <= 1: halving the angle twice leaves at most pi / 16 for the series. */
function arctangent(x: number): number {
  const half = x / (1 + Math.sqrt(1 + x * x));
  const quarter = half / (1 + Math.sqrt(1 + half * half));
  const q2 = quarter * quarter;
  let sum = 0;
  for (let n = 19; n >= 1; n -= 2) sum = 1 / n - q2 * sum;
  return 4 * quarter * sum;
}

/** The angle of the direction (x, y) from the x axis; 0 for no direction. Unit: rad, -pi to pi. */
export function atan2(y: number, x: number): number {
  const width = Math.abs(x);
  const height = Math.abs(y);
  if (width === 0 && height === 0) return 0;
  let angle = height > width ? HALF_PI - arctangent(width / height) : arctangent(height / width);
  if (x < 0) angle = Math.PI - angle;
  return Math.fround(y < 0 ? -angle : angle);
}

/** The angle of a sine. @param x -1 to 1 */
export function asin(x: number): number {
  return atan2(x, Math.sqrt((1 - x) * (1 + x)));
}

/** The angle of a cosine. @param x -1 to 1 */
export function acos(x: number): number {
  return atan2(Math.sqrt((1 - x) * (1 + x)), x);
}

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

function exponential(x: number): number {
  if (!(x > -200)) return x <= -200 ? 0 : Number.NaN;
  if (x > 200) return Number.POSITIVE_INFINITY;
  const twos = Math.round(x / Math.LN2);
  const rest = x - twos * Math.LN2;
  let sum = 0;
  for (let n = 13; n >= 0; n--) sum = (INVERSE_FACTORIALS[n] as number) + rest * sum;
  words[0] = 0;
  words[1] = (twos + 1023) << 20;
  return sum * (float[0] as number);
}

/** Natural logarithm of a normal f64 more than 0: ln m + e ln 2 with m from 0.7 to 1.4. */
function logarithm(x: number): number {
  float[0] = x;
  const high = words[1] as number;
  let exponent = (high >>> 20) - 1023;
  words[1] = (high & 0xfffff) | 0x3ff00000;
  let m = float[0] as number;
  if (m > Math.SQRT2) {
    m /= 2;
    exponent += 1;
  }
  const s = (m - 1) / (m + 1);
  const s2 = s * s;
  let sum = 0;
  for (let n = 21; n >= 1; n -= 2) sum = 1 / n + s2 * sum;
  return 2 * s * sum + exponent * Math.LN2;
}

/** e to the power of x. */
export function exp(x: number): number {
  return Math.fround(exponential(x));
}

/** Natural logarithm; -Infinity of 0, NaN of less. */
export function log(x: number): number {
  if (x > 0) return x === Number.POSITIVE_INFINITY ? x : Math.fround(logarithm(Math.max(x, 2 ** -1000)));
  return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
}

/** base to the power of exponent; a negative base takes a whole exponent, and is NaN with any other. */
export function pow(base: number, exponent: number): number {
  if (exponent === 0) return 1;
  if (base === 0) return exponent > 0 ? 0 : Number.POSITIVE_INFINITY;
  if (!Number.isFinite(base)) return Number.NaN;
  if (base < 0 && !Number.isInteger(exponent)) return Number.NaN;
  const size = exponential(exponent * logarithm(Math.abs(base)));
  return Math.fround(base < 0 && exponent % 2 !== 0 ? -size : size);
}

/** Square root. */
export function sqrt(x: number): number {
  return Math.fround(Math.sqrt(x));
}
