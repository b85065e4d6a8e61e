/** Commands for meshes drawn at random, as tests/native/scene/golden_meshes_test.cpp draws them. */
import { mixWord } from '../../../../web/engine/hash.js';
import type { MeshStore } from '../../../../web/fallback/scene/mesh-store.js';
import type { Outcome } from '../../../../web/fallback/scene/outcome.js';
import { MESH_PARAMETERS, MeshEntry, VERTEX_WORDS } from '../../../../web/generated/scene-layout.js';

export const RANDOM_LIMITS = { maxMeshes: 12, maxVertices: 1400 };

export class RandomMeshes {
  /** Folded from the answers to all commands. */
  outcomes = 0;
  readonly #store: MeshStore;
  readonly #seed: number;
  #drawn = 0;
  #mesh = 0;
  /** Of the last mesh of the script's that began under a number. */
  readonly #vertices = new Uint32Array(RANDOM_LIMITS.maxMeshes + 1);
  readonly #indices = new Uint32Array(RANDOM_LIMITS.maxMeshes + 1);

  constructor(store: MeshStore, seed: number) {
    this.#store = store;
    this.#seed = seed;
  }

  step(): void {
    const store = this.#store;
    const op = this.#draw() % 8;
    this.#mesh = this.#draw() % (RANDOM_LIMITS.maxMeshes + 1);
    const shape = this.#draw();
    const size = this.#draw();
    if (op === 0) {
      const parameters = new Float32Array(MESH_PARAMETERS);
      parameters.set([(size & 15) / 4, (size >>> 4) & 31, (size >>> 9) & 15]);
      this.#tell(store.make(this.#mesh, shape % 8, parameters));
    } else if (op <= 2) {
      const outcome = store.beginCustom(this.#mesh, shape % 4, size & 127, ((size >>> 7) & 31) * 6);
      if (outcome === null) {
        this.#vertices[this.#mesh] = size & 127;
        this.#indices[this.#mesh] = ((size >>> 7) & 31) * 6;
      }
      this.#tell(outcome);
    } else if (op === 3) {
      this.#fill(shape, size);
    } else if (op === 4) {
      this.#complete(shape, size);
    } else if (op === 5) {
      this.#tell(store.release(this.#mesh));
    } else if (op === 6) {
      this.#count(size);
    } else if (size % 8 === 0) {
      this.#fold(store.publish());
    } else if (size % 256 === 1) {
      store.reset();
    }
  }

  #draw(): number {
    return mixWord(this.#seed, ++this.#drawn);
  }

  #fold(word: number): void {
    this.outcomes = mixWord(this.outcomes, word);
  }

  #tell(outcome: Outcome): void {
    this.#fold(outcome === null ? 0 : outcome.kind + 1);
    this.#fold(outcome === null ? 0 : outcome.detail);
  }

  #send(data: number, first: number, count: number, seed: number, limit: number): void {
    const words = new Uint32Array(count * VERTEX_WORDS);
    const floats = new Float32Array(words.buffer);
    for (let i = 0; i < words.length; i++) {
      const word = mixWord(seed, i);
      if (data === 1) words[i] = word % limit;
      else floats[i] = (word % 1024) / 8 - 64;
    }
    if (seed % 64 === 2 && words.length > 0) words[0] = 0x7f800000;
    this.#tell(this.#store.part(this.#mesh, data, first, count, words));
  }

  #fill(shape: number, size: number): void {
    const data = shape % 16 === 0 ? 2 : (shape >>> 4) & 1;
    this.#send(data, shape % 8 === 1 ? size & 15 : 0, (size >>> 4) & 127, size, 16);
    if (shape % 4 === 3) this.#tell(this.#store.endCustom(this.#mesh));
  }

  #complete(shape: number, size: number): void {
    const vertices = this.#vertices[this.#mesh] as number;
    const indices = this.#indices[this.#mesh] as number;
    if (vertices === 0) return;
    const next = (size + 1) >>> 0;
    const half = vertices >>> 1;
    this.#send(0, 0, half, size, 0);
    this.#send(0, half, vertices - half, next, 0);
    const limit = shape % 8 === 0 ? vertices + 1 : vertices;
    this.#send(1, 0, indices >>> 1, size, limit);
    this.#send(1, indices >>> 1, indices - (indices >>> 1), next, limit);
    this.#tell(this.#store.endCustom(this.#mesh));
  }

  #count(size: number): void {
    const store = this.#store;
    const mesh = this.#mesh;
    if (size % 2 === 0 && store.isReady(mesh)) store.addEntity(mesh);
    const entities = store.published.words[(mesh * MeshEntry.size + MeshEntry.entities) / 4];
    if (size % 2 === 1 && store.isKnown(mesh) && entities !== 0) store.removeEntity(mesh);
  }
}
