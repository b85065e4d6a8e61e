/**
 * Who follows whom, by slot: lists of children that are linked through their members, so that entering and leaving takes as
 * long for a thousand children as for one. Nothing is allocated before the first one follows another.
 */
import { NONE } from '../../generated/scene-layout.js';

export class Family {
  #parents = new Uint32Array(0);
  #first = new Uint32Array(0);
  #next = new Uint32Array(0);
  #before = new Uint32Array(0);

  /** A slot's parent, or NONE. */
  parentOf(slot: number): number {
    return this.#parents[slot] ?? NONE;
  }

  /** Has a slot follow another, or nobody. */
  setParent(slot: number, parent: number): void {
    if (this.parentOf(slot) === parent) return;
    this.#makeRoom(Math.max(slot, parent === NONE ? 0 : parent) + 1);
    this.#leave(slot);
    this.#parents[slot] = parent;
    if (parent === NONE) return;
    const first = this.#first[parent] as number;
    this.#next[slot] = first;
    if (first !== NONE) this.#before[first] = slot;
    this.#first[parent] = slot;
  }

  /** Whether `slot` is `ancestor`, or follows it over however many others. */
  follows(slot: number, ancestor: number): boolean {
    for (let at = slot; at !== NONE; at = this.parentOf(at)) if (at === ancestor) return true;
    return false;
  }

  /** Ends a slot and all that follow it, each told to `ended`: those that follow before those that are followed. */
  end(slot: number, ended: (slot: number) => void): void {
    this.setParent(slot, NONE);
    // No recursion: chains may be as long as there are entities.
    let at = slot;
    for (;;) {
      const child = this.#first[at] ?? NONE;
      if (child !== NONE) {
        at = child;
        continue;
      }
      const parent = this.parentOf(at);
      if (parent !== NONE) this.setParent(at, NONE);
      ended(at);
      if (at === slot) return;
      at = parent;
    }
  }

  #leave(slot: number): void {
    const parent = this.parentOf(slot);
    if (parent === NONE) return;
    const next = this.#next[slot] as number;
    const before = this.#before[slot] as number;
    if (before === NONE) this.#first[parent] = next;
    else this.#next[before] = next;
    if (next !== NONE) this.#before[next] = before;
    this.#next[slot] = NONE;
    this.#before[slot] = NONE;
  }

  #makeRoom(slots: number): void {
    if (slots <= this.#parents.length) return;
    const length = Math.max(1024, slots, this.#parents.length * 2);
    const longer = (before: Uint32Array): Uint32Array<ArrayBuffer> => {
      const after = new Uint32Array(length).fill(NONE, before.length);
      after.set(before);
      return after;
    };
    this.#parents = longer(this.#parents);
    this.#first = longer(this.#first);
    this.#next = longer(this.#next);
    this.#before = longer(this.#before);
  }
}
