/** What the engine says to the script: the twin of src/scene/outbox.h. */
import {
  CallbackKind,
  OUTBOX_RECORDS,
  RECORD_WORDS,
  type RefusalKind,
  RefusedCallback,
  SceneHeader,
} from '../../generated/scene-layout.js';
import { GrowingArray, type Memory } from './memory.js';

const CALLBACK_COUNT = SceneHeader.callbackCount / 4;
const CALLBACKS = SceneHeader.callbacks / 4;
const CALLBACKS_DROPPED = SceneHeader.callbacksDropped / 4;
const REFUSALS = SceneHeader.refusals / 4;
const HEAD = RefusedCallback.head / 4;
const TIMES = RefusedCallback.times / 4;

/**
 * Callback records, in order. What there is no room for is counted and lost. Refusals of one kind for one operation that follow
 * each other in an update are one record.
 */
export class Outbox {
  readonly #records: GrowingArray;
  readonly #header: Uint32Array;
  /** The refusals that the next record is about: a RefusedCallback. Its `times` is 0 where there are none. */
  readonly #pending = new Uint32Array(RECORD_WORDS);

  /** @param header the scene's, which counts are kept in */
  constructor(memory: Memory, header: Uint32Array) {
    this.#records = new GrowingArray(memory, RECORD_WORDS);
    this.#header = header;
  }

  /** False when the memory is refused. */
  begin(): boolean {
    return this.#records.reserve(OUTBOX_RECORDS);
  }

  /** A command, or `times` parts of one, is refused. @param index the entity's slot, or NONE */
  refuse(op: number, kind: RefusalKind, index: number, generation: number, detail: number, times = 1): void {
    const header = this.#header;
    const pending = this.#pending;
    header[REFUSALS + kind] = (header[REFUSALS + kind] as number) + times;
    const head = CallbackKind.refused | (op << 8) | (kind << 16);
    if (pending[TIMES] !== 0 && pending[HEAD] === head) {
      pending[TIMES] = (pending[TIMES] as number) + times;
      return;
    }
    this.flushRefusals();
    pending.fill(0);
    pending[HEAD] = head;
    pending[RefusedCallback.update / 4] = header[SceneHeader.update / 4] as number;
    pending[RefusedCallback.index / 4] = index;
    pending[RefusedCallback.generation / 4] = generation;
    pending[RefusedCallback.detail / 4] = detail;
    pending[TIMES] = times;
  }

  /** Makes a record of the refusals that have none yet. */
  flushRefusals(): void {
    if (this.#pending[TIMES] === 0) return;
    this.#write(this.#pending);
    this.#pending[TIMES] = 0;
  }

  /** A PickedCallback or PublishedCallback, RECORD_WORDS words, behind the refusals before it. */
  add(callback: Uint32Array): void {
    this.flushRefusals();
    this.#write(callback);
  }

  clear(): void {
    this.#header[CALLBACK_COUNT] = 0;
  }

  get records(): GrowingArray {
    return this.#records;
  }

  /** Bytes of memory it has. */
  room(): number {
    return this.#records.room();
  }

  #write(record: Uint32Array): void {
    const header = this.#header;
    header[CALLBACKS] = (header[CALLBACKS] as number) + 1;
    const count = header[CALLBACK_COUNT] as number;
    if (count === OUTBOX_RECORDS) {
      header[CALLBACKS_DROPPED] = (header[CALLBACKS_DROPPED] as number) + 1;
      return;
    }
    this.#records.words.set(record, count * RECORD_WORDS);
    header[CALLBACK_COUNT] = count + 1;
  }
}
