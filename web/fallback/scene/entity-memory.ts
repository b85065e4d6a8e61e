/** The memory of entities, a block for each state: the twin of src/scene/entity_memory.cpp. */
import { FLOOR_ENTITIES, NONE, type SceneOptions } from '../../generated/scene-layout.js';
import type { EntityColumns } from './columns.js';
import { DirtySet } from './dirty-set.js';
import type { Memory } from './memory.js';

/** The number in the low half of an entity's looks where it has no mesh: `kNoMesh`. */
export const NO_MESH = 0xffff;
/** The looks of an entity that is given none: `kUsualLooks`. */
export const USUAL_LOOKS = NO_MESH;

/** Room is made for whole lines, of 64 as C++ has them, so that both have the same. */
const LINE = 64;
const inLines = (entities: number): number => Math.ceil(entities / LINE) * LINE;

/** Words that a slot has in each state. */
const COLUMN_WORDS = 16;
const LINK_WORDS = 3;

/** Who follows an entity: the first of them, and each one's neighbours among those of one parent. */
export interface Links {
  readonly firstChild: Uint32Array;
  readonly next: Uint32Array;
  readonly previous: Uint32Array;
}

/** A block of columns of so many words. */
class Block {
  readonly bytes: number;
  readonly #memory: ArrayBuffer;
  readonly #capacity: number;
  #at = 0;

  constructor(memory: ArrayBuffer, capacity: number) {
    this.#memory = memory;
    this.#capacity = capacity;
    this.bytes = memory.byteLength;
  }

  words(): Uint32Array {
    return new Uint32Array(this.#memory, this.#take(), this.#capacity);
  }

  floats(): Float32Array {
    return new Float32Array(this.#memory, this.#take(), this.#capacity);
  }

  columns(): EntityColumns {
    return {
      generations: this.words(),
      flags: this.words(),
      position: [this.floats(), this.floats(), this.floats()],
      orientation: [this.floats(), this.floats(), this.floats(), this.floats()],
      scale: [this.floats(), this.floats(), this.floats()],
      colors: this.words(),
      looks: this.words(),
      cameras: this.words(),
      parents: this.words(),
    };
  }

  #take(): number {
    const at = this.#at;
    this.#at += this.#capacity * 4;
    return at;
  }
}

/** All columns, in the order in which they stand. */
export function columnsOf(columns: EntityColumns): readonly (Uint32Array | Float32Array)[] {
  const { generations, flags, position, orientation, scale, colors, looks, cameras, parents } = columns;
  return [generations, flags, ...position, ...orientation, ...scale, colors, looks, cameras, parents];
}

function copyAll(to: EntityColumns, from: EntityColumns): void {
  const target = columnsOf(to);
  columnsOf(from).forEach((column, at) => {
    (target[at] as Uint32Array | Float32Array).set(column);
  });
}

const NO_COLUMNS = new Block(new ArrayBuffer(0), 0).columns();
const NO_LINKS: Links = { firstChild: new Uint32Array(0), next: new Uint32Array(0), previous: new Uint32Array(0) };

/** Both states of the entities, and what differs. */
export class EntityMemory {
  working = NO_COLUMNS;
  published = NO_COLUMNS;
  links = NO_LINKS;
  dirty = new DirtySet(0);
  /** Slots there is room for. */
  capacity = 0;
  publishedCapacity = 0;
  /** Slots ever used since the last reset. */
  slots = 0;
  publishedSlots = 0;
  /** Entities. */
  count = 0;
  publishedCount = 0;
  /** Counts up whenever the published columns moved. */
  epoch = 0;
  maxEntities = 0;
  readonly #memory: Memory;
  #workingBytes = 0;
  #publishedBytes = 0;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  /** Room for FLOOR_ENTITIES of them in both states. False when the memory is refused. */
  begin({ maxEntities }: Pick<SceneOptions, 'maxEntities'>): boolean {
    this.maxEntities = maxEntities;
    const capacity = inLines(Math.min(FLOOR_ENTITIES, maxEntities));
    return this.#layOutWorking(capacity) && this.#layOutPublished(capacity);
  }

  /** Whether a slot's entity is of this generation, and lives. */
  isAlive(slot: number, generation: number): boolean {
    return slot < this.slots && this.working.generations[slot] === generation && this.working.flags[slot] !== 0;
  }

  /** Has room for so many slots; twice as much as before where it can be had. */
  growWorking(slots: number): boolean {
    if (slots <= this.capacity) return true;
    let capacity = this.capacity;
    while (capacity < slots) capacity *= 2;
    return this.#layOutWorking(Math.min(capacity, inLines(this.maxEntities))) || this.#layOutWorking(inLines(slots));
  }

  /** Has room for the slots of the working state. */
  growPublished(): boolean {
    if (this.slots <= this.publishedCapacity) return true;
    return this.#layOutPublished(this.capacity) || this.#layOutPublished(inLines(this.slots));
  }

  /** Bytes of the working state. */
  get workingBytes(): number {
    return this.#workingBytes;
  }

  /** Bytes of memory they have. */
  room(): number {
    return this.#workingBytes + this.#publishedBytes;
  }

  #layOutWorking(capacity: number): boolean {
    const memory = this.#memory.allocate(capacity * (COLUMN_WORDS + LINK_WORDS) * 4);
    if (memory === null) return false;
    const block = new Block(memory, capacity);
    const columns = block.columns();
    const links: Links = { firstChild: block.words(), next: block.words(), previous: block.words() };
    copyAll(columns, this.working);
    links.firstChild.set(this.links.firstChild);
    links.next.set(this.links.next);
    links.previous.set(this.links.previous);
    this.working = columns;
    this.links = links;
    this.dirty = new DirtySet(capacity, this.dirty);
    this.capacity = capacity;
    this.#workingBytes = block.bytes;
    return true;
  }

  #layOutPublished(capacity: number): boolean {
    const memory = this.#memory.allocate(capacity * COLUMN_WORDS * 4);
    if (memory === null) return false;
    const block = new Block(memory, capacity);
    const columns = block.columns();
    copyAll(columns, this.published);
    this.published = columns;
    this.publishedCapacity = capacity;
    this.#publishedBytes = block.bytes;
    this.epoch++;
    return true;
  }
}

/** The number of the mesh in an entity's looks, or NO_MESH. */
export function meshOf(looks: number): number {
  return looks & 0xffff;
}

/** The number of the texture in an entity's looks, or NONE. */
export function textureOf(looks: number): number {
  const upper = looks >>> 16;
  return upper === 0 ? NONE : upper - 1;
}
