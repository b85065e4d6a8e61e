/** Which members a change matches: the twin of src/state/stages.h. */
import { NONE, Tag } from '../../generated/state-layout.js';
import type { StateValueNodes } from '../../state/shared/kernel.js';
import type { PathGraph } from './graph.js';
import type { PathTree } from './path-tree.js';

/** What a change means for a member of a group. */
interface Candidate {
  group: number;
  order: number;
  /** The member's place in its group. */
  place: number;
  member: number;
  tag: number;
  payload: number;
}

/**
 * Brings a change down to the members of groups it concerns: the path itself (exact), a member above it (descendant: the rest
 * of the path goes on below the others), or members below it (ancestor: the value inside the one written). Of
 * each group the first member counts; groups come in their order.
 */
export class Matcher {
  readonly #tree: PathTree;
  readonly #graph: PathGraph;
  readonly #values: StateValueNodes;
  readonly #found: Candidate[] = [];
  /** Segments from a member down to the change's path, the last one first. */
  readonly #rest: number[] = [];

  constructor(tree: PathTree, graph: PathGraph, values: StateValueNodes) {
    this.#tree = tree;
    this.#graph = graph;
    this.#values = values;
  }

  /** Calls `emit` with every path that a change has to be carried over to, and the value there. */
  spread(id: number, tag: number, payload: number, emit: (id: number, tag: number, payload: number) => void): void {
    if (this.#graph.groupCount === 0) return;
    const { group, below } = this.#graph;
    const { parent } = this.#tree;
    // Emptying an empty array takes time, too.
    if (this.#found.length > 0) this.#found.length = 0;
    for (let at = id; at !== NONE; at = parent[at] as number) {
      if (group[at] !== NONE) this.#consider(at, tag, payload);
    }
    if ((tag === Tag.object || tag === Tag.array) && (below[id] as number) > 0) this.#inside(id, payload);
    if (this.#found.length === 0) return;
    const candidates = this.#inOrder();
    let last = NONE;
    for (const candidate of candidates) {
      if (candidate.group === last) continue;
      last = candidate.group;
      this.#carry(id, candidate, emit);
    }
  }

  #consider(member: number, tag: number, payload: number): void {
    const group = this.#graph.group[member] as number;
    this.#found.push({
      group,
      order: this.#graph.at(group).order,
      place: this.#graph.place[member] as number,
      member,
      tag,
      payload,
    });
  }

  /** Members below `id`, looked up in the value that is written there. */
  #inside(id: number, container: number): void {
    const { segments, tags, payloads, ends } = this.#values;
    const { group, below } = this.#graph;
    const end = ends[container] as number;
    for (let at = container + 1; at < end; at = ends[at] as number) {
      const child = this.#tree.find(id, segments[at] as number);
      if (child === NONE) continue;
      const tag = tags[at] as number;
      const isContainer = tag === Tag.object || tag === Tag.array;
      if (group[child] !== NONE && tag !== Tag.undefined) this.#consider(child, tag, isContainer ? at : (payloads[at] as number));
      if (isContainer && (below[child] as number) > 0) this.#inside(child, at);
    }
  }

  #inOrder(): Candidate[] {
    if (this.#found.length === 1) return this.#found;
    return this.#found.sort((a, b) => a.order - b.order || a.place - b.place);
  }

  #carry(id: number, { group, member, tag, payload }: Candidate, emit: (id: number, tag: number, payload: number) => void): void {
    const tree = this.#tree;
    const rest = this.#rest;
    if (rest.length > 0) rest.length = 0;
    // Of a member below the change nothing is left over; walking up from the change would miss it.
    if (this.#isAtOrAbove(member, id)) {
      for (let at = id; at !== member; at = tree.parent[at] as number) rest.push(tree.segment[at] as number);
    }
    for (const other of this.#graph.at(group).members) {
      if (other === member) continue;
      let target = other;
      for (let at = rest.length - 1; at >= 0; at--) target = tree.reach(target, rest[at] as number);
      emit(target, tag, payload);
    }
  }

  #isAtOrAbove(member: number, id: number): boolean {
    for (let at = id; at !== NONE; at = this.#tree.parent[at] as number) if (at === member) return true;
    return false;
  }
}
