/** The textures of a scene by number: the twin of src/scene/textures.h. The pictures are the renderer's. */
import { addRecord } from '../../engine/hash.js';
import { MOST_PIXELS, RefusalKind, type SceneOptions, TextureCommand, TextureEntry } from '../../generated/scene-layout.js';
import { GrowingArray, type Memory } from './memory.js';
import { type Outcome, refusal } from './outcome.js';

const ENTRY = TextureEntry.size / 4;
const STATE = TextureEntry.state / 4;
const WIDTH = TextureEntry.width / 4;
const HEIGHT = TextureEntry.height / 4;
const SEE_THROUGH = TextureEntry.seeThrough / 4;

export class Textures {
  readonly #working: GrowingArray;
  readonly #published: GrowingArray;
  /** A bit a texture. */
  readonly #dirty: GrowingArray;
  readonly #record = new Uint32Array(5);
  /** Of the working state. */
  count = 0;
  #dirtyCount = 0;

  constructor(memory: Memory) {
    this.#working = new GrowingArray(memory, ENTRY);
    this.#published = new GrowingArray(memory, ENTRY);
    this.#dirty = new GrowingArray(memory);
  }

  /** Room for options.maxTextures of them. False when the memory is refused. */
  begin({ maxTextures }: Pick<SceneOptions, 'maxTextures'>): boolean {
    return (
      this.#working.reserve(maxTextures) && this.#published.reserve(maxTextures) && this.#dirty.reserve(Math.floor((maxTextures + 31) / 32))
    );
  }

  /** TextureCommand as makeTexture. @param at its first word */
  make(words: Uint32Array, at: number): Outcome {
    const texture = words[at + TextureCommand.texture / 4] as number;
    if (texture >= this.#working.capacity) return refusal(RefusalKind.tooMany, texture);
    const width = words[at + TextureCommand.width / 4] as number;
    const height = words[at + TextureCommand.height / 4] as number;
    if (width === 0 || width > MOST_PIXELS) return refusal(RefusalKind.outOfRange, width);
    if (height === 0 || height > MOST_PIXELS) return refusal(RefusalKind.outOfRange, height);
    if (this.isKnown(texture)) return refusal(RefusalKind.takenTexture, texture);
    const entries = this.#working.words;
    entries[texture * ENTRY + STATE] = 1;
    entries[texture * ENTRY + WIDTH] = width;
    entries[texture * ENTRY + HEIGHT] = height;
    entries[texture * ENTRY + SEE_THROUGH] = ((words[at + TextureCommand.head / 4] as number) >>> 8) & 1;
    this.count++;
    this.#markDirty(texture);
    return null;
  }

  /** TextureCommand as releaseTexture. Entities that have it are not its concern. */
  release(texture: number): Outcome {
    if (!this.isKnown(texture)) return refusal(RefusalKind.unknownTexture, texture);
    this.#end(texture);
    this.count--;
    return null;
  }

  /** Ends all of them. */
  reset(): void {
    for (let texture = 0; texture < this.#working.capacity; texture++) {
      if (this.isKnown(texture)) this.#end(texture);
    }
    this.count = 0;
  }

  /** Whether the working state has it. */
  isKnown(texture: number): boolean {
    return texture < this.#working.capacity && this.#working.words[texture * ENTRY + STATE] !== 0;
  }

  isDirty(): boolean {
    return this.#dirtyCount !== 0;
  }

  /** What is, is published; how many records it copied. */
  publish(): number {
    const copies = this.#dirtyCount;
    const dirty = this.#dirty.words;
    for (let word = 0; this.#dirtyCount !== 0; word++) {
      for (let bits = dirty[word] as number; bits !== 0; bits &= bits - 1) {
        const at = (word * 32 + 31 - Math.clz32(bits & -bits)) * ENTRY;
        this.#published.words.set(this.#working.words.subarray(at, at + ENTRY), at);
        this.#dirtyCount--;
      }
      dirty[word] = 0;
    }
    return copies;
  }

  /** Adds the published ones to a state's hash, whose words stand at hash[into] and hash[into + 1]. */
  addTo(hash: Uint32Array, into: number): void {
    const entries = this.#published.words;
    const record = this.#record;
    for (let texture = 0; texture < this.#published.capacity; texture++) {
      const at = texture * ENTRY;
      if (entries[at + STATE] === 0) continue;
      record[0] = 6;
      record[1] = texture;
      record[2] = entries[at + WIDTH] as number;
      record[3] = entries[at + HEIGHT] as number;
      record[4] = entries[at + SEE_THROUGH] as number;
      addRecord(hash, into, record, 0, 5);
    }
  }

  /** TextureEntry records, maxTextures of them. */
  get published(): GrowingArray {
    return this.#published;
  }

  /** Bytes of memory it has. */
  room(): number {
    return this.#working.room() + this.#published.room() + this.#dirty.room();
  }

  #end(texture: number): void {
    this.#working.words.fill(0, texture * ENTRY, (texture + 1) * ENTRY);
    this.#markDirty(texture);
  }

  #markDirty(texture: number): void {
    const dirty = this.#dirty.words;
    const word = dirty[texture >>> 5] as number;
    const bit = 1 << (texture & 31);
    if ((word & bit) === 0) this.#dirtyCount++;
    dirty[texture >>> 5] = word | bit;
  }
}
