/** The entities of a script: who lives where, whom each follows, and who listens. */
import {
  EntityCommand,
  FIELD_ACTIVE,
  FIELD_CAMERA,
  FIELD_COLOR,
  FIELD_MESH,
  FIELD_ORIENTATION,
  FIELD_POSITION,
  FIELD_SCALE,
  FIELD_TEXTURE,
  NONE,
  SceneOp,
  SetParent,
} from '../../generated/scene-layout.js';
import { SceneDestroyedError, SceneOptionError } from '../shared/errors.js';
import { entityIndex } from '../shared/ids.js';
import type { CameraStore } from './camera.js';
import { Columns } from './columns.js';
import type { CommandQueue } from './commands.js';
import {
  checkEntity,
  ENTITY_EVENTS,
  Entity,
  type EntityEventName,
  type EntityHome,
  type EntityListener,
  type EntityOptions,
  type EntityPointerEvent,
  type Settable,
} from './entity.js';
import { Family } from './family.js';
import { type Mesh, type MeshChoice, type MeshStore, numberOfMesh } from './meshes.js';
import { Slots } from './slots.js';
import type { TextureStore } from './textures.js';
import {
  checkBoolean,
  checkFields,
  checkName,
  checkQuaternion,
  checkScale,
  checkVector,
  colorWord,
  type Quaternion,
  refuse,
  type Vector,
} from './values.js';

const OPTION_NAMES = ['position', 'orientation', 'scale', 'color', 'texture', 'camera', 'active', 'parent'];
const SETTABLE_NAMES = ['mesh', ...OPTION_NAMES];

/** Settable values that were checked. */
interface Checked {
  readonly fields: number;
  readonly position: Vector | null;
  readonly orientation: Quaternion | null;
  readonly scale: Vector | null;
  readonly color: number;
  readonly mesh: Mesh | null;
  readonly texture: number;
  readonly camera: number;
  readonly active: boolean;
  /** undefined: it stays. */
  readonly parent: Entity | null | undefined;
}

export class EntityStore implements EntityHome {
  readonly columns = new Columns();
  readonly family = new Family();
  readonly queue: CommandQueue;
  readonly meshes: MeshStore;
  readonly textures: TextureStore;
  readonly cameras: CameraStore;
  readonly #slots: Slots;
  #bySlot: (Entity | undefined)[] = [];
  readonly #listeners = new Map<Entity, Map<EntityEventName, Set<EntityListener>>>();
  readonly #onListening: (wanted: boolean) => void;
  readonly #onFault: (error: unknown, during: string) => void;

  /**
   * @param onListening told when somebody listens to entities, and when nobody does
   * @param onFault told what listeners throw
   */
  constructor(
    stores: { readonly queue: CommandQueue; readonly meshes: MeshStore; readonly textures: TextureStore; readonly cameras: CameraStore },
    maxEntities: number,
    onListening: (wanted: boolean) => void,
    onFault: (error: unknown, during: string) => void,
  ) {
    ({ queue: this.queue, meshes: this.meshes, textures: this.textures, cameras: this.cameras } = stores);
    this.#slots = new Slots(maxEntities);
    this.#onListening = onListening;
    this.#onFault = onFault;
  }

  get count(): number {
    return this.#slots.taken;
  }

  get most(): number {
    return this.#slots.most;
  }

  /** The entity in a slot, or null. */
  inSlot(slot: number): Entity | null {
    return this.#bySlot[slot] ?? null;
  }

  /** The entity of an id, or null where it has ended. */
  withId(id: number): Entity | null {
    const entity = this.#bySlot[entityIndex(id)];
    return entity !== undefined && entity.id === id ? entity : null;
  }

  /** All there are, in the order of their slots. */
  list(): Entity[] {
    return this.#bySlot.filter((entity) => entity !== undefined);
  }

  /** @throws SceneOptionError, and changes nothing then */
  create(choice: MeshChoice | null, options: EntityOptions): Entity {
    checkFields('options', options, OPTION_NAMES);
    const most = this.#slots.most;
    if (this.#slots.taken === most)
      throw new SceneOptionError(
        'entities',
        most + 1,
        `there may be ${most} (maxEntities): destroy some, or give the scene a larger option`,
      );
    const values = this.#check({ mesh: choice, ...options });
    const at = this.queue.command(SceneOp.create);
    const slot = this.#slots.take();
    this.columns.reach(slot, most);
    const generation = this.columns.begin(slot);
    const entity = new Entity(this, slot, generation);
    this.#bySlot[slot] = entity;
    const fields = values.mesh === null ? values.fields & ~FIELD_MESH : values.fields;
    this.#write(at, SceneOp.create, slot, generation, { ...values, fields });
    if (values.mesh !== null) values.mesh.users += 1;
    if (values.parent) this.#follow(entity, values.parent);
    return entity;
  }

  /** @throws SceneOptionError, and changes nothing then */
  set(entity: Entity, given: Settable): void {
    checkFields('values', given, SETTABLE_NAMES);
    const values = this.#check(given);
    if (values.parent !== undefined) this.#checkParent(entity, values.parent);
    if (values.fields !== 0) {
      const { mesh } = entity;
      const at = this.queue.update(entity.index, entity.generation, values.fields);
      this.#write(at, SceneOp.update, entity.index, entity.generation, values);
      if ((values.fields & FIELD_MESH) !== 0) this.meshes.exchange(mesh, values.mesh);
    }
    if (values.parent !== undefined) this.#follow(entity, values.parent);
  }

  /** Has an entity follow another, or nobody. @throws SceneOptionError for a circle */
  setParent(entity: Entity, value: Entity | null): void {
    const parent = value === null ? null : checkEntity('parent', value);
    this.#checkParent(entity, parent);
    this.#follow(entity, parent);
  }

  /** Ends an entity, and all that follow it. */
  destroy(entity: Entity): void {
    const at = this.queue.command(SceneOp.destroy, true);
    const { words } = this.queue;
    words[at + EntityCommand.index / 4] = entity.index;
    words[at + EntityCommand.generation / 4] = entity.generation;
    const freed: Mesh[] = [];
    this.forget(entity.index, freed);
    for (const mesh of freed) this.meshes.endUnused(mesh);
  }

  /**
   * An entity ends, and all that follow it: what the engine does when it carries that command out.
   * @param freed is given the meshes that no entity needs any more
   */
  forget(slot: number, freed: Mesh[]): void {
    this.family.end(slot, (ended) => this.#end(ended, freed));
  }

  listen(entity: Entity, type: EntityEventName, listener: EntityListener): () => void {
    checkName('type', type, ENTITY_EVENTS);
    if (typeof listener !== 'function') refuse('listener', listener, 'it must be a function');
    const types = this.#listeners.get(entity) ?? new Map<EntityEventName, Set<EntityListener>>();
    const listeners = types.get(type) ?? new Set<EntityListener>();
    // The same function may listen twice.
    const own: EntityListener = (event) => listener(event);
    if (this.#listeners.size === 0) this.#onListening(true);
    this.#listeners.set(entity, types.set(type, listeners.add(own)));
    return () => {
      if (!listeners.delete(own) || listeners.size > 0) return;
      types.delete(type);
      if (types.size === 0 && this.#listeners.delete(entity) && this.#listeners.size === 0) this.#onListening(false);
    };
  }

  /** Tells who listens to an entity, and to those that it follows. */
  emit(event: EntityPointerEvent): void {
    for (let at: Entity | null = event.entity; at !== null; at = at.parent) {
      for (const listener of [...(this.#listeners.get(at)?.get(event.type) ?? [])]) {
        try {
          listener(event);
        } catch (error) {
          this.#onFault(error, `listener for ${event.type}`);
        }
      }
      if (!at.alive) return;
    }
  }

  looksWithMesh(slot: number, mesh: Mesh | null): number {
    return (((this.columns.looks[slot] as number) & 0xffff0000) | numberOfMesh(mesh)) >>> 0;
  }

  looksWithTexture(slot: number, texture: number): number {
    return (((this.columns.looks[slot] as number) & 0xffff) | ((texture + 1) << 16)) >>> 0;
  }

  refuseDead({ id }: Entity): never {
    throw new SceneDestroyedError(`entity ${id} has ended: it, or one that it followed, was destroyed. Ask its alive before`);
  }

  #check(given: Settable): Checked {
    const { position, orientation, scale, color, mesh, texture, camera, active, parent } = given;
    const field = (value: unknown, bit: number): number => (value === undefined ? 0 : bit);
    const fields =
      field(position, FIELD_POSITION) |
      field(orientation, FIELD_ORIENTATION) |
      field(scale, FIELD_SCALE) |
      field(color, FIELD_COLOR) |
      field(mesh, FIELD_MESH) |
      field(texture, FIELD_TEXTURE) |
      field(camera, FIELD_CAMERA) |
      field(active, FIELD_ACTIVE);
    return {
      fields,
      position: position === undefined ? null : checkVector('position', position),
      orientation: orientation === undefined ? null : checkQuaternion('orientation', orientation),
      scale: scale === undefined ? null : checkScale('scale', scale),
      color: color === undefined ? 0 : colorWord('color', color),
      texture: this.textures.numberOf('texture', texture),
      camera: this.cameras.numberOf('camera', camera),
      active: active === undefined || checkBoolean('active', active),
      parent: parent === undefined || parent === null ? parent : checkEntity('parent', parent),
      // Last: it may make one.
      mesh: this.meshes.choose('mesh', mesh),
    };
  }

  /** Writes the values into a record, and into the columns. */
  #write(at: number, op: number, slot: number, generation: number, values: Checked): void {
    const { words, floats } = this.queue;
    const { columns } = this;
    const { fields, position, orientation, scale } = values;
    // A record that waits has fields besides.
    const waiting = op === SceneOp.update ? (words[at] as number) & 0xffff0100 : 0;
    const flag = (fields & FIELD_ACTIVE) !== 0 ? (values.active ? 0x100 : 0) : waiting & 0x100;
    words[at] = (op | flag | (waiting & 0xffff0000) | (fields << 16)) >>> 0;
    words[at + EntityCommand.index / 4] = slot;
    words[at + EntityCommand.generation / 4] = generation;
    if (position !== null) {
      floats.set(position, at + EntityCommand.position / 4);
      columns.positions.set(position, slot * 3);
    }
    if (orientation !== null) {
      floats.set(orientation, at + EntityCommand.orientation / 4);
      columns.orientations.set(orientation, slot * 4);
    }
    if (scale !== null) {
      floats.set(scale, at + EntityCommand.scale / 4);
      columns.scales.set(scale, slot * 3);
    }
    if ((fields & FIELD_COLOR) !== 0) {
      words[at + EntityCommand.color / 4] = values.color;
      columns.colors[slot] = values.color;
    }
    if ((fields & FIELD_MESH) !== 0) columns.looks[slot] = this.looksWithMesh(slot, values.mesh);
    if ((fields & FIELD_TEXTURE) !== 0) columns.looks[slot] = this.looksWithTexture(slot, values.texture);
    if ((fields & (FIELD_MESH | FIELD_TEXTURE)) !== 0) words[at + EntityCommand.looks / 4] = columns.looks[slot] as number;
    if ((fields & FIELD_CAMERA) !== 0) {
      words[at + EntityCommand.camera / 4] = values.camera;
      columns.cameras[slot] = values.camera;
    }
    if ((fields & FIELD_ACTIVE) !== 0) columns.actives[slot] = values.active ? 1 : 0;
  }

  #checkParent(entity: Entity, parent: Entity | null): void {
    if (parent !== null && this.family.follows(parent.index, entity.index))
      refuse('parent', `entity ${parent.id}`, 'it must not be the entity itself, or one that follows it');
  }

  #follow(entity: Entity, parent: Entity | null): void {
    const at = this.queue.command(SceneOp.setParent, true);
    const { words } = this.queue;
    words[at + SetParent.index / 4] = entity.index;
    words[at + SetParent.generation / 4] = entity.generation;
    words[at + SetParent.parentIndex / 4] = parent?.index ?? NONE;
    words[at + SetParent.parentGeneration / 4] = parent?.generation ?? 0;
    this.family.setParent(entity.index, parent?.index ?? NONE);
  }

  #end(slot: number, freed: Mesh[]): void {
    const entity = this.#bySlot[slot] as Entity;
    const { mesh } = entity;
    this.columns.living[slot] = 0;
    this.#bySlot[slot] = undefined;
    this.#slots.free(slot);
    if (mesh !== null) {
      mesh.users -= 1;
      if (mesh.users === 0) freed.push(mesh);
    }
    if (this.#listeners.delete(entity) && this.#listeners.size === 0) this.#onListening(false);
  }
}
