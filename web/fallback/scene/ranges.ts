/** Which parts of a row of numbers are free, first fit: the twin of src/scene/ranges.h, range for range. */
import { GrowingArray, type Memory } from './memory.js';

/** Where no range is: `kNowhere`. */
export const NOWHERE = 0xffffffff;

export class Ranges {
  /** First number and length of each free range, in ascending order, with something taken between any two. */
  readonly #free: GrowingArray;
  #count = 0;

  constructor(memory: Memory) {
    this.#free = new GrowingArray(memory, 2);
  }

  /** All of 0 to size - 1 is free. At most `most` ranges are ever taken at a time; false when the memory is refused. */
  begin(size: number, most: number): boolean {
    if (!this.#free.reserve(most + 1)) return false;
    this.#free.words[0] = 0;
    this.#free.words[1] = size;
    this.#count = 1;
    return true;
  }

  /** Where a range of so many would be taken, count > 0; NOWHERE when no free range has the room. Takes nothing. */
  find(count: number): number {
    const free = this.#free.words;
    for (let i = 0; i < this.#count; i++) {
      if ((free[2 * i + 1] as number) >= count) return free[2 * i] as number;
    }
    return NOWHERE;
  }

  /** Takes the range that `find` named. */
  take(first: number, count: number): void {
    const free = this.#free.words;
    let at = 0;
    while (free[2 * at] !== first) at++;
    free[2 * at] = first + count;
    const rest = (free[2 * at + 1] as number) - count;
    free[2 * at + 1] = rest;
    if (rest === 0) this.#remove(at);
  }

  /** Gives a range back that was taken. It needs no memory. */
  give(first: number, count: number): void {
    const free = this.#free.words;
    let at = 0;
    while (at < this.#count && (free[2 * at] as number) < first) at++;
    const joinsLast = at > 0 && (free[2 * at - 2] as number) + (free[2 * at - 1] as number) === first;
    const joinsNext = at < this.#count && first + count === free[2 * at];
    if (joinsLast && joinsNext) {
      free[2 * at - 1] = (free[2 * at - 1] as number) + count + (free[2 * at + 1] as number);
      this.#remove(at);
    } else if (joinsLast) {
      free[2 * at - 1] = (free[2 * at - 1] as number) + count;
    } else if (joinsNext) {
      free[2 * at] = first;
      free[2 * at + 1] = (free[2 * at + 1] as number) + count;
    } else {
      free.copyWithin(2 * at + 2, 2 * at, 2 * this.#count);
      free[2 * at] = first;
      free[2 * at + 1] = count;
      this.#count++;
    }
  }

  /** Bytes of memory it has. */
  room(): number {
    return this.#free.room();
  }

  #remove(at: number): void {
    this.#free.words.copyWithin(2 * at, 2 * at + 2, 2 * this.#count);
    this.#count--;
  }
}
