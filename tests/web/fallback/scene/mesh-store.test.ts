// What the golden hashes don't say: refused memory, and when ranges are free again.
import { describe, expect, it } from 'vitest';
import { HEAP, type Memory } from '../../../../web/fallback/scene/memory.js';
import { MeshStore } from '../../../../web/fallback/scene/mesh-store.js';
import {
  MESH_PARAMETERS,
  MeshData,
  MeshEntry,
  MeshKind,
  MeshMode,
  MeshState,
  RefusalKind,
} from '../../../../web/generated/scene-layout.js';
import { packMesh } from '../../../../web/scene/shared/mesh-data.js';

const usual = new Float32Array(MESH_PARAMETERS);

/** Gives so many blocks, and refuses all others. */
class Blocks implements Memory {
  left = Number.POSITIVE_INFINITY;

  allocate(bytes: number): ArrayBuffer | null {
    return this.left-- > 0 ? HEAP.allocate(bytes) : null;
  }
}

function begin(memory: Memory = HEAP, maxVertices = 2000): MeshStore {
  const store = new MeshStore(memory);
  expect(store.begin({ maxMeshes: 8, maxVertices })).toBe(true);
  return store;
}

function makeTriangle(store: MeshStore, mesh: number, size = 1): void {
  const { vertices, vertexCount, indices, mode } = packMesh({ positions: [0, 0, 0, size, 0, 0, 0, size, 0] });
  expect(store.beginCustom(mesh, mode, vertexCount, indices.length)).toBeNull();
  expect(store.part(mesh, MeshData.vertices, 0, vertexCount, vertices)).toBeNull();
  expect(store.part(mesh, MeshData.indices, 0, indices.length, indices)).toBeNull();
  expect(store.endCustom(mesh)).toBeNull();
}

const shown = (store: MeshStore, mesh: number, field: keyof typeof MeshEntry): number =>
  store.published.words[(mesh * MeshEntry.size + MeshEntry[field]) / 4] as number;

const hashOf = (store: MeshStore): string => {
  const hash = new Uint32Array(2);
  store.addTo(hash, 0);
  return hash.join();
};

describe('the store of meshes in JavaScript', () => {
  it('shows a mesh once it is published, and only then', () => {
    const store = begin();
    makeTriangle(store, 3);
    expect(store.isReady(3)).toBe(true);
    expect(shown(store, 3, 'state')).toBe(MeshState.free);
    expect(store.publish()).toBe(1);
    expect(shown(store, 3, 'state')).toBe(MeshState.ready);
    expect(store.publish()).toBe(0);
  });

  it('reads words of a part from where they stand', () => {
    const store = begin();
    store.beginCustom(0, MeshMode.points, 1, 1);
    const words = new Uint32Array(32).fill(0x7fc00000);
    words.fill(0, 5, 14);
    expect(store.part(0, MeshData.vertices, 0, 1, words, 4)).toEqual({ kind: RefusalKind.notFinite, detail: 0 });
    expect(store.part(0, MeshData.vertices, 0, 1, words, 5)).toBeNull();
    expect(store.part(0, MeshData.indices, 0, 1, words, 5)).toBeNull();
    expect(store.endCustom(0)).toBeNull();
  });

  it('does not write over what is published, and uses its room again after the next publish', () => {
    const store = begin();
    makeTriangle(store, 0, 1);
    store.publish();
    const before = hashOf(store);
    const first = shown(store, 0, 'firstVertex');
    expect(store.release(0)).toBeNull();
    makeTriangle(store, 0, 7);
    expect(hashOf(store)).toBe(before);
    expect(store.vertices.floats[(first + 1) * 9]).toBe(1);
    store.publish();
    expect(shown(store, 0, 'firstVertex')).not.toBe(first);
    makeTriangle(store, 1, 8);
    store.publish();
    expect(shown(store, 1, 'firstVertex')).toBe(first);
  });

  it('keeps a released mesh until its last entity ends', () => {
    const store = begin();
    makeTriangle(store, 1);
    store.addEntity(1);
    expect(store.release(1)).toBeNull();
    expect([store.isReady(1), store.isKnown(1)]).toEqual([false, true]);
    store.publish();
    expect(shown(store, 1, 'state')).toBe(MeshState.released);
    store.removeEntity(1);
    expect(store.isKnown(1)).toBe(false);
    expect(store.release(1)).toEqual({ kind: RefusalKind.unknownMesh, detail: 1 });
    expect(store.beginCustom(1, MeshMode.triangles, 3, 3)).toBeNull();
    expect(store.endCustom(1)).toEqual({ kind: RefusalKind.badMesh, detail: 1 });
  });

  it('begins with all of its memory, or is refused', () => {
    const memory = new Blocks();
    const begun = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((left) => {
      memory.left = left;
      return new MeshStore(memory).begin({ maxMeshes: 8, maxVertices: 2000 });
    });
    expect(begun).toEqual([false, false, false, false, false, false, false, false, true]);
  });

  it('leaves all meshes as they are where the memory for another is refused', () => {
    const memory = new Blocks();
    const store = begin(memory, 100_000);
    expect(store.make(0, MeshKind.cube, usual)).toBeNull();
    store.publish();
    const before = hashOf(store);
    for (const left of [0, 1]) {
      memory.left = left;
      expect(store.beginCustom(1, MeshMode.triangles, 2000, 6000)).toEqual({ kind: RefusalKind.memory, detail: 2000 * 36 + 6000 * 4 });
      expect([store.isDirty(), store.meshCount, store.vertexCount, hashOf(store)]).toEqual([false, 1, 24, before]);
    }
    expect(store.epoch).toBe(1);
    memory.left = 9;
    expect(store.beginCustom(1, MeshMode.triangles, 2000, 6000)).toBeNull();
  });
});
