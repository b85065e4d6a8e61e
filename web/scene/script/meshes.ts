/**
 * Meshes of a script: those that the engine makes are shared by kind and parameters, its own are packed and sent in parts. One
 * that neither an entity nor the script needs is released.
 */
import {
  BeginMesh,
  EndMesh,
  MakeMesh,
  MeshData,
  MeshKind,
  MeshPart,
  MOST_MORE,
  RECORD_WORDS,
  SceneOp,
  VERTEX_WORDS,
} from '../../generated/scene-layout.js';
import { SceneOptionError } from '../shared/errors.js';
import { type MeshData as GivenMesh, packMesh } from '../shared/mesh-data.js';
import { MESH_PARAMETERS_OF } from '../shared/mesh-kinds.js';
import { NO_MESH } from './columns.js';
import type { CommandQueue } from './commands.js';
import { Slots } from './slots.js';
import { checkFields, checkName, checkPositive, checkWithin, refuse } from './values.js';

/** The meshes that the engine makes. */
export type MeshName = Exclude<keyof typeof MeshKind, 'custom'>;
const NAMES = Object.keys(MeshKind).filter((name) => name !== 'custom') as MeshName[];

/** Parameters of the engine's meshes; see `MeshKind`. Those that are left out are usual. */
export interface MeshShapes {
  /** Usually 1 each. Unit: u. */
  readonly cube: { readonly width?: number; readonly height?: number; readonly depth?: number };
  /** radius 0.5 u, segments around 24 (3 to 256), rings from pole to pole 16 (2 to 256). */
  readonly sphere: { readonly radius?: number; readonly segments?: number; readonly rings?: number };
  /** Lines in the plane y = 0: size 10 u, divisions 10 (1 to 1000). */
  readonly grid: { readonly size?: number; readonly divisions?: number };
  /** Facing up: width and depth 1 u, segments each way 1 (1 to 256). */
  readonly plane: { readonly width?: number; readonly depth?: number; readonly segments?: number };
  /** radius 0.5 u, height 1 u, segments around 24 (3 to 256). */
  readonly cylinder: { readonly radius?: number; readonly height?: number; readonly segments?: number };
  /** The point is up: radius 0.5 u, height 1 u, segments around 24 (3 to 256). */
  readonly cone: { readonly radius?: number; readonly height?: number; readonly segments?: number };
}

/** One of the engine's meshes with its parameters: `{ kind: 'sphere', radius: 2 }`. */
export type MeshShape = { [Name in MeshName]: { readonly kind: Name } & MeshShapes[Name] }[MeshName];
/** A mesh, the name of one of the engine's, or one of them with its parameters. */
export type MeshChoice = Mesh | MeshName | MeshShape;

/** A mesh: what many entities can look like. */
export class Mesh {
  readonly #store: MeshStore;
  /** Its number, from 0 on. */
  readonly number: number;
  /** `custom`, or which of the engine's it is. */
  readonly kind: keyof typeof MeshKind;
  /** Those of the engine's meshes are shared by it. */
  readonly key: string;
  /** Entities that have it, and whether the script holds it. */
  users = 0;
  held = false;
  /** Whether it was released, and is gone. */
  ended = false;

  /** Meshes come from `scene.mesh`, `scene.create` and `resources.mesh`. */
  constructor(store: MeshStore, number: number, kind: keyof typeof MeshKind, key: string) {
    this.#store = store;
    this.number = number;
    this.kind = kind;
    this.key = key;
  }

  /** The script needs it no more: it is freed once no entity has it. */
  release(): void {
    this.held = false;
    this.#store.endUnused(this);
  }
}

export class MeshStore {
  readonly #queue: CommandQueue;
  readonly #numbers: Slots;
  readonly #byNumber: (Mesh | undefined)[] = [];
  readonly #shared = new Map<string, Mesh>();

  constructor(queue: CommandQueue, most: number) {
    this.#queue = queue;
    this.#numbers = new Slots(most);
  }

  get count(): number {
    return this.#numbers.taken;
  }

  /** The mesh of this number, or null. */
  numbered(number: number): Mesh | null {
    return this.#byNumber[number] ?? null;
  }

  /** The mesh that a script chose, made where it is none yet; null stays null. @throws SceneOptionError */
  choose(name: string, choice: unknown): Mesh | null {
    if (choice === null || choice === undefined) return null;
    if (choice instanceof Mesh) return choice.ended ? refuse(name, choice.kind, 'it was released; make another') : choice;
    if (typeof choice === 'string') return this.shape(name, choice, {});
    const { kind, ...parameters } = choice as { kind?: unknown };
    return this.shape(name, kind, parameters);
  }

  /** One of the engine's meshes. @throws SceneOptionError */
  shape(name: string, given: unknown, parameters: object): Mesh {
    const kindName = checkName(name, given, NAMES);
    const kind = MeshKind[kindName];
    const known = MESH_PARAMETERS_OF[kind];
    checkFields(name, parameters, ['kind', ...known.map((one) => one.name)]);
    const values = known.map((one) => {
      const value = (parameters as Record<string, unknown>)[one.name] ?? one.usual;
      const path = `${name}.${one.name}`;
      // As the engine has it: what is the same in f32 is the same mesh.
      return Math.fround(one.isWhole ? checkWithin(path, value, { ...one, whole: true }) : checkPositive(path, value));
    });
    const key = `${kind}:${values.join()}`;
    const shared = this.#shared.get(key);
    if (shared !== undefined) return shared;
    const mesh = this.#begin(kindName, key);
    const at = this.#queue.resource(SceneOp.makeMesh | (kind << 8));
    const { words, floats } = this.#queue;
    words[at + MakeMesh.mesh / 4] = mesh.number;
    const first = at + MakeMesh.parameters / 4;
    floats.fill(0, first, at + RECORD_WORDS);
    floats.set(values, first);
    this.#shared.set(key, mesh);
    return mesh;
  }

  /** A mesh of the script's own. @throws SceneMeshError for what is none, SceneOptionError where there are too many */
  custom(data: GivenMesh): Mesh {
    const packed = packMesh(data);
    const mesh = this.#begin('custom', '');
    const { number } = mesh;
    const at = this.#queue.resource(SceneOp.beginMesh | (packed.mode << 8));
    const { words } = this.#queue;
    words[at + BeginMesh.mesh / 4] = number;
    words[at + BeginMesh.vertices / 4] = packed.vertexCount;
    words[at + BeginMesh.indices / 4] = packed.indices.length;
    this.#sendParts(number, MeshData.vertices, packed.vertices, VERTEX_WORDS);
    this.#sendParts(number, MeshData.indices, packed.indices, 1);
    this.#queue.words[this.#queue.resource(SceneOp.endMesh) + EndMesh.mesh / 4] = number;
    return mesh;
  }

  /** An entity has another mesh now. */
  exchange(before: Mesh | null, after: Mesh | null): void {
    if (after !== null) after.users += 1;
    if (before === null) return;
    before.users -= 1;
    this.endUnused(before);
  }

  /** Releases a mesh that nobody needs. */
  endUnused(mesh: Mesh): void {
    if (mesh.ended || mesh.held || mesh.users > 0) return;
    mesh.ended = true;
    this.#shared.delete(mesh.key);
    this.#byNumber[mesh.number] = undefined;
    this.#numbers.free(mesh.number);
    this.#queue.words[this.#queue.resource(SceneOp.releaseMesh) + EndMesh.mesh / 4] = mesh.number;
  }

  #begin(kind: keyof typeof MeshKind, key: string): Mesh {
    const number = this.#numbers.take();
    if (number < 0) throw new SceneOptionError('meshes', this.count + 1, `there may be ${this.#numbers.most} (maxMeshes): release some`);
    const mesh = new Mesh(this, number, kind, key);
    this.#byNumber[number] = mesh;
    return mesh;
  }

  #sendParts(mesh: number, what: number, words: Uint32Array, each: number): void {
    const most = Math.floor((MOST_MORE * RECORD_WORDS) / each);
    const total = words.length / each;
    for (let first = 0; first < total; first += most) {
      const count = Math.min(most, total - first);
      const more = Math.ceil((count * each) / RECORD_WORDS);
      const at = this.#queue.begin(SceneOp.meshPart | (what << 8), more, true);
      const out = this.#queue.words;
      out[at + MeshPart.mesh / 4] = mesh;
      out[at + MeshPart.first / 4] = first;
      out[at + MeshPart.count / 4] = count;
      this.#queue.put(words, first * each, count * each);
    }
  }
}

/** The number that a command has for a mesh. */
export function numberOfMesh(mesh: Mesh | null): number {
  return mesh === null ? NO_MESH : mesh.number;
}
