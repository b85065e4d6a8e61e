/** What a scene holds: what a script's commands make, and what of it is to be drawn. The twin of src/scene/scene.h. */
import { hashText } from '../../engine/hash.js';
import {
  DrawView,
  INBOX_RECORDS,
  LAYOUT_ID,
  METRIC_FRAMES,
  RECORD_WORDS,
  SceneHeader,
  type SceneOptions,
} from '../../generated/scene-layout.js';
import { Entities } from './entities.js';
import { GrowingArray, HEAP, type Memory } from './memory.js';
import { MeshStore } from './mesh-store.js';
import { Outbox } from './outbox.js';
import { Textures } from './textures.js';
import { Views } from './views.js';

/** Shares of dirty entities of the last publishes, the oldest of which is overwritten next. */
export interface Ratios {
  readonly shares: Float32Array;
  count: number;
  next: number;
}

/** All of it but what carries commands out. */
export class SceneState {
  /** The SceneHeader, as words and as f32. */
  readonly header = new Uint32Array(SceneHeader.size / 4);
  readonly headerFloats = new Float32Array(this.header.buffer);
  readonly options: SceneOptions;
  /** What a draw list is made for: a DrawView. */
  readonly view = new Float32Array(DrawView.size / 4);
  readonly inbox: GrowingArray;
  readonly outbox: Outbox;
  readonly meshes: MeshStore;
  readonly textures: Textures;
  readonly views = new Views();
  readonly entities: Entities;
  /** Picks of the update that is decoded: PickCommand records. */
  readonly picks: Uint32Array[] = [];
  readonly ratios: Ratios = { shares: new Float32Array(METRIC_FRAMES), count: 0, next: 0 };
  readonly #hash = new Uint32Array(2);

  /** @param options that were checked */
  constructor(options: SceneOptions, memory: Memory = HEAP) {
    this.options = options;
    this.inbox = new GrowingArray(memory, RECORD_WORDS);
    this.outbox = new Outbox(memory, this.header);
    this.meshes = new MeshStore(memory);
    this.textures = new Textures(memory);
    this.entities = new Entities(memory, this.meshes, this.textures, this.outbox);
  }

  /** Begins an empty scene, once. False when the memory is refused. */
  found(): boolean {
    const { options, view } = this;
    view[DrawView.width / 4] = 1;
    view[DrawView.height / 4] = 1;
    view[DrawView.zoom / 4] = 1;
    this.views.begin(options);
    const hasMemory =
      this.inbox.reserve(INBOX_RECORDS) &&
      this.outbox.begin() &&
      this.meshes.begin(options) &&
      this.textures.begin(options) &&
      this.entities.memory.begin(options);
    if (!hasMemory) return false;
    this.header[SceneHeader.layoutId / 4] = LAYOUT_ID;
    this.tellFigures();
    return true;
  }

  /** The hash of the published state. */
  hash(): string {
    const hash = this.#hash.fill(0);
    this.entities.addTo(hash, 0);
    this.views.addTo(hash, 0);
    this.meshes.addTo(hash, 0);
    this.textures.addTo(hash, 0);
    return hashText(hash[0] as number, hash[1] as number);
  }

  /** Brings the header's figures up to date. */
  tellFigures(): void {
    const { header, meshes, textures, entities } = this;
    header[SceneHeader.meshes / 4] = meshes.meshCount;
    header[SceneHeader.vertices / 4] = meshes.vertexCount;
    header[SceneHeader.indices / 4] = meshes.indexCount;
    header[SceneHeader.textures / 4] = textures.count;
    header[SceneHeader.epoch / 4] = 1 + entities.memory.epoch + meshes.epoch;
    header[SceneHeader.capacity / 4] = entities.memory.publishedCapacity;
    header[SceneHeader.memory / 4] =
      header.byteLength + this.inbox.room() + this.outbox.room() + meshes.room() + textures.room() + entities.memory.room();
  }
}
