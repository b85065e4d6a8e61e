/**
 * Streams of commands that every kernel must make the same of. They are drawn from a seed by whole numbers alone, so that
 * tests/native/scene/scene_stream.h draws the same ones.
 */
import { mixWord } from '../../web/engine/hash.js';
import {
  FIELD_ACTIVE,
  FIELD_COLOR,
  FIELD_MESH,
  FIELD_ORIENTATION,
  FIELD_POSITION,
  FIELD_SCALE,
  FIELD_TEXTURE,
  INBOX_RECORDS,
  NONE,
  RECORD_WORDS,
  SceneOp,
  VERTEX_WORDS,
} from '../../web/generated/scene-layout.js';

/** What a stream's scene is founded with. */
export interface StreamOptions {
  readonly maxEntities: number;
  readonly maxMeshes: number;
  readonly maxTextures: number;
  readonly maxLights: number;
  readonly maxVertices: number;
}

/** A stream's own numbers go a little beyond these. */
export function streamOptions(entities: number): StreamOptions {
  return { maxEntities: entities, maxMeshes: 12, maxTextures: 6, maxLights: 9, maxVertices: 4096 };
}

/** The fields of the DrawView that a stream's scene is drawn for after an update; those that are left out are 0. */
export function streamView(update: number): Readonly<Record<'width' | 'height' | 'yaw' | 'pitch' | 'zoom' | 'panX' | 'panY', number>> {
  return {
    ...{ width: 320 + (update % 7) * 40, height: 240, yaw: (update % 13) / 4, pitch: (update % 5) / 4 - 0.5 },
    ...{ zoom: 1 + (update % 3) / 2, panX: (update % 4) / 8, panY: (update % 3) / 8 },
  };
}

const NAN_BITS = 0x7fc00000;
const RUN_FIELDS = [FIELD_POSITION, FIELD_ORIENTATION, FIELD_SCALE, FIELD_COLOR, FIELD_ACTIVE] as const;
const RUN_WORDS = [3, 4, 3, 1, 1] as const;

const floats = new Float32Array(1);
const bits = new Uint32Array(floats.buffer);

/** The bits of an f32. */
export function bitsOf(value: number): number {
  floats[0] = value;
  return bits[0] as number;
}

export class SceneStream {
  readonly #seed: number;
  readonly #entities: number;
  #drawn = 0;
  #update = 0;
  #words: number[] = [];
  /** What is known of each slot: its last generation, whether its entity lives, its parent. */
  readonly #generations: Uint32Array;
  readonly #alive: Uint8Array;
  readonly #parents: Uint32Array;

  constructor(seed: number, entities: number) {
    this.#seed = seed;
    this.#entities = entities;
    this.#generations = new Uint32Array(entities + 3);
    this.#alive = new Uint8Array(entities + 3);
    this.#parents = new Uint32Array(entities + 3).fill(NONE);
  }

  /** The records of the next update, its end among them. */
  next(): Uint32Array {
    this.#words = [];
    this.#update++;
    const count = 1 + this.#below(60);
    for (let i = 0; i < count; i++) this.#command();
    this.#record(SceneOp.endUpdate, 0, this.#update);
    return Uint32Array.from(this.#words);
  }

  #draw(): number {
    return mixWord(this.#seed, ++this.#drawn);
  }

  #below(most: number): number {
    return this.#draw() % most;
  }

  /** The bits of a number from -125 to 125. */
  #number(): number {
    return bitsOf(((this.#draw() % 4001) - 2000) / 16);
  }

  #slot(): number {
    return this.#below(this.#entities + 3);
  }

  #record(head: number, ...words: readonly number[]): void {
    const all: number[] = Array(RECORD_WORDS).fill(0);
    all[0] = head;
    words.forEach((word, at) => {
      all[at + 1] = word;
    });
    this.#words.push(...all);
  }

  /** Continuation records; the last one is filled up with zeros. */
  #part(words: readonly number[]): void {
    this.#words.push(...words);
    while (this.#words.length % RECORD_WORDS !== 0) this.#words.push(0);
  }

  #command(): void {
    const choice = this.#below(64);
    if (choice < 13) this.#create(this.#slot());
    else if (choice < 14) this.#createRow();
    else if (choice < 24) this.#updateEntity();
    else if (choice < 27) this.#destroy();
    else if (choice < 33) this.#setParent();
    else if (choice < 38) this.#setRun();
    else if (choice < 42) this.#setList();
    else if (choice < 43) this.#destroyList();
    else if (choice < 46) this.#makeMesh();
    else if (choice < 47) this.#record(SceneOp.releaseMesh, 0, this.#below(13));
    else if (choice < 49) this.#customMesh();
    else if (choice < 51) this.#texture();
    else if (choice < 54) this.#camera();
    else if (choice < 55) this.#viewport();
    else if (choice < 58) this.#light();
    else if (choice < 59) this.#environment();
    else if (choice < 60) this.#record(SceneOp.pick, 0, this.#draw(), bitsOf(this.#below(17) / 16), bitsOf(this.#below(17) / 16));
    else if (choice < 62) this.#noise();
    else if (choice < 63) this.#sometimesReset();
    else this.#updateEntity();
  }

  #entityWords(slot: number, generation: number, isBad: boolean): number[] {
    const words = [this.#below(20) < 18 ? NONE : this.#below(4), slot, generation];
    for (let i = 0; i < 10; i++) words.push(this.#number());
    if (isBad) words[3 + this.#below(3)] = NAN_BITS;
    words.push(this.#draw() | 0xf0000000);
    words.push((this.#below(3) << 16) | this.#below(8));
    return words.map((word) => word >>> 0);
  }

  /** Neighbours, as most scripts have them. */
  #createRow(): void {
    const first = this.#slot();
    const end = Math.min(first + this.#below(300), this.#entities);
    for (let slot = first; slot < end; slot++) this.#create(slot);
  }

  #create(slot: number): void {
    const isBad = this.#below(16) === 0;
    const fields = isBad ? FIELD_POSITION : this.#below(256) & ~(FIELD_MESH | FIELD_TEXTURE);
    const isFree = this.#alive[slot] === 0 && slot < this.#entities;
    const generation = (this.#generations[slot] as number) + 1;
    this.#record((SceneOp.create | (this.#below(2) << 8) | (fields << 16)) >>> 0, ...this.#entityWords(slot, generation, isBad));
    if (isBad || !isFree) return;
    this.#alive[slot] = 1;
    this.#generations[slot] = generation;
    this.#parents[slot] = NONE;
  }

  #updateEntity(): void {
    const slot = this.#slot();
    const fields = this.#below(32) === 0 ? this.#below(65536) : this.#below(256);
    const generation = (this.#generations[slot] as number) + (this.#below(16) === 0 ? 1 : 0);
    const words = this.#entityWords(slot, generation, this.#below(16) === 0);
    this.#record((SceneOp.update | (this.#below(4) << 8) | (fields << 16)) >>> 0, ...words);
  }

  #destroy(): void {
    const slot = this.#slot();
    this.#record(SceneOp.destroy, 0, slot, this.#generations[slot] as number);
    this.#end(slot);
  }

  /** Notes that an entity ends, and all that follow it. */
  #end(slot: number): void {
    const ending = [slot];
    for (let at = 0; at < ending.length; at++) {
      this.#alive[ending[at] as number] = 0;
      for (let child = 0; child < this.#entities; child++) {
        if (this.#alive[child] !== 0 && this.#parents[child] === ending[at]) ending.push(child);
      }
    }
  }

  #setParent(): void {
    const slot = this.#slot();
    const isFree = this.#below(8) === 0;
    const parent = isFree ? NONE : this.#slot();
    const generation = this.#generations[slot] as number;
    this.#record(SceneOp.setParent, 0, slot, generation, parent, isFree ? 0 : (this.#generations[parent] as number));
    if (this.#alive[slot] === 0 || (!isFree && this.#alive[parent] === 0)) return;
    for (let above = parent; above !== NONE; above = this.#parents[above] as number) if (above === slot) return;
    this.#parents[slot] = parent;
  }

  #values(kind: number, count: number): number[] {
    const words: number[] = [];
    for (let i = 0; i < count * (RUN_WORDS[kind] as number); i++) {
      words.push(kind < 3 ? this.#number() : kind === 3 ? (this.#draw() | 0xff000000) >>> 0 : this.#below(2));
    }
    if (words.length > 0 && this.#below(16) === 0) words[this.#below(words.length)] = NAN_BITS;
    return words;
  }

  #setRun(): void {
    const kind = this.#below(5);
    const first = this.#slot();
    const count = this.#below(90);
    const values = this.#values(kind, count);
    const more = Math.ceil(values.length / RECORD_WORDS) + (this.#below(64) === 0 ? 1 : 0);
    this.#record(SceneOp.setRun | ((RUN_FIELDS[kind] as number) << 16), more, first, this.#generations[first] as number, count);
    this.#part(values);
  }

  #setList(): void {
    const kind = this.#below(5);
    const count = this.#below(24);
    const slots = Array.from({ length: count }, () => this.#slot());
    const generations = slots.map((slot) => (this.#generations[slot] as number) + (this.#below(32) === 0 ? 1 : 0));
    const values = this.#values(kind, count);
    const more = [slots, generations, values].reduce((sum, part) => sum + Math.ceil(part.length / RECORD_WORDS), 0);
    this.#record(SceneOp.setList | ((RUN_FIELDS[kind] as number) << 16), more, count);
    this.#part(slots);
    this.#part(generations);
    this.#part(values);
  }

  #destroyList(): void {
    const slots = Array.from({ length: this.#below(6) }, () => this.#slot());
    const generations = slots.map((slot) => this.#generations[slot] as number);
    this.#record(SceneOp.destroyList, slots.length === 0 ? 0 : 2, slots.length);
    this.#part(slots);
    this.#part(generations);
    for (const slot of slots) this.#end(slot);
  }

  #makeMesh(): void {
    const kind = 1 + this.#below(6);
    const parameters = [bitsOf(this.#below(16) / 4), bitsOf(this.#below(12)), bitsOf(this.#below(12))];
    this.#record(SceneOp.makeMesh | (kind << 8), 0, this.#below(9), ...parameters);
  }

  #customMesh(): void {
    const mesh = this.#below(9);
    const mode = this.#below(3);
    const vertices = 3 + this.#below(8);
    const indices = 6 * (1 + this.#below(3));
    this.#record(SceneOp.beginMesh | (mode << 8), 0, mesh, vertices, indices);
    const numbers: number[] = [];
    for (let i = 0; i < vertices * VERTEX_WORDS; i++) {
      numbers.push(i % VERTEX_WORDS === VERTEX_WORDS - 1 ? (this.#draw() | 0xfe000000) >>> 0 : this.#number());
    }
    this.#record(SceneOp.meshPart, Math.ceil(numbers.length / RECORD_WORDS), mesh, 0, vertices);
    this.#part(numbers);
    const corners = Array.from({ length: indices }, () => this.#below(vertices));
    if (this.#below(16) === 0) corners[0] = vertices;
    this.#record(SceneOp.meshPart | (1 << 8), Math.ceil(indices / RECORD_WORDS), mesh, 0, indices);
    this.#part(corners);
    this.#record(SceneOp.endMesh, 0, mesh);
  }

  #texture(): void {
    const op = this.#below(3) === 0 ? SceneOp.releaseTexture : SceneOp.makeTexture;
    this.#record(op | (this.#below(2) << 8), 0, this.#below(7), this.#below(300), 1 + this.#below(300));
  }

  #camera(): void {
    const op = [SceneOp.makeCamera, SceneOp.updateCamera, SceneOp.updateCamera, SceneOp.destroyCamera][this.#below(4)] as number;
    const fields = op === SceneOp.destroyCamera ? 0 : this.#below(64);
    const head = (op | (this.#below(2) << 8) | (this.#below(this.#below(8) === 0 ? 4 : 3) << 9) | (fields << 16)) >>> 0;
    const words = [0, this.#below(5)];
    for (let i = 0; i < 7; i++) words.push(this.#number());
    const near = this.#below(64);
    words.push(bitsOf(this.#below(56) / 16), bitsOf(near / 16), bitsOf((near + this.#below(4096)) / 16));
    this.#record(head, ...words);
  }

  #viewport(): void {
    const sides = [this.#below(5), this.#below(5), this.#below(9), this.#below(9)].map((side) => bitsOf(side / 8));
    this.#record(SceneOp.cameraViewport, 0, this.#below(5), ...sides);
  }

  #light(): void {
    const op = [SceneOp.makeLight, SceneOp.makeLight, SceneOp.updateLight, SceneOp.destroyLight][this.#below(4)] as number;
    const fields = op === SceneOp.destroyLight ? 0 : this.#below(128);
    const head = (op | (this.#below(2) << 8) | (this.#below(3) << 9) | (fields << 16)) >>> 0;
    const words = [this.#draw(), this.#below(10)];
    for (let i = 0; i < 6; i++) words.push(this.#number());
    words.push(bitsOf(this.#below(40) / 8), bitsOf(this.#below(2000) / 8));
    words.push(bitsOf(this.#below(13) / 16), bitsOf(this.#below(28) / 16));
    this.#record(head, ...words);
  }

  #environment(): void {
    const colors = [this.#draw(), this.#draw(), this.#draw()];
    this.#record(SceneOp.environment, 0, ...colors, bitsOf(this.#below(9)), bitsOf(this.#below(3) * 50));
  }

  /** A record of anything. */
  #noise(): void {
    const words: number[] = [];
    for (let i = 0; i < RECORD_WORDS - 1; i++) words.push(this.#draw() >>> this.#below(32));
    // What it takes along is not much, so that most of a stream is carried out.
    words[0] = this.#below(4) === 0 ? this.#below(12) : this.#below(2) * 20_000;
    this.#record(this.#draw() >>> 0, ...words);
  }

  #sometimesReset(): void {
    if (this.#below(24) !== 0) return;
    this.#record(SceneOp.reset);
    this.#generations.fill(0);
    this.#alive.fill(0);
  }
}

/** What carries out records of a stream, some at a time: a kernel, or the twin alone. */
export interface Decoder {
  readonly inbox: Uint32Array;
  decode(count: number): number;
}

/** Puts records through an inbox, and keeps what is not whole for the next ones. */
export class Feed {
  #rest = new Uint32Array(0);

  /**
   * @param most records that are put there at a time, from `most(0)` on: how the stream is cut
   * @returns how often `decode` was called
   */
  send(decoder: Decoder, records: Uint32Array, most: (call: number) => number): number {
    let all = new Uint32Array(this.#rest.length + records.length);
    all.set(this.#rest);
    all.set(records, this.#rest.length);
    let calls = 0;
    let wanted = 0;
    while (all.length > 0) {
      // A command that is not whole needs more than it was given.
      const count = Math.min(all.length / RECORD_WORDS, Math.max(1, most(calls)) + wanted, INBOX_RECORDS);
      decoder.inbox.set(all.subarray(0, count * RECORD_WORDS));
      const done = decoder.decode(count);
      calls++;
      wanted = done === 0 ? wanted * 2 + 1 : 0;
      all = all.subarray(done * RECORD_WORDS);
      if (done === 0 && count * RECORD_WORDS >= all.length) break;
    }
    this.#rest = all.slice();
    return calls;
  }
}

/** A stream of the golden file, and what it has come to after some updates. */
export interface GoldenScene {
  readonly seed: number;
  readonly entities: number;
  readonly hashes: readonly GoldenHash[];
}

export interface GoldenHash {
  readonly update: number;
  /** Of the published state. */
  readonly state: string;
  /** Folded from all callbacks until then, and from the draw lists after each update: 8 hexadecimal digits each. */
  readonly callbacks: string;
  readonly draws: string;
}

/**
 * Reads scene-hashes.txt.
 * @throws Error that names the line, when one isn't understood
 */
export function parseGoldenScenes(text: string): GoldenScene[] {
  const scenes = new Map<string, { seed: number; entities: number; hashes: GoldenHash[] }>();
  text.split('\n').forEach((line, index) => {
    const words = line.replace(/#.*/, '').trim();
    if (words === '') return;
    const found = /^(\d+) (\d+) (\d+) ([\da-f]{16}) ([\da-f]{8}) ([\da-f]{8})$/.exec(words);
    if (found === null)
      throw new Error(`scene-hashes.txt, line ${index + 1}, is not 'seed entities update state callbacks draws': ${line}`);
    const [, seed = '', entities = '', update = '', state = '', callbacks = '', draws = ''] = found;
    const key = `${seed} ${entities}`;
    const scene = scenes.get(key) ?? { seed: Number(seed), entities: Number(entities), hashes: [] };
    scene.hashes.push({ update: Number(update), state, callbacks, draws });
    scenes.set(key, scene);
  });
  return [...scenes.values()];
}
