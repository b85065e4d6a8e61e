/** What is asked of every number that a command brings: the twin of src/scene/numbers.h. */
import { LARGEST_COORDINATE } from '../../generated/scene-layout.js';
import { squareRoot } from '../core/math.js';

const f = Math.fround;

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The bits of an f32: what C++ has as std::bit_cast. */
export function bitsOf(number: number): number {
  float[0] = number;
  return bits[0] as number;
}

const LARGEST_BITS = bitsOf(LARGEST_COORDINATE);

/** Whether the f32 with these bits is finite and no larger than it may be. */
export function isNumber(word: number): boolean {
  return (word & 0x7fffffff) <= LARGEST_BITS;
}

/** Whether all of words[at .. at + count) are such numbers. */
export function areNumbers(words: Uint32Array, at: number, count: number): boolean {
  let largest = 0;
  for (let i = at; i < at + count; i++) {
    const size = (words[i] as number) & 0x7fffffff;
    if (size > largest) largest = size;
  }
  return largest <= LARGEST_BITS;
}

/** Makes a quaternion of numbers that hold a unit one; false when it is 0, and nothing has changed. */
export function makeUnit4(q: Float32Array, at = 0): boolean {
  const x = q[at] as number;
  const y = q[at + 1] as number;
  const z = q[at + 2] as number;
  const w = q[at + 3] as number;
  const length = squareRoot(f(f(f(f(x * x) + f(y * y)) + f(z * z)) + f(w * w)));
  if (!(length > 0)) return false;
  q[at] = x / length;
  q[at + 1] = y / length;
  q[at + 2] = z / length;
  q[at + 3] = w / length;
  return true;
}

/** The same for a direction. */
export function makeUnit3(v: Float32Array): boolean {
  const x = v[0] as number;
  const y = v[1] as number;
  const z = v[2] as number;
  const length = squareRoot(f(f(f(x * x) + f(y * y)) + f(z * z)));
  if (!(length > 0)) return false;
  v[0] = x / length;
  v[1] = y / length;
  v[2] = z / length;
  return true;
}
