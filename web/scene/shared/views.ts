/**
 * The one place that makes typed arrays over a scene engine's memory. They are made anew whenever its block was laid out anew
 * or its memory grew, which is seldom; between that, a picture makes none.
 */
import {
  DrawLight,
  DrawPass,
  DrawView,
  EnvironmentCommand,
  INBOX_RECORDS,
  LIGHTS_DRAWN,
  MAX_CAMERAS,
  MeshEntry,
  OUTBOX_RECORDS,
  RECORD_WORDS,
  SceneHeader,
  type SceneOptions,
  ScenePlaces,
  TextureEntry,
} from '../../generated/scene-layout.js';
import type { SceneViews } from './kernel.js';

const FLOATS = new Float32Array(0);
const WORDS = new Uint32Array(0);
const BYTES = new Uint8Array(0);

/** Every camera, and the default one beside the screen cameras. */
export const MOST_PASSES = MAX_CAMERAS + 1;

export class MemoryViews implements SceneViews {
  header = WORDS;
  headerFloats = FLOATS;
  inbox = WORDS;
  inboxFloats = FLOATS;
  outbox = WORDS;
  outboxFloats = FLOATS;
  view = FLOATS;
  generations = WORDS;
  flags = WORDS;
  meshes = WORDS;
  meshFloats = FLOATS;
  textures = WORDS;
  vertices = BYTES;
  indices = WORDS;
  environment = WORDS;
  environmentFloats = FLOATS;
  passes = WORDS;
  passFloats = FLOATS;
  groups = WORDS;
  instances = FLOATS;
  instanceWords = WORDS;
  instanceSlots = WORDS;
  lights = WORDS;
  lightFloats = FLOATS;
  #buffer: ArrayBuffer | null = null;
  #epoch = 0;

  /**
   * Looks at a block, unless it is as it was last seen. Arrays whose length no figure of the block says go on to the memory's
   * end: what counts in them the header and the meshes' records say.
   * @param base the byte where the block begins
   * @returns whether arrays were made anew
   */
  look(buffer: ArrayBuffer, base: number, options: SceneOptions): boolean {
    if (buffer === this.#buffer && this.header[SceneHeader.epoch / 4] === this.#epoch) return false;
    this.#buffer = buffer;
    this.header = new Uint32Array(buffer, base, SceneHeader.size / 4);
    this.headerFloats = new Float32Array(buffer, base, SceneHeader.size / 4);
    this.#epoch = this.header[SceneHeader.epoch / 4] as number;
    const places = new Uint32Array(buffer, base + SceneHeader.size, ScenePlaces.size / 4);
    const at = (field: number): number => (base + (places[field / 4] as number)) >>> 0;
    const words = (field: number, count?: number): Uint32Array<ArrayBuffer> => new Uint32Array(buffer, at(field), count);
    const floats = (field: number, count?: number): Float32Array<ArrayBuffer> => new Float32Array(buffer, at(field), count);
    const capacity = this.header[SceneHeader.capacity / 4] as number;
    const inbox = INBOX_RECORDS * RECORD_WORDS;
    const outbox = OUTBOX_RECORDS * RECORD_WORDS;
    const meshes = (options.maxMeshes * MeshEntry.size) / 4;
    const passes = (MOST_PASSES * DrawPass.size) / 4;
    const lights = (MOST_PASSES * LIGHTS_DRAWN * DrawLight.size) / 4;
    this.inbox = words(ScenePlaces.inbox, inbox);
    this.inboxFloats = floats(ScenePlaces.inbox, inbox);
    this.outbox = words(ScenePlaces.outbox, outbox);
    this.outboxFloats = floats(ScenePlaces.outbox, outbox);
    this.view = floats(ScenePlaces.view, DrawView.size / 4);
    this.generations = words(ScenePlaces.generations, capacity);
    this.flags = words(ScenePlaces.flags, capacity);
    this.meshes = words(ScenePlaces.meshes, meshes);
    this.meshFloats = floats(ScenePlaces.meshes, meshes);
    this.textures = words(ScenePlaces.textures, (options.maxTextures * TextureEntry.size) / 4);
    this.vertices = new Uint8Array(buffer, at(ScenePlaces.vertices));
    this.indices = words(ScenePlaces.indices);
    this.environment = words(ScenePlaces.environment, EnvironmentCommand.size / 4);
    this.environmentFloats = floats(ScenePlaces.environment, EnvironmentCommand.size / 4);
    this.passes = words(ScenePlaces.passes, passes);
    this.passFloats = floats(ScenePlaces.passes, passes);
    this.groups = words(ScenePlaces.groups);
    this.instances = floats(ScenePlaces.instances);
    this.instanceWords = words(ScenePlaces.instances);
    this.instanceSlots = words(ScenePlaces.instanceSlots);
    this.lights = words(ScenePlaces.lights, lights);
    this.lightFloats = floats(ScenePlaces.lights, lights);
    return true;
  }
}

/** Writes the words of options into engine memory. */
export function writeOptionWords(buffer: ArrayBuffer, address: number, options: Uint32Array): void {
  new Uint32Array(buffer, address, options.length).set(options);
}

/** Reads words of engine memory. */
export function readWords(buffer: ArrayBuffer, address: number, count: number): Uint32Array {
  return new Uint32Array(buffer, address, count).slice();
}
