/** Numbers for triples of whole numbers: 0 for the first triple, 1 for the next that differs from it, and so on. */

const EMPTY = -1;
/** Slots of the smallest table; a power of two, as all sizes are. */
const LEAST_SLOTS = 32;

export class TripleMap {
  /** How many triples there are. */
  size = 0;
  #slots = new Int32Array(LEAST_SLOTS).fill(EMPTY);
  #keys = new Int32Array((3 * LEAST_SLOTS) / 2);

  /** The number of a triple, which is `size` of before where it is new. */
  number(a: number, b: number, c: number): number {
    const mask = this.#slots.length - 1;
    let slot = mix(a, b, c) & mask;
    for (;;) {
      const number = this.#slots[slot] as number;
      if (number === EMPTY) break;
      if (this.#keys[3 * number] === a && this.#keys[3 * number + 1] === b && this.#keys[3 * number + 2] === c) return number;
      slot = (slot + 1) & mask;
    }
    const number = this.size++;
    this.#keys[3 * number] = a;
    this.#keys[3 * number + 1] = b;
    this.#keys[3 * number + 2] = c;
    this.#slots[slot] = number;
    if (this.size * 2 === this.#slots.length) this.#widen();
    return number;
  }

  /** One of the three numbers of a triple: 0, 1 or 2. */
  part(number: number, which: number): number {
    return this.#keys[3 * number + which] as number;
  }

  #widen(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(EMPTY);
    const keys = new Int32Array(this.#keys.length * 2);
    keys.set(this.#keys);
    const mask = slots.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = mix(keys[3 * number] as number, keys[3 * number + 1] as number, keys[3 * number + 2] as number) & mask;
      while (slots[slot] !== EMPTY) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.#slots = slots;
    this.#keys = keys;
  }
}

/** Spreads three numbers over 32 bits, so that those of neighbours share no slots. */
function mix(a: number, b: number, c: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77) ^ Math.imul(c, 0xc2b2ae3d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return hash ^ (hash >>> 15);
}
