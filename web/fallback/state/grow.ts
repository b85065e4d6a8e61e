/**
 * Typed arrays that grow: each doubles until it holds `length`, and keeps what it held.
 *
 * The twin of src/state/array.h.
 */

import { StateEndedError } from '../../state/shared/errors.js';

const LEAST = 64;

export function roomFor(length: number): number {
  let room = LEAST;
  while (room < length) room *= 2;
  return room;
}

export function grownU32(array: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  return array.length >= length ? array : grown(array, Uint32Array, length);
}

export function grownU8(array: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  return array.length >= length ? array : grown(array, Uint8Array, length);
}

export function grownF64(array: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  return array.length >= length ? array : grown(array, Float64Array, length);
}

type Numbers = Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Float64Array<ArrayBuffer>;

/** @throws StateEndedError where there is no memory for it */
function grown<Array extends Numbers>(array: Array, make: new (length: number) => Array, length: number): Array {
  const room = roomFor(length);
  let longer: Array;
  try {
    longer = new make(room);
  } catch {
    throw StateEndedError.memory(array.byteLength, room * array.BYTES_PER_ELEMENT);
  }
  longer.set(array);
  return longer;
}

/** A list of numbers that keeps its memory when it is emptied. */
export class NumberList {
  length = 0;
  ids = new Uint32Array(LEAST);

  push(value: number): void {
    if (this.length === this.ids.length) this.ids = grownU32(this.ids, this.length + 1);
    this.ids[this.length++] = value;
  }

  at(index: number): number {
    return this.ids[index] as number;
  }
}
