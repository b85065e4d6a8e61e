/**
 * Typed arrays over engine memory, and over the rings and triple buffers that threads share. What the records of a
 * system are is said in that system's own views.
 *
 * Engine memory never grows after the founding, but views are made for every call all the same: they
 * cost less than keeping one fresh. Engine and browser are little-endian, both.
 */
import {
  MAX_RING_CAPACITY,
  MAX_RING_RECORD_WORDS,
  RING_MAGIC,
  RingHeader,
  TRIPLE_BUFFER_MAGIC,
  TripleBufferHeader,
  TripleBufferSlot,
} from '../generated/core-layout.js';

/** Copies bytes of engine memory to the start of a buffer; gives their number. */
export function copyBytes(memory: WebAssembly.Memory, address: number, bytes: number, into: ArrayBuffer): number {
  new Uint8Array(into, 0, bytes).set(new Uint8Array(memory.buffer, address, bytes));
  return bytes;
}

/** A word of engine memory that threads share. */
export function viewWord({ buffer }: { readonly buffer: ArrayBufferLike }, address: number): Int32Array {
  return new Int32Array(buffer, address, 1);
}

/** Copies bytes into engine memory. */
export function writeBytes(memory: WebAssembly.Memory, address: number, bytes: Uint8Array): void {
  new Uint8Array(memory.buffer, address, bytes.byteLength).set(bytes);
}

/** Writes f64 numbers into engine memory. */
export function writeNumbers(memory: WebAssembly.Memory, address: number, values: Float64Array): void {
  new Float64Array(memory.buffer, address, values.length).set(values);
}

/** Reads f64 numbers of engine memory. */
export function readNumbers(memory: WebAssembly.Memory, address: number, count: number): Float64Array {
  return new Float64Array(memory.buffer, address, count).slice();
}

/** Reads f32 numbers of engine memory. */
export function readFloats(memory: WebAssembly.Memory, address: number, count: number): number[] {
  return [...new Float32Array(memory.buffer, address, count)];
}

/** Views over a ring: its header, and the words of its records as whole numbers and as f32. */
export interface RingViews {
  readonly words: Int32Array;
  readonly records: Uint32Array;
  readonly floats: Float32Array;
  readonly recordWords: number;
  readonly capacity: number;
}

/** Bytes of a ring of so many records. */
export function ringLength(recordWords: number, capacity: number): number {
  return RingHeader.size + 4 * capacity * recordWords;
}

/**
 * Makes an empty ring of ringLength bytes, as makeRing does.
 *
 * @param address a multiple of 64
 * @param recordWords 1 to 256
 * @param capacity records, a power of two up to 2^20
 * @param firstIndex where both indices begin; only a test of their wrapping wants another than 0
 */
export function makeRing(buffer: SharedArrayBuffer, address: number, recordWords: number, capacity: number, firstIndex = 0): RingViews {
  const words = new Int32Array(buffer, address, RingHeader.size / 4).fill(0);
  words[RingHeader.recordWords / 4] = recordWords;
  words[RingHeader.capacity / 4] = capacity;
  words[RingHeader.written / 4] = firstIndex;
  words[RingHeader.read / 4] = firstIndex;
  words[RingHeader.magic / 4] = RING_MAGIC;
  return viewRing(buffer, address);
}

/**
 * Views over the ring that somebody made at this address.
 * @throws RangeError when there is none of this version that fits the buffer
 */
export function viewRing(buffer: SharedArrayBuffer, address: number): RingViews {
  const words = new Int32Array(buffer, address, RingHeader.size / 4);
  const recordWords = words[RingHeader.recordWords / 4] ?? 0;
  const capacity = words[RingHeader.capacity / 4] ?? 0;
  const fits =
    recordWords >= 1 &&
    recordWords <= MAX_RING_RECORD_WORDS &&
    capacity >= 1 &&
    capacity <= MAX_RING_CAPACITY &&
    (capacity & (capacity - 1)) === 0;
  if (address % 64 !== 0 || words[RingHeader.magic / 4] !== RING_MAGIC || !fits) {
    throw new RangeError(`no ring of this version at address ${address}`);
  }
  const first = address + RingHeader.size;
  const count = capacity * recordWords;
  return { words, records: new Uint32Array(buffer, first, count), floats: new Float32Array(buffer, first, count), recordWords, capacity };
}

/** Views over a triple buffer: its control block, and its three slots as long as they may get. */
export interface TripleBufferViews {
  readonly words: Int32Array;
  readonly slots: readonly Uint8Array[];
}

/**
 * Makes a triple buffer without a frame, as makeTripleBuffer does.
 *
 * @param address a multiple of 64
 * @param slots where the three slots are, and how many bytes they have room for
 */
export function makeTripleBuffer(
  buffer: SharedArrayBuffer,
  address: number,
  slots: readonly { readonly address: number; readonly capacity: number }[],
): TripleBufferViews {
  const words = new Int32Array(buffer, address, TripleBufferHeader.size / 4).fill(0);
  words[TripleBufferHeader.control / 4] = 1;
  slots.forEach((slot, number) => {
    const at = (TripleBufferHeader.slots + number * TripleBufferSlot.size) / 4;
    words[at + TripleBufferSlot.offset / 4] = slot.address - address;
    words[at + TripleBufferSlot.capacity / 4] = slot.capacity;
  });
  words[TripleBufferHeader.magic / 4] = TRIPLE_BUFFER_MAGIC;
  return viewTripleBuffer(buffer, address);
}

/**
 * Views over the triple buffer that somebody made at this address.
 * @throws RangeError when there is none of this version, or its slots lie outside of the buffer
 */
export function viewTripleBuffer(buffer: SharedArrayBuffer, address: number): TripleBufferViews {
  const words = new Int32Array(buffer, address, TripleBufferHeader.size / 4);
  if (address % 64 !== 0 || words[TripleBufferHeader.magic / 4] !== TRIPLE_BUFFER_MAGIC) {
    throw new RangeError(`no triple buffer of this version at address ${address}`);
  }
  const slots = [0, 1, 2].map((number) => {
    const at = (TripleBufferHeader.slots + number * TripleBufferSlot.size) / 4;
    const capacity = words[at + TripleBufferSlot.capacity / 4] ?? 0;
    return new Uint8Array(buffer, address + (words[at + TripleBufferSlot.offset / 4] ?? 0), capacity >>> 0);
  });
  return { words, slots };
}
