import { MAX_DEPTH, MAX_NODES, ROOT_NODE, Tag } from '../../generated/state-layout.js';
import { StateChangeError, shown } from '../shared/errors.js';
import type { StateInput, StateKernel, StateRows } from '../shared/kernel.js';
import { emptyLike, type IsContainer, isPlainObjectOrArray } from './containers.js';
import type { Getters } from './getters.js';
import { isRefusedKey, type PathNames } from './path-names.js';
import type { ValueSlots } from './slots.js';

/**
 * Writes changes into a kernel's input: values become tags and payloads, containers are taken apart into value nodes. Every value that
 * comes to a store comes through here, and is checked before anything else happens: what can't be a part of the state is refused by its
 * path.
 */
export class BatchEncoder {
  /** Rows filled. */
  rows = 0;
  /** Whether the batch has an object that is no container. */
  hasInstances = false;
  /** Most levels of objects and arrays in a value of the batch. */
  levels = 0;
  readonly #kernel: StateKernel;
  readonly #names: PathNames;
  readonly #slots: ValueSlots;
  readonly #isContainer: IsContainer;
  /** Value nodes filled. */
  #values = 0;
  #rowRoom = 0;
  #valueRoom = 0;
  #input: StateInput;
  /** Copies of the containers that value nodes stand for, by their index. */
  #containers: unknown[] = [];
  /** The node of the row that is filled in. */
  #id = ROOT_NODE;
  /** The containers around the one that is taken apart. */
  readonly #around: unknown[] = [];
  /** Keys from a row's path down to the container that is taken apart. */
  readonly #trail: string[] = [];
  /** Getters that a whole state keeps. */
  #getters: Getters | null = null;
  /** Where getters of the value go that is the state itself from now on; null for a value that is copied. */
  #found: Getters | null = null;

  constructor(kernel: StateKernel, names: PathNames, slots: ValueSlots, isContainer: IsContainer) {
    this.#kernel = kernel;
    this.#names = names;
    this.#slots = slots;
    this.#isContainer = isContainer;
    this.#input = kernel.reserve(0, 0);
  }

  /** Starts a batch of about so many rows. */
  beginBatch(rows: number): void {
    this.rows = 0;
    this.hasInstances = false;
    this.levels = 0;
    this.#values = 0;
    if (this.#containers.length > 0) this.#containers = [];
    this.#room(rows);
  }

  /** Makes room for so many more rows. */
  extend(rows: number): void {
    this.#room(this.rows + rows);
  }

  /**
   * Adds a change to the batch.
   * @param kept getters of the state that is there, which another whole state takes over; other getters of a value are read once
   * @param found takes the getters of a value that is the state itself from now on
   * @throws StateChangeError for a value that holds itself or a refused key, or is too deep
   */
  add(id: number, value: unknown, kept: Getters, found: Getters | null = null): void {
    // Value nodes may need room, which moves the rows.
    let isContainer = false;
    if (typeof value === 'object') {
      this.#id = id;
      this.#trail.length = 0;
      this.#around.length = 0;
      isContainer = this.#isContainer(value);
    }
    if (isContainer) {
      this.#found = found;
      this.#getters = id === ROOT_NODE && !kept.isEmpty ? kept : null;
    }
    const at = isContainer ? this.#takeApart(value as Record<string, unknown>) : 0;
    const row = this.rows++;
    const { ids, tags, payloads } = this.#input.rows;
    ids[row] = id;
    if (isContainer) {
      tags[row] = Array.isArray(value) ? Tag.array : Tag.object;
      payloads[row] = at;
    } else {
      this.#leaf(tags, payloads, row, Array.isArray(value) ? this.#leafOf(value) : value);
    }
  }

  /** The value of a row of the list or of a write that has one. */
  valueOf({ tags, payloads }: StateRows, row: number): unknown {
    const payload = payloads[row] as number;
    switch (tags[row]) {
      case Tag.number:
        return payload;
      case Tag.booleanTrue:
        return true;
      case Tag.booleanFalse:
        return false;
      case Tag.null:
        return null;
      case Tag.string:
      case Tag.slot:
        return this.#slots.value(payload);
      case Tag.object:
      case Tag.array:
        return this.#containers[payload];
      default:
        return undefined;
    }
  }

  /** The value of a row as it was added, a container as a copy. */
  valueOfInput(row: number): unknown {
    const { ids, tags, payloads } = this.#input.rows;
    return this.valueOf({ ids, tags, payloads }, row);
  }

  #room(rows: number): void {
    if (rows > this.#rowRoom) this.#rowRoom = Math.max(rows, this.#rowRoom * 2);
    this.#input = this.#kernel.reserve(this.#rowRoom, this.#valueRoom);
  }

  #valueNode(): number {
    if (this.#values === this.#valueRoom) {
      this.#valueRoom = Math.max(64, this.#valueRoom * 2);
      this.#input = this.#kernel.reserve(this.#rowRoom, this.#valueRoom);
    }
    return this.#values++;
  }

  /** Writes a container and all below it as value nodes and returns its own. */
  #takeApart(value: Record<string, unknown>): number {
    this.#enter(value);
    const at = this.#valueNode();
    if (this.#values > MAX_NODES) throw this.#refusal(`it holds more than ${MAX_NODES} values. Keep fewer`);
    if (Array.isArray(value)) {
      const copy: unknown[] = [];
      this.#containers[at] = copy;
      for (let index = 0; index < value.length; index++) copy.push(this.#element(String(index), value[index]));
    } else {
      const copy = emptyLike(value);
      this.#containers[at] = copy;
      const keepsGetters = this.#found !== null || this.#getters !== null;
      for (const key of Object.keys(value)) {
        if (keepsGetters && this.#isGetter(value, key)) continue;
        copy[key] = this.#element(key, value[key]);
      }
    }
    this.#around.pop();
    const { tags, ends } = this.#input.values;
    tags[at] = Array.isArray(value) ? Tag.array : Tag.object;
    ends[at] = this.#values;
    return at;
  }

  /** Whether a key is a getter of the state: of the value that it is from now on, or else of the one that it stays. */
  #isGetter(holder: object, key: string): boolean {
    if (this.#found === null) return this.#getters?.has(this.#trail, key) ?? false;
    const descriptor = Object.getOwnPropertyDescriptor(holder, key);
    if (descriptor?.get === undefined && descriptor?.set === undefined) return false;
    this.#found.add(this.#trail, this.#around, key, descriptor);
    return true;
  }

  /** Goes into an object or array. */
  #enter(value: object): void {
    if (this.#around.includes(value)) throw this.#refusal('it holds itself. Break the circle');
    const level = this.#trail.length + 1;
    if (this.#names.depthOf(this.#id) + level > MAX_DEPTH) throw this.#refusal(`it is deeper than ${MAX_DEPTH} levels. Keep it flatter`);
    if (level > this.levels) this.levels = level;
    this.#around.push(value);
  }

  #checkKey(key: string): void {
    if (isRefusedKey(key)) throw this.#refusal(`its key ${shown(key)} would reach a prototype. Name it differently`);
  }

  /** A leaf, or a frozen copy of an array that is one, as parity has them, with all that is in it. */
  #leafOf(value: unknown): unknown {
    if (!isPlainObjectOrArray(value)) return this.#slots.originalOf(value);
    this.#enter(value);
    const copy = Array.isArray(value) ? ([] as unknown as Record<string, unknown>) : emptyLike(value);
    for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
      this.#checkKey(String(key));
      this.#trail.push(String(key));
      copy[key] = this.#leafOf(value[key]);
      this.#trail.pop();
    }
    this.#around.pop();
    return Object.freeze(copy);
  }

  #refusal(why: string): StateChangeError {
    const keys = [...this.#names.keysOf(this.#id), ...this.#trail];
    const whose = keys.length === 0 ? 'the state' : `the value of ${shown(keys.join('.'))}`;
    return new StateChangeError(`${whose} is refused: ${why}`);
  }

  /** Writes the value of a key as value nodes, and returns it, or its copy where it is a container. */
  #element(key: string, value: unknown): unknown {
    this.#checkKey(key);
    const segment = this.#names.segmentOf(key);
    let at: number;
    let kept = value;
    if (typeof value === 'object' && this.#isContainer(value)) {
      this.#trail.push(key);
      at = this.#takeApart(value);
      kept = this.#containers[at];
      this.#trail.pop();
    } else {
      at = this.#valueNode();
      const { tags, payloads, ends } = this.#input.values;
      if (Array.isArray(value)) {
        this.#trail.push(key);
        kept = this.#leafOf(value);
        this.#trail.pop();
      }
      this.#leaf(tags, payloads, at, kept);
      ends[at] = at + 1;
    }
    this.#input.values.segments[at] = segment;
    return kept;
  }

  #leaf(tags: Uint8Array, payloads: Float64Array, at: number, value: unknown): void {
    payloads[at] = 0;
    switch (typeof value) {
      case 'number':
        tags[at] = Tag.number;
        payloads[at] = value;
        break;
      case 'boolean':
        tags[at] = value ? Tag.booleanTrue : Tag.booleanFalse;
        break;
      case 'string':
        tags[at] = Tag.string;
        payloads[at] = this.#slots.slotOf(value);
        break;
      case 'undefined':
        tags[at] = Tag.undefined;
        break;
      default:
        if (value === null) {
          tags[at] = Tag.null;
        } else {
          tags[at] = Tag.slot;
          payloads[at] = this.#slots.slotOf(value);
          this.hasInstances ||= typeof value === 'object';
        }
    }
  }
}
