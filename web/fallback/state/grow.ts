/** Typed arrays that grow: each doubles until it holds `length`, and keeps what it held. */

const LEAST = 64;

export function roomFor(length: number): number {
  let room = LEAST;
  while (room < length) room *= 2;
  return room;
}

export function grownU32(array: Uint32Array<ArrayBuffer>, length: number): Uint32Array<ArrayBuffer> {
  if (array.length >= length) return array;
  const grown = new Uint32Array(roomFor(length));
  grown.set(array);
  return grown;
}

export function grownU8(array: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  if (array.length >= length) return array;
  const grown = new Uint8Array(roomFor(length));
  grown.set(array);
  return grown;
}

export function grownF64(array: Float64Array<ArrayBuffer>, length: number): Float64Array<ArrayBuffer> {
  if (array.length >= length) return array;
  const grown = new Float64Array(roomFor(length));
  grown.set(array);
  return grown;
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
