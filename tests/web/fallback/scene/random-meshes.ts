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
      this.#tell(store.beginCustom(this.#mesh, shape % 4, size & 127, ((size >>> 7) & 31) * 6));
    } else if (op <= 4) {
      this.#fill(shape, size);
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

  #fill(shape: number, size: number): void {
    const data = shape % 16 === 0 ? 2 : (shape >>> 4) & 1;
    const first = shape % 8 === 1 ? size & 15 : 0;
    const count = (size >>> 4) & 127;
    const words = new Uint32Array(count * VERTEX_WORDS);
    const floats = new Float32Array(words.buffer);
    for (let i = 0; i < words.length; i++) {
      const word = mixWord(size, i);
      if (data === 1) words[i] = word % 16;
      else floats[i] = (word % 1024) / 8 - 64;
    }
    if (shape % 64 === 2 && words.length > 0) words[0] = 0x7f800000;
    this.#tell(this.#store.part(this.#mesh, data, first, count, words));
    if (shape % 4 === 3) this.#tell(this.#store.endCustom(this.#mesh));
  }

  #count(size: number): void {
    const store = this.#store;
    const mesh = this.#mesh;
    if (size % 2 === 0 && store.isReady(mesh)) store.addEntity(mesh);
    const entities = store.published.words[(mesh * MeshEntry.size + MeshEntry.entities) / 4];
    if (size % 2 === 1 && store.isKnown(mesh) && entities !== 0) store.removeEntity(mesh);
  }
}
