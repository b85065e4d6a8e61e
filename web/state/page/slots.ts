/**
 * Values that kernels know by number only: strings, and everything that is neither a container nor another primitive.
 * A value has one slot while it has any, so that equal numbers are the same value. The kernel counts what the
 * shadow holds and tells which slots are let go.
 */
export class ValueSlots {
  readonly #values: unknown[] = [];
  readonly #numbers = new Map<unknown, number>();
  readonly #free: number[] = [];
  readonly #originals = new WeakMap<object, object>();
  /** Slots taken since the batch began. */
  #fresh: number[] = [];

  /** Slots in use. */
  get count(): number {
    return this.#numbers.size;
  }

  /**
   * Takes note that what is read from the state in place of a value is another one, as valtio's proxy of an instance is: it stands
   * for that value from now on.
   * @returns whether it was taken for a value of its own until now
   */
  alias(read: object, value: object): boolean {
    this.#originals.set(read, value);
    return this.#numbers.has(read);
  }

  /** The value itself, of what was read in its place. */
  originalOf(value: unknown): unknown {
    return (typeof value === 'object' && value !== null ? this.#originals.get(value) : undefined) ?? value;
  }

  original(slot: number): unknown {
    return this.originalOf(this.#values[slot]);
  }

  /** The slot of a value, taken if it has none. */
  slotOf(given: unknown): number {
    const value = this.originalOf(given);
    const known = this.#numbers.get(value);
    if (known !== undefined) return known;
    const slot = this.#free.pop() ?? this.#values.length;
    this.#values[slot] = value;
    this.#numbers.set(value, slot);
    this.#fresh.push(slot);
    return slot;
  }

  value(slot: number): unknown {
    return this.#values[slot];
  }

  /** Starts a batch. */
  beginBatch(): void {
    if (this.#fresh.length > 0) this.#fresh = [];
  }

  /** How many slots were taken since the batch began. */
  get taken(): number {
    return this.#fresh.length;
  }

  /** Frees what a batch took that came to nothing, from the `from`th slot on. */
  takeBack(from = 0): void {
    for (const slot of this.#fresh.splice(from)) this.free(slot);
  }

  free(slot: number): void {
    this.#numbers.delete(this.#values[slot]);
    this.#values[slot] = undefined;
    this.#free.push(slot);
  }
}
