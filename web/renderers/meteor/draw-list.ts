/**
 * What a picture consists of, as plain numbers that both renderers draw from: pieces of trails and
 * round sprites. Made anew for every picture into the same arrays, which only ever grow.
 */

/** Numbers of a piece of trail: where from and where to, in CSS pixels; which part of the trail (0 tail, 1 head); half its height; light; type. */
export const SLICE = { x0: 0, y0: 1, x1: 2, y1: 3, u0: 4, u1: 5, half: 6, light: 7, type: 8, numbers: 9 } as const;
/** Numbers of a sprite: its middle and radius in CSS pixels, its light, which may be above 1, and its cell's index. */
export const SPRITE = { x: 0, y: 1, radius: 2, light: 3, cell: 4, numbers: 5 } as const;

/** A growing list of records of numbers. */
export class NumberList {
  readonly #numbers: number;
  #data: Float32Array<ArrayBuffer>;
  #count = 0;

  constructor(numbers: number, room: number) {
    this.#numbers = numbers;
    this.#data = new Float32Array(numbers * room);
  }

  get data(): Float32Array<ArrayBuffer> {
    return this.#data;
  }

  /** Records in the list. */
  get count(): number {
    return this.#count;
  }

  /** Numbers that are in use. */
  get length(): number {
    return this.#count * this.#numbers;
  }

  clear(): void {
    this.#count = 0;
  }

  /** Room for one more record; gives where its first number goes. */
  add(): number {
    const at = this.length;
    if (at + this.#numbers > this.#data.length) {
      const larger = new Float32Array(this.#data.length * 2);
      larger.set(this.#data);
      this.#data = larger;
    }
    this.#count += 1;
    return at;
  }
}
