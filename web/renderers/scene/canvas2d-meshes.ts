/** The meshes that are drawn, with the colours of their vertices in linear light: copied once, when they are first needed. */
import { MeshEntry, Vertex } from '../../generated/scene-layout.js';
import type { SceneViews } from '../../scene/shared/kernel.js';
import { MESH } from './draw-list.js';
import { LINEAR_OF_BYTE } from './srgb.js';

const ENTRY_WORDS = MeshEntry.size / 4;
const WORDS = Vertex.size / 4;
/** What tells a mesh from the one that had its number before. */
const IDENTITY = [MESH.version, MESH.firstVertex, MESH.vertices, MESH.firstIndex, MESH.indices] as const;

/** Numbers of a vertex: place, normal, place on the texture, linear light, opacity. */
export const M = { position: 0, normal: 3, uv: 6, light: 8, opacity: 11 } as const;
export const MESH_NUMBERS = 12;

export interface CopiedMesh {
  readonly vertices: Float32Array;
  readonly indices: Uint32Array;
  readonly count: number;
  /** Bounds, as in its entry. */
  readonly center: Float32Array;
  readonly radius: number;
  readonly mode: number;
  readonly kind: number;
}

export class MeshCopies {
  readonly #copies = new Map<number, CopiedMesh>();
  readonly #identities = new Map<number, Uint32Array>();

  get(views: SceneViews, mesh: number): CopiedMesh {
    const known = this.#copies.get(mesh);
    if (known !== undefined && this.#isSame(views.meshes, mesh)) return known;
    const copy = copyOf(views, mesh * ENTRY_WORDS);
    this.#copies.set(mesh, copy);
    this.#identities.set(
      mesh,
      Uint32Array.from(IDENTITY, (field) => views.meshes[mesh * ENTRY_WORDS + field] as number),
    );
    return copy;
  }

  clear(): void {
    this.#copies.clear();
    this.#identities.clear();
  }

  #isSame(meshes: Uint32Array, mesh: number): boolean {
    const identity = this.#identities.get(mesh) as Uint32Array;
    for (let field = 0; field < IDENTITY.length; field += 1) {
      if (identity[field] !== meshes[mesh * ENTRY_WORDS + (IDENTITY[field] as number)]) return false;
    }
    return true;
  }
}

function copyOf({ meshes, meshFloats, vertices, indices }: SceneViews, entry: number): CopiedMesh {
  const count = meshes[entry + MESH.vertices] as number;
  const firstByte = (meshes[entry + MESH.firstVertex] as number) * Vertex.size;
  const bytes = vertices.slice(firstByte, firstByte + count * Vertex.size);
  const numbers = new Float32Array(bytes.buffer);
  const into = new Float32Array(count * MESH_NUMBERS);
  for (let vertex = 0; vertex < count; vertex += 1) {
    const to = vertex * MESH_NUMBERS;
    into.set(numbers.subarray(vertex * WORDS, vertex * WORDS + Vertex.color / 4), to);
    const color = vertex * Vertex.size + Vertex.color;
    for (let channel = 0; channel < 3; channel += 1)
      into[to + M.light + channel] = LINEAR_OF_BYTE[bytes[color + channel] as number] as number;
    into[to + M.opacity] = (bytes[color + 3] as number) / 255;
  }
  const firstIndex = meshes[entry + MESH.firstIndex] as number;
  return {
    vertices: into,
    indices: indices.slice(firstIndex, firstIndex + (meshes[entry + MESH.indices] as number)),
    count,
    center: meshFloats.slice(entry + MESH.center, entry + MESH.center + 3),
    radius: meshFloats[entry + MESH.radius] as number,
    mode: meshes[entry + MESH.mode] as number,
    kind: meshes[entry + MESH.kind] as number,
  };
}
