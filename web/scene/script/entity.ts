/** An entity of a scene, as a script has it. */
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
  LARGEST_COORDINATE,
  NONE,
} from '../../generated/scene-layout.js';
import { entityId } from '../shared/ids.js';
import type { Camera, CameraStore } from './camera.js';
import type { Columns } from './columns.js';
import type { CommandQueue } from './commands.js';
import type { Family } from './family.js';
import type { Mesh, MeshChoice, MeshStore } from './meshes.js';
import type { Texture, TextureStore } from './textures.js';
import {
  type Color,
  checkBoolean,
  checkCoordinate,
  checkQuaternion,
  checkScale,
  checkVector,
  colorText,
  colorWord,
  isQuaternion,
  type Quaternion,
  refuse,
  type Vector,
} from './values.js';

const CAMERA = EntityCommand.camera / 4;
const POSITION = EntityCommand.position / 4;
const ORIENTATION = EntityCommand.orientation / 4;
const SCALE = EntityCommand.scale / 4;
const COLOR = EntityCommand.color / 4;
const LOOKS = EntityCommand.looks / 4;
const LEAST = -LARGEST_COORDINATE;
const MOST = LARGEST_COORDINATE;

/** What a pointer over an entity tells. */
export interface EntityPointerEvent {
  readonly type: EntityEventName;
  readonly entity: Entity;
  /** `PointerEvent.pointerId`. */
  readonly pointer: number;
  /** `PointerEvent.button`: 0 the main one, 1 the middle, 2 the secondary; -1: none changed. */
  readonly button: number;
  /** From the picture's upper left corner. Unit: px. */
  readonly x: number;
  readonly y: number;
}

export const ENTITY_EVENTS = ['click', 'enter', 'leave', 'down', 'up'] as const;
export type EntityEventName = (typeof ENTITY_EVENTS)[number];

export type EntityListener = (event: EntityPointerEvent) => void;

/** What an entity begins with, all of it optional: see `Entity` for units, ranges and what is usual. */
export interface EntityOptions {
  readonly position?: Vector;
  readonly orientation?: Quaternion;
  readonly scale?: number | Vector;
  readonly color?: Color;
  readonly texture?: Texture | null;
  readonly camera?: Camera | null;
  readonly active?: boolean;
  readonly parent?: Entity | null;
}

/** What can be set of an entity at once. */
export interface Settable extends EntityOptions {
  readonly mesh?: MeshChoice | null;
}

/** What has the entities. */
export interface EntityHome {
  readonly columns: Columns;
  readonly family: Family;
  readonly queue: CommandQueue;
  readonly meshes: MeshStore;
  readonly textures: TextureStore;
  readonly cameras: CameraStore;
  inSlot(slot: number): Entity | null;
  looksWithMesh(slot: number, mesh: Mesh | null): number;
  looksWithTexture(slot: number, texture: number): number;
  setParent(entity: Entity, parent: Entity | null): void;
  set(entity: Entity, values: Settable): void;
  destroy(entity: Entity): void;
  listen(entity: Entity, type: EntityEventName, listener: EntityListener): () => void;
  refuseDead(entity: Entity): never;
}

/**
 * An entity: a mesh at a place, or a place that other entities follow. Each setter gives one command, which the next picture
 * shows once the update ends; a value that the engine would refuse is refused here, by a SceneOptionError.
 *
 * Getters give what was set, rounded to f32 as the engine has it. After `destroy` every setter throws SceneDestroyedError.
 */
export class Entity {
  /** Slot, and which of its entities it is. */
  readonly index: number;
  readonly generation: number;
  readonly #store: EntityHome;

  /** Entities come from `scene.create`. */
  constructor(store: EntityHome, index: number, generation: number) {
    this.#store = store;
    this.index = index;
    this.generation = generation;
  }

  /** generation * 2^20 + index: one number that names it, and never another. */
  get id(): number {
    return entityId(this.index, this.generation);
  }

  /** Whether it is there still. Its parent's end is its own. */
  get alive(): boolean {
    return this.#store.columns.living[this.index] === this.generation;
  }

  /** Where it is; within its parent, where it has one. Unit: u; each -1e9 to 1e9. Usually 0, 0, 0. */
  get position(): Vector {
    const { positions } = this.#store.columns;
    const at = this.index * 3;
    return [positions[at] as number, positions[at + 1] as number, positions[at + 2] as number];
  }
  set position(value: Vector) {
    const store = this.#alive;
    checkVector('position', value);
    this.#move(store, value[0], value[1], value[2]);
  }

  /** As `position`, without a list. */
  setPosition(x: number, y: number, z: number): void {
    const store = this.#alive;
    if (!(typeof x === 'number' && x >= LEAST && x <= MOST)) checkCoordinate('x', x);
    if (!(typeof y === 'number' && y >= LEAST && y <= MOST)) checkCoordinate('y', y);
    if (!(typeof z === 'number' && z >= LEAST && z <= MOST)) checkCoordinate('z', z);
    this.#move(store, x, y, z);
  }

  #move(store: EntityHome, x: number, y: number, z: number): void {
    const { queue } = store;
    const at = queue.update(this.index, this.generation, FIELD_POSITION) + POSITION;
    const { floats } = queue;
    floats[at] = x;
    floats[at + 1] = y;
    floats[at + 2] = z;
    const { positions } = store.columns;
    const to = this.index * 3;
    positions[to] = x;
    positions[to + 1] = y;
    positions[to + 2] = z;
  }

  /** How it is turned: a quaternion x, y, z, w of any length but 0; the engine makes it a unit one. Usually 0, 0, 0, 1. */
  get orientation(): Quaternion {
    const { orientations } = this.#store.columns;
    const at = this.index * 4;
    return [orientations[at] as number, orientations[at + 1] as number, orientations[at + 2] as number, orientations[at + 3] as number];
  }
  set orientation(value: Quaternion) {
    const store = this.#alive;
    checkQuaternion('orientation', value);
    this.#turn(store, value[0], value[1], value[2], value[3]);
  }

  /** As `orientation`, without a list. */
  setOrientation(x: number, y: number, z: number, w: number): void {
    const store = this.#alive;
    if (!isQuaternion(x, y, z, w)) checkQuaternion('orientation', [x, y, z, w]);
    this.#turn(store, x, y, z, w);
  }

  #turn(store: EntityHome, x: number, y: number, z: number, w: number): void {
    const { queue } = store;
    const at = queue.update(this.index, this.generation, FIELD_ORIENTATION) + ORIENTATION;
    const { floats } = queue;
    floats[at] = x;
    floats[at + 1] = y;
    floats[at + 2] = z;
    floats[at + 3] = w;
    const { orientations } = store.columns;
    const to = this.index * 4;
    orientations[to] = x;
    orientations[to + 1] = y;
    orientations[to + 2] = z;
    orientations[to + 3] = w;
  }

  /** How large it is along x, y and z, or along all of them; each -1e9 to 1e9. Usually 1, 1, 1. */
  get scale(): Vector {
    const { scales } = this.#store.columns;
    const at = this.index * 3;
    return [scales[at] as number, scales[at + 1] as number, scales[at + 2] as number];
  }
  set scale(value: number | Vector) {
    const [x, y, z] = checkScale('scale', value);
    this.setScale(x, y, z);
  }

  /** As `scale`, without a list. */
  setScale(x: number, y: number, z: number): void {
    const store = this.#alive;
    if (!(typeof x === 'number' && x >= LEAST && x <= MOST)) checkCoordinate('x', x);
    if (!(typeof y === 'number' && y >= LEAST && y <= MOST)) checkCoordinate('y', y);
    if (!(typeof z === 'number' && z >= LEAST && z <= MOST)) checkCoordinate('z', z);
    const { queue } = store;
    const at = queue.update(this.index, this.generation, FIELD_SCALE) + SCALE;
    const { floats } = queue;
    floats[at] = x;
    floats[at + 1] = y;
    floats[at + 2] = z;
    const { scales } = store.columns;
    const to = this.index * 3;
    scales[to] = x;
    scales[to + 1] = y;
    scales[to + 2] = z;
  }

  /** What its mesh's colours, and its texture's, are multiplied with: see `Color`; read as `'#rrggbb'` or `'#rrggbbaa'`. Usually opaque white. */
  get color(): string {
    return colorText(this.#store.columns.colors[this.index] as number);
  }
  set color(value: Color) {
    const store = this.#alive;
    const word = colorWord('color', value);
    const { queue } = store;
    const at = queue.update(this.index, this.generation, FIELD_COLOR);
    queue.words[at + COLOR] = word;
    store.columns.colors[this.index] = word;
  }

  /** What it looks like: a mesh, or what `scene.mesh` takes; null: nothing. */
  get mesh(): Mesh | null {
    return this.#store.meshes.numbered((this.#store.columns.looks[this.index] as number) & 0xffff);
  }
  set mesh(value: MeshChoice | null) {
    const store = this.#alive;
    const mesh = store.meshes.choose('mesh', value);
    const before = this.mesh;
    this.#setLooks(FIELD_MESH, store.looksWithMesh(this.index, mesh));
    store.meshes.exchange(before, mesh);
  }

  /** The picture that is laid on its mesh, or null. One that is released counts as none. */
  get texture(): Texture | null {
    return this.#store.textures.numbered(((this.#store.columns.looks[this.index] as number) >>> 16) - 1);
  }
  set texture(value: Texture | null) {
    const store = this.#alive;
    const number = store.textures.numberOf('texture', value);
    this.#setLooks(FIELD_TEXTURE, store.looksWithTexture(this.index, number));
  }

  /** The one camera that draws it; null: every world camera. */
  get camera(): Camera | null {
    return this.#store.cameras.numbered(this.#store.columns.cameras[this.index] as number);
  }
  set camera(value: Camera | null) {
    const store = this.#alive;
    const number = store.cameras.numberOf('camera', value);
    const { queue } = store;
    const at = queue.update(this.index, this.generation, FIELD_CAMERA);
    queue.words[at + CAMERA] = number;
    store.columns.cameras[this.index] = number;
  }

  /** Whether it is drawn, and all that follow it. Usually true. */
  get active(): boolean {
    return this.#store.columns.actives[this.index] !== 0;
  }
  set active(value: boolean) {
    const store = this.#alive;
    const flag = checkBoolean('active', value) ? 1 : 0;
    const { queue } = store;
    const at = queue.update(this.index, this.generation, FIELD_ACTIVE);
    queue.words[at] = ((queue.words[at] as number) & ~0x100) | (flag << 8);
    store.columns.actives[this.index] = flag;
  }

  /** Whom it follows: its place, orientation and scale are within the parent's. It ends with the parent. Usually null. */
  get parent(): Entity | null {
    const slot = this.#store.family.parentOf(this.index);
    return slot === NONE ? null : this.#store.inSlot(slot);
  }
  set parent(value: Entity | null) {
    this.#alive.setParent(this, value);
  }

  /** Sets several at once, with one command where none of them is the parent. @throws SceneOptionError, and changes nothing then */
  set(values: Settable): void {
    this.#alive.set(this, values);
  }

  /** Ends it, and all that follow it. */
  destroy(): void {
    this.#alive.destroy(this);
  }

  /**
   * Calls `listener` when a pointer does something over it; the returned function ends that. While anybody listens, the entity
   * under the pointer is looked for once a picture.
   */
  on(type: EntityEventName, listener: (event: EntityPointerEvent) => void): () => void {
    return this.#alive.listen(this, type, listener);
  }

  #setLooks(field: number, looks: number): void {
    const store = this.#store;
    const at = store.queue.update(this.index, this.generation, field);
    store.queue.words[at + LOOKS] = looks;
    store.columns.looks[this.index] = looks;
  }

  /** The store. @throws SceneDestroyedError where the entity has ended */
  get #alive(): EntityHome {
    const store = this.#store;
    if (store.columns.living[this.index] !== this.generation) store.refuseDead(this);
    return store;
  }
}

/** The entity that a value is. @throws SceneOptionError for anything else, or one that has ended */
export function checkEntity(name: string, value: unknown): Entity {
  return value instanceof Entity && value.alive ? value : refuse(name, value, 'it must be an entity that is alive');
}
