/** Targets, their sources, and which of them a write made dirty: the twin of src/state/aggregations.h. */
import { NONE } from '../../generated/state-layout.js';
import { grownU8, grownU32 } from './grow.js';
import type { PathTree } from './path-tree.js';

export interface Aggregation {
  /** Place in the order of registration. */
  readonly order: number;
  readonly number: number;
  readonly target: number;
  readonly sources: Uint32Array;
}

interface Target {
  /** Place among targets: that of the first of its aggregations, as long as it has any. */
  readonly order: number;
  readonly aggregations: Aggregation[];
}

/** What a node is to aggregations. */
const IS_TARGET = 1;
const IS_SOURCE = 2;

/** The aggregations, by target for writes and by what they read for reads, and which are to be read anew. */
export class Aggregations {
  count = 0;
  /** Bits of what a node is. */
  #roles = new Uint8Array(0);
  /** Targets and sources strictly below a node. */
  #below = new Uint32Array(0);
  readonly #tree: PathTree;
  readonly #parity: boolean;
  readonly #targets = new Map<number, Target>();
  readonly #readers = new Map<number, Aggregation[]>();
  readonly #byNumber: (Aggregation | null)[] = [];
  readonly #freeNumbers: number[] = [];
  #nextOrder = 0;
  #dirty = new Set<Aggregation>();
  /** Registered since the last commit that was done. */
  readonly #fresh = new Set<Aggregation>();

  constructor(tree: PathTree, parity: boolean) {
    this.#tree = tree;
    this.#parity = parity;
    this.grow(tree.capacity);
  }

  grow(capacity: number): void {
    this.#roles = grownU8(this.#roles, capacity);
    this.#below = grownU32(this.#below, capacity);
  }

  add(target: number, sources: Uint32Array): number {
    const order = this.#nextOrder++;
    const number = this.#freeNumbers.pop() ?? this.#byNumber.length;
    const aggregation: Aggregation = { order, number, target, sources: sources.slice() };
    this.#byNumber[number] = aggregation;
    this.count++;
    const at = this.#targets.get(target);
    if (at === undefined) {
      this.#targets.set(target, { order, aggregations: [aggregation] });
      this.#takeRole(target, IS_TARGET);
    } else {
      at.aggregations.push(aggregation);
    }
    for (const source of aggregation.sources) {
      const readers = this.#readers.get(source);
      if (readers === undefined) {
        this.#readers.set(source, [aggregation]);
        this.#takeRole(source, IS_SOURCE);
      } else if (!readers.includes(aggregation)) {
        readers.push(aggregation);
      }
    }
    this.#fresh.add(aggregation);
    return number;
  }

  remove(number: number): void {
    const aggregation = this.#byNumber[number];
    if (aggregation === null || aggregation === undefined) return;
    this.#byNumber[number] = null;
    this.#freeNumbers.push(number);
    this.count--;
    this.#dirty.delete(aggregation);
    this.#fresh.delete(aggregation);
    const target = this.#targets.get(aggregation.target) as Target;
    target.aggregations.splice(target.aggregations.indexOf(aggregation), 1);
    if (target.aggregations.length === 0) {
      this.#targets.delete(aggregation.target);
      this.#drop(aggregation.target, IS_TARGET);
    }
    for (const source of new Set(aggregation.sources)) {
      const readers = this.#readers.get(source) as Aggregation[];
      readers.splice(readers.indexOf(aggregation), 1);
      if (readers.length === 0) {
        this.#readers.delete(source);
        this.#drop(source, IS_SOURCE);
      }
    }
  }

  /** The target at or above a node that was registered first, or NONE. */
  targetOf(id: number): number {
    if (this.count === 0) return NONE;
    let found = NONE;
    let order = Number.POSITIVE_INFINITY;
    for (let at = id; at !== NONE; at = this.#tree.parent[at] as number) {
      if (((this.#roles[at] as number) & IS_TARGET) === 0) continue;
      const target = this.#targets.get(at) as Target;
      if (target.order < order) {
        order = target.order;
        found = at;
      }
    }
    return found;
  }

  /** A target's aggregations in the order of registration. */
  of(target: number): readonly Aggregation[] {
    return (this.#targets.get(target) as Target).aggregations;
  }

  /** The targets in their order, and the aggregations in that of registration. */
  parts(): { readonly targets: readonly number[]; readonly aggregations: readonly Aggregation[] } {
    const targets = [...this.#targets].sort(([, a], [, b]) => a.order - b.order).map(([target]) => target);
    const aggregations = this.#byNumber.filter((one) => one !== null).sort((a, b) => a.order - b.order);
    return { targets, aggregations };
  }

  /** How often `add` holds a node. */
  holdsOf(id: number): number {
    const roles = this.#roles[id] as number;
    return (roles & 1) + (roles >> 1);
  }

  /** Makes dirty what a write at a node concerns; `own` is the aggregation that wrote, null for a row. */
  touch(id: number, own: Aggregation | null): void {
    if (this.count === 0) return;
    for (let at = id; at !== NONE; at = this.#tree.parent[at] as number) {
      const roles = this.#roles[at] as number;
      if ((roles & IS_SOURCE) !== 0) this.#mark(this.#readers.get(at), own);
      if ((roles & IS_TARGET) !== 0 && !this.#parity) this.#mark(this.#targets.get(at)?.aggregations, own);
    }
    if ((this.#below[id] as number) > 0) this.#touchBelow(id, own);
  }

  /** The dirty ones in the order of registration; none is dirty any more. */
  takeDirty(): Aggregation[] {
    if (this.#dirty.size === 0) return [];
    const taken = [...this.#dirty].sort((a, b) => a.order - b.order);
    this.#dirty = new Set();
    return taken;
  }

  get anyDirty(): boolean {
    return this.#dirty.size > 0;
  }

  /** Makes dirty what was registered since the last time. */
  markFresh(): void {
    for (const aggregation of this.#fresh) this.#dirty.add(aggregation);
    this.#fresh.clear();
  }

  #touchBelow(id: number, own: Aggregation | null): void {
    const { firstChild, next } = this.#tree;
    for (let child = firstChild[id] as number; child !== NONE; child = next[child] as number) {
      const roles = this.#roles[child] as number;
      if ((roles & IS_SOURCE) !== 0) this.#mark(this.#readers.get(child), own);
      if ((roles & IS_TARGET) !== 0) this.#mark(this.#targets.get(child)?.aggregations, own);
      if ((this.#below[child] as number) > 0) this.#touchBelow(child, own);
    }
  }

  #mark(aggregations: readonly Aggregation[] | undefined, own: Aggregation | null): void {
    for (const aggregation of aggregations ?? []) {
      if (own === null || aggregation.target !== own.target) this.#dirty.add(aggregation);
    }
  }

  #takeRole(id: number, role: number): void {
    this.#roles[id] = (this.#roles[id] as number) | role;
    this.#tree.hold(id);
    this.#countAbove(id, 1);
  }

  #drop(id: number, role: number): void {
    this.#roles[id] = (this.#roles[id] as number) & ~role;
    this.#countAbove(id, -1);
    this.#tree.letGo(id);
  }

  #countAbove(id: number, by: number): void {
    const { parent } = this.#tree;
    for (let at = parent[id] as number; at !== NONE; at = parent[at] as number) this.#below[at] = (this.#below[at] as number) + by;
  }
}
