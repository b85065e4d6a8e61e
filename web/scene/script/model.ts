/** Models from OBJ files: what is loaded of one, and what a script has of it. */
import { loadLater } from '../../engine/deadline.js';
import { describe } from '../../engine/describe.js';
import { SceneLoadError } from '../shared/errors.js';
import type { ObjMaterial, ObjMesh, ObjModel, ObjNote, ObjStrokes } from '../shared/obj/types.js';
import type { Entity, EntityOptions } from './entity.js';
import type { EntityStore } from './entity-store.js';
import type { Mesh, MeshStore } from './meshes.js';
import type { ResourceHost } from './resource-host.js';
import type { Picture, Texture } from './textures.js';

/** What is of one object and one material. */
export interface ModelPart {
  /** Its object's name in the file, or null. */
  readonly object: string | null;
  readonly material: string | null;
  readonly mesh: Mesh;
  /** `'#rrggbb'` or `'#rrggbbaa'`. */
  readonly color: string;
  readonly texture: Texture | null;
}

/** A model that was loaded. The script holds its meshes and textures until `release`. */
export class Model {
  readonly #store: EntityStore;
  readonly parts: readonly ModelPart[];
  /** What of its files was refused or skipped, or is missing. */
  readonly notes: readonly string[];

  /** Models come from `resources.obj`. */
  constructor(store: EntityStore, parts: readonly ModelPart[], notes: readonly string[]) {
    this.#store = store;
    this.parts = parts;
    this.notes = notes;
  }

  /** An entity without a mesh begins, and one for each part that follows it. @throws SceneOptionError */
  create(options: EntityOptions = {}): Entity {
    const whole = this.#store.create(null, options);
    const camera = options.camera ?? null;
    for (const { mesh, color, texture } of this.parts) this.#store.create(mesh, { color, texture, camera, parent: whole });
    return whole;
  }

  /** The script needs it no more. */
  release(): void {
    for (const { mesh } of this.parts) mesh.release();
    for (const texture of new Set(this.parts.map((part) => part.texture))) texture?.release();
  }
}

/** The files of a model, read. */
export interface ModelFiles {
  readonly model: ObjModel;
  readonly materials: ReadonlyMap<string, ObjMaterial>;
  /** By their addresses. */
  readonly pictures: ReadonlyMap<string, Picture>;
  /** The address of a material's texture. */
  readonly textureUrls: ReadonlyMap<string, string>;
  readonly notes: readonly string[];
}

const late = (): Error => new Error('the reader of OBJ files did not come in time');

/** Loads an OBJ file with its materials and their textures. What is missing of those is noted. @throws SceneLoadError, SceneMeshError */
export async function loadModel(url: string, host: ResourceHost): Promise<ModelFiles> {
  const [{ readObj }, bytes] = await Promise.all([loadLater(() => import('../shared/obj/read-obj.js'), late), host.bytes(url)]);
  const model = readObj(bytes);
  const notes = model.notes.map((note) => noted(url, note));
  const materials = new Map<string, ObjMaterial>();
  const textureUrls = new Map<string, string>();
  for (const library of model.libraries) {
    const address = new URL(library.name, url).href;
    try {
      const { readMtl } = await loadLater(() => import('../shared/obj/read-mtl.js'), late);
      const read = readMtl(await host.bytes(address));
      notes.push(...read.notes.map((note) => noted(address, note)));
      for (const [name, material] of read.materials) {
        if (materials.has(name)) continue;
        materials.set(name, material);
        if (material.texture !== null) textureUrls.set(name, new URL(material.texture, address).href);
      }
    } catch (error) {
      notes.push(`${address}: ${describe(error)}`);
    }
  }
  const used = new Set(model.materials.map(({ name }) => textureUrls.get(name)).filter((address) => address !== undefined));
  const pictures = new Map<string, Picture>();
  await Promise.all(
    [...used].sort().map(async (address) => {
      try {
        pictures.set(address, await host.picture(address));
      } catch (error) {
        notes.push(error instanceof SceneLoadError ? error.message : `${address}: ${describe(error)}`);
      }
    }),
  );
  return { model, materials, pictures, textureUrls, notes };
}

const noted = (url: string, { line, text }: ObjNote): string => `${url}, line ${line}: ${text}`;

/** Makes the meshes and textures of a model, in the order of its file. @throws SceneOptionError where there are too many */
export function makeModel(files: ModelFiles, stores: EntityStore): Model {
  const { model, materials, pictures, textureUrls, notes } = files;
  const textures = new Map<string, Texture>();
  const textureOf = (material: string | null): Texture | null => {
    const address = textureUrls.get(material ?? '');
    const picture = address === undefined ? undefined : pictures.get(address);
    if (address === undefined || picture === undefined) return null;
    const texture = textures.get(address) ?? stores.textures.add(picture);
    textures.set(address, texture);
    return texture;
  };
  const parts: ModelPart[] = [];
  for (const part of model.parts) {
    const material = materials.get(part.material ?? '');
    const texture = textureOf(part.material);
    const color = material === undefined ? '#ffffff' : hexadecimal([...material.color, material.opacity]);
    const add = (mesh: Mesh, laid: Texture | null): void => {
      mesh.held = true;
      parts.push({ object: part.object, material: part.material, mesh, color, texture: laid });
    };
    if (part.mesh !== null) add(stores.meshes.custom(triangles(part.mesh, material)), texture);
    if (part.lines !== null) add(stores.meshes.custom({ ...strokes(part.lines), mode: 'lines' }), null);
    if (part.points !== null) add(stores.meshes.custom({ ...strokes(part.points), mode: 'points' }), null);
  }
  return new Model(stores, parts, notes);
}

type Given = Parameters<MeshStore['custom']>[0];

function triangles({ positions, normals, uvs, colors, indices }: ObjMesh, material: ObjMaterial | undefined): Given {
  const given = { positions, normals, indices, ...(colors === null ? {} : { colors: opaque(colors) }) };
  if (uvs === null) return given;
  const [scaleU, scaleV] = material?.scale ?? [1, 1];
  const [offsetU, offsetV] = material?.offset ?? [0, 0];
  return { ...given, uvs: uvs.map((value, i) => (i % 2 === 0 ? value * scaleU + offsetU : value * scaleV + offsetV)) };
}

function strokes({ positions, colors, indices }: ObjStrokes): Given {
  return { positions, indices, ...(colors === null ? {} : { colors: opaque(colors) }) };
}

const clamped = (share: number): number => Math.min(1, Math.max(0, share));

/** Colours with an opacity of 1 each. */
function opaque(colors: Float32Array): Float32Array {
  const count = colors.length / 3;
  const four = new Float32Array(count * 4).fill(1);
  for (let i = 0; i < count; i++) for (let k = 0; k < 3; k++) four[i * 4 + k] = clamped(colors[i * 3 + k] as number);
  return four;
}

function hexadecimal(shares: readonly number[]): string {
  return `#${shares
    .map((share) =>
      Math.floor(clamped(share) * 255 + 0.5)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}
