/** What is drawn by depth, sorted: that part of src/scene/draw_list.cpp. */
import { GrowingArray, type Memory } from './memory.js';

const BITS = 8;
const DIGITS = 1 << BITS;

const depthFloat = new Float32Array(1);
const depthBits = new Uint32Array(depthFloat.buffer);

/** A word that grows as the depth shrinks: `farthestFirst`. */
export function farthestFirst(depth: number): number {
  // + 0: zeros of both signs are one place.
  depthFloat[0] = depth + 0;
  const bits = depthBits[0] as number;
  return bits >>> 31 !== 0 ? bits : bits ^ 0x7fffffff;
}

/** Slots that are put aside with their depths, in ascending order, and come back farthest first. */
export class Distant {
  /** How many there are; sortDistant() empties it. */
  count = 0;
  readonly #depths: GrowingArray;
  readonly #slots: GrowingArray;
  readonly #otherDepths: GrowingArray;
  readonly #otherSlots: GrowingArray;
  readonly #starts = Array.from({ length: 32 / BITS }, () => new Uint32Array(DIGITS));

  constructor(memory: Memory) {
    this.#depths = new GrowingArray(memory);
    this.#slots = new GrowingArray(memory);
    this.#otherDepths = new GrowingArray(memory);
    this.#otherSlots = new GrowingArray(memory);
  }

  /** Room for so many. False when the memory is refused. */
  reserve(count: number): boolean {
    return this.#all().every((array) => array.reserveRaw(count, count * 2));
  }

  putAside(slot: number, depth: number): void {
    this.#depths.words[this.count] = farthestFirst(depth);
    this.#slots.words[this.count] = slot;
    this.count++;
  }

  /** The slots, farthest first; equals stay in order: a radix sort from the lowest byte on. */
  sortDistant(): Uint32Array {
    const count = this.count;
    this.count = 0;
    let depths = this.#depths.words;
    let slots = this.#slots.words;
    let toDepths = this.#otherDepths.words;
    let toSlots = this.#otherSlots.words;
    if (count === 0) return slots;
    for (let byte = 0; byte < this.#starts.length; byte++) {
      const places = this.#starts[byte] as Uint32Array;
      const shift = byte * BITS;
      places.fill(0);
      for (let i = 0; i < count; i++) {
        const digit = ((depths[i] as number) >>> shift) & (DIGITS - 1);
        places[digit] = (places[digit] as number) + 1;
      }
      if (places[((depths[0] as number) >>> shift) & (DIGITS - 1)] === count) continue;
      let before = 0;
      for (let digit = 0; digit < DIGITS; digit++) {
        const digits = places[digit] as number;
        places[digit] = before;
        before += digits;
      }
      for (let i = 0; i < count; i++) {
        const depth = depths[i] as number;
        const digit = (depth >>> shift) & (DIGITS - 1);
        const to = places[digit] as number;
        places[digit] = to + 1;
        toDepths[to] = depth;
        toSlots[to] = slots[i] as number;
      }
      [depths, toDepths] = [toDepths, depths];
      [slots, toSlots] = [toSlots, slots];
    }
    return slots;
  }

  /** Bytes of memory it has. */
  room(): number {
    return this.#all().reduce((sum, array) => sum + array.room(), 0);
  }

  #all(): readonly GrowingArray[] {
    return [this.#depths, this.#slots, this.#otherDepths, this.#otherSlots];
  }
}
