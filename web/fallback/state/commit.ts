/** What a batch writes, and what it lets go: the twin of src/state/engine.h. */
import { ChangeFlag, NONE, SEGMENT_INDEX, StateStatus, Tag } from '../../generated/state-layout.js';
import type { StateHost, StateValueNodes } from '../../state/shared/kernel.js';
import type { Aggregation, Aggregations } from './aggregations.js';
import type { PathTree } from './path-tree.js';
import type { ChangeList, WriteList } from './tables.js';

/** A value of the shadow with all that lies in it. */
interface Held {
  readonly tag: Tag;
  readonly payload: number;
  readonly inner: readonly (readonly [number, Held])[];
}

const UNDEFINED: Held = { tag: Tag.undefined, payload: 0, inner: [] };

/** Applies a list to the shadow, and reads aggregations. */
export class Committer {
  failedRow = NONE;
  readonly #tree: PathTree;
  readonly #aggregations: Aggregations;
  readonly #values: StateValueNodes;
  readonly #list: ChangeList;
  readonly #writes: WriteList;
  readonly #host: StateHost;
  readonly #parity: boolean;

  constructor(
    tree: PathTree,
    aggregations: Aggregations,
    values: StateValueNodes,
    list: ChangeList,
    writes: WriteList,
    host: StateHost,
    parity: boolean,
  ) {
    this.#tree = tree;
    this.#aggregations = aggregations;
    this.#values = values;
    this.#list = list;
    this.#writes = writes;
    this.#host = host;
    this.#parity = parity;
  }

  commit(): StateStatus {
    const tree = this.#tree;
    tree.beginJournal();
    this.failedRow = NONE;
    for (let row = 0; row < this.#list.length; row++) {
      if (this.#apply(row)) {
        if (this.#parity) this.#readAggregations();
        continue;
      }
      tree.rollBack();
      this.#writes.length = 0;
      this.failedRow = row;
      this.#aggregations.takeDirty();
      return StateStatus.arrayIndex;
    }
    this.#aggregations.markFresh();
    this.#readAggregations();
    tree.endJournal();
    return StateStatus.ok;
  }

  /** Applies one row; false if it can't be. */
  #apply(row: number): boolean {
    const { ids, tags, payloads, flags } = this.#list;
    const id = ids[row] as number;
    const tag = tags[row] as Tag;
    const payload = payloads[row] as number;
    if (this.#isHeld(id, tag, payload)) {
      flags[row] = (flags[row] as number) | ChangeFlag.noop;
      return true;
    }
    if (!this.#makeWay(id)) return false;
    this.#set(id, tag, payload);
    this.#writes.push(id, tag, payload, row);
    this.#aggregations.touch(id, null);
    return true;
  }

  /**
   * Whether the shadow has the value already. Containers, and what slots hold, are compared by content; with parity a container
   * is never the one that is there, and a slot's value is itself alone.
   */
  #isHeld(id: number, tag: Tag, payload: number): boolean {
    const held = this.#tree.tags[id];
    if (held === Tag.absent) return tag === Tag.undefined;
    if (held !== tag) return false;
    if (tag === Tag.object || tag === Tag.array) return !this.#parity && this.#holds(id, payload);
    const value = this.#tree.payloads[id] as number;
    if (this.#parity) return value === payload;
    return Object.is(value, payload) || (tag === Tag.slot && this.#host.slotsEqual(value, payload));
  }

  /** Whether a node that is a container has the content of a value node. */
  #holds(id: number, container: number): boolean {
    const { segments, tags, payloads, ends } = this.#values;
    const tree = this.#tree;
    const end = ends[container] as number;
    let more = 0;
    for (let at = container + 1; at < end; at = ends[at] as number) {
      const child = tree.find(id, segments[at] as number);
      const tag = tags[at] as Tag;
      if (child === NONE || tree.tags[child] !== tag) return false;
      if (!this.#isHeld(child, tag, tag === Tag.object || tag === Tag.array ? at : (payloads[at] as number))) return false;
      more++;
    }
    // All of the value is there; is it all that is there?
    for (let child = tree.firstChild[id] as number; child !== NONE; child = tree.next[child] as number) {
      if (tree.tags[child] !== Tag.absent) more--;
    }
    return more === 0;
  }

  /** Makes the parent a container that can hold the node; false where an array has no such index. */
  #makeWay(id: number): boolean {
    const tree = this.#tree;
    const parent = tree.parent[id] as number;
    if (parent === NONE) return true;
    const tag = tree.tags[parent];
    if (tag === Tag.object) return true;
    if (tag === Tag.array) {
      const segment = tree.segment[id] as number;
      const index = segment - SEGMENT_INDEX;
      const length = tree.payloads[parent] as number;
      if (index < 0 || index > length) return false;
      if (index === length) tree.setNode(parent, Tag.array, length + 1);
      return true;
    }
    if (!this.#makeWay(parent)) return false;
    tree.setNode(parent, Tag.object, 0);
    return true;
  }

  #set(id: number, tag: Tag, payload: number): void {
    const tree = this.#tree;
    const held = tree.tags[id];
    if (held === Tag.object || held === Tag.array) tree.clearBelow(id);
    if (tag === Tag.object || tag === Tag.array) this.#fill(id, tag, payload);
    else tree.setNode(id, tag, payload);
  }

  /** Makes a node the container that a value node is; nothing below it is present. */
  #fill(id: number, tag: Tag, container: number): void {
    const { segments, tags, payloads, ends } = this.#values;
    const tree = this.#tree;
    const end = ends[container] as number;
    let length = 0;
    for (let at = container + 1; at < end; at = ends[at] as number) {
      const child = tree.reach(id, segments[at] as number);
      const childTag = tags[at] as Tag;
      if (childTag === Tag.object || childTag === Tag.array) this.#fill(child, childTag, at);
      else tree.setNode(child, childTag, payloads[at] as number);
      length++;
    }
    tree.setNode(id, tag, tag === Tag.array ? length : 0);
  }

  #readAggregations(): void {
    let passes = this.#aggregations.count + 1;
    while (passes > 0 && this.#aggregations.anyDirty) {
      passes--;
      for (const aggregation of this.#aggregations.takeDirty()) this.#read(aggregation);
    }
    // What still changes then goes round in a circle.
    if (passes === 0) this.#aggregations.takeDirty();
  }

  #read(aggregation: Aggregation): void {
    const { target, sources } = aggregation;
    const tree = this.#tree;
    const first = sources[0] as number;
    let equal = true;
    for (let at = 1; at < sources.length && equal; at++) equal = this.#equal(first, sources[at] as number, false, true);
    const source = equal && tree.tags[first] !== Tag.absent ? first : NONE;
    if (source === NONE) {
      if (tree.tags[target] === Tag.undefined) return;
    } else if (this.#equal(source, target, true, false)) {
      return;
    }
    // All of the value is gathered before any of it is written: the target may lie within the source.
    const held = source === NONE ? UNDEFINED : this.#gather(source);
    // An array on the way without such an index keeps the target as it is.
    if (!this.#makeWay(target)) return;
    const before = tree.tags[target];
    if (before === Tag.object || before === Tag.array) tree.clearBelow(target);
    this.#spread(held, target);
    const isContainer = held.tag === Tag.object || held.tag === Tag.array;
    this.#writes.push(target, held.tag, isContainer ? source : held.payload, NONE);
    this.#aggregations.touch(target, aggregation);
  }

  /** Whether two paths hold the same content; `exactly` takes numbers by Object.is, `absentIsUndefined` a missing value as undefined. */
  #equal(a: number, b: number, exactly: boolean, absentIsUndefined: boolean): boolean {
    const tree = this.#tree;
    let tagA = tree.tags[a];
    let tagB = tree.tags[b];
    if (absentIsUndefined) {
      if (tagA === Tag.absent) tagA = Tag.undefined;
      if (tagB === Tag.absent) tagB = Tag.undefined;
    }
    if (tagA !== tagB) return false;
    const valueA = tree.payloads[a] as number;
    const valueB = tree.payloads[b] as number;
    switch (tagA) {
      case Tag.number:
        return exactly ? Object.is(valueA, valueB) : valueA === valueB;
      case Tag.string:
        return valueA === valueB;
      case Tag.slot:
        return valueA === valueB || this.#host.slotsEqual(valueA, valueB);
      case Tag.object:
      case Tag.array:
        return this.#equalInside(a, b, exactly);
      default:
        return true;
    }
  }

  #equalInside(a: number, b: number, exactly: boolean): boolean {
    const tree = this.#tree;
    let counted = 0;
    for (let child = tree.firstChild[a] as number; child !== NONE; child = tree.next[child] as number) {
      if (tree.tags[child] === Tag.absent) continue;
      counted++;
      const other = tree.find(b, tree.segment[child] as number);
      if (other === NONE || !this.#equal(child, other, exactly, false)) return false;
    }
    for (let child = tree.firstChild[b] as number; child !== NONE; child = tree.next[child] as number) {
      if (tree.tags[child] !== Tag.absent) counted--;
    }
    return counted === 0;
  }

  #gather(id: number): Held {
    const tree = this.#tree;
    const tag = tree.tags[id] as Tag;
    const inner: [number, Held][] = [];
    if (tag === Tag.object || tag === Tag.array) {
      for (let child = tree.firstChild[id] as number; child !== NONE; child = tree.next[child] as number) {
        if (tree.tags[child] !== Tag.absent) inner.push([tree.segment[child] as number, this.#gather(child)]);
      }
    }
    return { tag, payload: tree.payloads[id] as number, inner };
  }

  #spread({ tag, payload, inner }: Held, to: number): void {
    this.#tree.setNode(to, tag, payload);
    for (const [segment, held] of inner) this.#spread(held, this.#tree.reach(to, segment));
  }
}
