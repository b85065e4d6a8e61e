/** Groups of paths, whose edges are counted: the twin of src/state/path_graph.h. */
import { NONE } from '../../generated/state-layout.js';
import { grownU32 } from './grow.js';
import type { PathTree } from './path-tree.js';

/** Two linked nodes; each end knows it. */
interface Edge {
  readonly a: number;
  readonly b: number;
  /** Of edges in the order in which they were made this grows. */
  readonly order: number;
  /** Links that are not undone yet. */
  links: number;
}

export interface Group {
  /** Of groups in their order this grows; a group that takes in another keeps its own. */
  readonly order: number;
  readonly index: number;
  members: number[];
}

/**
 * One of the two graphs: undirected edges between paths and their connected components, the groups. The order of
 * groups and of a group's members is part of the semantics: the first member that matches a change counts.
 */
export class PathGraph {
  /** Group number of a node, NONE outside of all. */
  group = new Uint32Array(0);
  /** A node's place in its group. */
  place = new Uint32Array(0);
  /** Members strictly below a node. */
  below = new Uint32Array(0);
  edgeCount = 0;

  readonly #tree: PathTree;
  readonly #counted: boolean;
  /** Groups by number; null where one ended. */
  readonly #groups: (Group | null)[] = [];
  readonly #freeNumbers: number[] = [];
  readonly #neighbours = new Map<number, Map<number, Edge>>();
  #nextOrder = 0;
  #nextEdge = 0;
  #groupCount = 0;

  /** With `counted` an edge that was linked twice takes two calls of `unlink`. */
  constructor(tree: PathTree, counted: boolean) {
    this.#tree = tree;
    this.#counted = counted;
    this.grow(tree.capacity);
  }

  grow(capacity: number): void {
    const old = this.group.length;
    this.group = grownU32(this.group, capacity).fill(NONE, old);
    this.place = grownU32(this.place, capacity);
    this.below = grownU32(this.below, capacity);
  }

  get groupCount(): number {
    return this.#groupCount;
  }

  at(number: number): Group {
    return this.#groups[number] as Group;
  }

  /** Numbers of the groups in their order. */
  ordered(): number[] {
    const live = this.#groups.filter((group) => group !== null);
    return live.sort((a, b) => a.order - b.order).map((group) => group.index);
  }

  link(a: number, b: number): void {
    const known = this.#neighbours.get(a)?.get(b);
    if (known !== undefined) {
      if (this.#counted) known.links++;
      return;
    }
    const edge: Edge = { a, b, order: this.#nextEdge++, links: 1 };
    this.#neighboursOf(a).set(b, edge);
    this.#neighboursOf(b).set(a, edge);
    this.edgeCount++;
    const groupA = this.group[a] as number;
    const groupB = this.group[b] as number;
    if (groupA === NONE && groupB === NONE) this.#found(a === b ? [a] : [a, b]);
    else if (groupA === NONE) this.#join(a, groupB);
    else if (groupB === NONE) this.#join(b, groupA);
    else if (groupA !== groupB) this.#merge(groupA, groupB);
  }

  unlink(a: number, b: number): void {
    const edge = this.#neighbours.get(a)?.get(b);
    if (edge === undefined) return;
    if (edge.links > 1) {
      edge.links--;
      return;
    }
    this.#dropEdge(a, b);
    if (a !== b) this.#dropEdge(b, a);
    this.edgeCount--;
    const aLeft = !this.#neighbours.has(a);
    const bLeft = !this.#neighbours.has(b);
    if (aLeft) this.#leave(a);
    if (bLeft && a !== b) this.#leave(b);
    if (!aLeft && !bLeft && a !== b) this.#split(a, b);
  }

  /** The edges in the order in which they were made. */
  edges(): readonly Edge[] {
    const edges = new Set<Edge>();
    for (const neighbours of this.#neighbours.values()) for (const edge of neighbours.values()) edges.add(edge);
    return [...edges].sort((a, b) => a.order - b.order);
  }

  #neighboursOf(id: number): Map<number, Edge> {
    let neighbours = this.#neighbours.get(id);
    if (neighbours === undefined) {
      neighbours = new Map();
      this.#neighbours.set(id, neighbours);
    }
    return neighbours;
  }

  #dropEdge(a: number, b: number): void {
    const neighbours = this.#neighbours.get(a);
    neighbours?.delete(b);
    if (neighbours?.size === 0) this.#neighbours.delete(a);
  }

  #found(members: number[]): void {
    const index = this.#freeNumbers.pop() ?? this.#groups.length;
    this.#groups[index] = { order: this.#nextOrder++, index, members: [] };
    this.#groupCount++;
    for (const member of members) this.#join(member, index);
  }

  #join(id: number, number: number): void {
    const { members } = this.at(number);
    // Only a node that was in no group counts anew.
    if (this.group[id] === NONE) {
      this.#tree.hold(id);
      this.#countAbove(id, 1);
    }
    this.group[id] = number;
    this.place[id] = members.length;
    members.push(id);
  }

  #merge(groupA: number, groupB: number): void {
    const aStays = this.at(groupA).members.length >= this.at(groupB).members.length;
    const from = this.at(aStays ? groupB : groupA);
    for (const member of from.members) this.#join(member, aStays ? groupA : groupB);
    this.#endGroup(from.index);
  }

  #leave(id: number): void {
    const number = this.group[id] as number;
    this.#keep(
      number,
      this.at(number).members.filter((member) => member !== id),
    );
    this.group[id] = NONE;
    this.#countAbove(id, -1);
    this.#tree.letGo(id);
  }

  #split(a: number, b: number): void {
    const side = new Set([b]);
    for (const id of side) {
      for (const neighbour of this.#neighboursOf(id).keys()) side.add(neighbour);
      if (side.has(a)) return;
    }
    const number = this.group[a] as number;
    this.#keep(
      number,
      this.at(number).members.filter((member) => !side.has(member)),
    );
    this.#found([...side]);
  }

  #keep(number: number, members: number[]): void {
    this.at(number).members = members;
    members.forEach((member, place) => {
      this.place[member] = place;
    });
    if (members.length === 0) this.#endGroup(number);
  }

  #endGroup(number: number): void {
    this.#groups[number] = null;
    this.#freeNumbers.push(number);
    this.#groupCount--;
  }

  #countAbove(id: number, by: number): void {
    const { parent } = this.#tree;
    for (let at = parent[id] as number; at !== NONE; at = parent[at] as number) this.below[at] = (this.below[at] as number) + by;
  }
}
