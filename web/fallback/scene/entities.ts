/** The entities of a scene, in a working and a published state: the twin of src/scene/entities.h. */
import { addRecord } from '../../engine/hash.js';
import {
  ENTITY_ACTIVE,
  ENTITY_ALIVE,
  EntityCommand,
  FIELD_ACTIVE,
  FIELD_CAMERA,
  FIELD_COLOR,
  FIELD_MESH,
  FIELD_ORIENTATION,
  FIELD_POSITION,
  FIELD_SCALE,
  FIELD_TEXTURE,
  MAX_CAMERAS,
  NONE,
  RefusalKind,
  SceneOp,
  SetParent,
} from '../../generated/scene-layout.js';
import type { CommandAt } from './command.js';
import { ColumnGroup } from './dirty-set.js';
import { EntityMemory, meshOf, NO_MESH, textureOf, USUAL_LOOKS } from './entity-memory.js';
import { type Publication, prepare, publish } from './entity-publish.js';
import { setList, setRun, type ValuesAt } from './entity-runs.js';
import type { Memory } from './memory.js';
import type { MeshStore } from './mesh-store.js';
import { areNumbers, makeUnit4 } from './numbers.js';
import type { Outbox } from './outbox.js';
import { type Outcome, type Refusal, refusal } from './outcome.js';
import type { Textures } from './textures.js';

const FIELDS = FIELD_POSITION | FIELD_ORIENTATION | FIELD_SCALE | FIELD_COLOR | FIELD_MESH | FIELD_TEXTURE | FIELD_CAMERA | FIELD_ACTIVE;

const HEAD = EntityCommand.head / 4;
const CAMERA = EntityCommand.camera / 4;
const INDEX = EntityCommand.index / 4;
const GENERATION = EntityCommand.generation / 4;
const POSITION = EntityCommand.position / 4;
const ORIENTATION = EntityCommand.orientation / 4;
const SCALE = EntityCommand.scale / 4;
const COLOR = EntityCommand.color / 4;
const LOOKS = EntityCommand.looks / 4;

/** Words that an entity has in a state's hash. */
const HASHED = 18;

const STALE: Refusal = refusal(RefusalKind.staleEntity);
const NOT_FINITE: Refusal = refusal(RefusalKind.notFinite);

const flagsOf = (isActive: boolean): number => (isActive ? ENTITY_ALIVE | ENTITY_ACTIVE : ENTITY_ALIVE);

export class Entities {
  readonly memory: EntityMemory;
  readonly #meshes: MeshStore;
  readonly #textures: Textures;
  readonly #outbox: Outbox;
  /** What the command at hand gives an entity, as it is kept. */
  readonly #orientation = new Float32Array(4);
  #looks = 0;
  /** Steps along chains of parents since the scene began: what a hostile script can make many of. */
  steps = 0;
  readonly #record = new Uint32Array(HASHED);
  readonly #recordFloats = new Float32Array(this.#record.buffer);

  constructor(memory: Memory, meshes: MeshStore, textures: Textures, outbox: Outbox) {
    this.memory = new EntityMemory(memory);
    this.#meshes = meshes;
    this.#textures = textures;
    this.#outbox = outbox;
  }

  // Commands.

  create(command: CommandAt): Outcome {
    const { words, floats, at } = command;
    const { memory } = this;
    const head = words[at + HEAD] as number;
    const fields = head >>> 16;
    const slot = words[at + INDEX] as number;
    const generation = words[at + GENERATION] as number;
    if ((fields & ~FIELDS) !== 0) return refusal(RefusalKind.malformed, fields);
    if (slot >= memory.maxEntities) return refusal(RefusalKind.tooMany, slot);
    const isUsed = slot < memory.slots;
    const last = isUsed ? (memory.working.generations[slot] as number) : 0;
    if (generation <= last || (isUsed && memory.working.flags[slot] !== 0)) return refusal(RefusalKind.takenEntity);
    const orientation = this.#orientation;
    orientation[0] = 0;
    orientation[1] = 0;
    orientation[2] = 0;
    orientation[3] = 1;
    this.#looks = USUAL_LOOKS;
    const refused = this.#check(command, fields);
    if (refused !== null) return refused;
    if (!memory.growWorking(slot + 1)) return refusal(RefusalKind.memory, memory.workingBytes);

    const { working } = memory;
    memory.slots = Math.max(memory.slots, slot + 1);
    memory.count++;
    working.generations[slot] = generation;
    working.flags[slot] = flagsOf((fields & FIELD_ACTIVE) === 0 || ((head >>> 8) & 1) !== 0);
    const hasPosition = (fields & FIELD_POSITION) !== 0;
    const hasScale = (fields & FIELD_SCALE) !== 0;
    const { position, scale } = working;
    for (let axis = 0; axis < 3; axis++) {
      (position[axis] as Float32Array)[slot] = hasPosition ? (floats[at + POSITION + axis] as number) : 0;
      (scale[axis] as Float32Array)[slot] = hasScale ? (floats[at + SCALE + axis] as number) : 1;
    }
    this.#writeOrientation(slot);
    working.colors[slot] = (fields & FIELD_COLOR) !== 0 ? (words[at + COLOR] as number) : 0xffffffff;
    working.cameras[slot] = (fields & FIELD_CAMERA) !== 0 ? (words[at + CAMERA] as number) : NONE;
    working.looks[slot] = USUAL_LOOKS;
    this.#setLooks(slot, this.#looks);
    working.parents[slot] = NONE;
    memory.links.firstChild[slot] = NONE;
    memory.dirty.markAll(slot);
    return null;
  }

  update(command: CommandAt): Outcome {
    const { words, at } = command;
    const { memory } = this;
    const fields = (words[at + HEAD] as number) >>> 16;
    const slot = words[at + INDEX] as number;
    if ((fields & ~FIELDS) !== 0) return refusal(RefusalKind.malformed, fields);
    if (!memory.isAlive(slot, words[at + GENERATION] as number)) return STALE;
    this.#looks = memory.working.looks[slot] as number;
    const refused = this.#check(command, fields);
    if (refused === null) this.#write(slot, fields, command);
    return refused;
  }

  destroy({ words, at }: CommandAt): Outcome {
    const fields = (words[at + HEAD] as number) >>> 16;
    if (fields !== 0) return refusal(RefusalKind.malformed, fields);
    const slot = words[at + INDEX] as number;
    if (!this.memory.isAlive(slot, words[at + GENERATION] as number)) return STALE;
    this.#destroyTree(slot);
    return null;
  }

  setParent({ words, at }: CommandAt): Outcome {
    const { memory } = this;
    const slot = words[at + SetParent.index / 4] as number;
    const parent = words[at + SetParent.parentIndex / 4] as number;
    if (!memory.isAlive(slot, words[at + SetParent.generation / 4] as number)) return STALE;
    if (parent !== NONE) {
      if (!memory.isAlive(parent, words[at + SetParent.parentGeneration / 4] as number)) return STALE;
      const { parents } = memory.working;
      // Who has no children is nobody's ancestor.
      const hasChildren = memory.links.firstChild[slot] !== NONE;
      for (let above = parent; above !== NONE; above = hasChildren ? (parents[above] as number) : NONE) {
        if (above === slot) return refusal(RefusalKind.parentCircle, parent);
        this.steps++;
      }
    }
    this.#detach(slot);
    if (parent !== NONE) this.#attach(slot, parent);
    memory.dirty.mark(slot, ColumnGroup.parent);
    return null;
  }

  /** SetRun whose field and words were checked. */
  setRun(field: number, first: number, generation: number, count: number, values: ValuesAt): void {
    setRun(this.memory, this.#outbox, field, first, generation, count, values);
  }

  /** SetList whose field and words were checked. */
  setList(field: number, count: number, slots: number, generations: number, values: ValuesAt): void {
    setList(this.memory, this.#outbox, field, count, slots, generations, values);
  }

  destroyList(count: number, words: Uint32Array, slots: number, generations: number): void {
    for (let i = 0; i < count; i++) {
      const slot = words[slots + i] as number;
      const generation = words[generations + i] as number;
      if (this.memory.isAlive(slot, generation)) this.#destroyTree(slot);
      else this.#outbox.refuse(SceneOp.destroyList, RefusalKind.staleEntity, slot, generation, 0);
    }
  }

  /** Takes a texture from all that have it. */
  forgetTexture(texture: number): void {
    const { working, slots, dirty } = this.memory;
    const { looks, flags } = working;
    for (let slot = 0; slot < slots; slot++) {
      const has = looks[slot] as number;
      if (textureOf(has) !== texture || flags[slot] === 0) continue;
      looks[slot] = meshOf(has);
      dirty.mark(slot, ColumnGroup.looks);
    }
  }

  /** All of them end, and generations begin anew. What they have is not given back: meshes are reset with them. */
  reset(): void {
    const { memory } = this;
    memory.working.flags.fill(0, 0, memory.slots);
    memory.working.generations.fill(0, 0, memory.slots);
    // What was never published need not be published as gone.
    memory.dirty.clear();
    memory.dirty.markRun(0, memory.publishedSlots, ColumnGroup.life);
    memory.slots = 0;
    memory.count = 0;
  }

  // The published state.

  isDirty(): boolean {
    return !this.memory.dirty.isEmpty();
  }

  /** Whether a publish can happen. */
  prepare(): Outcome {
    return prepare(this.memory, this.#meshes);
  }

  publish(): Publication {
    return publish(this.memory);
  }

  /** Adds the published ones to a state's hash, whose words stand at hash[into] and hash[into + 1]. */
  addTo(hash: Uint32Array, into: number): void {
    const { published, publishedSlots } = this.memory;
    const record = this.#record;
    const floats = this.#recordFloats;
    record[0] = 1;
    for (let slot = 0; slot < publishedSlots; slot++) {
      const flags = published.flags[slot] as number;
      if (flags === 0) continue;
      record[1] = slot;
      record[2] = published.generations[slot] as number;
      record[3] = flags;
      for (let i = 0; i < 3; i++) floats[4 + i] = (published.position[i] as Float32Array)[slot] as number;
      for (let i = 0; i < 4; i++) floats[7 + i] = (published.orientation[i] as Float32Array)[slot] as number;
      for (let i = 0; i < 3; i++) floats[11 + i] = (published.scale[i] as Float32Array)[slot] as number;
      record[14] = published.colors[slot] as number;
      record[15] = published.looks[slot] as number;
      record[16] = published.cameras[slot] as number;
      record[17] = published.parents[slot] as number;
      addRecord(hash, into, record, 0, HASHED);
    }
  }

  /** Whether all that a command gives holds; what of it is kept otherwise than it came is in #orientation and #looks. */
  #check({ words, floats, at }: CommandAt, fields: number): Outcome {
    if ((fields & FIELD_POSITION) !== 0 && !areNumbers(words, at + POSITION, 3)) return NOT_FINITE;
    if ((fields & FIELD_ORIENTATION) !== 0) {
      if (!areNumbers(words, at + ORIENTATION, 4)) return NOT_FINITE;
      for (let i = 0; i < 4; i++) this.#orientation[i] = floats[at + ORIENTATION + i] as number;
      if (!makeUnit4(this.#orientation)) return NOT_FINITE;
    }
    if ((fields & FIELD_SCALE) !== 0 && !areNumbers(words, at + SCALE, 3)) return NOT_FINITE;
    const looks = words[at + LOOKS] as number;
    if ((fields & FIELD_MESH) !== 0) {
      const mesh = meshOf(looks);
      if (mesh !== NO_MESH && !this.#meshes.isReady(mesh)) return refusal(RefusalKind.unknownMesh, mesh);
      this.#looks = ((this.#looks & 0xffff0000) | mesh) >>> 0;
    }
    if ((fields & FIELD_TEXTURE) !== 0) {
      const texture = textureOf(looks);
      if (texture !== NONE && !this.#textures.isKnown(texture)) return refusal(RefusalKind.unknownTexture, texture);
      this.#looks = (meshOf(this.#looks) | (looks & 0xffff0000)) >>> 0;
    }
    const camera = words[at + CAMERA] as number;
    if ((fields & FIELD_CAMERA) !== 0 && camera !== NONE && camera >= MAX_CAMERAS) return refusal(RefusalKind.tooMany, camera);
    return null;
  }

  #write(slot: number, fields: number, { words, floats, at }: CommandAt): void {
    const { working, dirty } = this.memory;
    if ((fields & FIELD_POSITION) !== 0) {
      const [x, y, z] = working.position;
      x[slot] = floats[at + POSITION] as number;
      y[slot] = floats[at + POSITION + 1] as number;
      z[slot] = floats[at + POSITION + 2] as number;
      dirty.mark(slot, ColumnGroup.position);
    }
    if ((fields & FIELD_ORIENTATION) !== 0) {
      this.#writeOrientation(slot);
      dirty.mark(slot, ColumnGroup.orientation);
    }
    if ((fields & FIELD_SCALE) !== 0) {
      const [x, y, z] = working.scale;
      x[slot] = floats[at + SCALE] as number;
      y[slot] = floats[at + SCALE + 1] as number;
      z[slot] = floats[at + SCALE + 2] as number;
      dirty.mark(slot, ColumnGroup.scale);
    }
    if ((fields & FIELD_COLOR) !== 0) {
      working.colors[slot] = words[at + COLOR] as number;
      dirty.mark(slot, ColumnGroup.color);
    }
    if ((fields & (FIELD_MESH | FIELD_TEXTURE)) !== 0) {
      this.#setLooks(slot, this.#looks);
      dirty.mark(slot, ColumnGroup.looks);
    }
    if ((fields & FIELD_CAMERA) !== 0) {
      working.cameras[slot] = words[at + CAMERA] as number;
      dirty.mark(slot, ColumnGroup.camera);
    }
    if ((fields & FIELD_ACTIVE) !== 0) {
      working.flags[slot] = flagsOf((((words[at + HEAD] as number) >>> 8) & 1) !== 0);
      dirty.mark(slot, ColumnGroup.life);
    }
  }

  #writeOrientation(slot: number): void {
    const [x, y, z, w] = this.memory.working.orientation;
    const from = this.#orientation;
    x[slot] = from[0] as number;
    y[slot] = from[1] as number;
    z[slot] = from[2] as number;
    w[slot] = from[3] as number;
  }

  #setLooks(slot: number, looks: number): void {
    const all = this.memory.working.looks;
    const before = meshOf(all[slot] as number);
    const mesh = meshOf(looks);
    all[slot] = looks;
    if (mesh === before) return;
    if (mesh !== NO_MESH) this.#meshes.addEntity(mesh);
    if (before !== NO_MESH) this.#meshes.removeEntity(before);
  }

  #attach(slot: number, parent: number): void {
    const { working, links } = this.memory;
    const first = links.firstChild[parent] as number;
    working.parents[slot] = parent;
    links.next[slot] = first;
    links.previous[slot] = NONE;
    if (first !== NONE) links.previous[first] = slot;
    links.firstChild[parent] = slot;
  }

  #detach(slot: number): void {
    const { working, links } = this.memory;
    const parent = working.parents[slot] as number;
    if (parent === NONE) return;
    const next = links.next[slot] as number;
    const previous = links.previous[slot] as number;
    if (next !== NONE) links.previous[next] = previous;
    if (previous !== NONE) links.next[previous] = next;
    else links.firstChild[parent] = next;
    working.parents[slot] = NONE;
  }

  /** Ends an entity and all that follow it: down to one that nobody follows, which ends, and back up to its parent. */
  #destroyTree(slot: number): void {
    const { working, links } = this.memory;
    this.#detach(slot);
    for (let at = slot; at !== NONE; ) {
      while (links.firstChild[at] !== NONE) at = links.firstChild[at] as number;
      const parent = working.parents[at] as number;
      this.#detach(at);
      this.#end(at);
      at = at === slot ? NONE : parent;
    }
  }

  #end(slot: number): void {
    const { working, dirty } = this.memory;
    const mesh = meshOf(working.looks[slot] as number);
    working.looks[slot] = USUAL_LOOKS;
    if (mesh !== NO_MESH) this.#meshes.removeEntity(mesh);
    working.flags[slot] = 0;
    this.memory.count--;
    dirty.mark(slot, ColumnGroup.life);
  }
}
