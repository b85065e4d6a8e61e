/** How entities stand in the world, and those that follow others: the twin of src/scene/transform.h, bit for bit. */
import { ENTITY_ACTIVE, ENTITY_ALIVE, MeshEntry, NONE } from '../../generated/scene-layout.js';
import type { EntityColumns } from './columns.js';
import { GrowingArray, type Memory } from './memory.js';

const f = Math.fround;

/** Beyond this size a number of a world matrix counts as this: chains of large scales stay finite. */
const LARGEST_WORLD = f(1e18);
/** Numbers of a node: three rows of four, the middle of the sphere around its mesh, its radius. */
const NODE = 16;
const SPHERE = 12;
const MESH = MeshEntry.size / 4;
const CENTER = MeshEntry.center / 4;
const MOST = 2 ** 32 - 1;

/** The matrix that a slot's placement stands for, three rows of four, to `out` from `at` on: `modelMatrices`. */
export function modelMatrices(c: EntityColumns, slot: number, out: Float32Array, at: number): void {
  const x = c.orientation[0][slot] as number;
  const y = c.orientation[1][slot] as number;
  const z = c.orientation[2][slot] as number;
  const w = c.orientation[3][slot] as number;
  const scaleX = c.scale[0][slot] as number;
  const scaleY = c.scale[1][slot] as number;
  const scaleZ = c.scale[2][slot] as number;
  const x2 = f(x + x);
  const y2 = f(y + y);
  const z2 = f(z + z);
  const xx = f(x * x2);
  const xy = f(x * y2);
  const xz = f(x * z2);
  const yy = f(y * y2);
  const yz = f(y * z2);
  const zz = f(z * z2);
  const wx = f(w * x2);
  const wy = f(w * y2);
  const wz = f(w * z2);
  out[at] = f(f(1 - f(yy + zz)) * scaleX);
  out[at + 1] = f(f(xy - wz) * scaleY);
  out[at + 2] = f(f(xz + wy) * scaleZ);
  out[at + 3] = c.position[0][slot] as number;
  out[at + 4] = f(f(xy + wz) * scaleX);
  out[at + 5] = f(f(1 - f(xx + zz)) * scaleY);
  out[at + 6] = f(f(yz - wx) * scaleZ);
  out[at + 7] = c.position[1][slot] as number;
  out[at + 8] = f(f(xz - wy) * scaleX);
  out[at + 9] = f(f(yz + wx) * scaleY);
  out[at + 10] = f(f(1 - f(xx + yy)) * scaleZ);
  out[at + 11] = c.position[2][slot] as number;
}

/** A place of a mesh, in the world, by a row of its matrix, which begins at `at`: `placeInWorld`. */
export function placeInWorld(m: Float32Array, at: number, x: number, y: number, z: number): number {
  const sum = f(f(f((m[at] as number) * x) + f((m[at + 1] as number) * y)) + f((m[at + 2] as number) * z));
  return f(sum + (m[at + 3] as number));
}

/** The largest size of a slot's scale: `largestScale`. */
export function largestScale(c: EntityColumns, slot: number): number {
  const x = c.scale[0][slot] as number;
  const y = c.scale[1][slot] as number;
  const z = c.scale[2][slot] as number;
  let largest = x < 0 ? -x : x;
  const sizeY = y < 0 ? -y : y;
  if (largest < sizeY) largest = sizeY;
  const sizeZ = z < 0 ? -z : z;
  return largest < sizeZ ? sizeZ : largest;
}

function clampToWorld(v: number): number {
  if (v > LARGEST_WORLD) return LARGEST_WORLD;
  return v < -LARGEST_WORLD ? -LARGEST_WORLD : v;
}

/** A living entity's living parent, or NONE. */
function parentOf(c: EntityColumns, slots: number, slot: number): number {
  if (((c.flags[slot] as number) & ENTITY_ALIVE) === 0) return NONE;
  const parent = c.parents[slot] as number;
  return parent >= slots || ((c.flags[parent] as number) & ENTITY_ALIVE) === 0 ? NONE : parent;
}

/** World matrices of entities that have parents, and of these: see the C++ header. Only order() asks for memory. */
export class Transforms {
  /** Members of chains; 0: no entity has a parent. */
  nodeCount = 0;
  #rootCount = 0;
  readonly #nodes: GrowingArray;
  /** Of each node, its slot and its parent's node; of each slot its node plus 1, or 0. */
  readonly #slots: GrowingArray;
  readonly #parents: GrowingArray;
  readonly #nodeOf: GrowingArray;
  /** Of each slot how many ancestors it has plus 1; of each level the end of its nodes. */
  readonly #depths: GrowingArray;
  readonly #levels: GrowingArray;
  readonly #reaches: GrowingArray;
  readonly #active: GrowingArray;
  readonly #own = new Float32Array(12);

  constructor(memory: Memory) {
    this.#nodes = new GrowingArray(memory, NODE);
    this.#slots = new GrowingArray(memory);
    this.#parents = new GrowingArray(memory);
    this.#nodeOf = new GrowingArray(memory);
    this.#depths = new GrowingArray(memory);
    this.#levels = new GrowingArray(memory);
    this.#reaches = new GrowingArray(memory);
    this.#active = new GrowingArray(memory);
  }

  /** Finds who follows whom. False when the memory is refused: it has to be called again. */
  order(c: EntityColumns, slots: number): boolean {
    this.nodeCount = 0;
    this.#rootCount = 0;
    if (!hasParents(c.parents, slots)) return true;
    if (!this.#depths.reserveRaw(slots, MOST)) return false;
    const deepest = this.#measure(c, slots);
    if (deepest === 0) return true;
    const depths = this.#depths.words;
    let members = 0;
    for (let slot = 0; slot < slots; slot++) if ((depths[slot] as number) !== 0) members++;
    if (!this.#reserve(slots, members, deepest)) return false;
    this.#sort(c, slots, members, deepest);
    this.nodeCount = members;
    return true;
  }

  #reserve(slots: number, members: number, deepest: number): boolean {
    const perNode = [this.#nodes, this.#slots, this.#parents, this.#reaches, this.#active];
    return (
      this.#nodeOf.reserveRaw(slots, MOST) &&
      this.#levels.reserveRaw(deepest + 1, MOST) &&
      perNode.every((array) => array.reserveRaw(members, slots))
    );
  }

  /** How deep each member of a chain stands; the deepest one. */
  #measure(c: EntityColumns, slots: number): number {
    const depths = this.#depths.words;
    depths.fill(0, 0, slots);
    let deepest = 0;
    for (let slot = 0; slot < slots; slot++) {
      if ((depths[slot] as number) !== 0) continue;
      let top = slot;
      let steps = 0;
      while ((depths[top] as number) === 0) {
        const parent = parentOf(c, slots, top);
        if (parent === NONE) break;
        if (steps >= slots) throw new Error('a chain of parents has an end');
        top = parent;
        steps++;
      }
      if (steps === 0) continue;
      if ((depths[top] as number) === 0) depths[top] = 1;
      let depth = (depths[top] as number) + steps;
      if (depth > deepest) deepest = depth;
      for (let at = slot; at !== top; at = c.parents[at] as number) depths[at] = depth--;
    }
    return deepest;
  }

  /** A counting sort by depth, in which slots keep their order. */
  #sort(c: EntityColumns, slots: number, members: number, deepest: number): void {
    const depths = this.#depths.words;
    const levels = this.#levels.words;
    const nodeOf = this.#nodeOf.words;
    levels.fill(0, 0, deepest + 1);
    for (let slot = 0; slot < slots; slot++) {
      const depth = depths[slot] as number;
      if (depth !== 0) levels[depth] = (levels[depth] as number) + 1;
    }
    this.#rootCount = levels[1] as number;
    let before = 0;
    for (let depth = 1; depth <= deepest; depth++) {
      const count = levels[depth] as number;
      levels[depth] = before;
      before += count;
    }
    for (let slot = 0; slot < slots; slot++) {
      const depth = depths[slot] as number;
      nodeOf[slot] = 0;
      if (depth === 0) continue;
      const node = levels[depth] as number;
      levels[depth] = node + 1;
      this.#slots.words[node] = slot;
      nodeOf[slot] = node + 1;
    }
    for (let node = 0; node < members; node++) {
      const isRoot = node < this.#rootCount;
      const parent = isRoot ? NONE : parentOf(c, slots, this.#slots.words[node] as number);
      this.#parents.words[node] = isRoot ? NONE : (nodeOf[parent] as number) - 1;
    }
  }

  /** Finds which of them are drawn for what they and their ancestors are: flags have changed. */
  findActive(c: EntityColumns): void {
    const both = ENTITY_ALIVE | ENTITY_ACTIVE;
    const active = this.#active.words;
    for (let node = 0; node < this.nodeCount; node++) {
      const own = ((c.flags[this.#slots.words[node] as number] as number) & both) === both;
      const parent = this.#parents.words[node] as number;
      active[node] = own && (parent === NONE || (active[parent] as number) !== 0) ? 1 : 0;
    }
  }

  /** Works out matrices and spheres. */
  update(c: EntityColumns, meshes: Float32Array, meshCount: number): void {
    const nodes = this.#nodes.floats;
    const reaches = this.#reaches.floats;
    for (let node = 0; node < this.nodeCount; node++) {
      const slot = this.#slots.words[node] as number;
      const at = node * NODE;
      let reach = largestScale(c, slot);
      if (node < this.#rootCount) {
        modelMatrices(c, slot, nodes, at);
      } else {
        const parent = this.#parents.words[node] as number;
        modelMatrices(c, slot, this.#own, 0);
        this.#follow(nodes, parent * NODE, at);
        reach = f((reaches[parent] as number) * reach);
        if (reach > LARGEST_WORLD) reach = LARGEST_WORLD;
      }
      reaches[node] = reach;
      const mesh = (c.looks[slot] as number) & 0xffff;
      const from = mesh * MESH + CENTER;
      const isThere = mesh < meshCount;
      const x = isThere ? (meshes[from] as number) : 0;
      const y = isThere ? (meshes[from + 1] as number) : 0;
      const z = isThere ? (meshes[from + 2] as number) : 0;
      for (let row = 0; row < 3; row++) {
        nodes[at + SPHERE + row] = clampToWorld(placeInWorld(nodes, at + 4 * row, x, y, z));
      }
      nodes[at + SPHERE + 3] = isThere ? f(reach * (meshes[from + 3] as number)) : 0;
    }
  }

  /** A parent's world matrix times a node's own one. */
  #follow(nodes: Float32Array, parent: number, at: number): void {
    const own = this.#own;
    for (let row = 0; row < 12; row += 4) {
      const p0 = nodes[parent + row] as number;
      const p1 = nodes[parent + row + 1] as number;
      const p2 = nodes[parent + row + 2] as number;
      for (let column = 0; column < 4; column++) {
        let sum = f(f(p0 * (own[column] as number)) + f(p1 * (own[4 + column] as number)));
        sum = f(sum + f(p2 * (own[8 + column] as number)));
        if (column === 3) sum = f(sum + (nodes[parent + row + 3] as number));
        nodes[at + row + column] = clampToWorld(sum);
      }
    }
  }

  /** Whether a slot's entity has a living parent. */
  hasParent(slot: number): boolean {
    return this.nodeCount !== 0 && (this.#nodeOf.words[slot] as number) > this.#rootCount;
  }

  /** Numbers of all nodes. */
  nodes(): Float32Array {
    return this.#nodes.floats;
  }

  /** Where in nodes() its matrix begins; of an entity that has a parent. */
  node(slot: number): number {
    return ((this.#nodeOf.words[slot] as number) - 1) * NODE;
  }

  /** Whether it and all its ancestors are active; of an entity that has a parent. */
  isActive(slot: number): boolean {
    return (this.#active.words[(this.#nodeOf.words[slot] as number) - 1] as number) !== 0;
  }

  /** Bytes of memory it has. */
  room(): number {
    const arrays = [this.#nodes, this.#slots, this.#parents, this.#nodeOf, this.#depths, this.#levels, this.#reaches, this.#active];
    return arrays.reduce((sum, array) => sum + array.room(), 0);
  }
}

function hasParents(parents: Uint32Array, slots: number): boolean {
  for (let slot = 0; slot < slots; slot++) if ((parents[slot] as number) !== NONE) return true;
  return false;
}
