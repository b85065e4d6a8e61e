import { MAX_DEPTH, NONE, ROOT_NODE, SEGMENT_INDEX } from '../../generated/state-layout.js';
import { StateChangeError, shown } from '../shared/errors.js';
import type { StateKernel } from '../shared/kernel.js';
import { isIndex } from './containers.js';

/** Keys that would reach an object's prototype. */
const REFUSED: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export function isRefusedKey(key: string): boolean {
  return REFUSED.has(key);
}

/**
 * The text of paths: which node a path is, and what a node's path is. A path is keys joined by dots; there is no
 * escape, so a key with a dot in it has no path.
 */
export class PathNames {
  #kernel: StateKernel;
  readonly #idByPath = new Map<string, number>();
  /** Texts by node, as far as they were asked for. */
  readonly #paths: (string | undefined)[] = [];
  readonly #keys: (readonly string[] | undefined)[] = [];
  #parents = new Uint32Array(64).fill(NONE);
  #segments = new Uint32Array(64);
  /** Keys of a node's path. */
  #depths = new Uint32Array(64);
  /** Most keys that a node ever had. */
  deepest = 0;
  /** Segments that are no array index, by text, and back. */
  readonly #segmentByText = new Map<string, number>();
  readonly #texts: (string | undefined)[] = [];
  /** Nodes that have a segment. */
  readonly #segmentUses: number[] = [];
  readonly #freeSegments: number[] = [];
  /** Segments given a number since the last `endBatch`, which may belong to no node. */
  #newSegments: number[] = [];

  constructor(kernel: StateKernel) {
    this.#kernel = kernel;
  }

  /** Goes on with a kernel that has the same nodes. */
  moveTo(kernel: StateKernel): void {
    this.#kernel = kernel;
  }

  /** Paths looked up and segments known: nothing of it outlives the nodes. */
  get count(): number {
    return this.#idByPath.size + this.#segmentByText.size;
  }

  /**
   * The node of a path, made if there is none.
   * @throws StateChangeError for a path with a key that is refused, or with too many
   */
  idOf(path: string): number {
    const known = this.#idByPath.get(path);
    if (known !== undefined) return known;
    const keys = path.split('.');
    if (keys.length > MAX_DEPTH) {
      throw new StateChangeError(`the path ${shown(path)} is refused: it has ${keys.length} keys of at most ${MAX_DEPTH}`);
    }
    let id = ROOT_NODE;
    for (const key of keys) id = this.child(id, this.segmentOf(key));
    this.#idByPath.set(path, id);
    this.#paths[id] = path;
    return id;
  }

  /** The node of a path, or NONE where there is none. */
  find(path: string): number {
    const known = this.#idByPath.get(path);
    if (known !== undefined) return known;
    let id = ROOT_NODE;
    for (const key of path.split('.')) {
      const segment = isIndex(key) ? SEGMENT_INDEX + Number(key) : this.#segmentByText.get(key);
      id = segment === undefined ? NONE : this.#kernel.find(id, segment);
      if (id === NONE) return NONE;
    }
    return id;
  }

  child(parent: number, segment: number): number {
    const id = this.#kernel.intern(parent, segment);
    if (id >= this.#parents.length || this.#parents[id] === NONE) this.#record(id, parent, segment);
    return id;
  }

  /** The node above one; NONE above the root. */
  parentOf(id: number): number {
    return this.#parents[id] as number;
  }

  /** How many keys a node's path has. */
  depthOf(id: number): number {
    return this.#depths[id] as number;
  }

  pathOf(id: number): string {
    const known = this.#paths[id];
    if (known !== undefined) return known;
    const parent = this.#parents[id] as number;
    const key = this.keyOf(id);
    const path = parent === ROOT_NODE ? key : `${this.pathOf(parent)}.${key}`;
    this.#paths[id] = path;
    this.#idByPath.set(path, id);
    return path;
  }

  keysOf(id: number): readonly string[] {
    const known = this.#keys[id];
    if (known !== undefined) return known;
    const keys = id === ROOT_NODE ? [] : [...this.keysOf(this.#parents[id] as number), this.keyOf(id)];
    this.#keys[id] = keys;
    return keys;
  }

  /** The last key of a node's path. */
  keyOf(id: number): string {
    const segment = this.#segments[id] as number;
    return segment >= SEGMENT_INDEX ? String(segment - SEGMENT_INDEX) : (this.#texts[segment] as string);
  }

  /** Whether `id` lies at `above` or below it. */
  isWithin(id: number, above: number): boolean {
    if (above === ROOT_NODE) return true;
    for (let at = id; at !== NONE && at !== ROOT_NODE; at = this.#parents[at] as number) if (at === above) return true;
    return false;
  }

  /**
   * The number of a key.
   * @throws StateChangeError for a key that is refused
   */
  segmentOf(key: string): number {
    const known = this.#segmentByText.get(key);
    if (known !== undefined) return known;
    if (isIndex(key)) return SEGMENT_INDEX + Number(key);
    if (REFUSED.has(key)) throw new StateChangeError(`the key ${shown(key)} is refused: it would reach a prototype. Name it differently`);
    const segment = this.#freeSegments.pop() ?? this.#texts.length;
    this.#texts[segment] = key;
    this.#segmentUses[segment] = 0;
    this.#segmentByText.set(key, segment);
    this.#newSegments.push(segment);
    return segment;
  }

  /** Takes note of the nodes that a batch made, from the `from`th on; returns how many there are. */
  noteCreated(from: number): number {
    const { length, ids, parents, segments } = this.#kernel.created;
    for (let at = from; at < length; at++) this.#record(ids[at] as number, parents[at] as number, segments[at] as number);
    return length;
  }

  /** Forgets the nodes that ended with a batch, and the segments that no node has any more. */
  noteFreed(): void {
    const { length, ids } = this.#kernel.freed;
    for (let at = 0; at < length; at++) this.#forget(ids[at] as number);
    if (this.#newSegments.length === 0) return;
    for (const segment of this.#newSegments) {
      if (this.#segmentUses[segment] === 0) this.#dropSegment(segment);
    }
    this.#newSegments = [];
  }

  #record(id: number, parent: number, segment: number): void {
    if (id >= this.#parents.length) {
      const length = Math.max(id + 1, this.#parents.length * 2);
      this.#parents = grown(this.#parents, length, NONE);
      this.#segments = grown(this.#segments, length);
      this.#depths = grown(this.#depths, length);
    }
    const depth = this.depthOf(parent) + 1;
    this.#depths[id] = depth;
    if (depth > this.deepest) this.deepest = depth;
    this.#parents[id] = parent;
    this.#segments[id] = segment;
    if (segment < SEGMENT_INDEX) this.#segmentUses[segment] = (this.#segmentUses[segment] as number) + 1;
  }

  #forget(id: number): void {
    const path = this.#paths[id];
    if (path !== undefined) {
      this.#idByPath.delete(path);
      this.#paths[id] = undefined;
    }
    this.#keys[id] = undefined;
    this.#parents[id] = NONE;
    const segment = this.#segments[id] as number;
    if (segment >= SEGMENT_INDEX) return;
    const uses = (this.#segmentUses[segment] as number) - 1;
    this.#segmentUses[segment] = uses;
    if (uses === 0) this.#dropSegment(segment);
  }

  #dropSegment(segment: number): void {
    const text = this.#texts[segment];
    if (text === undefined) return;
    this.#segmentByText.delete(text);
    this.#texts[segment] = undefined;
    this.#freeSegments.push(segment);
  }
}

function grown(numbers: Uint32Array, length: number, filling = 0): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(length).fill(filling);
  more.set(numbers);
  return more;
}
