// A scene of everything there is, at random, as tests/native/scene/draw_recipe.h makes it, too: integer arithmetic and
// numbers that are exact in both languages.
import { mixWord } from '../../../../web/engine/hash.js';
import { type EntityColumns, emptyCamera, emptyLight } from '../../../../web/fallback/scene/columns.js';
import { ALL_FIELDS, DrawList } from '../../../../web/fallback/scene/draw-list.js';
import type { DrawInput } from '../../../../web/fallback/scene/drawables.js';
import type { Memory } from '../../../../web/fallback/scene/memory.js';
import { PickHit, pick } from '../../../../web/fallback/scene/pick.js';
import {
  type CameraKind,
  DIRTY_ENTITIES,
  DIRTY_MESHES,
  DIRTY_TEXTURES,
  DIRTY_VIEWS,
  DrawView,
  ENTITY_ACTIVE,
  ENTITY_ALIVE,
  FIELD_ORIENTATION,
  FIELD_POSITION,
  FIELD_SCALE,
  CameraKind as Kinds,
  type LightKind,
  MAX_CAMERAS,
  MeshEntry,
  NONE,
  TextureEntry,
} from '../../../../web/generated/scene-layout.js';

const f = Math.fround;

export const RECIPE_STEPS = 6;

const RECORDS = 8;
const LIGHTS = 64;
const MESH = MeshEntry.size / 4;
const TEXTURE = TextureEntry.size / 4;

// What a number is drawn for; a step is added to it.
const SLOTS = 1000;
const FEATURES = 1100;
const MESHES = 1200;
const TEXTURES = 1300;
const CAMERA = 1400;
const LIGHT = 1500;
const VIEW = 1600;
const PLACE = 1700;
const TURN = 1800;
const SCALE = 1900;
const LOOKS = 2000;
const PICK_X = 2100;
const PICK_Y = 2200;

// Bits of the features.
const NO_CAMERAS = 1;
const ONE_LOOK = 2;
const PARENTS = 4;
const BACKWARDS = 8;

/** Columns with room for so many slots. */
export function columnsFor(slots: number): EntityColumns {
  const floats = (): Float32Array => new Float32Array(slots);
  const words = (): Uint32Array => new Uint32Array(slots);
  return {
    ...{ generations: words(), flags: words(), position: [floats(), floats(), floats()] },
    ...{ orientation: [floats(), floats(), floats(), floats()], scale: [floats(), floats(), floats()] },
    ...{ colors: words(), looks: words(), cameras: words(), parents: words() },
  };
}

/** As `bits / by % of` of unsigned words. */
const share = (bits: number, by: number, of: number): number => Math.floor(bits / by) % of;

export class DrawRecipe {
  readonly list: DrawList;
  readonly input: DrawInput;
  readonly #seed: number;
  readonly #slots: number;
  readonly #features: number;

  constructor(seed: number, memory: Memory) {
    this.#seed = seed;
    this.#slots = seed % 8 === 7 ? 3000 : 1 + (this.#random(0, SLOTS) % 700);
    this.#features = this.#random(0, FEATURES);
    this.list = new DrawList(memory);
    const meshes = new Uint32Array(RECORDS * MESH);
    this.input = {
      ...{ columns: columnsFor(this.#slots), slots: this.#slots },
      ...{ meshes, meshFloats: new Float32Array(meshes.buffer), meshCount: RECORDS },
      ...{ textures: new Uint32Array(RECORDS * TEXTURE), textureCount: RECORDS },
      cameras: Array.from({ length: MAX_CAMERAS }, emptyCamera),
      ...{ lights: Array.from({ length: LIGHTS }, emptyLight), lightCount: LIGHTS },
      view: new Float32Array(DrawView.size / 4),
    };
    this.#setMeshes(0);
    this.#setCameras(0);
    this.#setLights();
    this.#setView(0);
    for (let slot = 0; slot < this.#slots; slot++) {
      this.#setWhole(slot, 0);
      this.#setPlace(slot, 0);
    }
  }

  /** Goes on to a step, 1 to RECIPE_STEPS - 1; step 0 is how it begins. */
  go(step: number): void {
    const { list } = this;
    if (step === 1) {
      for (let slot = 0; slot < this.#slots; slot += 3) this.#setPlace(slot, step);
      list.note(DIRTY_ENTITIES, FIELD_POSITION | FIELD_ORIENTATION | FIELD_SCALE);
    } else if (step === 2) {
      for (let slot = 1; slot < this.#slots; slot += 5) this.#setWhole(slot, step);
      list.note(DIRTY_ENTITIES, ALL_FIELDS);
    } else if (step === 3) {
      this.#setView(step);
    } else if (step === 4) {
      this.#setCameras(step);
      list.note(DIRTY_VIEWS, 0);
    } else if (step === 5) {
      this.#setMeshes(step);
      list.note(DIRTY_MESHES | DIRTY_TEXTURES, 0);
    }
  }

  /** A hash of the list, and of what is seen at a few places. */
  hash(step: number): number {
    let hash = 1;
    const fold = (words: Uint32Array, count: number): void => {
      for (let i = 0; i < count; i++) hash = mixWord(hash, words[i] as number);
    };
    const { list } = this;
    fold(list.passes, 64 * list.passCount);
    fold(list.groups.words, 8 * list.groupCount);
    fold(list.instances.words, 13 * list.instanceCount);
    fold(list.instanceSlots.words, list.instanceCount);
    fold(list.lights, 16 * list.lightCount);
    hash = mixWord(hash, list.culled);
    const hit = new PickHit();
    for (let i = 0; i < 8; i++) {
      const x = (this.#random(i, PICK_X + step) % 65) / 64;
      const y = (this.#random(i, PICK_Y + step) % 65) / 64;
      if (!pick(list, this.input, x, y, hit)) return 0;
      const words = new Uint32Array([hit.index, hit.generation, 0, 0, 0, 0]);
      new Float32Array(words.buffer).set([hit.distance, ...hit.point], 2);
      fold(words, 6);
    }
    return hash;
  }

  #random(index: number, purpose: number): number {
    return mixWord(mixWord(mixWord(0x5ce7e, this.#seed), index), purpose);
  }

  /** From -2^23 to 2^23 times a power of two. */
  #number(index: number, purpose: number, power: number): number {
    return ((this.#random(index, purpose) >>> 8) - 2 ** 23) * 2 ** power;
  }

  #unitQuaternion(index: number, purpose: number): [number, number, number, number] {
    const [x, y, z, w] = [0, 1, 2, 3].map((k) => this.#number(index * 4 + k, purpose, -23)) as [number, number, number, number];
    const isTurn = this.#random(index, purpose) % 4 === 0;
    const q = [isTurn ? 0 : x, y, isTurn ? 0 : z, f(w + 1.5)] as const;
    const sum = f(f(f(f(q[0] * q[0]) + f(q[1] * q[1])) + f(q[2] * q[2])) + f(q[3] * q[3]));
    const l = f(Math.sqrt(sum));
    return [f(q[0] / l), f(q[1] / l), f(q[2] / l), f(q[3] / l)];
  }

  #setMeshes(step: number): void {
    const { meshes, meshFloats, textures } = this.input;
    for (let i = 0; i < RECORDS; i++) {
      const at = i * MESH;
      const bits = this.#random(i, MESHES + step);
      meshes[at + MeshEntry.state / 4] = bits % 5 === 0 ? 0 : 2 + (bits % 2);
      meshes[at + MeshEntry.vertices / 4] = bits % 7 === 0 ? 0 : 24;
      meshes[at + MeshEntry.indices / 4] = 36;
      const half = ((bits % 16) + 1) * 0.0625;
      for (let k = 0; k < 3; k++) {
        const center = i % 2 === 0 ? 0 : this.#number(i * 3 + k, MESHES + step, -23);
        meshFloats[at + MeshEntry.center / 4 + k] = center;
        meshFloats[at + MeshEntry.least / 4 + k] = center - half;
        meshFloats[at + MeshEntry.most / 4 + k] = center + half;
      }
      meshFloats[at + MeshEntry.radius / 4] = half * 1.75;
      meshes[at + MeshEntry.seeThrough / 4] = i === 5 ? 1 : 0;
      const texture = this.#random(i, TEXTURES + step);
      textures[i * TEXTURE + TextureEntry.state / 4] = texture % 4 !== 0 ? 1 : 0;
      textures[i * TEXTURE + TextureEntry.seeThrough / 4] = texture % 3 === 0 ? 1 : 0;
    }
  }

  #setCameras(step: number): void {
    this.input.cameras.forEach((camera, i) => {
      const bits = this.#random(i, CAMERA + step);
      camera.exists = bits % 4 === 0 && (this.#features & NO_CAMERAS) === 0;
      camera.active = share(bits, 4, 3) !== 0;
      camera.kind = share(bits, 16, 3) as CameraKind;
      for (let k = 0; k < 3; k++) camera.position[k] = this.#number(i * 3 + k, CAMERA + 10 + step, -17);
      camera.orientation.set(this.#unitQuaternion(i, CAMERA + 20 + step));
      camera.field = camera.kind === Kinds.perspective ? 0.25 + share(bits, 64, 10) * 0.25 : 8 + share(bits, 64, 64);
      camera.near = (1 + share(bits, 4096, 4)) * 0.25;
      camera.far = 32 + share(bits, 16384, 256);
      for (let axis = 0; axis < 2; axis++) {
        const place = this.#random(i * 2 + axis, CAMERA + 30 + step);
        const from = place % 3 === 0 ? share(place, 4, 3) : 0;
        camera.viewport[axis] = from * 0.25;
        camera.viewport[2 + axis] = (from === 0 ? 4 : 1 + share(place, 16, 4 - from)) * 0.25;
      }
    });
  }

  #setLights(): void {
    this.input.lights.forEach((light, i) => {
      const bits = this.#random(i, LIGHT);
      light.exists = bits % 2 === 1;
      light.active = share(bits, 2, 4) !== 0;
      light.kind = share(bits, 8, 3) as LightKind;
      light.color = this.#random(i, LIGHT + 1);
      for (let k = 0; k < 3; k++) {
        light.position[k] = this.#number(i * 3 + k, LIGHT + 2, -17);
        light.direction[k] = k === share(bits, 32, 3) ? 1 : 0;
      }
      light.intensity = share(bits, 128, 4) * 0.5;
      light.range = 1 + share(bits, 512, 64);
      light.inner = share(bits, 32768, 8) * 0.0625;
      light.outer = 0.5 + share(bits, 262144, 16) * 0.0625;
    });
  }

  #setView(step: number): void {
    const { view } = this.input;
    const bits = this.#random(0, VIEW + step);
    view[DrawView.width / 4] = bits % 5 === 0 ? 0 : bits % 2000;
    view[DrawView.height / 4] = share(bits, 8192, 1000);
    view[DrawView.yaw / 4] = this.#number(1, VIEW + step, -21);
    view[DrawView.pitch / 4] = this.#number(2, VIEW + step, -22);
    view[DrawView.zoom / 4] = this.#number(3, VIEW + step, -21);
    view[DrawView.panX / 4] = this.#number(4, VIEW + step, -24);
    view[DrawView.panY / 4] = bits % 7 === 0 ? Number.NaN : this.#number(5, VIEW + step, -24);
  }

  #setPlace(slot: number, step: number): void {
    const { columns: c } = this.input;
    this.#unitQuaternion(slot, TURN + step).forEach((value, k) => {
      (c.orientation[k] as Float32Array)[slot] = value;
    });
    const bits = this.#random(slot, SCALE + step);
    for (let k = 0; k < 3; k++) {
      (c.position[k] as Float32Array)[slot] = this.#number(slot * 3 + k, PLACE + step, -17);
      let scale = f(1 + this.#number(slot * 3 + k, SCALE + step, -24));
      if (bits % 16 === k) scale = 0;
      if (bits % 16 === 3 + k) scale = -scale;
      if (bits % 16 === 6) scale = f(scale * 64);
      if (bits % 512 === 7) scale = f(scale * 1e9);
      (c.scale[k] as Float32Array)[slot] = scale;
    }
  }

  #setWhole(slot: number, step: number): void {
    const { columns: c } = this.input;
    const bits = this.#random(slot, LOOKS + step);
    c.generations[slot] = 1 + (bits % 5);
    c.flags[slot] = (share(bits, 8, 10) !== 0 ? ENTITY_ALIVE : 0) | (share(bits, 128, 8) !== 0 ? ENTITY_ACTIVE : 0);
    const color = this.#random(slot, LOOKS + 10 + step);
    c.colors[slot] = share(bits, 1024, 4) === 0 ? color : color | 0xff000000;
    const looks = this.#random(slot, LOOKS + 20 + step);
    const mesh = looks % 16 === 15 ? 65535 : share(looks, 16, 9);
    c.looks[slot] = (this.#features & ONE_LOOK) !== 0 ? 0 : mesh | (share(looks, 256, 10) << 16);
    c.cameras[slot] = share(bits, 4096, 12) === 0 ? share(bits, 65536, 18) : NONE;
    c.parents[slot] = this.#parentOf(slot, this.#random(slot, LOOKS + 30 + step));
  }

  /** A slot before it, or behind it where slots go backwards, so that no circle closes. */
  #parentOf(slot: number, bits: number): number {
    if ((this.#features & PARENTS) === 0 || bits % 3 === 0) return NONE;
    const isBackwards = (this.#features & BACKWARDS) !== 0;
    const before = isBackwards ? this.#slots - 1 - slot : slot;
    if (before === 0) return NONE;
    const steps = bits % 5 === 0 ? 1 + share(bits, 16, before) : 1;
    return isBackwards ? slot + steps : slot - steps;
  }
}
