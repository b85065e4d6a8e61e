/**
 * Vectors in the plane, as two f32.
 *
 * The twin of src/life/steer.cpp.
 */
import { LEAST_LENGTH } from '../../generated/life-layout.js';

const f = Math.fround;

/** A vector that is not longer has no direction. */
export const SHORTEST = f(LEAST_LENGTH);

/** 1 / the length of a vector, or 0 for one too short to have a direction. */
export function inverseLength(x: number, y: number): number {
  const length = f(Math.sqrt(f(f(x * x) + f(y * y))));
  return length > SHORTEST ? f(1 / length) : 0;
}
