/** The memory of a scene in JavaScript: the twin of src/scene/memory.h. */

/** Where it comes from: a block of zeros, or null when it is refused. Whoever asked goes on with what it has. */
export interface Memory {
  allocate(bytes: number): ArrayBuffer | null;
}

/** The memory that JavaScript has. */
export const HEAP: Memory = {
  allocate(bytes) {
    try {
      return new ArrayBuffer(bytes);
    } catch {
      return null;
    }
  },
};

/** A row of records of words, which may grow and may be refused to. It never shrinks. */
export class GrowingArray {
  /** The same memory as words, as numbers and as bytes; made anew when it grows. */
  words = new Uint32Array(0);
  floats = new Float32Array(0);
  bytes = new Uint8Array(0);
  /** Records that there is room for. */
  capacity = 0;
  readonly #memory: Memory;
  readonly #recordWords: number;

  constructor(memory: Memory, recordWords = 1) {
    this.#memory = memory;
    this.#recordWords = recordWords;
  }

  /** Bytes it holds on to. */
  room(): number {
    return this.words.byteLength;
  }

  /** Has room for exactly `count` records, or for more than that already; what is new is zero. False: refused, nothing has changed. */
  reserve(count: number): boolean {
    if (count <= this.capacity) return true;
    const block = this.#memory.allocate(count * this.#recordWords * 4);
    if (block === null) return false;
    const words = new Uint32Array(block);
    words.set(this.words);
    this.words = words;
    this.floats = new Float32Array(block);
    this.bytes = new Uint8Array(block);
    this.capacity = count;
    return true;
  }

  /** Has room for `count` records, and for twice as many as it had where it has to grow and can, but not for more than `most`. */
  reserveRaw(count: number, most: number): boolean {
    if (count <= this.capacity) return true;
    const twice = Math.min(this.capacity * 2, most);
    return (twice > count && this.reserve(twice)) || this.reserve(count);
  }
}
