/** The show thread's end of what connects it to a script: commands come out of it, callbacks and input go in. */
import { viewRing } from '../../engine/memory-views.js';
import { RingReader, RingWriter } from '../../engine/spsc-ring.js';
import { CallbackKind, InputKind, PointerInput, RECORD_WORDS } from '../../generated/scene-layout.js';
import type { LinkPort } from '../shared/link-port.js';
import type { LinkRings, LinkToScript, LinkToShow } from '../shared/messages.js';

/** What a script's end is told besides commands. */
export interface ScriptEndHost {
  onTexture(texture: number, picture: ImageBitmap | null): void;
  onPointing(wanted: boolean): void;
}

/** Records that wait for a script that reads none: more are dropped, the oldest first. */
const MOST_PENDING = 4096;

type Port = LinkPort<LinkToShow, LinkToScript>;
type Batch = { readonly words: Uint32Array<ArrayBuffer>; readonly count: number; read: number };

export class ScriptEnd {
  readonly #port: Port;
  readonly #commands: RingReader | null;
  readonly #batches: Batch[] = [];
  readonly #callbacks: Outlet;
  readonly #input: Outlet;
  #closed = false;

  constructor(port: Port, rings: LinkRings | null, host: ScriptEndHost) {
    this.#port = port;
    this.#commands = rings === null ? null : new RingReader(viewRing(rings.commands, 0));
    const writer = (ring: SharedArrayBuffer | undefined): RingWriter | null =>
      ring === undefined ? null : new RingWriter(viewRing(ring, 0));
    this.#callbacks = new Outlet(writer(rings?.callbacks), canReplaceCallback);
    this.#input = new Outlet(writer(rings?.input), mergeInput);
    port.onmessage = ({ data }) => {
      if (this.#closed) return;
      if (data.type === 'commands') this.#batches.push({ words: new Uint32Array(data.records), count: data.count, read: 0 });
      else if (data.type === 'texture') host.onTexture(data.texture, data.picture);
      else host.onPointing(data.wanted);
    };
  }

  /** Copies the oldest commands to into[at ..], at most so many records. @returns how many */
  read(into: Uint32Array, at: number, most: number): number {
    return this.#commands === null ? this.#readBatches(into, at, most) : readRing(this.#commands, into, at, most);
  }

  /** A callback record for the script. */
  addCallback(words: Uint32Array, at: number): void {
    this.#callbacks.add(words, at);
  }

  /** An input record for the script. */
  addInput(words: Uint32Array, at: number): void {
    this.#input.add(words, at);
  }

  get inputDropped(): number {
    return this.#input.dropped;
  }

  get callbacksDropped(): number {
    return this.#callbacks.dropped;
  }

  /** Sends what was added, as far as there is room. */
  flush(): void {
    if (this.#commands === null) {
      this.#post('callbacks', this.#callbacks);
      this.#post('input', this.#input);
      return;
    }
    this.#input.write();
    if (this.#callbacks.write() > 0) this.#port.postMessage({ type: 'nudge' }, []);
  }

  /** What is still in it is dropped. */
  close(): void {
    this.#closed = true;
    this.#port.onmessage = null;
    this.#port.close();
  }

  #readBatches(into: Uint32Array, at: number, most: number): number {
    let done = 0;
    for (let batch = this.#batches[0]; batch !== undefined && done < most; batch = this.#batches[0]) {
      const count = Math.min(most - done, batch.count - batch.read);
      into.set(batch.words.subarray(batch.read * RECORD_WORDS, (batch.read + count) * RECORD_WORDS), at + done * RECORD_WORDS);
      batch.read += count;
      done += count;
      if (batch.read < batch.count) break;
      this.#batches.shift();
      this.#port.postMessage({ type: 'recycle', records: batch.words.buffer }, [batch.words.buffer]);
    }
    return done;
  }

  #post(type: 'callbacks' | 'input', outlet: Outlet): void {
    const records = outlet.takeAll();
    if (records === null) return;
    this.#port.postMessage({ type, records: records.buffer, count: records.length / RECORD_WORDS }, [records.buffer]);
  }
}

function readRing(reader: RingReader, into: Uint32Array, at: number, most: number): number {
  const batch = reader.peek(most);
  const { records } = reader.ring;
  for (let i = 0; i < batch.count; i += batch.run(i)) {
    into.set(records.subarray(batch.at(i), batch.at(i) + batch.run(i) * RECORD_WORDS), at + i * RECORD_WORDS);
  }
  reader.release(batch.count);
  return batch.count;
}

/** Whether a newer record takes the place of the last one that waits; it may take something over from it. */
type Replace = (waiting: Uint32Array, newer: Uint32Array) => boolean;

/** Records on their way to a script. */
class Outlet {
  readonly #ring: RingWriter | null;
  readonly #replace: Replace;
  #waiting: Uint32Array[] = [];
  dropped = 0;

  constructor(ring: RingWriter | null, replace: Replace) {
    this.#ring = ring;
    this.#replace = replace;
  }

  add(words: Uint32Array, at: number): void {
    const record = words.slice(at, at + RECORD_WORDS);
    const last = this.#waiting.at(-1);
    if (last !== undefined && this.#replace(last, record)) this.#waiting.pop();
    this.#waiting.push(record);
    if (this.#waiting.length <= MOST_PENDING) return;
    this.#waiting.shift();
    this.dropped += 1;
  }

  /** Writes into the ring what it has room for. @returns how many records */
  write(): number {
    if (this.#waiting.length === 0 || this.#ring === null) return 0;
    const batch = this.#ring.reserve(this.#waiting.length);
    for (let i = 0; i < batch.count; i++) this.#ring.ring.records.set(this.#waiting[i] as Uint32Array, batch.at(i));
    this.#ring.commit(batch.count);
    this.#waiting.splice(0, batch.count);
    return batch.count;
  }

  takeAll(): Uint32Array<ArrayBuffer> | null {
    const { length } = this.#waiting;
    if (length === 0) return null;
    const records = new Uint32Array(length * RECORD_WORDS);
    this.#waiting.forEach((record, i) => {
      records.set(record, i * RECORD_WORDS);
    });
    this.#waiting = [];
    return records;
  }
}

const kindOf = (record: Uint32Array): number => (record[0] as number) & 255;

/** Of updates that were published one after the other, the newest counts. */
function canReplaceCallback(waiting: Uint32Array, newer: Uint32Array): boolean {
  return kindOf(waiting) === CallbackKind.published && kindOf(newer) === CallbackKind.published;
}

/** Moves of one pointer with the same buttons are one move, as far as all of them. */
function mergeInput(waiting: Uint32Array, newer: Uint32Array): boolean {
  const word = (record: Uint32Array, offset: number): number => record[offset / 4] as number;
  const isMove = kindOf(waiting) === InputKind.pointerMove && waiting[0] === newer[0];
  if (!isMove || word(waiting, PointerInput.pointer) !== word(newer, PointerInput.pointer)) return false;
  if (word(waiting, PointerInput.buttons) !== word(newer, PointerInput.buttons)) return false;
  const before = new Float32Array(waiting.buffer);
  const after = new Float32Array(newer.buffer);
  for (const offset of [PointerInput.dx, PointerInput.dy]) {
    after[offset / 4] = (after[offset / 4] as number) + (before[offset / 4] as number);
  }
  return true;
}
