/**
 * What a scene's engine takes alone: commands as a script's side writes them, a publish, a frame in which everything moves.
 * tests/bench/scene_bench.cpp gives the same commands to the engine natively, so both come to one hash.
 */
import {
  DrawView,
  EndUpdate,
  EntityCommand,
  FIELD_MESH,
  FIELD_POSITION,
  FIELD_SCALE,
  FIELD_TEXTURE,
  INBOX_RECORDS,
  MakeMesh,
  MeshKind,
  NONE,
  RECORD_WORDS,
  SceneHeader,
  SceneOp,
  SetRun,
} from '../../web/generated/scene-layout.js';
import type { SceneKernel } from '../../web/scene/shared/kernel.js';

/** Fields of an entity but for its texture. */
const ALL_FIELDS = 0xff & ~FIELD_TEXTURE;
/** Entities of one SetRun. */
const RUN = 40_000;
/** Publishes whose times are added up, since a clock's step may be longer than one of them. */
const GROUP = 10;
const CLEAN_GROUP = 1000;
const WHITE = 0xff00ffff;

export interface SceneEngineFigures {
  /** Publishes of everything of all entities, of 5 % of them side by side, of 5 % spread over all, of nothing. Unit: us. */
  readonly publishAllUs: number;
  readonly publishSomeUs: number;
  readonly publishSpreadUs: number;
  readonly publishCleanUs: number;
  /** A frame in which all move: commands, publish, draw list, and all of it. Unit: us. */
  readonly moveDecodeUs: number;
  readonly movePublishUs: number;
  readonly moveDrawUs: number;
  readonly moveFrameUs: number;
  readonly instances: number;
  /** Bytes that the engine counts, and those of its whole memory where it is one. */
  readonly memoryBytes: number;
  /** Of the published state after those frames. */
  readonly hash: string;
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

/** Microseconds that a clock of milliseconds has come to. */
const now = (): number => performance.now() * 1000;

const STEPS = [1, 47, 2209] as const;
/** In a cube of 100 an edge. */
const placeOf = (slot: number, axis: 0 | 1 | 2): number => (Math.floor(slot / STEPS[axis]) % 47) * 2;

/** Entities in a scene, and commands on their way to it. */
export class SceneBench {
  readonly kernel: SceneKernel;
  readonly #count: number;
  #used = 0;
  #update = 0;
  /** Microseconds that decode took. */
  decodeTime = 0;

  constructor(kernel: SceneKernel, count: number) {
    this.kernel = kernel;
    this.#count = count;
    this.#add(SceneOp.makeMesh | (MeshKind.cube << 8), MakeMesh.size);
    for (let slot = 0; slot < count; slot++) this.#entity(SceneOp.create, slot, FIELD_MESH | FIELD_POSITION | FIELD_SCALE);
    this.endUpdate();
    const entities = kernel.views.header[SceneHeader.entities / 4];
    if (entities !== count) throw new Error(`${entities} of ${count} entities came to be`);
    kernel.views.view[DrawView.width / 4] = 1920;
    kernel.views.view[DrawView.height / 4] = 1080;
  }

  /** Changes all fields of `entities` of them, every step-th one, in the working state. */
  change(entities: number, step: number): void {
    for (let i = 0; i < entities; i++) this.#entity(SceneOp.update, i * step, ALL_FIELDS);
    this.#flush();
  }

  /** Moves all of them by runs, as a bulk setter does. Copies into the inbox count for nothing. */
  moveAll(values: Float32Array): void {
    for (let first = 0; first < this.#count; first += RUN) {
      const count = Math.min(RUN, this.#count - first);
      const more = Math.ceil((count * 3) / RECORD_WORDS);
      if (this.#used + 1 + more > INBOX_RECORDS) this.#flush();
      const at = this.#add((SceneOp.setRun | (FIELD_POSITION << 16)) >>> 0, SetRun.size);
      const { inbox, inboxFloats } = this.kernel.views;
      inbox[at + SetRun.more / 4] = more;
      inbox[at + SetRun.first / 4] = first;
      inbox[at + SetRun.generation / 4] = 1;
      inbox[at + SetRun.count / 4] = count;
      inboxFloats.set(values.subarray(first * 3, (first + count) * 3), at + RECORD_WORDS);
      this.#used += more;
      this.#flush();
    }
  }

  endUpdate(): void {
    const at = this.#add(SceneOp.endUpdate, EndUpdate.size);
    this.#update += 1;
    this.kernel.views.inbox[at + EndUpdate.update / 4] = this.#update;
    this.#flush();
    this.kernel.clearCallbacks();
  }

  #entity(op: number, slot: number, fields: number): void {
    const at = this.#add((op | (1 << 8) | (fields << 16)) >>> 0, EntityCommand.size);
    const { inbox, inboxFloats } = this.kernel.views;
    inbox[at + EntityCommand.camera / 4] = NONE;
    inbox[at + EntityCommand.index / 4] = slot;
    inbox[at + EntityCommand.generation / 4] = 1;
    inboxFloats[at + EntityCommand.position / 4] = placeOf(slot, 0);
    inboxFloats[at + EntityCommand.position / 4 + 1] = placeOf(slot, 1);
    inboxFloats[at + EntityCommand.position / 4 + 2] = placeOf(slot, 2);
    inboxFloats[at + EntityCommand.orientation / 4 + 3] = 1;
    inboxFloats.fill(0.5, at + EntityCommand.scale / 4, at + EntityCommand.scale / 4 + 3);
    inbox[at + EntityCommand.color / 4] = WHITE;
  }

  /** A record of zeros but for its first word; gives where it begins. */
  #add(head: number, size: number): number {
    if (this.#used === INBOX_RECORDS) this.#flush();
    const at = this.#used * RECORD_WORDS;
    this.#used += 1;
    const { inbox } = this.kernel.views;
    inbox.fill(0, at, at + size / 4);
    inbox[at] = head;
    return at;
  }

  #flush(): void {
    const { kernel } = this;
    while (this.#used > 0) {
      const begin = now();
      const done = kernel.decode(this.#used);
      this.decodeTime += now() - begin;
      if (done === 0) throw new Error('a command is not whole');
      kernel.views.inbox.copyWithin(0, done * RECORD_WORDS, this.#used * RECORD_WORDS);
      this.#used -= done;
    }
  }
}

/** Where all stand, moved along x. */
export function movedPlaces(count: number, by: number): Float32Array {
  const values = new Float32Array(count * 3);
  for (let i = 0; i < count; i++) {
    values[i * 3] = placeOf(i, 0) + Math.fround(by);
    values[i * 3 + 1] = placeOf(i, 1);
    values[i * 3 + 2] = placeOf(i, 2);
  }
  return values;
}

/** How far all are moved in a frame. */
const SHIFTS = Array.from({ length: 10 }, (_, at) => Math.fround(at * Math.fround(0.1)));

/** Measures an engine of its own for each part. */
export function measureSceneEngine(begin: (maxEntities: number) => SceneKernel, entities: number, rounds: number): SceneEngineFigures {
  const maxEntities = Math.max(entities, 1024);
  const bench = new SceneBench(begin(maxEntities), entities);
  const times = { all: [] as number[], some: [] as number[], spread: [] as number[] };
  const group = entities > 10_000 ? 1 : GROUP;
  const timed = (list: number[], change: () => void): void => {
    let sum = 0;
    for (let i = 0; i < group; i++) {
      change();
      bench.decodeTime = 0;
      bench.endUpdate();
      sum += bench.decodeTime;
    }
    list.push(sum / group);
  };
  for (let round = 0; round < rounds; round++) {
    timed(times.all, () => bench.change(entities, 1));
    timed(times.some, () => bench.change(entities / 20, 1));
    timed(times.spread, () => bench.change(entities / 20, 20));
  }
  const clean = Array.from({ length: rounds }, () => {
    const start = now();
    for (let i = 0; i < CLEAN_GROUP; i++) bench.endUpdate();
    return (now() - start) / CLEAN_GROUP;
  });
  bench.kernel.destroy();

  const moving = new SceneBench(begin(maxEntities), entities);
  const { kernel } = moving;
  const places = SHIFTS.map((by) => movedPlaces(entities, by));
  const frame = { decode: [] as number[], publish: [] as number[], draw: [] as number[], all: [] as number[] };
  kernel.draw();
  for (let round = 0; round < rounds; round++) {
    moving.decodeTime = 0;
    moving.moveAll(places[round % 10] as Float32Array);
    const decode = moving.decodeTime;
    moving.decodeTime = 0;
    moving.endUpdate();
    const publish = moving.decodeTime;
    const start = now();
    kernel.draw();
    const draw = now() - start;
    frame.decode.push(decode);
    frame.publish.push(publish);
    frame.draw.push(draw);
    frame.all.push(decode + publish + draw);
  }
  const { header } = kernel.views;
  const figures = {
    publishAllUs: median(times.all),
    publishSomeUs: median(times.some),
    publishSpreadUs: median(times.spread),
    publishCleanUs: median(clean),
    moveDecodeUs: median(frame.decode),
    movePublishUs: median(frame.publish),
    moveDrawUs: median(frame.draw),
    moveFrameUs: median(frame.all),
    instances: header[SceneHeader.instanceCount / 4] as number,
    memoryBytes: kernel.tier === 'wasm' ? header.buffer.byteLength : (header[SceneHeader.memory / 4] as number),
    hash: kernel.hash(),
  };
  kernel.destroy();
  return figures;
}
