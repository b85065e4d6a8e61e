/**
 * The commands of a script on their way out. There are three places where a record can be written:
 *
 * 1. The ring, in place: half of its room is reserved at a time, and shown to the reader when it is full or an update ends.
 * 2. Memory of this thread, where there is no ring: it is handed over as a message when an update ends.
 * 3. The same memory as an outbox, while the engine has no room or has not given enough buffers back: the next updates go
 *    behind what waits, and all of it goes out as soon as it can.
 *
 * In the outbox the newest wins: a change of an entity's field takes the place of one that still waits. A record is changed in
 * place then, so nothing may stand between the old place and the new one that the order matters for: see `#fence` (values of
 * many entities at once) and `#resources` (meshes and textures that a later record makes). What begins or ends something is
 * never replaced and never dropped. Beyond MOST_WAITING records changes are refused.
 *
 * Words are written straight into `words` and `floats`, at the place that `next` gives; both may be others after each call.
 */
import type { RingViews } from '../../engine/memory-views.js';
import { type RingBatch, RingWriter } from '../../engine/spsc-ring.js';
import { FIELD_MESH, FIELD_TEXTURE, RECORD_WORDS, SceneOp } from '../../generated/scene-layout.js';
import { SceneOverflowError } from '../shared/errors.js';

/** Records that may wait. */
export const MOST_WAITING = 1_000_000;
/** Records there is memory for at first. */
const FIRST_ROOM = 1024;
const LOOKS = FIELD_MESH | FIELD_TEXTURE;

/** Takes a queue's commands to the engine. */
export interface CommandCarrier {
  /** The ring that they are written into, or null. */
  readonly ring: RingViews | null;
  /**
   * Where there is no ring: takes the first `count` records of the memory away, for good, and gives other memory for it; null: not
   * now, and nothing is taken.
   */
  send(memory: Uint32Array<ArrayBuffer>, count: number): Uint32Array<ArrayBuffer> | null;
}

/** Values of many entities that wait: one command's. */
interface Waiting {
  readonly field: number;
  /** Slots, and where the command stands: number of its record. */
  readonly first: number;
  readonly count: number;
  readonly generation: number;
  readonly isList: boolean;
  readonly position: number;
}

export class CommandQueue {
  /** Where records are written. */
  words: Uint32Array;
  floats: Float32Array;
  /** Commands given so far. */
  given = 0;
  /** Changes that a newer one took the place of. */
  replaced = 0;
  /** The next record, and the end of the room for records in a row. Unit: words. */
  #at = 0;
  #end = 0;

  readonly #carrier: CommandCarrier;
  readonly #ring: RingWriter | null;
  #batch: RingBatch | null = null;
  /** Records of the batch before the present run, and where that begins. */
  #passed = 0;
  #runStart = 0;

  #memory = new Uint32Array(0);
  #memoryFloats = new Float32Array(0);
  #inMemory: boolean;
  /** What waits begins here. Unit: words. */
  #head = 0;
  /** Records before the first of the memory, ever. */
  #base = 0;
  /** Whether something waits, so that newer changes replace it. */
  #waits = false;
  /** By slot: number of the record that last changed it alone while something waited. */
  #latest = new Float64Array(0);
  /** Changes of one entity before this record are followed by changes of many. */
  #fence = -1;
  /** Looks before this record are followed by commands for meshes and textures. */
  #resources = -1;
  #lastEnd = -1;
  #many: Waiting[] = [];

  constructor(carrier: CommandCarrier) {
    this.#carrier = carrier;
    this.#ring = carrier.ring === null ? null : new RingWriter(carrier.ring);
    this.#inMemory = this.#ring === null;
    this.words = this.#memory;
    this.floats = this.#memoryFloats;
    if (carrier.ring !== null) this.#toRing(carrier.ring);
    else this.#toMemory();
  }

  /** Records that wait for the engine. */
  get waiting(): number {
    return this.#inMemory ? (this.#at - this.#head) / RECORD_WORDS : 0;
  }

  /**
   * The place of one more record: its first word.
   * @param isVital it is never refused
   * @throws SceneOverflowError
   */
  next(isVital = false): number {
    const at = this.#at;
    if (at === this.#end) return this.#refilled(1, isVital);
    this.#at = at + RECORD_WORDS;
    return at;
  }

  /** A command that is one record. @throws SceneOverflowError unless it is vital */
  command(op: number, isVital = false): number {
    const at = this.next(isVital);
    const { words } = this;
    words[at] = op;
    words[at + 1] = 0;
    this.given += 1;
    return at;
  }

  /** A command for meshes or textures: never refused, and no change of looks is put before it. */
  resource(op: number): number {
    const at = this.command(op, true);
    if (this.#waits) this.#resources = this.#position(at);
    return at;
  }

  /** An UpdateEntity with these fields, or the one that waits. @throws SceneOverflowError */
  update(index: number, generation: number, fields: number): number {
    if (this.#waits) {
      const at = this.#earlier(index, generation, fields);
      if (at >= 0) return at;
    }
    const at = this.next();
    const { words } = this;
    words[at] = SceneOp.update | (fields << 16);
    words[at + 2] = index;
    words[at + 3] = generation;
    this.given += 1;
    if (this.#waits) {
      this.#reachSlot(index);
      this.#latest[index] = this.#position(at);
    }
    return at;
  }

  /**
   * A command with continuation records, to be filled by `put`.
   * @throws SceneOverflowError unless it is vital
   */
  begin(op: number, more: number, isVital = false): number {
    // Refused before its first record, if at all.
    if (this.#inMemory && this.#at + (more + 1) * RECORD_WORDS > this.#end) this.#reachRecords(more + 1, isVital);
    const at = this.next(isVital);
    this.words[at] = op;
    this.words[at + 1] = more;
    this.given += 1;
    return at;
  }

  /** Fills continuation records with `count` words from a list; what is left of the last record is 0. */
  put(from: Uint32Array | Float32Array, first: number, count: number): void {
    for (let done = 0; done < count; ) {
      const at = this.next(true);
      // As many records as stand in a row.
      const records = Math.min(Math.ceil((count - done) / RECORD_WORDS), 1 + (this.#end - this.#at) / RECORD_WORDS);
      this.#at = at + records * RECORD_WORDS;
      const words = Math.min(count - done, records * RECORD_WORDS);
      const part = from.subarray(first + done, first + done + words);
      if (from instanceof Float32Array) this.floats.set(part, at);
      else this.words.set(part, at);
      this.words.fill(0, at + words, this.#at);
      done += words;
    }
  }

  /**
   * Values of entities in a row that wait, for these entities and this field: where the values begin, to be written anew; -1:
   * there are none.
   */
  waitingRun(field: number, first: number, count: number, generation: number): number {
    if (!this.#waits) return -1;
    const one = this.#many.find(
      (many) => !many.isList && many.field === field && many.first === first && many.count === count && many.generation === generation,
    );
    if (one === undefined || this.#wordOf(one.position) < this.#head) return -1;
    for (let slot = first; slot < first + count; slot++) this.#supersede(slot, generation, field, one.position);
    this.replaced += 1;
    return this.#wordOf(one.position) + RECORD_WORDS;
  }

  /** Takes note of a command that was begun at `at` with values of many entities, so that newer ones can replace them. */
  noteMany(at: number, field: number, first: number, count: number, generation: number, isList: boolean): void {
    if (!this.#waits) return;
    const position = this.#position(at);
    this.#fence = position;
    const overlaps = this.#many.some(
      (one) => one.field === field && (isList || one.isList || (first < one.first + one.count && one.first < first + count)),
    );
    // Of two that overlap the later one counts: neither may move.
    if (overlaps) this.#many = this.#many.filter((one) => one.field !== field);
    this.#many.push({ field, first, count, generation, isList, position });
  }

  /** The end of an update: what was given since the last one goes out, or waits. */
  endUpdate(number: number): void {
    const last = this.#at - RECORD_WORDS;
    const isEmpty = this.#waits && last >= this.#head && this.#position(last) === this.#lastEnd;
    const at = isEmpty ? last : this.command(SceneOp.endUpdate, true);
    this.words[at + 2] = number;
    if (this.#inMemory) this.#lastEnd = this.#position(at);
    this.publish();
  }

  /** Sends what was given, as far as there is room. */
  publish(): void {
    if (this.#inMemory) {
      if (this.#ring === null) this.#hand();
      else this.#drain();
    } else if (this.#batch !== null) {
      (this.#ring as RingWriter).commit(this.#passed + (this.#at - this.#runStart) / RECORD_WORDS);
      this.#batch = null;
      this.#end = this.#at;
    }
  }

  /** Takes one record's room where the run has come to its end. */
  #refilled(records: number, isVital: boolean): number {
    if (!this.#inMemory && !this.#openRun()) {
      this.#toMemory();
      this.#waits = true;
    }
    if (this.#inMemory && this.#at + records * RECORD_WORDS > this.#end) this.#reachRecords(records, isVital);
    const at = this.#at;
    this.#at = at + RECORD_WORDS;
    return at;
  }

  /** Goes on with the next run of the batch, or another batch; false: the ring is full. */
  #openRun(): boolean {
    const ring = this.#ring as RingWriter;
    if (this.#batch !== null) {
      this.#passed += (this.#at - this.#runStart) / RECORD_WORDS;
      if (this.#passed === this.#batch.count) {
        ring.commit(this.#passed);
        this.#batch = null;
      }
    }
    if (this.#batch === null) {
      const batch = ring.reserve(Math.max(1, ring.ring.capacity >>> 1));
      if (batch.count === 0) return false;
      this.#batch = batch;
      this.#passed = 0;
    }
    this.#runStart = this.#batch.at(this.#passed);
    this.#at = this.#runStart;
    this.#end = this.#runStart + this.#batch.run(this.#passed) * RECORD_WORDS;
    return true;
  }

  #toRing({ records, floats }: RingViews): void {
    this.#inMemory = false;
    this.words = records;
    this.floats = floats;
    this.#batch = null;
    this.#at = 0;
    this.#end = 0;
  }

  #toMemory(): void {
    this.#inMemory = true;
    this.words = this.#memory;
    this.floats = this.#memoryFloats;
    this.#head = 0;
    this.#at = 0;
    this.#end = this.#memory.length;
  }

  /** Makes room for so many more records in a row. */
  #reachRecords(records: number, isVital: boolean): void {
    const waiting = (this.#at - this.#head) / RECORD_WORDS + records;
    if (waiting > MOST_WAITING && !isVital) throw new SceneOverflowError(waiting, MOST_WAITING);
    const before = this.#memory;
    if (this.#at + records * RECORD_WORDS > before.length) {
      const kept = this.#at - this.#head;
      const needed = kept + records * RECORD_WORDS;
      if (this.#head < before.length >>> 1 || needed > before.length) {
        this.#setMemory(new Uint32Array(Math.max(needed, before.length * 2, FIRST_ROOM * RECORD_WORDS)));
        this.#memory.set(before.subarray(this.#head, this.#at));
      } else before.copyWithin(0, this.#head, this.#at);
      this.#base += this.#head / RECORD_WORDS;
      this.#head = 0;
      this.#at = kept;
    }
    // Room beyond the limit is there for what is vital alone: it asks each time.
    this.#end = Math.max(this.#at + records * RECORD_WORDS, Math.min(this.#memory.length, this.#head + MOST_WAITING * RECORD_WORDS));
  }

  #setMemory(memory: Uint32Array<ArrayBuffer>): void {
    this.#memory = memory;
    this.#memoryFloats = new Float32Array(memory.buffer);
    this.words = memory;
    this.floats = this.#memoryFloats;
  }

  /** Copies what waits into the ring, as much as there is room for; writes there again once nothing waits. */
  #drain(): void {
    const ring = this.#ring as RingWriter;
    const batch = ring.reserve((this.#at - this.#head) / RECORD_WORDS);
    for (let i = 0; i < batch.count; i += batch.run(i)) {
      const first = this.#head + i * RECORD_WORDS;
      ring.ring.records.set(this.#memory.subarray(first, first + batch.run(i) * RECORD_WORDS), batch.at(i));
    }
    ring.commit(batch.count);
    this.#head += batch.count * RECORD_WORDS;
    if (this.#head < this.#at) return;
    this.#base += this.#head / RECORD_WORDS;
    this.#forget();
    this.#toRing(ring.ring);
  }

  /** Hands the memory over, unless the engine's side has not given enough of it back yet. */
  #hand(): void {
    const count = this.#at / RECORD_WORDS;
    if (count === 0) return;
    const other = this.#carrier.send(this.#memory, count);
    if (other === null) {
      this.#waits = true;
      return;
    }
    this.#base += count;
    this.#setMemory(other);
    this.#toMemory();
    this.#forget();
  }

  #forget(): void {
    this.#waits = false;
    this.#many = [];
  }

  /** The entity's record that waits and may be changed, with the fields in it; -1: there is none. */
  #earlier(index: number, generation: number, fields: number): number {
    const position = this.#latest[index] ?? -1;
    if (position <= this.#fence || position < this.#base || ((fields & LOOKS) !== 0 && position <= this.#resources)) return -1;
    const at = this.#wordOf(position);
    const { words } = this;
    if (at < this.#head || words[at + 3] !== generation) return -1;
    const head = words[at] as number;
    if (((head >>> 16) & fields) !== 0) this.replaced += 1;
    words[at] = head | (fields << 16);
    return at;
  }

  /** A field of a slot's record behind a place counts no more: a newer value for many takes that place. */
  #supersede(slot: number, generation: number, field: number, position: number): void {
    const latest = this.#latest[slot] ?? -1;
    if (latest <= position) return;
    const at = this.#wordOf(latest);
    if (this.words[at + 3] === generation) this.words[at] = (this.words[at] as number) & ~(field << 16);
  }

  #reachSlot(slot: number): void {
    if (slot < this.#latest.length) return;
    const longer = new Float64Array(Math.max(1024, slot + 1, this.#latest.length * 2)).fill(-1);
    longer.set(this.#latest);
    this.#latest = longer;
  }

  #position(at: number): number {
    return this.#base + at / RECORD_WORDS;
  }

  #wordOf(position: number): number {
    return (position - this.#base) * RECORD_WORDS;
  }
}
