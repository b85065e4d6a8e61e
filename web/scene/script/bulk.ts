/**
 * One field of many entities at once: entities whose slots follow each other and that have one generation go as a run, the
 * others as a list, in commands that each fit every ring. An entity may be named once in a call.
 */
import {
  FIELD_ACTIVE,
  FIELD_COLOR,
  FIELD_ORIENTATION,
  FIELD_POSITION,
  FIELD_SCALE,
  LARGEST_COORDINATE,
  MOST_MORE,
  RECORD_WORDS,
  SceneOp,
  SetList,
  SetRun,
} from '../../generated/scene-layout.js';
import { ID_SLOTS } from '../shared/ids.js';
import { Entity } from './entity.js';
import type { EntityStore } from './entity-store.js';
import type { Mesh } from './meshes.js';
import { refuse } from './values.js';

/** Entities, or their ids. */
export type EntityIds = readonly Entity[] | readonly number[] | Float64Array;

type Values = Float32Array | Uint32Array;

const MOST = LARGEST_COORDINATE;
const SLOTS = ID_SLOTS;
const ALIVE = 'it must be an entity that is alive';

/** Fewer entities in a row than this go with the others, as a list. */
const LEAST_RUN = 8;

interface Field {
  readonly name: string;
  readonly bit: number;
  /** Words of an entity's value. */
  readonly words: number;
}

const POSITION: Field = { name: 'positions', bit: FIELD_POSITION, words: 3 };
const ORIENTATION: Field = { name: 'orientations', bit: FIELD_ORIENTATION, words: 4 };
const SCALE: Field = { name: 'scales', bit: FIELD_SCALE, words: 3 };
const COLOR: Field = { name: 'colors', bit: FIELD_COLOR, words: 1 };
const ACTIVE: Field = { name: 'actives', bit: FIELD_ACTIVE, words: 1 };

export class Bulk {
  readonly #store: EntityStore;
  /** Slot and generation of each entity of the present call. */
  #slots = new Uint32Array(0);
  #generations = new Uint32Array(0);
  /** Those of the present call that go as a list: numbers of them within it. */
  #rest = new Uint32Array(0);

  constructor(store: EntityStore) {
    this.#store = store;
  }

  positions(ids: EntityIds, values: ArrayLike<number>): void {
    this.#set(POSITION, ids, coordinates(POSITION, ids.length, values), this.#store.columns.positions);
  }

  orientations(ids: EntityIds, values: ArrayLike<number>): void {
    const list = coordinates(ORIENTATION, ids.length, values);
    for (let i = 0; i < list.length; i += 4) {
      const [x, y, z, w] = [list[i] as number, list[i + 1] as number, list[i + 2] as number, list[i + 3] as number];
      const sum = Math.fround(x * x + y * y + z * z + w * w);
      if (!(sum > 0 && sum < Number.POSITIVE_INFINITY)) refuse(`orientations[${i}]`, x, 'the length of a quaternion must not be 0');
    }
    this.#set(ORIENTATION, ids, list, this.#store.columns.orientations);
  }

  /** One number for each, or three. */
  scales(ids: EntityIds, values: ArrayLike<number>): void {
    let given = values;
    if (ids.length > 0 && values?.length === ids.length) {
      given = new Float32Array(ids.length * 3);
      for (let i = 0; i < ids.length; i++) (given as Float32Array).fill(values[i] as number, i * 3, i * 3 + 3);
    }
    this.#set(SCALE, ids, coordinates(SCALE, ids.length, given), this.#store.columns.scales);
  }

  colors(ids: EntityIds, values: ArrayLike<number>): void {
    this.#set(COLOR, ids, colorWords(ids.length, values), this.#store.columns.colors);
  }

  actives(ids: EntityIds, values: ArrayLike<number | boolean>): void {
    checkLength(ACTIVE, ids.length, values);
    this.#resolve(ids);
    const words = Uint32Array.from(values as ArrayLike<number>, (value) => (value ? 1 : 0));
    this.#send(ACTIVE, words);
    const { actives } = this.#store.columns;
    for (let i = 0; i < words.length; i++) actives[this.#slots[i] as number] = words[i] as number;
  }

  /** Ends entities, and all that follow them. */
  destroy(ids: EntityIds): void {
    this.#resolve(ids);
    const count = ids.length;
    const { living } = this.#store.columns;
    const slots = new Uint32Array(count);
    const generations = new Uint32Array(count);
    const most = Math.floor(MOST_MORE / 2) * RECORD_WORDS;
    // Those that end with another that is named before them are not sent. Slots are free at once, but no entity begins meanwhile.
    const freed: Mesh[] = [];
    let ended = 0;
    for (let i = 0; i < count; i++) {
      const slot = this.#slots[i] as number;
      if (living[slot] !== this.#generations[i]) continue;
      slots[ended] = slot;
      generations[ended] = this.#generations[i] as number;
      ended += 1;
      this.#store.forget(slot, freed);
    }
    for (let first = 0; first < ended; first += most) {
      const end = Math.min(ended, first + most);
      this.#sendParts(SceneOp.destroyList, end - first, slots.subarray(first, end), generations.subarray(first, end), null, true);
    }
    // No mesh is released before the last entity that has it ends.
    for (const mesh of freed) this.#store.meshes.endUnused(mesh);
  }

  #set(field: Field, ids: EntityIds, values: Values, column: Values): void {
    this.#resolve(ids);
    this.#send(field, values);
    const { words } = field;
    for (let first = 0; first < ids.length; ) {
      const end = this.#runEnd(first, ids.length);
      column.set(values.subarray(first * words, end * words), (this.#slots[first] as number) * words);
      first = end;
    }
  }

  /** Looks up who is meant. @throws SceneOptionError for one that is none, or has ended */
  #resolve(ids: EntityIds): void {
    if (typeof ids !== 'object' || ids === null || typeof ids.length !== 'number')
      refuse('ids', ids, 'it must be a list of entities or of ids');
    const count = ids.length;
    if (count > this.#slots.length) {
      const length = Math.max(1024, count, this.#slots.length * 2);
      this.#slots = new Uint32Array(length);
      this.#generations = new Uint32Array(length);
      this.#rest = new Uint32Array(length);
    }
    if (ids instanceof Float64Array) this.#resolveIds(ids);
    else if (typeof ids[0] === 'number') this.#resolveIds(Float64Array.from(ids as readonly number[]));
    else this.#resolveEntities(ids as readonly Entity[]);
  }

  #resolveIds(ids: Float64Array): void {
    const slots = this.#slots;
    const generations = this.#generations;
    const { living } = this.#store.columns;
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] as number;
      // Several times as fast as a remainder.
      const generation = Math.floor(id / SLOTS);
      const slot = id - generation * SLOTS;
      if (!(generation >= 1) || living[slot] !== generation) refuse(`ids[${i}]`, id, ALIVE);
      slots[i] = slot;
      generations[i] = generation;
    }
  }

  #resolveEntities(entities: readonly Entity[]): void {
    const slots = this.#slots;
    const generations = this.#generations;
    const { living } = this.#store.columns;
    for (let i = 0; i < entities.length; i++) {
      const entity = entities[i];
      if (!(entity instanceof Entity) || living[entity.index] !== entity.generation) refuse(`ids[${i}]`, entity?.id ?? entity, ALIVE);
      slots[i] = entity.index;
      generations[i] = entity.generation;
    }
  }

  /** Entities from `first` on whose slots follow each other and that have one generation end before this one. */
  #runEnd(first: number, count: number): number {
    const slots = this.#slots;
    const generations = this.#generations;
    const offset = (slots[first] as number) - first;
    const generation = generations[first] as number;
    let end = first + 1;
    while (end < count && slots[end] === offset + end && generations[end] === generation) end += 1;
    return end;
  }

  #send(field: Field, values: Values): void {
    const count = values.length / field.words;
    let rest = 0;
    for (let first = 0; first < count; ) {
      const end = this.#runEnd(first, count);
      if (end - first >= LEAST_RUN || (first === 0 && end === count)) this.#sendRun(field, values, first, end);
      else for (let i = first; i < end; i++) this.#rest[rest++] = i;
      first = end;
    }
    if (rest > 0) this.#sendList(field, values, rest);
  }

  #sendRun(field: Field, values: Values, from: number, to: number): void {
    const { queue } = this.#store;
    const most = Math.floor((MOST_MORE * RECORD_WORDS) / field.words);
    for (let first = from; first < to; first += most) {
      const count = Math.min(most, to - first);
      const slot = this.#slots[first] as number;
      const generation = this.#generations[first] as number;
      const at = first * field.words;
      const words = count * field.words;
      const waiting = queue.waitingRun(field.bit, slot, count, generation);
      if (waiting >= 0) {
        if (values instanceof Float32Array) queue.floats.set(values.subarray(at, at + words), waiting);
        else queue.words.set(values.subarray(at, at + words), waiting);
        continue;
      }
      const head = queue.begin(SceneOp.setRun | (field.bit << 16), Math.ceil(words / RECORD_WORDS));
      queue.words[head + SetRun.first / 4] = slot;
      queue.words[head + SetRun.generation / 4] = generation;
      queue.words[head + SetRun.count / 4] = count;
      queue.noteMany(head, field.bit, slot, count, generation, false);
      queue.put(values, at, words);
    }
  }

  #sendList(field: Field, values: Values, count: number): void {
    const slots = new Uint32Array(count);
    const generations = new Uint32Array(count);
    const gathered = values instanceof Float32Array ? new Float32Array(count * field.words) : new Uint32Array(count * field.words);
    for (let k = 0; k < count; k++) {
      const i = this.#rest[k] as number;
      slots[k] = this.#slots[i] as number;
      generations[k] = this.#generations[i] as number;
      for (let w = 0; w < field.words; w++) gathered[k * field.words + w] = values[i * field.words + w] as number;
    }
    // Whole records of slots, generations and values.
    const most = Math.floor(MOST_MORE / (2 + field.words)) * RECORD_WORDS;
    for (let first = 0; first < count; first += most) {
      const part = Math.min(most, count - first);
      const end = first + part;
      const partValues = gathered.subarray(first * field.words, end * field.words);
      this.#sendParts(
        SceneOp.setList | (field.bit << 16),
        part,
        slots.subarray(first, end),
        generations.subarray(first, end),
        partValues,
        false,
      );
    }
  }

  #sendParts(op: number, count: number, slots: Uint32Array, generations: Uint32Array, values: Values | null, isVital: boolean): void {
    const { queue } = this.#store;
    const records = Math.ceil(count / RECORD_WORDS);
    const more = records * 2 + Math.ceil((values?.length ?? 0) / RECORD_WORDS);
    const at = queue.begin(op, more, isVital);
    queue.words[at + SetList.count / 4] = count;
    if (values !== null) queue.noteMany(at, op >>> 16, 0, 0, 0, true);
    queue.put(slots, 0, count);
    queue.put(generations, 0, count);
    if (values !== null) queue.put(values, 0, values.length);
  }
}

function checkLength({ name, words }: Field, count: number, values: ArrayLike<unknown>): void {
  if (typeof values !== 'object' || values?.length !== count * words)
    refuse(
      `${name}.length`,
      values?.length,
      `${count} entities with ${words} ${words === 1 ? 'value' : 'values'} each make ${count * words}`,
    );
}

function coordinates(field: Field, count: number, values: ArrayLike<number>): Float32Array {
  checkLength(field, count, values);
  const list = values instanceof Float32Array ? values : Float32Array.from(values);
  for (let i = 0; i < list.length; i++) {
    const value = list[i] as number;
    if (!(value >= -MOST && value <= MOST)) refuse(`${field.name}[${i}]`, values[i], `it must be finite, from -${MOST} to ${MOST}`);
  }
  return list;
}

/** Colours as words, one each; or as red, green, blue and opacity, bytes or from 0 to 1. */
function colorWords(count: number, values: ArrayLike<number>): Uint32Array {
  if (values instanceof Uint32Array) {
    checkLength(COLOR, count, values);
    return values;
  }
  checkLength({ ...COLOR, words: 4 }, count, values);
  const areBytes = values instanceof Uint8Array || values instanceof Uint8ClampedArray;
  const words = new Uint32Array(count);
  const bytes = new Uint8Array(words.buffer);
  for (let i = 0; i < count * 4; i++) {
    const value = values[i] as number;
    if (!areBytes && !(value >= 0 && value <= 1)) refuse(`colors[${i}]`, value, 'it must be from 0 to 1, or the list one of bytes');
    bytes[i] = areBytes ? value : Math.floor(value * 255 + 0.5);
  }
  return words;
}
