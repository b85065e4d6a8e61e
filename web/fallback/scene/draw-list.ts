/** The list of what is to be drawn: the twin of src/scene/draw_list.h. Lists are the same byte for byte; how they are made differs. */
import {
  CameraKind,
  DIRTY_ALL,
  DIRTY_ENTITIES,
  DIRTY_MESHES,
  DIRTY_TEXTURES,
  DrawGroup,
  DrawInstance,
  DrawLight,
  DrawPass,
  FIELD_ACTIVE,
  FIELD_CAMERA,
  FIELD_COLOR,
  FIELD_MESH,
  FIELD_PARENT,
  FIELD_TEXTURE,
  LIGHTS_DRAWN,
  MAX_CAMERAS,
  NONE,
} from '../../generated/scene-layout.js';
import { CameraView, cameraView, defaultCameraView, Sight, usableView, VIEW_WORDS } from './camera-view.js';
import type { CameraState } from './columns.js';
import { Distant } from './distant.js';
import { Drawables, type DrawInput, KEY_MASK, NODE, NOT_DRAWN, OWN_CAMERA, TRANSPARENT } from './drawables.js';
import { chooseLights } from './light-choice.js';
import { GrowingArray, type Memory } from './memory.js';
import { findBounds } from './scene-bounds.js';
import { Spheres } from './spheres.js';
import { modelMatrices, Transforms } from './transform.js';

/** What make() came to. */
export const DrawOutcome = {
  /** Nothing has changed: the list is the last one. */
  same: 0,
  /** The list is a new one. */
  made: 1,
  /** The memory for a new one was refused: the list is the last one, and the next call tries again. */
  refused: 2,
} as const;
export type DrawOutcome = (typeof DrawOutcome)[keyof typeof DrawOutcome];

/** Most passes: every camera, and the default one beside the screen cameras. */
export const MAX_PASSES = MAX_CAMERAS + 1;
/** All fields of an entity, for note(). */
export const ALL_FIELDS = 0xffff;

const PASS = DrawPass.size / 4;
const GROUP = DrawGroup.size / 4;
const INSTANCE = DrawInstance.size / 4;
const COLOR = DrawInstance.color / 4;

/** Fields that the order of chains, and those that drawables depend on. */
const ORDER_FIELDS = FIELD_PARENT | FIELD_ACTIVE;
const DRAWABLE_FIELDS = ORDER_FIELDS | FIELD_MESH | FIELD_TEXTURE | FIELD_COLOR | FIELD_CAMERA;

export class DrawList {
  /** DrawPass records, `passCount` of them. */
  readonly passes = new Uint32Array(MAX_PASSES * PASS);
  readonly passFloats = new Float32Array(this.passes.buffer);
  passCount = 0;
  /** DrawGroup records, `groupCount` of them. */
  readonly groups: GrowingArray;
  groupCount = 0;
  /** DrawInstance records, `instanceCount` of them, and the slot of each one's entity. */
  readonly instances: GrowingArray;
  readonly instanceSlots: GrowingArray;
  instanceCount = 0;
  /** DrawLight records, `lightCount` of them. */
  readonly lights = new Uint32Array((MAX_PASSES * LIGHTS_DRAWN * DrawLight.size) / 4);
  readonly lightFloats = new Float32Array(this.lights.buffer);
  lightCount = 0;
  /** Drawable entities that no camera sees. */
  culled = 0;
  /** Counts up whenever an array was made anew: groups, instances or their slots. */
  epoch = 0;

  readonly transforms: Transforms;
  readonly drawables: Drawables;
  readonly spheres = new Spheres();
  readonly sight = new Sight();
  readonly #views = Array.from({ length: MAX_PASSES }, () => new CameraView());
  /** Slots that passes see, one pass's behind the other's, and how far along its view direction each is. */
  readonly #seen: GrowingArray;
  readonly #depths: GrowingArray;
  /** Of each pass where in these its own begin. */
  readonly #firstSeen = new Uint32Array(MAX_PASSES + 1);
  /** Of each pass and key, how many opaque ones it sees, then where the next one goes. */
  readonly #counts: GrowingArray;
  readonly #distant: Distant;
  /** Of each slot a bit: whether a pass sees it. */
  readonly #union: GrowingArray;
  /** What has changed since prepare() and since make(). */
  #stale: number = DIRTY_ALL;
  #staleFields = ALL_FIELDS;
  #staleList: number = DIRTY_ALL;
  readonly #view = new Float32Array(VIEW_WORDS);
  readonly #lastView = new Float32Array(VIEW_WORDS);

  constructor(memory: Memory) {
    this.transforms = new Transforms(memory);
    this.drawables = new Drawables(memory);
    this.groups = new GrowingArray(memory, GROUP);
    this.instances = new GrowingArray(memory, INSTANCE);
    this.instanceSlots = new GrowingArray(memory);
    this.#seen = new GrowingArray(memory);
    this.#depths = new GrowingArray(memory);
    this.#counts = new GrowingArray(memory);
    this.#union = new GrowingArray(memory);
    this.#distant = new Distant(memory);
  }

  /** Takes note of what a publish changed: DIRTY_ENTITIES ..., and of entities which columns, FIELD_POSITION ... */
  note(dirty: number, fields: number): void {
    this.#stale |= dirty;
    this.#staleList |= dirty;
    this.#staleFields |= fields;
  }

  /** Makes the list of the published state for a view. */
  make(input: DrawInput): DrawOutcome {
    const view = this.#view;
    usableView(input.view, view);
    if (this.#staleList === 0 && view.every((value, k) => value === this.#lastView[k])) return DrawOutcome.same;
    if (!this.prepare(input)) return DrawOutcome.refused;
    const passCount = this.findPasses(input, view, this.#views);
    if (!this.#count(input, passCount)) return DrawOutcome.refused;

    this.groupCount = 0;
    this.instanceCount = 0;
    this.lightCount = 0;
    for (let i = 0; i < passCount; i++) {
      const camera = this.#views[i] as CameraView;
      const at = i * PASS;
      this.#addPass(camera, at);
      if (camera.kind !== CameraKind.screen) {
        const { lights, lightCount } = input;
        const count = chooseLights(lights, lightCount, camera.eye, this.lights, this.lightFloats, this.lightCount);
        this.passes[at + DrawPass.lightCount / 4] = count;
        this.lightCount += count;
      }
      this.#draw(input, i, camera.kind === CameraKind.screen);
      this.#drawDistant(input);
      this.passes[at + DrawPass.groupCount / 4] = this.groupCount - (this.passes[at + DrawPass.firstGroup / 4] as number);
    }
    this.passCount = passCount;
    this.#countCulled(input.slots);
    this.#staleList = 0;
    this.#lastView.set(view);
    return DrawOutcome.made;
  }

  /** Brings transforms and drawables up to the published state. False when the memory is refused. */
  prepare(input: DrawInput): boolean {
    const stale = this.#stale;
    const moved = (stale & DIRTY_ENTITIES) !== 0;
    const fields = moved ? this.#staleFields : 0;
    if ((fields & ORDER_FIELDS) !== 0) {
      if (!this.transforms.order(input.columns, input.slots)) return false;
      this.transforms.findActive(input.columns);
    }
    if ((fields & DRAWABLE_FIELDS) !== 0 || (stale & (DIRTY_MESHES | DIRTY_TEXTURES)) !== 0) {
      if (!this.drawables.find(input, this.transforms)) return false;
    }
    if (moved || (stale & DIRTY_MESHES) !== 0) {
      this.transforms.update(input.columns, input.meshFloats, input.meshCount);
    }
    this.#stale = 0;
    this.#staleFields = 0;
    this.spheres.begin(input, this.drawables, this.transforms);
    return true;
  }

  /** Cameras in the order of drawing, to `passes`; how many. */
  findPasses(input: DrawInput, view: Float32Array, passes: readonly CameraView[]): number {
    this.spheres.begin(input, this.drawables, this.transforms);
    let count = this.#addCameras(input, view, passes, 0, false);
    if (count === 0) {
      defaultCameraView(passes[0] as CameraView, findBounds(input, this.drawables, this.spheres), view);
      count = 1;
    }
    return this.#addCameras(input, view, passes, count, true);
  }

  #addCameras(input: DrawInput, view: Float32Array, passes: readonly CameraView[], count: number, screens: boolean): number {
    let at = count;
    for (let i = 0; i < MAX_CAMERAS; i++) {
      const camera = input.cameras[i] as CameraState;
      if (!camera.exists || !camera.active || (camera.kind === CameraKind.screen) !== screens) continue;
      cameraView(passes[at] as CameraView, camera, i, view);
      at++;
    }
    return at;
  }

  /** How many entities a camera may draw at most. */
  #most(pass: CameraView): number {
    const own = pass.camera === NONE ? 0 : this.drawables.own(pass.camera);
    return pass.kind === CameraKind.screen ? own : this.drawables.shared + own;
  }

  /** Finds what passes see, and asks for all memory that the list takes, before anything of it is written. */
  #count(input: DrawInput, passCount: number): boolean {
    const keys = this.drawables.keyCount;
    if (!grow(this.#counts, keys * passCount)) return false;
    let seen = 0;
    let groups = 0;
    let distant = 0;
    for (let i = 0; i < passCount; i++) {
      const pass = this.#views[i] as CameraView;
      const room = seen + this.#most(pass);
      if (!grow(this.#seen, room) || !grow(this.#depths, room)) return false;
      this.#firstSeen[i] = seen;
      const end = this.#see(input, pass, seen);
      const count = this.#countKeys(i, seen, end, pass.kind === CameraKind.screen);
      distant = Math.max(distant, count);
      groups += count;
      for (let key = 0; key < keys; key++) if (this.#counts.words[i * keys + key] !== 0) groups++;
      seen = end;
    }
    this.#firstSeen[passCount] = seen;
    const epochs = [this.groups.words, this.instances.words, this.instanceSlots.words];
    const hasRoom =
      this.#distant.reserve(distant) &&
      (passCount === 1 || grow(this.#union, Math.ceil(input.slots / 32))) &&
      grow(this.groups, groups) &&
      grow(this.instances, seen) &&
      grow(this.instanceSlots, seen);
    if ([this.groups, this.instances, this.instanceSlots].some(({ words }, k) => words !== epochs[k])) this.epoch++;
    return hasRoom;
  }

  /** Writes the slots that a camera sees from `first` on, and returns where they end. */
  #see(input: DrawInput, pass: CameraView, first: number): number {
    const { spheres, sight } = this;
    const tags = this.drawables.tags();
    const cameras = input.columns.cameras;
    const seen = this.#seen.words;
    const depths = this.#depths.floats;
    const isScreen = pass.kind === CameraKind.screen;
    sight.look(pass);
    let at = first;
    for (let slot = 0; slot < input.slots; slot++) {
      const tag = tags[slot] as number;
      if (tag === NOT_DRAWN) continue;
      if ((tag & OWN_CAMERA) !== 0 ? cameras[slot] !== pass.camera : isScreen) continue;
      spheres.look(slot, tag);
      if (!sight.sees(spheres.sphere)) continue;
      seen[at] = slot;
      depths[at] = sight.depth[0] as number;
      at++;
    }
    return at;
  }

  /** Counts what a pass sees by key, and returns how many are to be sorted by depth. */
  #countKeys(pass: number, first: number, end: number, isScreen: boolean): number {
    const keys = this.drawables.keyCount;
    const tags = this.drawables.tags();
    const seen = this.#seen.words;
    const counts = this.#counts.words;
    const base = pass * keys;
    counts.fill(0, base, base + keys);
    if (isScreen) return end - first;
    let distant = 0;
    for (let k = first; k < end; k++) {
      const tag = tags[seen[k] as number] as number;
      if ((tag & TRANSPARENT) !== 0) {
        distant++;
      } else {
        const at = base + (tag & KEY_MASK);
        counts[at] = (counts[at] as number) + 1;
      }
    }
    return distant;
  }

  #addPass(view: CameraView, at: number): void {
    const { passes, passFloats } = this;
    passes.fill(0, at, at + PASS);
    passes[at + DrawPass.camera / 4] = view.camera;
    passes[at + DrawPass.kind / 4] = view.kind;
    passes[at + DrawPass.firstGroup / 4] = this.groupCount;
    passes[at + DrawPass.firstLight / 4] = this.lightCount;
    passFloats.set(view.viewport, at + DrawPass.viewport / 4);
    passFloats.set(view.matrix, at + DrawPass.matrix / 4);
    passFloats.set(view.eye, at + DrawPass.eye / 4);
    passFloats.set(view.forward, at + DrawPass.forward / 4);
  }

  /** Writes what is opaque of a pass, and puts the rest aside. */
  #draw(input: DrawInput, pass: number, isScreen: boolean): void {
    const { keyCount } = this.drawables;
    const order = this.drawables.order();
    const tags = this.drawables.tags();
    const counts = this.#counts.words;
    const base = pass * keyCount;
    for (let k = 0; k < keyCount; k++) {
      const key = order[k] as number;
      const count = counts[base + key] as number;
      counts[base + key] = this.instanceCount;
      if (count === 0) continue;
      this.#addGroup(key, this.instanceCount, count, 0);
      this.instanceCount += count;
    }
    const seen = this.#seen.words;
    const depths = this.#depths.floats;
    const end = this.#firstSeen[pass + 1] as number;
    for (let k = this.#firstSeen[pass] as number; k < end; k++) {
      const slot = seen[k] as number;
      const tag = tags[slot] as number;
      if (isScreen || (tag & TRANSPARENT) !== 0) {
        this.#distant.putAside(slot, depths[k] as number);
        continue;
      }
      const key = base + (tag & KEY_MASK);
      const at = counts[key] as number;
      counts[key] = at + 1;
      this.#write(input, slot, tag, at);
    }
  }

  /** Writes an instance. */
  #write(input: DrawInput, slot: number, tag: number, at: number): void {
    const instances = this.instances.floats;
    const to = at * INSTANCE;
    if ((tag & NODE) !== 0) {
      const nodes = this.transforms.nodes();
      const from = this.transforms.node(slot);
      for (let k = 0; k < 12; k++) instances[to + k] = nodes[from + k] as number;
    } else {
      modelMatrices(input.columns, slot, instances, to);
    }
    this.instances.words[to + COLOR] = input.columns.colors[slot] as number;
    this.instanceSlots.words[at] = slot;
  }

  /** What was put aside, farthest first, as instances and groups. */
  #drawDistant(input: DrawInput): void {
    const count = this.#distant.count;
    const sorted = this.#distant.sortDistant();
    const tags = this.drawables.tags();
    let groupKey = NONE;
    for (let i = 0; i < count; i++) {
      const slot = sorted[i] as number;
      const tag = tags[slot] as number;
      const key = tag & KEY_MASK;
      this.#write(input, slot, tag, this.instanceCount);
      if (key === groupKey) {
        const at = (this.groupCount - 1) * GROUP + DrawGroup.count / 4;
        this.groups.words[at] = (this.groups.words[at] as number) + 1;
      } else {
        this.#addGroup(key, this.instanceCount, 1, 1);
        groupKey = key;
      }
      this.instanceCount++;
    }
  }

  #addGroup(key: number, first: number, count: number, transparent: number): void {
    const groups = this.groups.words;
    const word = this.drawables.word(key);
    const texture = word & 0xffff;
    const at = this.groupCount * GROUP;
    groups.fill(0, at, at + GROUP);
    groups[at + DrawGroup.mesh / 4] = word >>> 16;
    groups[at + DrawGroup.texture / 4] = texture === 0xffff ? NONE : texture;
    groups[at + DrawGroup.first / 4] = first;
    groups[at + DrawGroup.count / 4] = count;
    groups[at + DrawGroup.transparent / 4] = transparent;
    this.groupCount++;
  }

  #countCulled(slots: number): void {
    let seen = this.instanceCount;
    if (this.passCount !== 1) {
      const union = this.#union.words;
      union.fill(0, 0, Math.ceil(slots / 32));
      seen = 0;
      for (let k = 0; k < this.instanceCount; k++) {
        const slot = this.instanceSlots.words[k] as number;
        const bit = 1 << (slot & 31);
        const word = union[slot >>> 5] as number;
        if ((word & bit) === 0) seen++;
        union[slot >>> 5] = word | bit;
      }
    }
    this.culled = this.drawables.total - seen;
  }

  /** Bytes of memory it has. */
  room(): number {
    const arrays = [this.groups, this.instances, this.instanceSlots, this.#seen, this.#depths, this.#counts, this.#union];
    const own = arrays.reduce((sum, array) => sum + array.room(), 0);
    return own + this.transforms.room() + this.drawables.room() + this.#distant.room();
  }
}

/** Room for `count` records, and a quarter more where it can: a scene that grows does so again. */
function grow(array: GrowingArray, count: number): boolean {
  if (count <= array.capacity) return true;
  return array.reserve(count + Math.floor(count / 4)) || array.reserve(count);
}
