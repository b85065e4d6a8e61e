/**
 * What the workers of tier `js-workers` send each other: flat buffers of words, written and read from
 * the front, which are transferred and used again by whoever has them.
 */

/** Any array of 32-bit numbers. */
type Column = Uint32Array | Int32Array | Float32Array;

/** A buffer, and the word at which the next thing is written or read. */
export class Packet {
  readonly buffer: ArrayBuffer;
  readonly words: Uint32Array;
  readonly numbers: Float32Array;
  at = 0;

  constructor(buffer: ArrayBuffer) {
    this.buffer = buffer;
    this.words = new Uint32Array(buffer);
    this.numbers = new Float32Array(buffer);
  }

  put(word: number): void {
    this.words[this.at++] = word;
  }

  /** Writes a number as f32. */
  putNumber(number: number): void {
    this.numbers[this.at++] = number;
  }

  /** Writes column[from .. from + count), bit for bit. */
  putColumn(column: Column, from: number, count: number): void {
    this.words.set(wordsOf(column, from, count), this.at);
    this.at += count;
  }

  takeWord(): number {
    return this.words[this.at++] as number;
  }

  /** Reads an f32. */
  takeNumber(): number {
    return this.numbers[this.at++] as number;
  }

  /** Reads into column[to .. to + count), bit for bit. */
  takeColumn(column: Column, to: number, count: number): void {
    wordsOf(column, to, count).set(this.words.subarray(this.at, this.at + count));
    this.at += count;
  }
}

function wordsOf(column: Column, from: number, count: number): Uint32Array {
  return new Uint32Array(column.buffer, column.byteOffset + 4 * from, count);
}

/** Buffers kept for later; more would be memory that nobody needs. */
const MOST_KEPT = 48;

/** Buffers to write packets to. As many come back as go out, so that none is made once a world runs. */
export class PacketPool {
  readonly #free: ArrayBuffer[] = [];

  /** A packet with room for so many words. */
  takePacket(words: number): Packet {
    let best = -1;
    for (let i = 0; i < this.#free.length; i++) {
      const bytes = (this.#free[i] as ArrayBuffer).byteLength;
      if (bytes >= 4 * words && (best < 0 || bytes < (this.#free[best] as ArrayBuffer).byteLength)) best = i;
    }
    if (best < 0) return new Packet(new ArrayBuffer(roomFor(words)));
    const [buffer] = this.#free.splice(best, 1);
    return new Packet(buffer as ArrayBuffer);
  }

  /** Keeps a buffer for later; the smallest go first when there are too many. */
  give(buffer: ArrayBuffer): void {
    this.#free.push(buffer);
    if (this.#free.length <= MOST_KEPT) return;
    this.#free.sort((a, b) => b.byteLength - a.byteLength);
    this.#free.length = MOST_KEPT;
  }
}

/** Bytes of a buffer for so many words: a power of two, so that one fits again when a few more animals come. */
function roomFor(words: number): number {
  let bytes = 1024;
  while (bytes < 4 * words) bytes *= 2;
  return bytes;
}
