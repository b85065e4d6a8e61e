/**
 * Three slots that hand the newest frame from one thread to another, each of them C++ or JavaScript:
 * the twin of src/core/triple_buffer.h, which says how it is laid out and why it works.
 * `makeTripleBuffer` and `viewTripleBuffer` of memory-views.ts give the views.
 *
 * A side owns one slot and only it knows which, so each side is made once in the buffer's life.
 */
import { FRESH_FRAME, MIDDLE_SLOT_MASK, TripleBufferHeader, TripleBufferSlot } from '../generated/core-layout.js';
import type { TripleBufferViews } from './memory-views.js';

const CONTROL = TripleBufferHeader.control / 4;

const NO_BYTES = new Uint8Array(0);

/** The index of a word of a slot's record. */
function slotWord(slot: number, offset: number): number {
  return (TripleBufferHeader.slots + slot * TripleBufferSlot.size + offset) / 4;
}

/** The writing side. It never waits. */
export class TripleBufferWriter {
  readonly #buffer: TripleBufferViews;
  #slot = 0;
  #sequence = 0;

  constructor(buffer: TripleBufferViews) {
    this.#buffer = buffer;
  }

  /** Where the next frame goes, as long as it may get. The bytes are those of an older frame. */
  get data(): Uint8Array {
    return this.#buffer.slots[this.#slot] ?? NO_BYTES;
  }

  /**
   * Shows the reader the frame of so many bytes that stands in `data`, which then gives another slot.
   * Returns whether the reader had taken the frame before this one.
   *
   * @throws RangeError for more bytes than the slot has
   */
  publish(bytes: number): boolean {
    const { words } = this.#buffer;
    if (bytes > this.data.length) throw new RangeError(`a frame of ${bytes} bytes does not fit a slot of ${this.data.length}`);
    this.#sequence = (this.#sequence + 1) >>> 0;
    words[slotWord(this.#slot, TripleBufferSlot.bytes)] = bytes;
    words[slotWord(this.#slot, TripleBufferSlot.sequence)] = this.#sequence;
    const before = Atomics.exchange(words, CONTROL, this.#slot | FRESH_FRAME);
    this.#slot = before & MIDDLE_SLOT_MASK;
    return (before & FRESH_FRAME) === 0;
  }

  /** Frames published up to now, modulo 2^32. */
  get sequence(): number {
    return this.#sequence;
  }
}

/** The reading side. It never waits. */
export class TripleBufferReader {
  readonly #buffer: TripleBufferViews;
  #slot = 2;

  constructor(buffer: TripleBufferViews) {
    this.#buffer = buffer;
  }

  /** Takes the newest frame and gives the one before back. False, and nothing changes, when there is no newer one. */
  takeFrame(): boolean {
    const { words } = this.#buffer;
    // Only the writer makes a frame fresh and only this side takes it, so what is fresh here still is
    // at the exchange, or has given way to a newer one.
    if ((Atomics.load(words, CONTROL) & FRESH_FRAME) === 0) return false;
    this.#slot = Atomics.exchange(words, CONTROL, this.#slot) & MIDDLE_SLOT_MASK;
    return true;
  }

  /** The slot of the frame taken last, of which `bytes` count; it stays as it is until the next is taken. */
  get data(): Uint8Array {
    return this.#buffer.slots[this.#slot] ?? NO_BYTES;
  }

  /** The frame's length; 0 before the first. */
  get bytes(): number {
    return this.#word(TripleBufferSlot.bytes);
  }

  /** The frame's number, modulo 2^32; 0 before the first. */
  get sequence(): number {
    return this.#word(TripleBufferSlot.sequence);
  }

  #word(offset: number): number {
    return (this.#buffer.words[slotWord(this.#slot, offset)] ?? 0) >>> 0;
  }
}
