/** The meshes of a scene: the twin of src/scene/mesh_store.h, bit for bit, where their vertices lie included. */

import { addRecord } from '../../engine/hash.js';
import {
  FLOOR_VERTICES,
  MESH_PARAMETERS,
  MeshData,
  MeshEntry,
  MeshKind,
  MeshMode,
  MeshState,
  RefusalKind,
  VERTEX_WORDS,
} from '../../generated/scene-layout.js';
import { GrowingArray, type Memory } from './memory.js';
import { type Outcome, refusal } from './outcome.js';
import { checkParameters, primitiveSize, writePrimitive } from './primitives.js';
import { NOWHERE, Ranges } from './ranges.js';
import { areNumbers, foldWords, largestOf, writeBounds } from './vertices.js';

/** Words of a MeshEntry, and of its fields. */
const ENTRY = MeshEntry.size / 4;
const STATE = MeshEntry.state / 4;
const KIND = MeshEntry.kind / 4;
const MODE = MeshEntry.mode / 4;
const VERSION = MeshEntry.version / 4;
const ENTITIES = MeshEntry.entities / 4;
const FIRST_VERTEX = MeshEntry.firstVertex / 4;
const VERTICES = MeshEntry.vertices / 4;
const FIRST_INDEX = MeshEntry.firstIndex / 4;
const INDICES = MeshEntry.indices / 4;
const PARAMETERS = MeshEntry.parameters / 4;

/** What is kept of a mesh besides its records: vertices and indices that came, the published words' fold, its version. */
const NOTES = 4;
const CAME_VERTICES = 0;
const CAME_INDICES = 1;
const FOLD = 2;
const FOLD_VERSION = 3;

export interface MeshLimits {
  readonly maxMeshes: number;
  readonly maxVertices: number;
}

export class MeshStore {
  readonly #working: GrowingArray;
  readonly #published: GrowingArray;
  readonly #notes: GrowingArray;
  /** A bit a mesh: its records differ. */
  readonly #dirty: GrowingArray;
  readonly #vertices: GrowingArray;
  readonly #indices: GrowingArray;
  readonly #vertexRanges: Ranges;
  readonly #indexRanges: Ranges;
  readonly #parameters = new Float32Array(MESH_PARAMETERS);
  readonly #record = new Uint32Array(7 + MESH_PARAMETERS);
  #maxVertices = 0;
  #maxIndices = 0;
  #dirtyCount = 0;
  /** Counts up whenever an array has moved. */
  epoch = 0;
  /** Figures of the working state. */
  meshCount = 0;
  vertexCount = 0;
  indexCount = 0;

  constructor(memory: Memory) {
    this.#working = new GrowingArray(memory, ENTRY);
    this.#published = new GrowingArray(memory, ENTRY);
    this.#notes = new GrowingArray(memory, NOTES);
    this.#dirty = new GrowingArray(memory);
    this.#vertices = new GrowingArray(memory, VERTEX_WORDS);
    this.#indices = new GrowingArray(memory);
    this.#vertexRanges = new Ranges(memory);
    this.#indexRanges = new Ranges(memory);
  }

  /** Room for as many meshes, vertices, and three times as many indices. Called once, before anything else; false: memory is refused. */
  begin({ maxMeshes, maxVertices }: MeshLimits): boolean {
    this.#maxVertices = maxVertices;
    this.#maxIndices = maxVertices * 3;
    return (
      this.#working.reserve(maxMeshes) &&
      this.#published.reserve(maxMeshes) &&
      this.#notes.reserve(maxMeshes) &&
      this.#dirty.reserve(Math.ceil(maxMeshes / 32)) &&
      this.#vertexRanges.begin(this.#maxVertices, maxMeshes * 2) &&
      this.#indexRanges.begin(this.#maxIndices, maxMeshes * 2) &&
      this.#vertices.reserveRaw(FLOOR_VERTICES, this.#maxVertices) &&
      this.#indices.reserveRaw(FLOOR_VERTICES * 3, this.#maxIndices)
    );
  }

  // Commands. `mesh` may be any u32; kinds and modes are taken as they came.

  /** MakeMesh. @param parameters MESH_PARAMETERS of them from `at` on; 0 counts as the usual one */
  make(mesh: number, kind: number, parameters: Float32Array, at = 0): Outcome {
    const checked = this.#parameters;
    for (let i = 0; i < MESH_PARAMETERS; i++) checked[i] = parameters[at + i] as number;
    const refused = checkParameters(kind, checked);
    if (refused !== null) return refused;
    const { mode, vertices, indices } = primitiveSize(kind as MeshKind, checked);
    const unplaced = this.#place(mesh, kind as MeshKind, mode, vertices, indices);
    if (unplaced !== null) return unplaced;
    const base = mesh * ENTRY;
    this.#working.floats.set(checked, base + PARAMETERS);
    const firstVertex = this.#entry(base + FIRST_VERTEX);
    const firstIndex = this.#entry(base + FIRST_INDEX);
    const room = this.#vertices.floats.subarray(firstVertex * VERTEX_WORDS, (firstVertex + vertices) * VERTEX_WORDS);
    writePrimitive(kind as MeshKind, checked, room, this.#indices.words.subarray(firstIndex, firstIndex + indices));
    this.#ready(mesh);
    return null;
  }

  /** BeginMesh. */
  beginCustom(mesh: number, mode: number, vertices: number, indices: number): Outcome {
    if (mode > MeshMode.points) return refusal(RefusalKind.outOfRange, mode);
    if (vertices === 0 || indices === 0 || indices % cornersOf(mode) !== 0) return refusal(RefusalKind.badMesh, mesh);
    return this.#place(mesh, MeshKind.custom, mode as MeshMode, vertices, indices);
  }

  /** MeshPart. @param words the words of `count` vertices or indices, from `at` on */
  part(mesh: number, data: number, first: number, count: number, words: Uint32Array, at = 0): Outcome {
    if (!this.#isFilling(mesh)) return refusal(RefusalKind.unknownMesh, mesh);
    const isVertices = data === MeshData.vertices;
    if (!isVertices && data !== MeshData.indices) return refusal(RefusalKind.outOfRange, data);
    const base = mesh * ENTRY;
    const note = mesh * NOTES + (isVertices ? CAME_VERTICES : CAME_INDICES);
    const came = this.#notes.words[note] as number;
    if (first > came) return refusal(RefusalKind.outOfRange, first);
    if (count > this.#entry(base + (isVertices ? VERTICES : INDICES)) - first) return refusal(RefusalKind.outOfRange, count);
    if (isVertices) {
      if (!areNumbers(words, at, count)) return refusal(RefusalKind.notFinite);
      const to = (this.#entry(base + FIRST_VERTEX) + first) * VERTEX_WORDS;
      this.#vertices.words.set(words.subarray(at, at + count * VERTEX_WORDS), to);
    } else {
      this.#indices.words.set(words.subarray(at, at + count), this.#entry(base + FIRST_INDEX) + first);
    }
    this.#notes.words[note] = Math.max(came, first + count);
    return null;
  }

  /** EndMesh. */
  endCustom(mesh: number): Outcome {
    if (!this.#isFilling(mesh)) return refusal(RefusalKind.unknownMesh, mesh);
    const base = mesh * ENTRY;
    const vertices = this.#entry(base + VERTICES);
    const count = this.#entry(base + INDICES);
    const notes = this.#notes.words;
    const isWhole = notes[mesh * NOTES + CAME_VERTICES] === vertices && notes[mesh * NOTES + CAME_INDICES] === count;
    if (!isWhole || largestOf(this.#indices.words, this.#entry(base + FIRST_INDEX), count) >= vertices) {
      return refusal(RefusalKind.badMesh, mesh);
    }
    this.#ready(mesh);
    return null;
  }

  /** EndMesh as releaseMesh. */
  release(mesh: number): Outcome {
    const state = this.#state(mesh);
    if (state === MeshState.free || state === MeshState.released) return refusal(RefusalKind.unknownMesh, mesh);
    if (this.#entry(mesh * ENTRY + ENTITIES) === 0) {
      this.#end(mesh);
    } else {
      this.#working.words[mesh * ENTRY + STATE] = MeshState.released;
      this.#markDirty(mesh);
    }
    return null;
  }

  /** Ends all meshes, whatever has them. Versions go on, so that nothing old is taken for new. */
  reset(): void {
    for (let mesh = 0; mesh < this.#working.capacity; mesh++) {
      if (this.#state(mesh) !== MeshState.free) this.#end(mesh);
    }
  }

  // What entities of the working state need.

  /** Whether an entity may get it: it is ready. */
  isReady(mesh: number): boolean {
    return this.#state(mesh) === MeshState.ready;
  }

  /** Whether an entity may have it: it is ready or released. */
  isKnown(mesh: number): boolean {
    return this.#state(mesh) >= MeshState.ready;
  }

  /** One more entity has it; isKnown(mesh). */
  addEntity(mesh: number): void {
    const at = mesh * ENTRY + ENTITIES;
    const entities = this.#entry(at) + 1;
    this.#working.words[at] = entities;
    this.#published.words[at] = entities;
  }

  /** One fewer entity has it; the last one ends a mesh that is released. */
  removeEntity(mesh: number): void {
    const at = mesh * ENTRY + ENTITIES;
    const entities = this.#entry(at) - 1;
    this.#working.words[at] = entities;
    this.#published.words[at] = entities;
    if (entities === 0 && this.#state(mesh) === MeshState.released) this.#end(mesh);
  }

  // The published state.

  /** Whether a publish has anything to copy. */
  isDirty(): boolean {
    return this.#dirtyCount !== 0;
  }

  /** What is, is published; how many records it copied. It needs no memory. */
  publish(): number {
    const copies = this.#dirtyCount;
    const dirty = this.#dirty.words;
    for (let word = 0; this.#dirtyCount !== 0; word++) {
      for (let bits = dirty[word] as number; bits !== 0; bits &= bits - 1) {
        this.#publishMesh(word * 32 + 31 - Math.clz32(bits & -bits));
        this.#dirtyCount--;
      }
      dirty[word] = 0;
    }
    return copies;
  }

  /** Adds the published meshes to a state's hash, whose words stand at hash[into] and hash[into + 1]. */
  addTo(hash: Uint32Array, into: number): void {
    const entries = this.#published.words;
    const record = this.#record;
    for (let mesh = 0; mesh < this.#published.capacity; mesh++) {
      const base = mesh * ENTRY;
      if ((entries[base + STATE] as number) < MeshState.ready) continue;
      record[0] = 5;
      record[1] = mesh;
      record[2] = entries[base + KIND] as number;
      record[3] = entries[base + MODE] as number;
      record[4] = entries[base + VERTICES] as number;
      record[5] = entries[base + INDICES] as number;
      for (let i = 0; i < MESH_PARAMETERS; i++) record[6 + i] = entries[base + PARAMETERS + i] as number;
      record[6 + MESH_PARAMETERS] = this.#fold(mesh);
      addRecord(hash, into, record, 0, record.length);
    }
  }

  /** MeshEntry records, maxMeshes of them; `entities` alone is the working state's. */
  get published(): GrowingArray {
    return this.#published;
  }

  // Both arrays.

  /** Vertex records of all meshes. */
  get vertices(): GrowingArray {
    return this.#vertices;
  }

  get indices(): GrowingArray {
    return this.#indices;
  }

  /** Bytes of memory it has. */
  room(): number {
    const parts = [this.#working, this.#published, this.#notes, this.#dirty, this.#vertices, this.#indices];
    return [...parts, this.#vertexRanges, this.#indexRanges].reduce((sum, part) => sum + part.room(), 0);
  }

  #entry(at: number): number {
    return this.#working.words[at] as number;
  }

  /** A MeshState; free for what is no number of a mesh. */
  #state(mesh: number): number {
    return mesh < this.#working.capacity ? this.#entry(mesh * ENTRY + STATE) : MeshState.free;
  }

  #isFilling(mesh: number): boolean {
    return this.#state(mesh) === MeshState.filling;
  }

  /** Finds room for a mesh, and writes its record as one that is filling. */
  #place(mesh: number, kind: MeshKind, mode: MeshMode, vertices: number, indices: number): Outcome {
    if (mesh >= this.#working.capacity) return refusal(RefusalKind.tooMany, mesh);
    if (this.#state(mesh) !== MeshState.free) return refusal(RefusalKind.takenMesh, mesh);
    const firstVertex = this.#vertexRanges.find(vertices);
    if (firstVertex === NOWHERE) return refusal(RefusalKind.tooMany, vertices);
    const firstIndex = this.#indexRanges.find(indices);
    if (firstIndex === NOWHERE) return refusal(RefusalKind.tooMany, indices);
    const vertexRoom = this.#vertices.capacity;
    const indexRoom = this.#indices.capacity;
    const hasRoom =
      this.#vertices.reserveRaw(firstVertex + vertices, this.#maxVertices) &&
      this.#indices.reserveRaw(firstIndex + indices, this.#maxIndices);
    if (this.#vertices.capacity !== vertexRoom || this.#indices.capacity !== indexRoom) this.epoch++;
    if (!hasRoom) return refusal(RefusalKind.memory, vertices * VERTEX_WORDS * 4 + indices * 4);

    this.#vertexRanges.take(firstVertex, vertices);
    this.#indexRanges.take(firstIndex, indices);
    const words = this.#working.words;
    const base = mesh * ENTRY;
    const version = this.#entry(base + VERSION) + 1;
    words.fill(0, base, base + ENTRY);
    words[base + STATE] = MeshState.filling;
    words[base + KIND] = kind;
    words[base + MODE] = mode;
    words[base + VERSION] = version;
    words[base + FIRST_VERTEX] = firstVertex;
    words[base + VERTICES] = vertices;
    words[base + FIRST_INDEX] = firstIndex;
    words[base + INDICES] = indices;
    this.#notes.words[mesh * NOTES + CAME_VERTICES] = 0;
    this.#notes.words[mesh * NOTES + CAME_INDICES] = 0;
    this.#markDirty(mesh);
    this.meshCount++;
    this.vertexCount += vertices;
    this.indexCount += indices;
    return null;
  }

  /** All of a mesh is there. */
  #ready(mesh: number): void {
    writeBounds(this.#working, mesh * ENTRY, this.#vertices);
    this.#working.words[mesh * ENTRY + STATE] = MeshState.ready;
    this.#markDirty(mesh);
  }

  /** A mesh is no more. Its version stays, for the next one's. */
  #end(mesh: number): void {
    const base = mesh * ENTRY;
    const words = this.#working.words;
    const shown = this.#published.words;
    const version = this.#entry(base + VERSION);
    this.meshCount--;
    this.vertexCount -= this.#entry(base + VERTICES);
    this.indexCount -= this.#entry(base + INDICES);
    if (shown[base + STATE] === MeshState.free || shown[base + VERSION] !== version) this.#give(words, base);
    words.fill(0, base, base + ENTRY);
    words[base + VERSION] = version;
    shown[base + ENTITIES] = 0;
    this.#markDirty(mesh);
  }

  #publishMesh(mesh: number): void {
    const base = mesh * ENTRY;
    const now = this.#working.words;
    const before = this.#published.words;
    const isGone = now[base + VERSION] !== before[base + VERSION] || now[base + STATE] === MeshState.free;
    if (before[base + STATE] !== MeshState.free && isGone) this.#give(before, base);
    before.set(now.subarray(base, base + ENTRY), base);
  }

  #markDirty(mesh: number): void {
    const dirty = this.#dirty.words;
    const word = dirty[mesh >>> 5] as number;
    const bit = 1 << (mesh & 31);
    if ((word & bit) === 0) this.#dirtyCount++;
    dirty[mesh >>> 5] = word | bit;
  }

  #give(entries: Uint32Array, base: number): void {
    this.#vertexRanges.give(entries[base + FIRST_VERTEX] as number, entries[base + VERTICES] as number);
    this.#indexRanges.give(entries[base + FIRST_INDEX] as number, entries[base + INDICES] as number);
  }

  #fold(mesh: number): number {
    const entries = this.#published.words;
    const notes = this.#notes.words;
    const base = mesh * ENTRY;
    const note = mesh * NOTES;
    if (notes[note + FOLD_VERSION] !== entries[base + VERSION]) {
      const vertices = (entries[base + VERTICES] as number) * VERTEX_WORDS;
      const fold = foldWords(0, this.#vertices.words, (entries[base + FIRST_VERTEX] as number) * VERTEX_WORDS, vertices);
      notes[note + FOLD] = foldWords(fold, this.#indices.words, entries[base + FIRST_INDEX] as number, entries[base + INDICES] as number);
      notes[note + FOLD_VERSION] = entries[base + VERSION] as number;
    }
    return notes[note + FOLD] as number;
  }
}

/** How many indices make one of what a mesh is made of. */
function cornersOf(mode: number): number {
  return 3 - mode;
}
