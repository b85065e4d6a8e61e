/**
 * Typed arrays over the memory of a state engine, at the addresses of its header. The arrays reach to
 * the end of the memory: how much of each is in use is a length beside it. They are made again only where the
 * engine's memory or an array in it moved, since a batch is often shorter than making a view takes.
 */
import { StateHeader, StateUsage as UsageRecord } from '../../generated/state-layout.js';
import type { StateCreated, StateEnded, StateInput, StateList, StateRows, StateUsage, StateValueNodes, StateWrites } from './kernel.js';

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** A typed array of the header's: whose field it is, and where its address stands. */
interface Place {
  readonly at: number;
  readonly assign: (buffer: ArrayBuffer, address: number) => void;
  address: number;
}

const u32 = (buffer: ArrayBuffer, address: number): Uint32Array => new Uint32Array(buffer, address);
const u8 = (buffer: ArrayBuffer, address: number): Uint8Array => new Uint8Array(buffer, address);
const f64 = (buffer: ArrayBuffer, address: number): Float64Array => new Float64Array(buffer, address);

const noU32 = new Uint32Array(0);
const noU8 = new Uint8Array(0);
const noF64 = new Float64Array(0);

export class StateViews {
  readonly input: StateInput;
  readonly list: StateList;
  readonly writes: StateWrites;
  readonly created: StateCreated;
  readonly freed: StateEnded;
  readonly released: StateEnded;
  readonly stageEnds = new Uint32Array(3);

  readonly #memory: WebAssembly.Memory;
  readonly #header: number;
  readonly #inputPlaces: Place[] = [];
  readonly #resultPlaces: Place[] = [];
  readonly #list: Writable<StateList>;
  readonly #writes: Writable<StateWrites>;
  readonly #created: Writable<StateCreated>;
  readonly #freed: Writable<StateEnded>;
  readonly #released: Writable<StateEnded>;
  #buffer = new ArrayBuffer(0);
  #words = noU32;

  /** @param header the address of the engine's StateHeader */
  constructor(memory: WebAssembly.Memory, header: number) {
    this.#memory = memory;
    this.#header = header / 4;
    const rows: Writable<StateRows> = { ids: noU32, tags: noU8, payloads: noF64 };
    const values: Writable<StateValueNodes> = { segments: noU32, tags: noU8, payloads: noF64, ends: noU32 };
    this.input = { rows, values };
    this.#list = { length: 0, ids: noU32, tags: noU8, payloads: noF64, flags: noU8, origins: noU32 };
    this.#writes = { length: 0, ids: noU32, tags: noU8, payloads: noF64, rows: noU32 };
    this.#created = { length: 0, ids: noU32, parents: noU32, segments: noU32 };
    this.#freed = { length: 0, ids: noU32 };
    this.#released = { length: 0, ids: noU32 };
    this.list = this.#list;
    this.writes = this.#writes;
    this.created = this.#created;
    this.freed = this.#freed;
    this.released = this.#released;

    const [input, result] = [this.#inputPlaces, this.#resultPlaces];
    place(input, StateHeader.inputIds, rows, 'ids', u32);
    place(input, StateHeader.inputTags, rows, 'tags', u8);
    place(input, StateHeader.inputPayloads, rows, 'payloads', f64);
    place(input, StateHeader.valueSegments, values, 'segments', u32);
    place(input, StateHeader.valueTags, values, 'tags', u8);
    place(input, StateHeader.valuePayloads, values, 'payloads', f64);
    place(input, StateHeader.valueEnds, values, 'ends', u32);
    place(result, StateHeader.listIds, this.#list, 'ids', u32);
    place(result, StateHeader.listTags, this.#list, 'tags', u8);
    place(result, StateHeader.listPayloads, this.#list, 'payloads', f64);
    place(result, StateHeader.listFlags, this.#list, 'flags', u8);
    place(result, StateHeader.listOrigins, this.#list, 'origins', u32);
    place(result, StateHeader.writeIds, this.#writes, 'ids', u32);
    place(result, StateHeader.writeTags, this.#writes, 'tags', u8);
    place(result, StateHeader.writePayloads, this.#writes, 'payloads', f64);
    place(result, StateHeader.writeRows, this.#writes, 'rows', u32);
    place(result, StateHeader.createdIds, this.#created, 'ids', u32);
    place(result, StateHeader.createdParents, this.#created, 'parents', u32);
    place(result, StateHeader.createdSegments, this.#created, 'segments', u32);
    place(result, StateHeader.freedIds, this.#freed, 'ids', u32);
    place(result, StateHeader.releasedIds, this.#released, 'ids', u32);
  }

  /** Brings what `reserve` may have moved up to date. */
  refreshInput(): void {
    this.#follow(this.#inputPlaces);
  }

  /** Brings what a step of a batch left up to date. */
  refreshResults(): void {
    this.#follow(this.#resultPlaces);
    this.#list.length = this.#word(StateHeader.listLength);
    this.#writes.length = this.#word(StateHeader.writeLength);
    this.#created.length = this.#word(StateHeader.createdLength);
    this.#freed.length = this.#word(StateHeader.freedLength);
    this.#released.length = this.#word(StateHeader.releasedLength);
    this.stageEnds[0] = this.#word(StateHeader.aggregationEnd);
    this.stageEnds[1] = this.#word(StateHeader.syncEnd);
    this.stageEnds[2] = this.#word(StateHeader.flipEnd);
  }

  /** The list's row that a commit failed at. */
  get failedRow(): number {
    this.renew();
    return this.#word(StateHeader.failedRow);
  }

  /** A copy of the answer to the last question. */
  answer(): Uint32Array {
    this.renew();
    const first = this.#word(StateHeader.answer) / 4;
    return this.#words.slice(first, first + this.#word(StateHeader.answerLength));
  }

  /** Writes where answers stand otherwise. */
  fillAnswer(numbers: Uint32Array): void {
    this.renew();
    this.#words.set(numbers, this.#word(StateHeader.answer) / 4);
  }

  /** Reads a StateUsage record. */
  usage(address: number): StateUsage {
    this.renew();
    const at = (field: number): number => this.#words[(address + field) / 4] as number;
    return {
      nodes: at(UsageRecord.nodes),
      edges: at(UsageRecord.edges),
      groups: at(UsageRecord.groups),
      aggregations: at(UsageRecord.aggregations),
      slotReferences: at(UsageRecord.slotReferences),
      bytes: at(UsageRecord.bytes),
    };
  }

  #word(field: number): number {
    return this.#words[this.#header + field / 4] as number;
  }

  /** Makes all arrays anew where the memory has grown: that ends those over it as it was. */
  renew(): void {
    if (this.#buffer === this.#memory.buffer) return;
    this.#buffer = this.#memory.buffer;
    this.#words = new Uint32Array(this.#buffer);
    for (const places of [this.#inputPlaces, this.#resultPlaces]) {
      for (const place of places) place.address = -1;
      this.#follow(places);
    }
  }

  #follow(places: readonly Place[]): void {
    this.renew();
    const words = this.#words;
    const header = this.#header;
    for (let i = 0; i < places.length; i++) {
      const place = places[i] as Place;
      const address = words[header + place.at] as number;
      if (address === place.address) continue;
      place.address = address;
      place.assign(this.#buffer, address);
    }
  }
}

function place<Owner, Key extends keyof Owner>(
  places: Place[],
  field: number,
  owner: Owner,
  key: Key,
  view: (buffer: ArrayBuffer, address: number) => Owner[Key],
): void {
  places.push({
    at: field / 4,
    address: -1,
    assign: (buffer, address) => {
      owner[key] = view(buffer, address);
    },
  });
}
