// Scenes for tests of what is drawn of them, and a world worked out in double precision as simply as it can be.
import { type CameraState, type EntityColumns, emptyCamera, emptyLight } from '../../../../web/fallback/scene/columns.js';
import type { DrawInput } from '../../../../web/fallback/scene/drawables.js';
import type { Memory } from '../../../../web/fallback/scene/memory.js';
import {
  type CameraKind,
  DrawView,
  ENTITY_ACTIVE,
  ENTITY_ALIVE,
  MAX_CAMERAS,
  MeshEntry,
  MeshState,
  NONE,
  TextureEntry,
} from '../../../../web/generated/scene-layout.js';
import { columnsFor } from './draw-recipe.js';

const MESH = MeshEntry.size / 4;
const RECORDS = 8;

export type Three = readonly [number, number, number];

/** Random numbers that are the same in every run: mulberry32's steps. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed * 7919 + 1;
  }

  /** 0 to 1. */
  share(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  between(least: number, most: number): number {
    return Math.fround(least + (most - least) * this.share());
  }

  below(count: number): number {
    return Math.floor(this.share() * count);
  }

  /** A unit quaternion. */
  turn(): [number, number, number, number] {
    const q = [0, 1, 2, 3].map(() => this.between(-1, 1));
    const l = Math.hypot(...q) || 1;
    return q.map((v) => Math.fround(v / l)) as [number, number, number, number];
  }
}

/** Memory that gives `left` blocks more, then refuses. */
export class TestMemory implements Memory {
  left = Number.POSITIVE_INFINITY;

  allocate(bytes: number): ArrayBuffer | null {
    if (this.left === 0) return null;
    this.left--;
    return new ArrayBuffer(bytes);
  }
}

/** Slots are alive and active, stand at the origin and have mesh 0, a cube of size 1, until something else is said. */
export class DrawScene {
  readonly columns: EntityColumns;
  readonly input: DrawInput;

  constructor(slots: number) {
    const columns = columnsFor(slots);
    columns.generations.fill(1);
    columns.flags.fill(ENTITY_ALIVE | ENTITY_ACTIVE);
    columns.orientation[3].fill(1);
    for (const column of columns.scale) column.fill(1);
    columns.colors.fill(0xffffffff);
    columns.cameras.fill(NONE);
    columns.parents.fill(NONE);
    this.columns = columns;
    const meshes = new Uint32Array(RECORDS * MESH);
    const view = new Float32Array(DrawView.size / 4);
    view[DrawView.width / 4] = 1600;
    view[DrawView.height / 4] = 900;
    view[DrawView.zoom / 4] = 1;
    this.input = {
      ...{ columns, slots, meshes, meshFloats: new Float32Array(meshes.buffer), meshCount: RECORDS },
      ...{ textures: new Uint32Array((RECORDS * TextureEntry.size) / 4), textureCount: RECORDS },
      cameras: Array.from({ length: MAX_CAMERAS }, emptyCamera),
      ...{ lights: Array.from({ length: 16 }, emptyLight), lightCount: 16, view },
    };
    for (let mesh = 0; mesh < 3; mesh++) this.setMesh(mesh, 0.5, [0, 0, 0]);
  }

  /** A cube of twice `half` around `center`. */
  setMesh(mesh: number, half: number, center: Three): void {
    const { meshes, meshFloats } = this.input;
    const at = mesh * MESH;
    meshes[at + MeshEntry.state / 4] = MeshState.ready;
    meshes[at + MeshEntry.vertices / 4] = 24;
    meshes[at + MeshEntry.indices / 4] = 36;
    center.forEach((middle, k) => {
      meshFloats[at + MeshEntry.center / 4 + k] = middle;
      meshFloats[at + MeshEntry.least / 4 + k] = middle - half;
      meshFloats[at + MeshEntry.most / 4 + k] = middle + half;
    });
    meshFloats[at + MeshEntry.radius / 4] = half * 1.7320509;
  }

  place(slot: number, ...place: Three): void {
    place.forEach((value, k) => {
      (this.columns.position[k] as Float32Array)[slot] = value;
    });
  }

  turn(slot: number, q: readonly number[]): void {
    q.forEach((value, k) => {
      (this.columns.orientation[k] as Float32Array)[slot] = value;
    });
  }

  setScale(slot: number, ...scale: Three): void {
    scale.forEach((value, k) => {
      (this.columns.scale[k] as Float32Array)[slot] = value;
    });
  }

  addCamera(number: number, kind: CameraKind, place: Three): CameraState {
    const camera = this.input.cameras[number] as CameraState;
    Object.assign(camera, { exists: true, active: true, kind });
    camera.position.set(place);
    return camera;
  }

  /** Places, turns and scales everything at random. */
  scatter(dice: Dice, reach: number): void {
    for (let slot = 0; slot < this.input.slots; slot++) {
      this.place(slot, dice.between(-reach, reach), dice.between(-reach, reach), dice.between(-reach, reach));
      this.turn(slot, dice.turn());
      this.setScale(slot, dice.between(-1.5, 1.5), dice.between(0.2, 1.5), dice.between(0.2, 1.5));
    }
  }

  /** Gives about two thirds of them a parent among those before. */
  raiseFamilies(dice: Dice): void {
    for (let slot = 1; slot < this.input.slots; slot++) {
      this.columns.parents[slot] = dice.below(3) === 0 ? NONE : dice.below(slot);
    }
  }

  /** A place of an entity's mesh, in the world: turned, scaled and moved by it and then by its ancestors. */
  worldPlace(slot: number, place: Three): Three {
    const c = this.columns;
    const scaled = place.map((v, k) => v * ((c.scale[k] as Float32Array)[slot] as number)) as unknown as Three;
    const q = c.orientation.map((column) => column[slot] as number);
    const moved = turned(q, scaled).map((v, k) => v + ((c.position[k] as Float32Array)[slot] as number)) as unknown as Three;
    const parent = c.parents[slot] as number;
    return parent === NONE ? moved : this.worldPlace(parent, moved);
  }
}

/** v turned by a unit quaternion: v + 2 u x (u x v + w v). */
export function turned(q: readonly number[], v: Three): Three {
  const [x, y, z, w] = q as readonly [number, number, number, number];
  const cross = (a: Three, b: Three): Three => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  const inner = cross([x, y, z], v).map((value, k) => value + w * (v[k] as number)) as unknown as Three;
  const outer = cross([x, y, z], inner);
  return [v[0] + 2 * outer[0], v[1] + 2 * outer[1], v[2] + 2 * outer[2]];
}

/** Clip coordinates of a place of the world; the matrix begins at `at`. */
export function clip(matrix: Float32Array, at: number, [x, y, z]: Three): readonly [number, number, number, number] {
  const row = (k: number): number => {
    const m = (column: number): number => matrix[at + 4 * column + k] as number;
    return m(0) * x + m(1) * y + m(2) * z + m(3);
  };
  return [row(0), row(1), row(2), row(3)];
}

/** Whether a place is to be seen, and not just at the very edge. */
export function isInside(matrix: Float32Array, at: number, place: Three, margin = 1e-3): boolean {
  const [x, y, z, w] = clip(matrix, at, place);
  return w > 0 && [x, y, z].every((v) => Math.abs(v) < w * (1 - margin));
}
