/** Values at which operations on f32 differ from each other, as bits. */
const SPECIAL_BITS = [
  // Zeros, smallest and largest denormals, smallest normal.
  0x00000000, 0x80000000, 0x00000001, 0x80000001, 0x007fffff, 0x807fffff, 0x00800000, 0x80800000,
  // 1, 1/2, and 3/2: a tie of rounding.
  0x3f800000, 0xbf800000, 0x3f000000, 0xbf000000, 0x3fc00000, 0xbfc00000,
  // 2^23 and a half below it; around 2^31.
  0x4b000000, 0xcb000000, 0x4affffff, 0xcaffffff, 0x4effffff, 0xceffffff, 0x4f000000, 0xcf000000,
  // Largest, infinities, not a number.
  0x7f7fffff, 0xff7fffff, 0x7f800000, 0xff800000, 0x7fc00000, 0xffc00001, 0x7f800001,
];

const word = new Uint32Array(1);
const number = new Float32Array(word.buffer);

/** The f32 of these bits. */
export function f32FromBits(bits: number): number {
  word[0] = bits;
  return number[0] as number;
}

/** The bits of an f32. */
export function bitsFromF32(value: number): number {
  number[0] = value;
  return word[0] as number;
}

export function isNanBits(bits: number): boolean {
  return (bits & 0x7fffffff) > 0x7f800000;
}

/**
 * A stream of bit patterns: a quarter special values, a quarter small numbers that are often equal to
 * each other, half anything. By xorshift32, so that it owes nothing to the engine's random numbers.
 */
export class BitPatterns {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  random(): number {
    let s = this.#state;
    s ^= s << 13;
    s ^= s >>> 17;
    s ^= s << 5;
    this.#state = s;
    return s >>> 0;
  }

  next(): number {
    const choice = this.random();
    switch ((choice >>> 16) & 3) {
      case 0:
        return SPECIAL_BITS[(choice & 0xffff) % SPECIAL_BITS.length] as number;
      case 1:
        return bitsFromF32(((choice & 63) - 32) * 0.25);
      default:
        return this.random();
    }
  }
}
