/**
 * A ring of records between two threads, one that writes and one that reads, each of them C++ or
 * JavaScript: the twin of src/core/spsc_ring.h, which says how it is laid out and why it works.
 * `makeRing` and `viewRing` of memory-views.ts give the views.
 *
 * Nothing here blocks a thread; the waits are promises. Only one wait of a side may be under way.
 */
import { RingHeader } from '../generated/core-layout.js';
import { waitForChange } from './atomic-wait.js';
import type { RingViews } from './memory-views.js';

const WRITTEN = RingHeader.written / 4;
const READER_SLEEPS = RingHeader.readerSleeps / 4;
const DROPPED = RingHeader.dropped / 4;
const READ = RingHeader.read / 4;
const WRITER_SLEEPS = RingHeader.writerSleeps / 4;

/**
 * Records of a ring one after the other, to be read or written in place. They stand in one run, or in
 * two where the ring's end comes between.
 */
export class RingBatch {
  readonly count: number;
  readonly #ring: RingViews;
  readonly #first: number;

  constructor(ring: RingViews, first: number, count: number) {
    this.#ring = ring;
    this.#first = first;
    this.count = count;
  }

  /** Where the words of record i < count begin in the views `records` and `floats`. */
  at(i: number): number {
    return this.#place(i) * this.#ring.recordWords;
  }

  /** Records from record i on that stand next to each other; at least 1. */
  run(i: number): number {
    return Math.min(this.count - i, this.#ring.capacity - this.#place(i));
  }

  #place(i: number): number {
    return (this.#first + i) & (this.#ring.capacity - 1);
  }
}

/**
 * The writing side of a ring: one at a time, on one thread at a time. It may be made anew at any time,
 * also after a thread that died, once that one writes no more.
 */
export class RingWriter {
  readonly ring: RingViews;
  #written: number;
  /** The reader's index when last looked at. */
  #read: number;
  #reserved = 0;

  constructor(ring: RingViews) {
    this.ring = ring;
    this.#written = load(ring, WRITTEN);
    this.#read = load(ring, READ);
    this.#wakeReader();
  }

  /**
   * Room for up to `count` records, as many as there is room for: to be filled, then committed. The
   * same room again when it was not committed.
   */
  reserve(count: number): RingBatch {
    this.#reserved = Math.min(count, this.#room(count));
    return new RingBatch(this.ring, this.#written, this.#reserved);
  }

  /**
   * Shows the reader the first `count` of the records reserved last; the others are void.
   * @throws RangeError for more than were reserved
   */
  commit(count: number): void {
    if (count > this.#reserved) throw new RangeError(`${count} records committed of ${this.#reserved} reserved`);
    this.#reserved = 0;
    if (count === 0) return;
    this.#written = (this.#written + count) >>> 0;
    Atomics.store(this.ring.words, WRITTEN, this.#written);
    this.#wakeReader();
  }

  /**
   * Copies as many of the records into the ring as there is room for, as one batch, and gives their
   * number. The others count as dropped.
   *
   * @param records whole records, one after the other
   */
  tryPush(records: Uint32Array): number {
    const words = this.ring.recordWords;
    const count = Math.floor(records.length / words);
    const batch = this.reserve(count);
    for (let i = 0; i < batch.count; i += batch.run(i)) {
      this.ring.records.set(records.subarray(i * words, (i + batch.run(i)) * words), batch.at(i));
    }
    this.commit(batch.count);
    this.drop(count - batch.count);
    return batch.count;
  }

  /** Counts records that the writer gives up for want of room. */
  drop(count: number): void {
    if (count > 0) Atomics.store(this.ring.words, DROPPED, (load(this.ring, DROPPED) + count) | 0);
  }

  /**
   * Waits until the reader releases records, at most so long, unless there is room for `count` (up to
   * the capacity) already. Says whether there is now; false may come early.
   */
  async waitForRoom(count: number, milliseconds: number): Promise<boolean> {
    if (this.#room(count) >= count) return true;
    const { words, capacity } = this.ring;
    Atomics.store(words, WRITER_SLEEPS, 1);
    // What was released before the flag stood is seen here; whoever releases later sees the flag.
    this.#read = load(this.ring, READ);
    if (capacity - ((this.#written - this.#read) >>> 0) < count) await waitForChange(words, READ, this.#read | 0, milliseconds);
    Atomics.store(words, WRITER_SLEEPS, 0);
    return this.#room(count) >= count;
  }

  /** Records ever written, modulo 2^32. */
  get position(): number {
    return this.#written;
  }

  /** Free records. Where those known of are enough the reader's line is left alone. */
  #room(wanted: number): number {
    const { capacity } = this.ring;
    if (capacity - ((this.#written - this.#read) >>> 0) < wanted) this.#read = load(this.ring, READ);
    return capacity - held(this.ring, this.#written, this.#read);
  }

  #wakeReader(): void {
    if (Atomics.load(this.ring.words, READER_SLEEPS) !== 0) Atomics.notify(this.ring.words, WRITTEN);
  }
}

/** The reading side of a ring, under the same contract as the writing one. */
export class RingReader {
  readonly ring: RingViews;
  #read: number;
  /** The writer's index when last looked at. */
  #written: number;
  #peeked = 0;

  constructor(ring: RingViews) {
    this.ring = ring;
    this.#read = load(ring, READ);
    this.#written = load(ring, WRITTEN);
    this.#wakeWriter();
  }

  /** The oldest records, `most` of them or as many as there are. They stay until they are released. */
  peek(most = 0xffffffff): RingBatch {
    this.#peeked = Math.min(most, this.#available(most));
    return new RingBatch(this.ring, this.#read, this.#peeked);
  }

  /**
   * Gives the writer back the room of the first `count` of the records peeked at last.
   * @throws RangeError for more than were peeked at
   */
  release(count: number): void {
    if (count > this.#peeked) throw new RangeError(`${count} records released of ${this.#peeked} peeked at`);
    this.#peeked = 0;
    if (count === 0) return;
    this.#read = (this.#read + count) >>> 0;
    Atomics.store(this.ring.words, READ, this.#read);
    this.#wakeWriter();
  }

  /** Copies the oldest records out of the ring, as many as there are and fit; gives their number. */
  tryPop(into: Uint32Array): number {
    const { records, recordWords } = this.ring;
    const batch = this.peek(Math.floor(into.length / recordWords));
    for (let i = 0; i < batch.count; i += batch.run(i)) {
      into.set(records.subarray(batch.at(i), batch.at(i) + batch.run(i) * recordWords), i * recordWords);
    }
    this.release(batch.count);
    return batch.count;
  }

  /** Waits until there are records, at most so long. Says whether there are now; false may come early. */
  async waitForRecords(milliseconds: number): Promise<boolean> {
    if (this.#available(1) > 0) return true;
    const { words } = this.ring;
    Atomics.store(words, READER_SLEEPS, 1);
    // What was written before the flag stood is seen here; whoever writes later sees the flag.
    this.#written = load(this.ring, WRITTEN);
    if (this.#written === this.#read) await waitForChange(words, WRITTEN, this.#written | 0, milliseconds);
    Atomics.store(words, READER_SLEEPS, 0);
    return this.#available(1) > 0;
  }

  /** Records that the writer gave up for want of room, modulo 2^32. */
  get dropped(): number {
    return load(this.ring, DROPPED);
  }

  /** Records ever read, modulo 2^32. */
  get position(): number {
    return this.#read;
  }

  /** Records to read. Where those known of are enough the writer's line is left alone. */
  #available(wanted: number): number {
    if ((this.#written - this.#read) >>> 0 < wanted) this.#written = load(this.ring, WRITTEN);
    return held(this.ring, this.#written, this.#read);
  }

  #wakeWriter(): void {
    if (Atomics.load(this.ring.words, WRITER_SLEEPS) !== 0) Atomics.notify(this.ring.words, READ);
  }
}

function load(ring: RingViews, index: number): number {
  return Atomics.load(ring.words, index) >>> 0;
}

/** Records between two indices. */
function held(ring: RingViews, written: number, read: number): number {
  const count = (written - read) >>> 0;
  if (count > ring.capacity) throw new RangeError(`a ring of ${ring.capacity} records can't hold ${count}: its memory was overwritten`);
  return count;
}
