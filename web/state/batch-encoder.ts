import { MAX_DEPTH, ROOT_NODE, Tag } from '../generated/state-layout.js';
import type { IsContainer } from './containers.js';
import { StateChangeError, shown } from './errors.js';
import type { StateInput, StateKernel, StateRows } from './kernel.js';
import type { PathNames } from './path-names.js';
import type { ValueSlots } from './slots.js';

/** Writes changes into a kernel's input: values become tags and payloads, containers are taken apart into value nodes. */
export class BatchEncoder {
  /** Rows filled. */
  rows = 0;
  readonly #kernel: StateKernel;
  readonly #names: PathNames;
  readonly #slots: ValueSlots;
  readonly #isContainer: IsContainer;
  /** Value nodes filled. */
  #values = 0;
  #rowRoom = 0;
  #valueRoom = 0;
  #input: StateInput;
  /** The containers that value nodes stand for, by their index. */
  #containers: unknown[] = [];
  /** Keys from a row's path down to the container that is taken apart. */
  readonly #trail: string[] = [];
  /** Told the paths of getters that are met. */
  readonly #onGetter: (path: string) => void;

  constructor(kernel: StateKernel, names: PathNames, slots: ValueSlots, isContainer: IsContainer, onGetter: (path: string) => void) {
    this.#kernel = kernel;
    this.#names = names;
    this.#slots = slots;
    this.#isContainer = isContainer;
    this.#onGetter = onGetter;
    this.#input = kernel.reserve(0, 0);
  }

  /** Starts a batch of about so many rows. */
  begin(rows: number): void {
    this.rows = 0;
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
   * @throws StateChangeError for a value that has no end or holds a refused key
   */
  add(id: number, value: unknown): void {
    // Value nodes may need room, which moves the rows.
    const isContainer = typeof value === 'object' && this.#isContainer(value);
    if (isContainer) this.#trail.length = 0;
    const at = isContainer ? this.#takeApart(id, value) : 0;
    const row = this.rows++;
    const { ids, tags, payloads } = this.#input.rows;
    ids[row] = id;
    if (isContainer) {
      tags[row] = Array.isArray(value) ? Tag.array : Tag.object;
      payloads[row] = at;
    } else {
      this.#leaf(tags, payloads, row, value);
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
  #takeApart(id: number, value: Record<string, unknown>): number {
    if (this.#trail.length === MAX_DEPTH) {
      const whose = id === ROOT_NODE ? 'the state' : `the value of ${shown(this.#names.pathOf(id))}`;
      throw new StateChangeError(`${whose} is deeper than ${MAX_DEPTH} levels, or holds itself; break the circle`);
    }
    const at = this.#valueNode();
    this.#containers[at] = value;
    if (Array.isArray(value)) {
      for (let index = 0; index < value.length; index++) this.#element(id, String(index), value[index]);
    } else {
      for (const key of Object.keys(value)) {
        const descriptor = Object.getOwnPropertyDescriptor(value, key);
        if (descriptor?.get !== undefined || descriptor?.set !== undefined)
          this.#onGetter([...this.#names.keysOf(id), ...this.#trail, key].join('.'));
        else this.#element(id, key, value[key]);
      }
    }
    const { tags, ends } = this.#input.values;
    tags[at] = Array.isArray(value) ? Tag.array : Tag.object;
    ends[at] = this.#values;
    return at;
  }

  #element(id: number, key: string, value: unknown): void {
    const segment = this.#names.segmentOf(key);
    let at: number;
    if (typeof value === 'object' && this.#isContainer(value)) {
      this.#trail.push(key);
      at = this.#takeApart(id, value);
      this.#trail.pop();
    } else {
      at = this.#valueNode();
      const { tags, payloads, ends } = this.#input.values;
      this.#leaf(tags, payloads, at, value);
      ends[at] = at + 1;
    }
    this.#input.values.segments[at] = segment;
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
        }
    }
  }
}
