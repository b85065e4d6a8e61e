/**
 * The state store's kernel in JavaScript: what src/state is in C++, rule by rule (web/state/shared/kernel.ts says which).
 * Every lookup goes by number: a change finds its groups and aggregations from its own node, so that a batch costs
 * what it changes, not what is registered.
 */
import { ChangeFlag, Graph, MAX_NODES, NONE, type StateStatus, Tag } from '../../generated/state-layout.js';
import type { StateGraphParts, StateHost, StateInput, StateKernelToLeave, StateParts, StateUsage } from '../../state/shared/kernel.js';
import { Aggregations } from './aggregations.js';
import { Committer } from './commit.js';
import { PathGraph } from './graph.js';
import { grownU8, NumberList } from './grow.js';
import { Matcher } from './match.js';
import { NODE_BYTES, PathTree } from './path-tree.js';
import { Pipeline } from './pipeline.js';
import { ChangeList, Input, WriteList } from './tables.js';

/** Bytes of an edge, a group and an aggregation, about: two numbers for each of their parts. */
const PART_BYTES = 16;

/** @param maxNodes most nodes there may be, the root included */
export function createJsStateKernel(host: StateHost, parity: boolean, maxNodes = MAX_NODES): StateKernelToLeave {
  return new JsStateKernel(host, parity, maxNodes);
}

class JsStateKernel implements StateKernelToLeave {
  readonly name = 'js';
  readonly parity: boolean;
  readonly list = new ChangeList();
  readonly writes = new WriteList();
  readonly released = new NumberList();

  readonly #tree: PathTree;
  readonly #graphs: readonly [PathGraph, PathGraph];
  readonly #aggregations: Aggregations;
  readonly #input = new Input();
  readonly #pipeline: Pipeline;
  readonly #committer: Committer;
  /** Rows of the input that are part of the batch. */
  #rows = 0;
  #slotSeen = new Uint8Array(64);

  constructor(host: StateHost, parity: boolean, maxNodes: number) {
    this.parity = parity;
    const tree = new PathTree(maxNodes);
    this.#tree = tree;
    const sync = new PathGraph(tree, !parity);
    const flip = new PathGraph(tree, !parity);
    const aggregations = new Aggregations(tree, parity);
    tree.onGrow = (capacity) => {
      sync.grow(capacity);
      flip.grow(capacity);
      aggregations.grow(capacity);
    };
    this.#graphs = [sync, flip];
    this.#aggregations = aggregations;
    const { values } = this.#input;
    const matchers = [new Matcher(tree, sync, values), new Matcher(tree, flip, values)] as const;
    this.#pipeline = new Pipeline(tree, aggregations, matchers[Graph.sync], matchers[Graph.flip], this.#input, this.list);
    this.#committer = new Committer(tree, aggregations, values, this.list, this.writes, host, parity);
  }

  get created(): PathTree['created'] {
    return this.#tree.created;
  }

  get freed(): NumberList {
    return this.#tree.freed;
  }

  get stageEnds(): Uint32Array {
    return this.#pipeline.stageEnds;
  }

  get failedRow(): number {
    return this.#committer.failedRow;
  }

  intern(parent: number, segment: number): number {
    const found = this.#tree.find(parent, segment);
    return found === NONE ? this.#tree.make(parent, segment) : found;
  }

  find(parent: number, segment: number): number {
    return this.#tree.find(parent, segment);
  }

  retain(id: number): void {
    this.#tree.hold(id);
  }

  release(id: number): void {
    this.#tree.letGo(id);
  }

  link(graph: Graph, a: number, b: number): void {
    this.#graphs[graph].link(a, b);
  }

  unlink(graph: Graph, a: number, b: number): void {
    this.#graphs[graph].unlink(a, b);
  }

  groupOf(graph: Graph, id: number): number {
    return this.#graphs[graph].group[id] as number;
  }

  members(graph: Graph, group: number): Uint32Array {
    return Uint32Array.from(this.#graphs[graph].at(group).members);
  }

  groups(graph: Graph): Uint32Array {
    return Uint32Array.from(this.#graphs[graph].ordered());
  }

  aggregate(target: number, sources: Uint32Array): number {
    return this.#aggregations.add(target, sources);
  }

  disaggregate(aggregation: number): void {
    this.#aggregations.remove(aggregation);
  }

  reserve(rows: number, values: number): StateInput {
    this.#input.rows.room(rows);
    this.#input.values.room(values);
    return this.#input;
  }

  run(rows: number): void {
    this.#rows = rows;
    this.list.length = 0;
    this.writes.length = 0;
    this.#tree.created.length = 0;
    if (this.parity) this.#pipeline.runByStage(rows);
    else this.#pipeline.runByChange(rows);
  }

  append(rows: number): void {
    const { ids, tags, payloads } = this.#input.rows;
    for (let row = this.#rows; row < rows; row++) {
      this.list.push(ids[row] as number, tags[row] as number, payloads[row] as number, ChangeFlag.listener, row);
    }
    this.#rows = rows;
  }

  commit(): StateStatus {
    const status = this.#committer.commit();
    this.#collect();
    return status;
  }

  abort(): void {
    this.list.length = 0;
    this.writes.length = 0;
    this.#collect();
  }

  process(rows: number): StateStatus {
    this.run(rows);
    return this.commit();
  }

  tag(id: number): Tag {
    return this.#tree.tags[id] as Tag;
  }

  payload(id: number): number {
    return this.#tree.payloads[id] as number;
  }

  children(id: number): Uint32Array {
    const { firstChild, next } = this.#tree;
    const found: number[] = [];
    for (let child = firstChild[id] as number; child !== NONE; child = next[child] as number) found.push(child);
    return Uint32Array.from(found);
  }

  get leaves(): number {
    return this.#tree.leafCount;
  }

  parts(): StateParts {
    const [sync, flip] = this.#graphs;
    const nodes = this.#tree.listed();
    const retained: [number, number][] = [];
    for (let at = 0; at < nodes.length; at += 3) {
      const id = nodes[at] as number;
      const inGroups = Number(sync.group[id] !== NONE) + Number(flip.group[id] !== NONE);
      const times = (this.#tree.holds[id] as number) - inGroups - this.#aggregations.holdsOf(id);
      if (times > 0) retained.push([id, times]);
    }
    const partsOf = (graph: PathGraph): StateGraphParts => ({
      edges: graph.edges(),
      groups: graph.ordered().map((group) => Uint32Array.from(graph.at(group).members)),
    });
    return { nodes, retained, graphs: [partsOf(sync), partsOf(flip)], ...this.#aggregations.parts() };
  }

  usage(): StateUsage {
    const [sync, flip] = this.#graphs;
    const nodes = this.#tree.count;
    const edges = sync.edgeCount + flip.edgeCount;
    const groups = sync.groupCount + flip.groupCount;
    const aggregations = this.#aggregations.count;
    const slotReferences = this.#tree.slotReferenceCount;
    const bytes = nodes * NODE_BYTES + (edges + groups + aggregations) * PART_BYTES + slotReferences * 4;
    return { nodes, edges, groups, aggregations, slotReferences, bytes };
  }

  /** Ends nodes that nothing needs, and tells which slots the shadow does not hold. */
  #collect(): void {
    this.#tree.collect();
    const { doubtfulSlots } = this.#tree;
    const { rows, values } = this.#input;
    for (let row = 0; row < this.#rows; row++) {
      const tag = rows.tags[row];
      if (tag === Tag.string || tag === Tag.slot) {
        doubtfulSlots.push(rows.payloads[row] as number);
      } else if (tag === Tag.object || tag === Tag.array) {
        const container = rows.payloads[row] as number;
        const end = values.ends[container] as number;
        for (let at = container + 1; at < end; at++) {
          if (values.tags[at] === Tag.string || values.tags[at] === Tag.slot) doubtfulSlots.push(values.payloads[at] as number);
        }
      }
    }
    this.#rows = 0;
    this.released.length = 0;
    for (let at = 0; at < doubtfulSlots.length; at++) {
      const slot = doubtfulSlots.at(at);
      if ((this.#tree.slotReferences[slot] ?? 0) > 0 || this.#slotSeen[slot] === 1) continue;
      this.#slotSeen = grownU8(this.#slotSeen, slot + 1);
      this.#slotSeen[slot] = 1;
      this.released.push(slot);
    }
    for (let at = 0; at < this.released.length; at++) this.#slotSeen[this.released.at(at)] = 0;
    doubtfulSlots.length = 0;
  }
}
