/** What is kept of each slot from picture to picture: the twin of src/scene/drawables.h. */
import { ENTITY_ACTIVE, ENTITY_ALIVE, MAX_CAMERAS, MeshEntry, MeshState, NONE, TextureEntry } from '../../generated/scene-layout.js';
import type { CameraState, EntityColumns, LightState } from './columns.js';
import { GrowingArray, type Memory } from './memory.js';
import type { Transforms } from './transform.js';

/** What a picture is made of: the published state and who looks at it. */
export interface DrawInput {
  readonly columns: EntityColumns;
  readonly slots: number;
  /** MeshEntry and TextureEntry records, `meshCount` and `textureCount` of them. */
  readonly meshes: Uint32Array;
  readonly meshFloats: Float32Array;
  readonly meshCount: number;
  readonly textures: Uint32Array;
  readonly textureCount: number;
  /** MAX_CAMERAS of them. */
  readonly cameras: readonly CameraState[];
  readonly lights: readonly LightState[];
  readonly lightCount: number;
  /** A DrawView. */
  readonly view: Float32Array;
}

/** Tags: the key's number in the low bits; how the entity has to be looked at in the others. */
export const KEY_MASK = 0xfffff;
/** One camera alone draws it. */
export const OWN_CAMERA = 1 << 28;
/** It has a parent: it stands where its node says. */
export const NODE = 1 << 29;
export const TRANSPARENT = 1 << 30;
export const NOT_DRAWN = 0xffffffff;

const MESH = MeshEntry.size / 4;
const TEXTURE = TextureEntry.size / 4;
const FIRST_TABLE = 64;
const NO_TEXTURE = 0xffff;
const MOST = 2 ** 32 - 1;

/** Where a word's search in a table of a power of two begins. */
function placeOf(word: number, mask: number): number {
  return (Math.imul(word, 0x9e3779b1) >>> 7) & mask;
}

export class Drawables {
  /** Distinct pairs of mesh and texture. */
  keyCount = 0;
  /** All entities that are drawn by some camera, be there one or not. */
  total = 0;
  /** Entities that every world camera draws. */
  shared = 0;
  readonly #tags: GrowingArray;
  readonly #words: GrowingArray;
  readonly #spheres: GrowingArray;
  readonly #order: GrowingArray;
  /** Keys plus 1 by a hash of their words; 0: free. */
  readonly #table: GrowingArray;
  readonly #own = new Uint32Array(MAX_CAMERAS);
  /** What tagOf() found. */
  #tag = NOT_DRAWN;

  constructor(memory: Memory) {
    this.#tags = new GrowingArray(memory);
    this.#words = new GrowingArray(memory);
    this.#spheres = new GrowingArray(memory, 4);
    this.#order = new GrowingArray(memory);
    this.#table = new GrowingArray(memory);
  }

  /** Looks at all entities anew. False when the memory is refused: it has to be called again. */
  find(input: DrawInput, transforms: Transforms): boolean {
    const { columns: c, slots } = input;
    if (!this.#tags.reserveRaw(slots, MOST)) return false;
    this.keyCount = 0;
    this.total = 0;
    this.shared = 0;
    this.#own.fill(0);
    if (this.#table.capacity === 0 && !this.#growTable()) return false;
    this.#table.words.fill(0);
    const tags = this.#tags.words;
    const both = ENTITY_ALIVE | ENTITY_ACTIVE;
    let lastLooks = NONE;
    let lastTag = NOT_DRAWN;
    for (let slot = 0; slot < slots; slot++) {
      tags[slot] = NOT_DRAWN;
      if (((c.flags[slot] as number) & both) !== both) continue;
      const hasParent = transforms.hasParent(slot);
      if (hasParent && !transforms.isActive(slot)) continue;
      const looks = c.looks[slot] as number;
      if (looks !== lastLooks) {
        if (!this.#tagOf(input, looks)) return false;
        lastTag = this.#tag;
        lastLooks = looks;
      }
      if (lastTag === NOT_DRAWN) continue;
      let tag = lastTag;
      if ((c.colors[slot] as number) >>> 24 !== 255) tag |= TRANSPARENT;
      const camera = c.cameras[slot] as number;
      if (camera !== NONE) tag |= OWN_CAMERA;
      if (hasParent) tag |= NODE;
      tags[slot] = tag;
      this.total++;
      if (camera === NONE) this.shared++;
      else if (camera < MAX_CAMERAS) this.#own[camera] = (this.#own[camera] as number) + 1;
    }
    this.#sort();
    return true;
  }

  /** Entities that this camera alone draws. */
  own(camera: number): number {
    return this.#own[camera] as number;
  }

  /** A tag a slot. */
  tags(): Uint32Array {
    return this.#tags.words;
  }

  /** Four numbers a key: its mesh's center and radius. */
  spheres(): Float32Array {
    return this.#spheres.floats;
  }

  /** Mesh in bits 16 to 31, texture in bits 0 to 15 or 0xffff for none: the order in which groups are drawn. */
  word(key: number): number {
    return this.#words.words[key] as number;
  }

  /** Keys in that order. */
  order(): Uint32Array {
    return this.#order.words;
  }

  /** Bytes of memory it has. */
  room(): number {
    return this.#tags.room() + this.#words.room() + this.#spheres.room() + this.#order.room() + this.#table.room();
  }

  #sort(): void {
    const order = this.#order.words.subarray(0, this.keyCount);
    const words = this.#words.words;
    for (let key = 0; key < this.keyCount; key++) order[key] = key;
    order.sort((a, b) => (words[a] as number) - (words[b] as number));
  }

  /** The tag of an entity that nothing but its looks tells anything of. False when the memory is refused. */
  #tagOf({ meshes, meshFloats, meshCount, textures, textureCount }: DrawInput, looks: number): boolean {
    this.#tag = NOT_DRAWN;
    const mesh = looks & 0xffff;
    const at = mesh * MESH;
    if (mesh >= meshCount || !isWhole(meshes, at)) return true;
    const texture = (looks >>> 16) - 1;
    const textureAt = texture * TEXTURE;
    const isTextured = texture >= 0 && texture < textureCount && textures[textureAt + TextureEntry.state / 4] !== 0;
    const word = ((mesh << 16) | (isTextured ? texture : NO_TEXTURE)) >>> 0;
    const key = this.#keyOf(meshFloats, at, word);
    if (key === NONE) return false;
    const isSeenThrough =
      meshes[at + MeshEntry.seeThrough / 4] !== 0 || (isTextured && textures[textureAt + TextureEntry.seeThrough / 4] !== 0);
    this.#tag = isSeenThrough ? key | TRANSPARENT : key;
    return true;
  }

  /** The number of a pair of mesh and texture, a new one where there is none; NONE when the memory is refused. */
  #keyOf(meshFloats: Float32Array, mesh: number, word: number): number {
    const table = this.#table.words;
    const mask = this.#table.capacity - 1;
    let at = placeOf(word, mask);
    for (; table[at] !== 0; at = (at + 1) & mask) {
      const key = (table[at] as number) - 1;
      if (this.#words.words[key] === word) return key;
    }
    const key = this.keyCount;
    const hasRoom = [this.#words, this.#order, this.#spheres].every((array) => array.reserveRaw(key + 1, MOST));
    if (!hasRoom) return NONE;
    this.#words.words[key] = word;
    const center = mesh + MeshEntry.center / 4;
    for (let k = 0; k < 3; k++) this.#spheres.floats[4 * key + k] = meshFloats[center + k] as number;
    this.#spheres.floats[4 * key + 3] = meshFloats[mesh + MeshEntry.radius / 4] as number;
    table[at] = key + 1;
    this.keyCount++;
    if (2 * this.keyCount > this.#table.capacity && !this.#growTable()) return NONE;
    return key;
  }

  #growTable(): boolean {
    const size = Math.max(FIRST_TABLE, this.#table.capacity * 2);
    if (!this.#table.reserveRaw(size, size)) return false;
    const table = this.#table.words;
    table.fill(0);
    for (let key = 0; key < this.keyCount; key++) {
      let at = placeOf(this.#words.words[key] as number, size - 1);
      while (table[at] !== 0) at = (at + 1) & (size - 1);
      table[at] = key + 1;
    }
    return true;
  }
}

function isWhole(meshes: Uint32Array, at: number): boolean {
  const state = meshes[at + MeshEntry.state / 4] as number;
  return state >= MeshState.ready && meshes[at + MeshEntry.vertices / 4] !== 0 && meshes[at + MeshEntry.indices / 4] !== 0;
}
