import { NONE, ROOT_NODE, Tag } from '../generated/state-layout.js';
import type { StateKernel } from './kernel.js';
import type { PathNames } from './path-names.js';
import type { ValueSlots } from './slots.js';

/** Reads values back from a kernel's shadow: objects and arrays are made anew with every call. */
export class ShadowReader {
  readonly #kernel: StateKernel;
  readonly #names: PathNames;
  readonly #slots: ValueSlots;

  constructor(kernel: StateKernel, names: PathNames, slots: ValueSlots) {
    this.#kernel = kernel;
    this.#names = names;
    this.#slots = slots;
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
      case Tag.slot:
        return this.#slots.value(kernel.payload(id));
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

  #filled(id: number, container: Record<string, unknown>): Record<string, unknown> {
    for (const child of this.#kernel.children(id)) {
      if (this.#kernel.tag(child) !== Tag.absent) container[this.#names.keyOf(child)] = this.value(child);
    }
    return container;
  }
}
