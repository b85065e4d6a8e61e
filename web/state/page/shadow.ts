import { NONE, ROOT_NODE, Tag } from '../../generated/state-layout.js';
import type { StateKernel } from '../shared/kernel.js';
import { cloned } from './containers.js';
import type { PathNames } from './path-names.js';
import type { ValueSlots } from './slots.js';

/** Reads values back from a kernel's shadow: objects and arrays are made anew with every call. */
export class ShadowReader {
  #kernel: StateKernel;
  readonly #names: PathNames;
  readonly #slots: ValueSlots;
  /** Frozen copies of containers by node, as long as nothing at or below them changes. */
  readonly #frozen = new Map<number, unknown>();

  constructor(kernel: StateKernel, names: PathNames, slots: ValueSlots) {
    this.#kernel = kernel;
    this.#names = names;
    this.#slots = slots;
  }

  /** Goes on with a kernel that has the same nodes and values. */
  moveTo(kernel: StateKernel): void {
    this.#kernel = kernel;
  }

  /** The value of a node; undefined for none. */
  value(id: number): unknown {
    if (id === NONE) return undefined;
    const kernel = this.#kernel;
    switch (kernel.tag(id)) {
      case Tag.number:
        return kernel.payload(id);
      case Tag.booleanTrue:
        return true;
      case Tag.booleanFalse:
        return false;
      case Tag.null:
        return null;
      case Tag.string:
        return this.#slots.value(kernel.payload(id));
      case Tag.slot: {
        // Parity's arrays are leaves, of which the engine has one.
        const value = this.#slots.value(kernel.payload(id));
        return Array.isArray(value) ? cloned(value) : value;
      }
      case Tag.object:
        return this.#filled(id, {});
      case Tag.array:
        return this.#filled(id, new Array(kernel.payload(id)) as unknown as Record<string, unknown>);
      default:
        return undefined;
    }
  }

  all(): Record<string, unknown> {
    return this.value(ROOT_NODE) as Record<string, unknown>;
  }

  /** A node's value, frozen all through. What did not change since the last call is not copied again. */
  frozen(id: number): unknown {
    if (id === NONE) return undefined;
    const tag = this.#kernel.tag(id);
    if (tag === Tag.slot) return this.#slots.value(this.#kernel.payload(id));
    if (tag !== Tag.object && tag !== Tag.array) return this.value(id);
    const known = this.#frozen.get(id);
    if (known !== undefined) return known;
    const container = (tag === Tag.object ? {} : new Array(this.#kernel.payload(id))) as Record<string, unknown>;
    for (const child of this.#kernel.children(id)) {
      if (this.#kernel.tag(child) !== Tag.absent) container[this.#names.keyOf(child)] = this.frozen(child);
    }
    this.#frozen.set(id, Object.freeze(container));
    return container;
  }

  /** Forgets the copies that the last commit's writes made stale, and those of nodes that ended with it. */
  thaw(): void {
    const frozen = this.#frozen;
    if (frozen.size === 0) return;
    const { writes, freed } = this.#kernel;
    for (let at = 0; at < writes.length; at++) {
      const tag = writes.tags[at];
      // What a container replaces may have had copies of its own.
      if (tag === Tag.object || tag === Tag.array) {
        frozen.clear();
        return;
      }
      for (let id = writes.ids[at] as number; id !== NONE; id = this.#names.parentOf(id)) frozen.delete(id);
    }
    for (let at = 0; at < freed.length; at++) frozen.delete(freed.ids[at] as number);
  }

  #filled(id: number, container: Record<string, unknown>): Record<string, unknown> {
    for (const child of this.#kernel.children(id)) {
      if (this.#kernel.tag(child) !== Tag.absent) container[this.#names.keyOf(child)] = this.value(child);
    }
    return container;
  }
}
