/**
 * The operations of src/core/math.h and src/core/simd that JavaScript has under no name of its own,
 * bit for bit. Arguments are f32. Sine and cosine are two functions where C++ has one, since a pair
 * would have to be allocated.
 */
const f = Math.fround;

// The series of sin(r pi / 2) and cos(r pi / 2) for r in [-1/2, 1/2], lowest power first.
const SINE_0 = f(1.57079633);
const SINE_1 = f(-0.645964098);
const SINE_2 = f(0.0796926262);
const SINE_3 = f(-0.00468175414);
const SINE_4 = f(0.000160441185);
const COSINE_1 = f(-1.23370055);
const COSINE_2 = f(0.253669508);
const COSINE_3 = f(-0.0208634808);
const COSINE_4 = f(0.000919260274);

/** The smaller one as the engine chooses it; Math.min differs for zeros of both signs and for NaN. */
export function pmin(a: number, b: number): number {
  if (b < a) return b;
  return a;
}

/** The larger one as the engine chooses it; Math.max differs for zeros of both signs and for NaN. */
export function pmax(a: number, b: number): number {
  if (a < b) return b;
  return a;
}

/** Sine of an angle in turns, |turns| < 2^20: `sincosTurns`. */
export function sinTurns(turns: number): number {
  const quarters = f(turns * 4);
  const nearest = floorWhole(f(quarters + 0.5));
  const r = f(quarters - nearest);
  const value = (nearest & 1) === 0 ? sineOfQuarter(r) : cosineOfQuarter(r);
  return (nearest & 2) === 0 ? value : -value;
}

/** Cosine of an angle in turns, |turns| < 2^20: `sincosTurns`. */
export function cosTurns(turns: number): number {
  const quarters = f(turns * 4);
  const nearest = floorWhole(f(quarters + 0.5));
  const r = f(quarters - nearest);
  const value = (nearest & 1) === 0 ? cosineOfQuarter(r) : sineOfQuarter(r);
  return ((nearest + 1) & 2) === 0 ? value : -value;
}

/** Sines and cosines of `count` angles in turns: the two above, without a number that has to be boxed. */
export function sincosTurns(turns: Float32Array, count: number, sines: Float32Array, cosines: Float32Array): void {
  for (let k = 0; k < count; k++) {
    const quarters = f((turns[k] as number) * 4);
    const nearest = floorWhole(f(quarters + 0.5));
    const r = f(quarters - nearest);
    const sine = sineOfQuarter(r);
    const cosine = cosineOfQuarter(r);
    const isSwapped = (nearest & 1) !== 0;
    const s = isSwapped ? cosine : sine;
    const c = isSwapped ? sine : cosine;
    sines[k] = (nearest & 2) === 0 ? s : -s;
    cosines[k] = ((nearest + 1) & 2) === 0 ? c : -c;
  }
}

/** Square root, rounded as the standard says: `squareRoot`. */
export function squareRoot(value: number): number {
  return f(Math.sqrt(value));
}

const LOG_0 = f(0.33333334);
const LOG_1 = f(0.2);
const LOG_2 = f(0.14285715);
const LOG_3 = f(0.11111111);
const LOG_4 = f(0.09090909);
const LOG_OF_2 = f(Math.LN2);

/** -ln of a random number from its 32 bits, of which the upper 24 count: `minusLogUnit`. */
export function minusLogUnit(bits: number): number {
  const whole = (bits >>> 8) + 1;
  const exponent = 31 - Math.clz32(whole);
  // A power of two and at most 25 bits: exact.
  const m = whole / (1 << exponent);
  const s = f(f(m - 1) / f(m + 1));
  const s2 = f(s * s);
  let series = f(LOG_3 + f(s2 * LOG_4));
  series = f(LOG_2 + f(s2 * series));
  series = f(LOG_1 + f(s2 * series));
  series = f(LOG_0 + f(s2 * series));
  const log = f(s * f(2 + f(f(s2 * series) * 2)));
  return f(f((24 - exponent) * LOG_OF_2) - log);
}

const ANGLE_0 = f(0.99997726);
const ANGLE_1 = f(-0.33262347);
const ANGLE_2 = f(0.19354346);
const ANGLE_3 = f(-0.11643287);
const ANGLE_4 = f(0.05265332);
const ANGLE_5 = f(-0.0117212);
const QUARTER = f(1.5707964);
const HALF = f(Math.PI);

/** The angle of a direction in radians, 0 for no direction: `directionAngle`. */
export function directionAngle(y: number, x: number): number {
  const width = x < 0 ? -x : x;
  const height = y < 0 ? -y : y;
  const larger = width < height ? height : width;
  if (!(larger > 0)) return 0;
  const slope = f((width < height ? width : height) / larger);
  const s = f(slope * slope);
  let angle = f(ANGLE_4 + f(s * ANGLE_5));
  angle = f(ANGLE_3 + f(s * angle));
  angle = f(ANGLE_2 + f(s * angle));
  angle = f(ANGLE_1 + f(s * angle));
  angle = f(slope * f(ANGLE_0 + f(s * angle)));
  if (width < height) angle = f(QUARTER - angle);
  if (x < 0) angle = f(HALF - angle);
  return y < 0 ? -angle : angle;
}

/** The largest whole number that is not above x, |x| < 2^31. */
export function floorWhole(x: number): number {
  const whole = x | 0;
  return whole > x ? whole - 1 : whole;
}

function sineOfQuarter(r: number): number {
  const r2 = f(r * r);
  let sum = f(SINE_3 + f(r2 * SINE_4));
  sum = f(SINE_2 + f(r2 * sum));
  sum = f(SINE_1 + f(r2 * sum));
  sum = f(SINE_0 + f(r2 * sum));
  return f(r * sum);
}

function cosineOfQuarter(r: number): number {
  const r2 = f(r * r);
  let sum = f(COSINE_3 + f(r2 * COSINE_4));
  sum = f(COSINE_2 + f(r2 * sum));
  sum = f(COSINE_1 + f(r2 * sum));
  return f(1 + f(r2 * sum));
}
