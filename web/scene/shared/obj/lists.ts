/** Lists of numbers that grow: plain arrays take twice the memory, and a number of them more than its bytes. */

/** Whole numbers of 32 bits with a sign. */
export class IntList {
  length = 0;
  values: Int32Array;

  constructor(room = 1024) {
    this.values = new Int32Array(room);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Int32Array(Math.max(16, this.length * 2));
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index] as number;
  }
}

/** Numbers of f32. */
export class FloatList {
  length = 0;
  values: Float32Array;

  constructor(room = 1024) {
    this.values = new Float32Array(room);
  }

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Float32Array(Math.max(16, this.length * 2));
      wider.set(this.values);
      this.values = wider;
    }
    this.values[this.length++] = value;
  }

  at(index: number): number {
    return this.values[index] as number;
  }
}
