/**
 * What carries a script's records to the show thread and back: rings, or messages with the same records in the same order.
 */
import { type RingViews, viewRing } from '../../engine/memory-views.js';
import { RingReader } from '../../engine/spsc-ring.js';
import { RECORD_WORDS } from '../../generated/scene-layout.js';
import type { LinkPort } from '../shared/link-port.js';
import type { LinkRings, LinkToScript, LinkToShow, RecordBatch } from '../shared/messages.js';
import type { CommandCarrier } from './commands.js';

/** Reads a record whose words begin at words[at] and floats[at]; they are good during the call. */
export type ReadRecord = (words: Uint32Array, floats: Float32Array, at: number) => void;

export interface ScriptTransport extends CommandCarrier {
  readonly name: 'rings' | 'batches';
  /** Told when the engine said something, or has room again: between two updates there is nobody else who sees it. */
  onNudge: (() => void) | null;
  /** Reads what the engine has said since. */
  readCallbacks(read: ReadRecord): void;
  /** Reads the input that came since. */
  readInput(read: ReadRecord): void;
  sendTexture(texture: number, picture: ImageBitmap | null): void;
  sendPointing(wanted: boolean): void;
  close(): void;
}

type Port = LinkPort<LinkToScript, LinkToShow>;

/** The transport of a link. */
export function makeTransport(port: Port, rings: LinkRings | null): ScriptTransport {
  return rings === null ? new BatchTransport(port) : new RingTransport(port, rings);
}

abstract class PortTransport {
  onNudge: (() => void) | null = null;
  protected readonly port: Port;

  constructor(port: Port) {
    this.port = port;
    port.onmessage = ({ data }) => {
      this.take(data);
      if (data.type !== 'input') this.onNudge?.();
    };
  }

  sendTexture(texture: number, picture: ImageBitmap | null): void {
    this.port.postMessage({ type: 'texture', texture, picture }, picture === null ? [] : [picture]);
  }

  sendPointing(wanted: boolean): void {
    this.port.postMessage({ type: 'pointing', wanted }, []);
  }

  close(): void {
    this.port.close();
  }

  protected abstract take(message: LinkToScript): void;
}

export class RingTransport extends PortTransport implements ScriptTransport {
  readonly name = 'rings';
  readonly ring: RingViews;
  readonly #callbacks: RingReader;
  readonly #input: RingReader;

  constructor(port: Port, rings: LinkRings) {
    super(port);
    this.ring = viewRing(rings.commands, 0);
    this.#callbacks = new RingReader(viewRing(rings.callbacks, 0));
    this.#input = new RingReader(viewRing(rings.input, 0));
  }

  send(): null {
    return null;
  }

  readCallbacks(read: ReadRecord): void {
    readRing(this.#callbacks, read);
  }

  readInput(read: ReadRecord): void {
    readRing(this.#input, read);
  }

  protected take(): void {}
}

function readRing(reader: RingReader, read: ReadRecord): void {
  const batch = reader.peek();
  const { records, floats } = reader.ring;
  for (let i = 0; i < batch.count; i++) read(records, floats, batch.at(i));
  reader.release(batch.count);
}

/** Batches of commands that are on the way, or with the engine, at a time. */
const MOST_BATCHES = 3;

export class BatchTransport extends PortTransport implements ScriptTransport {
  readonly name = 'batches';
  readonly ring = null;
  #underWay = 0;
  #spare: Uint32Array<ArrayBuffer>[] = [];
  #callbacks: RecordBatch[] = [];
  #input: RecordBatch[] = [];

  send(memory: Uint32Array<ArrayBuffer>, count: number): Uint32Array<ArrayBuffer> | null {
    if (this.#underWay === MOST_BATCHES) return null;
    this.#underWay += 1;
    const { length } = memory;
    this.port.postMessage({ type: 'commands', records: memory.buffer, count }, [memory.buffer]);
    return this.#spare.pop() ?? new Uint32Array(length);
  }

  readCallbacks(read: ReadRecord): void {
    const batches = this.#callbacks;
    this.#callbacks = [];
    for (const batch of batches) readBatch(batch, read);
  }

  readInput(read: ReadRecord): void {
    const batches = this.#input;
    this.#input = [];
    for (const batch of batches) readBatch(batch, read);
  }

  protected take(message: LinkToScript): void {
    if (message.type === 'callbacks') this.#callbacks.push(message);
    else if (message.type === 'input') this.#input.push(message);
    else if (message.type === 'recycle') {
      this.#underWay -= 1;
      this.#spare.push(new Uint32Array(message.records));
    }
  }
}

function readBatch({ records, count }: RecordBatch, read: ReadRecord): void {
  const words = new Uint32Array(records);
  const floats = new Float32Array(records);
  for (let i = 0; i < count; i++) read(words, floats, i * RECORD_WORDS);
}
