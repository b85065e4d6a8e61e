/**
 * Which slots are free, and which is the lowest: a bitmap of free slots, over it a bitmap of its words that are not 0, and so
 * on up to one word. Taking and giving back touch one word a level: four for a million slots.
 */
export class Slots {
  readonly most: number;
  /** Slots there is a bit for. */
  #capacity = 0;
  /** The lowest level first. */
  #levels: Uint32Array[] = [];
  #taken = 0;
  #end = 0;

  /** @param most slots that may be taken at a time */
  constructor(most: number) {
    this.most = most;
  }

  /** How many are taken. */
  get taken(): number {
    return this.#taken;
  }

  /** All slots that were ever taken are below it. */
  get end(): number {
    return this.#end;
  }

  /** Takes the lowest free slot; -1: there is none. */
  take(): number {
    if (this.#taken === this.#capacity && !this.#grow()) return -1;
    let slot = 0;
    for (let level = this.#levels.length - 1; level >= 0; level--) {
      const word = (this.#levels[level] as Uint32Array)[slot] as number;
      slot = slot * 32 + 31 - Math.clz32(word & -word);
    }
    this.#clear(slot);
    this.#taken += 1;
    if (slot >= this.#end) this.#end = slot + 1;
    return slot;
  }

  /** Takes the lowest free slot from `first` on, or the lowest of all where there is none; -1: there is none at all. */
  takeFrom(first: number): number {
    for (let slot = first; slot < this.#capacity; slot++) {
      if (!this.isFree(slot)) continue;
      this.#clear(slot);
      this.#taken += 1;
      if (slot >= this.#end) this.#end = slot + 1;
      return slot;
    }
    if (this.#capacity < this.most) {
      this.#grow();
      return this.takeFrom(Math.max(first, this.#end));
    }
    return this.take();
  }

  isFree(slot: number): boolean {
    return slot >= this.#capacity || (((this.#levels[0] as Uint32Array)[slot >>> 5] as number) & (1 << (slot & 31))) !== 0;
  }

  /** Gives a slot back that is taken. */
  free(slot: number): void {
    this.#taken -= 1;
    this.#set(slot);
  }

  #clear(slot: number): void {
    let at = slot;
    for (const words of this.#levels) {
      const word = ((words[at >>> 5] as number) & ~(1 << (at & 31))) >>> 0;
      words[at >>> 5] = word;
      if (word !== 0) return;
      at >>>= 5;
    }
  }

  #set(slot: number): void {
    let at = slot;
    for (const words of this.#levels) {
      const before = words[at >>> 5] as number;
      words[at >>> 5] = before | (1 << (at & 31));
      if (before !== 0) return;
      at >>>= 5;
    }
  }

  /** Makes room for twice as many; false: there are as many as there may be. */
  #grow(): boolean {
    const before = this.#capacity;
    if (before >= this.most) return false;
    this.#capacity = Math.min(this.most, Math.max(1024, before * 2));
    const lengths: number[] = [];
    let count = this.#capacity;
    do {
      count = Math.ceil(count / 32);
      lengths.push(count);
    } while (count > 1);
    const old = this.#levels[0];
    this.#levels = lengths.map((length) => new Uint32Array(length));
    if (old !== undefined) (this.#levels[0] as Uint32Array).set(old);
    for (let slot = before; slot < this.#capacity; slot++) {
      (this.#levels[0] as Uint32Array)[slot >>> 5] = ((this.#levels[0] as Uint32Array)[slot >>> 5] as number) | (1 << (slot & 31));
    }
    for (let level = 1; level < this.#levels.length; level++) {
      const below = this.#levels[level - 1] as Uint32Array;
      const words = this.#levels[level] as Uint32Array;
      below.forEach((word, at) => {
        if (word !== 0) words[at >>> 5] = (words[at >>> 5] as number) | (1 << (at & 31));
      });
    }
    return true;
  }
}
