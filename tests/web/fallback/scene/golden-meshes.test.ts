// What the store of meshes in JavaScript makes of commands, against the hashes that every build of the engine owes.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addRecord, hashText } from '../../../../web/engine/hash.js';
import { HEAP } from '../../../../web/fallback/scene/memory.js';
import { MeshStore } from '../../../../web/fallback/scene/mesh-store.js';
import { MESH_PARAMETERS, MeshEntry, MeshState, RefusalKind, VERTEX_WORDS } from '../../../../web/generated/scene-layout.js';
import { parseMeshScenes } from '../../../scenes/scene-meshes.js';
import { RANDOM_LIMITS, RandomMeshes } from './random-meshes.js';

const scenes = parseMeshScenes(readFileSync(new URL('../../../scenes/scene-meshes.txt', import.meta.url), 'utf8'));
const ENTRY = MeshEntry.size / 4;

function begin(limits: { maxMeshes: number; maxVertices: number }): MeshStore {
  const store = new MeshStore(HEAP);
  expect(store.begin(limits)).toBe(true);
  return store;
}

/** All there is of the published mesh: its record, its vertices, its indices. */
function addMesh(hash: Uint32Array, store: MeshStore, mesh: number): void {
  const entry = store.published.words.subarray(mesh * ENTRY, (mesh + 1) * ENTRY);
  const field = (bytes: number): number => entry[bytes / 4] as number;
  addRecord(hash, 0, entry, 0, ENTRY);
  if (field(MeshEntry.state) < MeshState.ready) return;
  addRecord(hash, 0, store.vertices.words, field(MeshEntry.firstVertex) * VERTEX_WORDS, field(MeshEntry.vertices) * VERTEX_WORDS);
  addRecord(hash, 0, store.indices.words, field(MeshEntry.firstIndex), field(MeshEntry.indices));
}

const eight = (parameters: readonly number[]): Float32Array => {
  const all = new Float32Array(MESH_PARAMETERS);
  all.set(parameters);
  return all;
};
const textOf = (hash: Uint32Array): string => hashText(hash[0] as number, hash[1] as number);

describe('meshes in JavaScript', () => {
  it.each(scenes.meshes)('primitive of kind $kind with parameters $parameters reaches its hash', ({ kind, parameters, made }) => {
    const store = begin({ maxMeshes: 1, maxVertices: 200_000 });
    expect(store.make(0, kind, eight(parameters))).toBeNull();
    store.publish();
    const hash = new Uint32Array(2);
    addMesh(hash, store, 0);
    store.addTo(hash, 0);
    expect(`${store.vertexCount} ${store.indexCount} ${textOf(hash)}`).toBe(made);
  });

  it.each(scenes.refused)('parameters $parameters of kind $kind are refused: $reason', ({ kind, parameters, reason }) => {
    const store = begin({ maxMeshes: 1, maxVertices: 200_000 });
    const outcome = store.make(0, kind, eight(parameters));
    const name = Object.entries(RefusalKind).find(([, value]) => value === outcome?.kind)?.[0];
    expect(`${name} ${outcome?.detail}`).toBe(reason);
    expect(store.isDirty()).toBe(false);
  });

  it.each(scenes.random)('commands drawn at random from seed $seed reach their hash after $steps steps', ({ seed, steps, hash }) => {
    const store = begin(RANDOM_LIMITS);
    const commands = new RandomMeshes(store, seed);
    const sum = new Uint32Array(2);
    let whole = 0;
    for (let i = 1; i <= steps; i++) {
      commands.step();
      if (i % 100 !== 0) continue;
      const figures = [i, commands.outcomes, store.meshCount, store.vertexCount, store.indexCount];
      figures.push(store.vertices.capacity, store.indices.capacity, store.epoch);
      addRecord(sum, 0, Uint32Array.from(figures), 0, figures.length);
      for (let mesh = 0; mesh < RANDOM_LIMITS.maxMeshes; mesh++) {
        addMesh(sum, store, mesh);
        if ((store.published.words[mesh * ENTRY] as number) >= MeshState.ready) whole++;
      }
      store.addTo(sum, 0);
    }
    expect(textOf(sum)).toBe(hash);
    // The commands are not all refused: there are whole meshes most of the time.
    expect(whole).toBeGreaterThan(steps / 100);
  });
});
