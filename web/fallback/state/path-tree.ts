import { NONE, ROOT_NODE, Tag } from '../../generated/state-layout.js';
import { StateEndedError } from '../../state/shared/errors.js';
import { grownF64, grownU8, grownU32, NumberList, roomFor } from './grow.js';

/** Bytes of a node in the columns below. */
export const NODE_BYTES = 4 * 10 + 8 + 2;

/**
 * The table of paths, and the shadow: a tree of nodes, each with the tag and payload of the value at its path.
 * A node that is present has only containers above it. Children are found by (parent, segment)
 * through chained buckets, and listed by the order in which they were made.
 */
export class PathTree {
  parent = new Uint32Array(0);
  segment = new Uint32Array(0);
  firstChild = new Uint32Array(0);
  next = new Uint32Array(0);
  /** Of a first child: the last one. */
  previous = new Uint32Array(0);
  tags = new Uint8Array(0);
  payloads = new Float64Array(0);
  /** Counts of `retain`, edges and aggregations. */
  holds = new Uint32Array(0);

  /** References of the shadow by slot. */
  slotReferences = new Uint32Array(64);
  /** Sum of these. */
  slotReferenceCount = 0;
  /** Slots that may have lost their last reference. */
  readonly doubtfulSlots = new NumberList();

  readonly created = { length: 0, ids: new Uint32Array(64), parents: new Uint32Array(64), segments: new Uint32Array(64) };
  readonly freed = new NumberList();

  /** Values that are no containers. */
  leafCount = 0;

  /** Nodes in use, the root included. */
  count = 0;

  #capacity = 0;
  #used = 0;
  #chain = new Uint32Array(0);
  #buckets = new Uint32Array(0);
  /** Whether a node waits in the list of doubtful ones. */
  #doubted = new Uint8Array(0);
  readonly #doubtful = new NumberList();
  readonly #free = new NumberList();
  readonly #journal: number[] = [];
  #journaling = false;
  #isPuttingBack = false;

  readonly #maxNodes: number;

  /** @param maxNodes most nodes there may be, the root included */
  constructor(maxNodes: number) {
    this.#maxNodes = maxNodes;
    this.#grow(1);
    this.#used = 1;
    this.count = 1;
    this.parent[ROOT_NODE] = NONE;
    this.firstChild[ROOT_NODE] = NONE;
    this.tags[ROOT_NODE] = Tag.object;
    this.holds[ROOT_NODE] = 1;
  }

  /** Called after the columns of this class have grown, with their new length. */
  onGrow: (capacity: number) => void = () => {};

  get capacity(): number {
    return this.#capacity;
  }

  find(parent: number, segment: number): number {
    let id = this.#buckets[this.#bucket(parent, segment)] as number;
    while (id !== NONE && (this.parent[id] !== parent || this.segment[id] !== segment)) id = this.#chain[id] as number;
    return id;
  }

  /**
   * A node that nothing holds yet: it ends with the next collection unless something does by then.
   * @throws StateEndedError where there are as many as there may be
   */
  make(parent: number, segment: number): number {
    if (this.count >= this.#maxNodes) throw StateEndedError.nodes(this.#maxNodes);
    const id = this.#free.length > 0 ? this.#free.at(--this.#free.length) : this.#used++;
    if (id >= this.#capacity) this.#grow(id + 1);
    this.count++;
    this.parent[id] = parent;
    this.segment[id] = segment;
    this.firstChild[id] = NONE;
    this.tags[id] = Tag.absent;
    this.payloads[id] = 0;
    this.holds[id] = 0;
    this.#append(id);
    const bucket = this.#bucket(parent, segment);
    this.#chain[id] = this.#buckets[bucket] as number;
    this.#buckets[bucket] = id;
    this.doubt(id);
    return id;
  }

  /** Finds or makes a node; one that is made is told in `created`. */
  reach(parent: number, segment: number): number {
    const found = this.find(parent, segment);
    if (found !== NONE) return found;
    const id = this.make(parent, segment);
    const { created } = this;
    const at = created.length++;
    created.ids = grownU32(created.ids, at + 1);
    created.parents = grownU32(created.parents, at + 1);
    created.segments = grownU32(created.segments, at + 1);
    created.ids[at] = id;
    created.parents[at] = parent;
    created.segments[at] = segment;
    return id;
  }

  /** Puts a node up for the next collection. */
  doubt(id: number): void {
    if (this.#doubted[id] === 1) return;
    this.#doubted[id] = 1;
    this.#doubtful.push(id);
  }

  hold(id: number): void {
    this.holds[id] = (this.holds[id] as number) + 1;
  }

  letGo(id: number): void {
    this.holds[id] = (this.holds[id] as number) - 1;
    if (this.holds[id] === 0) this.doubt(id);
  }

  /** Changes a node's own value, and nothing below it. */
  setNode(id: number, tag: Tag, payload: number): void {
    const oldTag = this.tags[id] as Tag;
    const oldPayload = this.payloads[id] as number;
    if (this.#journaling) this.#journal.push(id, oldTag, oldPayload);
    if (tag === Tag.string || tag === Tag.slot) {
      this.slotReferences = grownU32(this.slotReferences, payload + 1);
      this.slotReferences[payload] = (this.slotReferences[payload] as number) + 1;
      this.slotReferenceCount++;
    }
    if (oldTag === Tag.string || oldTag === Tag.slot) {
      this.slotReferences[oldPayload] = (this.slotReferences[oldPayload] as number) - 1;
      this.slotReferenceCount--;
      this.doubtfulSlots.push(oldPayload);
    }
    this.leafCount += Number(isLeaf(tag)) - Number(isLeaf(oldTag));
    if (tag === Tag.absent && oldTag !== Tag.absent) this.doubt(id);
    // A key is its object's last. What was cleared last is put back first, and was the last.
    if (oldTag === Tag.absent && tag !== Tag.absent) {
      if (this.#isPuttingBack) this.#toFront(id);
      else this.#toEnd(id);
    }
    this.tags[id] = tag;
    this.payloads[id] = payload;
  }

  /** Makes everything below a node absent. */
  clearBelow(id: number): void {
    for (let child = this.firstChild[id] as number; child !== NONE; child = this.next[child] as number) {
      const tag = this.tags[child];
      if (tag === Tag.absent) continue;
      if (tag === Tag.object || tag === Tag.array) this.clearBelow(child);
      this.setNode(child, Tag.absent, 0);
    }
  }

  /** From here on changes of values can be taken back. */
  beginJournal(): void {
    this.#journaling = true;
  }

  endJournal(): void {
    this.#journaling = false;
    this.#journal.length = 0;
  }

  /** Takes back every change of a value since `beginJournal`. */
  rollBack(): void {
    this.#journaling = false;
    this.#isPuttingBack = true;
    const journal = this.#journal;
    for (let at = journal.length - 3; at >= 0; at -= 3) {
      this.setNode(journal[at] as number, journal[at + 1] as Tag, journal[at + 2] as number);
    }
    this.#isPuttingBack = false;
    journal.length = 0;
  }

  /** Of every node but the root its id, its parent's and its segment: parents before children, and those in their order. */
  listed(): Uint32Array {
    const listed = new Uint32Array(3 * (this.count - 1));
    let length = 0;
    const list = (parent: number): void => {
      for (let child = this.firstChild[parent] as number; child !== NONE; child = this.next[child] as number) {
        listed.set([child, parent, this.segment[child] as number], length);
        length += 3;
        list(child);
      }
    };
    list(ROOT_NODE);
    return listed;
  }

  /** Ends every doubtful node that holds nothing and is held by nothing, and then its parent if that is so too. */
  collect(): void {
    const doubtful = this.#doubtful;
    this.freed.length = 0;
    for (let at = 0; at < doubtful.length; at++) {
      const id = doubtful.at(at);
      this.#doubted[id] = 0;
      if (this.tags[id] !== Tag.absent || this.firstChild[id] !== NONE || this.holds[id] !== 0) continue;
      const parent = this.parent[id] as number;
      this.#end(id);
      this.freed.push(id);
      if (this.tags[parent] === Tag.absent) this.doubt(parent);
    }
    doubtful.length = 0;
    for (let at = 0; at < this.freed.length; at++) this.#free.push(this.freed.at(at));
  }

  #end(id: number): void {
    const parent = this.parent[id] as number;
    this.#detach(id);
    const bucket = this.#bucket(parent, this.segment[id] as number);
    let at = this.#buckets[bucket] as number;
    if (at === id) {
      this.#buckets[bucket] = this.#chain[id] as number;
    } else {
      while (this.#chain[at] !== id) at = this.#chain[at] as number;
      this.#chain[at] = this.#chain[id] as number;
    }
    this.parent[id] = NONE;
    this.count--;
  }

  #append(id: number): void {
    const parent = this.parent[id] as number;
    const first = this.firstChild[parent] as number;
    this.next[id] = NONE;
    if (first === NONE) {
      this.previous[id] = id;
      this.firstChild[parent] = id;
      return;
    }
    const last = this.previous[first] as number;
    this.previous[id] = last;
    this.next[last] = id;
    this.previous[first] = id;
  }

  #detach(id: number): void {
    const parent = this.parent[id] as number;
    const next = this.next[id] as number;
    const previous = this.previous[id] as number;
    if (this.firstChild[parent] === id) this.firstChild[parent] = next;
    else this.next[previous] = next;
    // What comes next knows what came before; behind the last, the first knows the last.
    const knows = next !== NONE ? next : (this.firstChild[parent] as number);
    if (knows !== NONE) this.previous[knows] = previous;
  }

  #toEnd(id: number): void {
    if (id === ROOT_NODE || this.next[id] === NONE) return;
    this.#detach(id);
    this.#append(id);
  }

  #toFront(id: number): void {
    if (id === ROOT_NODE) return;
    this.#toEnd(id);
    // In a ring, the one before the first is the first.
    const parent = this.parent[id] as number;
    const first = this.firstChild[parent] as number;
    if (first === id) return;
    this.next[this.previous[id] as number] = NONE;
    this.next[id] = first;
    this.firstChild[parent] = id;
  }

  #bucket(parent: number, segment: number): number {
    let h = Math.imul(parent, 0x9e3779b1) ^ Math.imul(segment, 0x85ebca6b);
    h ^= h >>> 15;
    return h & (this.#buckets.length - 1);
  }

  #grow(length: number): void {
    const capacity = roomFor(length);
    // A node that does not exist yet must not be taken for a child of the root.
    this.parent = grownU32(this.parent, capacity).fill(NONE, this.#capacity);
    this.#capacity = capacity;
    this.segment = grownU32(this.segment, capacity);
    this.firstChild = grownU32(this.firstChild, capacity);
    this.next = grownU32(this.next, capacity);
    this.previous = grownU32(this.previous, capacity);
    this.tags = grownU8(this.tags, capacity);
    this.payloads = grownF64(this.payloads, capacity);
    this.holds = grownU32(this.holds, capacity);
    this.#chain = grownU32(this.#chain, capacity);
    this.#doubted = grownU8(this.#doubted, capacity);
    this.#buckets = grownU32(new Uint32Array(0), capacity).fill(NONE);
    for (let id = 1; id < this.#used; id++) {
      if (this.parent[id] === NONE) continue;
      const bucket = this.#bucket(this.parent[id] as number, this.segment[id] as number);
      this.#chain[id] = this.#buckets[bucket] as number;
      this.#buckets[bucket] = id;
    }
    this.onGrow(capacity);
  }
}

function isLeaf(tag: Tag): boolean {
  return tag !== Tag.absent && tag !== Tag.object && tag !== Tag.array;
}
