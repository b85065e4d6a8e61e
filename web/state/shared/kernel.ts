/**
 * What an engine of the state store offers, whichever language it is written in: paths and values as
 * numbers, batches in typed arrays. JavaScript keeps the text (of paths, of segments, of values), sinks
 * and listeners; the kernel keeps everything else.
 *
 * **Paths** are nodes of a tree, named by ids; `ROOT` is the whole state and no path. A node's segment is
 * a number that JavaScript gave to its text, or, with the bit `SEGMENT_INDEX` set, a canonical array index
 * ("0", "17"). A node lives while it holds a value, has children, is retained, or is part of an edge or an
 * aggregation; the commit after that ends it and reports its id as freed. A node that `intern` made and
 * nothing holds ends with the next commit.
 *
 * **Values** are a tag and a payload (f64). The payload of `NUMBER` is the number; of `STRING` and `SLOT`
 * (everything that is no container and no other primitive: dates, functions, bigints, in parity mode
 * arrays) the number of a slot, one slot for one value; of a container in a batch (`OBJECT`, `ARRAY`) the
 * index of its value node. `UNDEFINED` is an own key with that value, `ABSENT` no key at all and never
 * part of a batch. Equality of a tag and a payload is identity of the values.
 *
 * **Value nodes** are containers taken apart, in preorder: a node, then its children one after the other,
 * each followed by its own; `ends` is the index behind a node's last descendant. So kernels find what an
 * ancestor's write means for a path below it, and the shadow holds every leaf of the state.
 *
 * **A batch**: `reserve`, fill rows and value nodes, `run`, read `list`; for listeners' results fill more rows
 * and value nodes behind those there are, `append`; then `commit`, and read `writes`, `created`, `freed` and
 * `released`. Or `abort` instead of `commit`. `process` is `run` and `commit` in one call. Everything read stays
 * good until the next call of `reserve`, `intern`, `run` or `process`.
 *
 * **Numbers** stand in src/state/state_layout.inl (web/generated/state-layout.ts): `ROOT_NODE` (0), `NONE`
 * (0xffffffff), `SEGMENT_INDEX` (0x80000000); the enums `Tag` (absent, undefined, null, booleanFalse, booleanTrue, number,
 * string, slot, object, array), `ChangeFlag` (bits: aggregation, sync, flip, listener, noop), `Graph` (sync, flip) and
 * `StateStatus` (ok, arrayIndex).
 *
 * **Rows a stage adds** carry the value of the row they come from (a flip the other boolean), its flags and
 * origin, and the stage's flag. An ancestor's match carries the inner value: its tag, and as payload its own or,
 * of a container, its value node. The rest of a descendant's path is made below the other member, node by node.
 *
 * **Commit** sets a value as the reference does: what is on the way and no container becomes an empty object. A row
 * whose value is what the shadow holds gets `ChangeFlag.noop` and makes no write (a container never; `undefined` over
 * an absent key is a noop too). Below an array only an index up to its length will do: anything else is
 * `StateStatus.arrayIndex`.
 *
 * **Aggregation reads**: a write (never a noop) makes dirty each aggregation with a source at, above or below it, or
 * with its target strictly below it; without parity also one with its target at or above it; a read's own write
 * none with the same target. Dirty ones are read in passes, each in order of registration over those that
 * were dirty at its begin, until none is dirty, in at most as many passes as there are aggregations and one. A read is the first source's value
 * (absent reads as undefined) if all sources are equal (objects and arrays by content, numbers by `===`, slots by the
 * host), else undefined; it is written unless the target has that value by the same comparison with `Object.is` for numbers
 * and is present.
 *
 * **The end**: a kernel that has no memory left, or as many nodes as there may be, throws a `StateEndedError` from whatever call
 * needed more, in the middle of its work. Nothing may be asked of it from then on.
 *
 * With `parity` a kernel does what reference semantics do to the letter: the stages go over the whole batch,
 * one after the other (aggregation from the last change to the first), edges are not counted, a row is no
 * change where `===` says so, and aggregations are read after every write, never because the target itself was
 * written. Without it every change goes through all stages before the next one does, so that the last write
 * wins everywhere; edges are counted, `Object.is` decides what is no change, arrays are containers, and
 * aggregations are read after the last row, also where their target was written.
 */

import type { Graph, StateStatus, Tag } from '../../generated/state-layout.js';

/** Rows of a batch, filled by JavaScript. The arrays may be longer than what was asked for. */
export interface StateRows {
  readonly ids: Uint32Array;
  readonly tags: Uint8Array;
  readonly payloads: Float64Array;
}

/** Value nodes of a batch, filled by JavaScript. */
export interface StateValueNodes {
  /** Segment below the container; of a row's own value unused. */
  readonly segments: Uint32Array;
  readonly tags: Uint8Array;
  /** As of a row; of a container unused. */
  readonly payloads: Float64Array;
  /** Index behind the last descendant; of a leaf its own index + 1. */
  readonly ends: Uint32Array;
}

export interface StateInput {
  readonly rows: StateRows;
  readonly values: StateValueNodes;
}

/** The changes of a batch after the stages, in the order in which they are applied. */
export interface StateList extends StateRows {
  readonly length: number;
  /** `ChangeFlag` bits: the stages a change came from or through, and `noop` once committed. */
  readonly flags: Uint8Array;
  /** The input row that a change goes back to. */
  readonly origins: Uint32Array;
}

/** What a commit did to the state, in order: what a sink has to do too. */
export interface StateWrites extends StateRows {
  readonly length: number;
  /**
   * The row of the list a write is; `NONE` for a target of an aggregation. The payload of a container is a value
   * node's index where there is a row, else the id of the path whose value is to be copied.
   */
  readonly rows: Uint32Array;
}

/** Nodes made by `run`, `append` and `commit` (not those of `intern`), parents before children. */
export interface StateCreated {
  readonly length: number;
  readonly ids: Uint32Array;
  readonly parents: Uint32Array;
  readonly segments: Uint32Array;
}

/** Ids of nodes, or slots, that ended with a commit; they may be given out again from the next call on. */
export interface StateEnded {
  readonly length: number;
  readonly ids: Uint32Array;
}

/** What a kernel holds: all zero but the root's node in a kernel as new. */
export interface StateUsage {
  readonly nodes: number;
  readonly edges: number;
  readonly groups: number;
  readonly aggregations: number;
  /** References of the shadow to slots. */
  readonly slotReferences: number;
  /** Bytes in use by all of these; not what is kept for later use. */
  readonly bytes: number;
}

/** What a kernel asks of JavaScript. */
export interface StateHost {
  /** Whether the values of two different slots are equal, for aggregation reads. */
  slotsEqual(a: number, b: number): boolean;
}

export type StateKernelName = 'wasm' | 'js';

/** A graph's edges in the order in which they were made, and its groups with their members, in their order. */
export interface StateGraphParts {
  readonly edges: readonly { readonly a: number; readonly b: number; readonly links: number }[];
  readonly groups: readonly Uint32Array[];
}

/** Everything that a kernel holds but the values of the shadow, for another one to go on from between two batches. */
export interface StateParts {
  /** Of every node but the root its id, its parent's and its segment: parents before children, and those in their order. */
  readonly nodes: Uint32Array;
  /** Nodes that are retained, and how often. */
  readonly retained: readonly (readonly [id: number, times: number])[];
  /** Sync and flip. */
  readonly graphs: readonly [StateGraphParts, StateGraphParts];
  /** Targets in the order in which they became targets. */
  readonly targets: readonly number[];
  /** In the order of registration. */
  readonly aggregations: readonly { readonly number: number; readonly target: number; readonly sources: Uint32Array }[];
}

/** A kernel that others can go on from. */
export interface StateKernelToLeave extends StateKernel {
  /** Values of the shadow that are no containers. */
  readonly leaves: number;
  parts(): StateParts;
}

/** A kernel that can go on from another one, as long as it is new. */
export interface StateKernelToEnter extends StateKernel {
  /**
   * Takes on the parts of a kernel, with its ids. Aggregations are not read: they were.
   * @param fill puts the values of the shadow into this kernel, as a batch of the whole state
   * @returns the aggregations' numbers here, by those there
   */
  enter(parts: StateParts, fill: () => void): ReadonlyMap<number, number>;
}

export interface StateKernel {
  readonly name: StateKernelName;
  readonly parity: boolean;

  /** The node of a segment below `parent`, made if there is none. */
  intern(parent: number, segment: number): number;
  /** The node of a segment below `parent`, or NONE. */
  find(parent: number, segment: number): number;
  /** Keeps a node from ending; counted. */
  retain(id: number): void;
  release(id: number): void;

  /** Joins two paths in a graph. A path with itself makes a group of one. */
  link(graph: Graph, a: number, b: number): void;
  /** Undoes one `link`; of what was never linked nothing. */
  unlink(graph: Graph, a: number, b: number): void;
  /** The number of a node's group, or NONE; it stays while the group does. */
  groupOf(graph: Graph, id: number): number;
  /** A group's members in their order. A copy. */
  members(graph: Graph, group: number): Uint32Array;
  /** Groups in their order. A copy. */
  groups(graph: Graph): Uint32Array;

  /**
   * Registers an aggregation and returns its number, which is free again after `disaggregate`. Its target is
   * read with the next commit (in the order of registration, rows of that commit first).
   */
  aggregate(target: number, sources: Uint32Array): number;
  disaggregate(aggregation: number): void;

  /** Room for so many rows and value nodes in all; what was filled in before stays. */
  reserve(rows: number, values: number): StateInput;
  /** Puts the first `rows` rows through the stages. */
  run(rows: number): void;
  /** Adds the rows from where `run` or the last `append` stopped, up to `rows`, to the list with the flag `listener`. */
  append(rows: number): void;
  /**
   * Applies the list to the shadow and reads aggregations. All of it or, with an answer other than
   * `StateStatus.ok`, nothing: then `failedRow` is the list's row to blame, and writes are empty.
   */
  commit(): StateStatus;
  /** Forgets the batch: what `commit` does for an empty list (`created`, `freed`, `released` are told), without reading aggregations. */
  abort(): void;
  /** `run` and `commit`. */
  process(rows: number): StateStatus;

  readonly list: StateList;
  /** Lengths of the list after aggregation, sync and flip (with `parity`; without, as if the list were sorted by stage). */
  readonly stageEnds: Uint32Array;
  readonly failedRow: number;
  readonly writes: StateWrites;
  readonly created: StateCreated;
  readonly freed: StateEnded;
  /** Slots named by the batch or given up by the shadow that the shadow does not hold after the commit. */
  readonly released: StateEnded;

  /** The tag of a path's value in the shadow. */
  tag(id: number): Tag;
  /** The payload; of an array its length, of an object 0. */
  payload(id: number): number;
  /** Nodes below a node, present or not, in no particular order. A copy. */
  children(id: number): Uint32Array;
  usage(): StateUsage;
}
