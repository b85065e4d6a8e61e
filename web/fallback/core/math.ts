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

/** Sine of an angle in turns, |turns| < 2^20: `sincos_turns`. */
export function sinTurns(turns: number): number {
  const quarters = f(turns * 4);
  const nearest = floorWhole(f(quarters + 0.5));
  const r = f(quarters - nearest);
  const value = (nearest & 1) === 0 ? sineOfQuarter(r) : cosineOfQuarter(r);
  return (nearest & 2) === 0 ? value : -value;
}

/** Cosine of an angle in turns, |turns| < 2^20: `sincos_turns`. */
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

/** Square root, rounded as the standard says: `square_root`. */
export function squareRoot(value: number): number {
  return f(Math.sqrt(value));
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
