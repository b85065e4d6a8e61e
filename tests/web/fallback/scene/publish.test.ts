import { describe, expect, it } from 'vitest';
import type { Memory } from '../../../../web/fallback/scene/memory.js';
import { HEAP } from '../../../../web/fallback/scene/memory.js';
import { Scene } from '../../../../web/fallback/scene/scene.js';
import {
  CallbackKind,
  EndUpdate,
  EntityCommand,
  FIELD_COLOR,
  FIELD_POSITION,
  NONE,
  OUTBOX_RECORDS,
  PublishedCallback,
  RECORD_WORDS,
  RefusalKind,
  SceneHeader,
  SceneOp,
  SetParent,
  SetRun,
} from '../../../../web/generated/scene-layout.js';
import { readRefused } from '../../../../web/scene/shared/refusals.js';
import { resolveOptions } from '../../../../web/scene/shared/settings.js';
import { f32, head, part, record } from '../../scene/records.js';

/** Memory of which no more is given once it is shut. */
class Limited implements Memory {
  isShut = false;

  allocate(bytes: number): ArrayBuffer | null {
    return this.isShut ? null : HEAP.allocate(bytes);
  }
}

class Bench {
  readonly memory = new Limited();
  readonly scene: Scene;
  #update = 0;

  constructor(maxEntities = 10_000) {
    this.scene = new Scene(resolveOptions({ maxEntities, maxMeshes: 4, maxTextures: 4 }), this.memory);
    expect(this.scene.found()).toBe(true);
  }

  send(...records: readonly (readonly number[])[]): void {
    const words = Uint32Array.from(records.flat());
    this.scene.inbox.words.set(words);
    expect(this.scene.decode(words.length / RECORD_WORDS)).toBe(words.length / RECORD_WORDS);
  }

  publish(...records: readonly (readonly number[])[]): void {
    this.#update += 1;
    this.send(...records, record(EndUpdate, { head: head(SceneOp.endUpdate), update: this.#update }));
  }

  figure(field: number): number {
    return this.scene.header[field / 4] as number;
  }

  /** The callbacks of a kind, and none are left. */
  told(kind: number): Uint32Array[] {
    const { records } = this.scene.outbox;
    const all = Array.from({ length: this.figure(SceneHeader.callbackCount) }, (_, at) =>
      records.words.slice(at * RECORD_WORDS, (at + 1) * RECORD_WORDS),
    );
    this.scene.outbox.clear();
    return all.filter((words) => ((words[0] as number) & 0xff) === kind);
  }

  copies(): number {
    return (this.told(CallbackKind.published).at(-1) as Uint32Array)[PublishedCallback.copies / 4] as number;
  }

  get living(): number[] {
    const { published, publishedSlots } = this.scene.entities.memory;
    return [...published.flags.subarray(0, publishedSlots)].flatMap((flags, slot) => (flags === 0 ? [] : [slot]));
  }
}

const create = (index: number, generation = 1): number[] => record(EntityCommand, { head: head(SceneOp.create, 0, 1), index, generation });
const destroy = (index: number, generation = 1): number[] => record(EntityCommand, { head: head(SceneOp.destroy), index, generation });
const move = (index: number, x: number): number[] =>
  record(EntityCommand, { head: head(SceneOp.update, FIELD_POSITION), index, generation: 1, position: [f32(x), f32(0), f32(0)] });
const follow = (index: number, parentIndex: number): number[] =>
  record(SetParent, { head: head(SceneOp.setParent), index, generation: 1, parentIndex, parentGeneration: 1 });

describe('a publish', () => {
  it('copies the keys that changed, and nothing where nothing did', () => {
    const bench = new Bench();
    bench.publish(...Array.from({ length: 100 }, (_, at) => create(at)));
    // Eight column groups each, and what is around everything is as it was.
    expect(bench.copies()).toBe(800);
    bench.publish(move(3, 5), move(3, 6), move(70, 7));
    expect(bench.copies()).toBe(2);
    bench.publish();
    expect(bench.copies()).toBe(0);
    expect([SceneHeader.publishes, SceneHeader.skips, SceneHeader.copies].map((field) => bench.figure(field))).toEqual([2, 1, 802]);
    expect(bench.scene.entities.memory.published.position[0][3]).toBe(6);
    expect(bench.scene.headerFloats[SceneHeader.dirtyRatio / 4]).toBeCloseTo((1 + 0.02 + 0) / 3, 6);
  });

  it('shows nothing of an update before its end', () => {
    const bench = new Bench();
    bench.publish(create(0));
    const hash = bench.scene.hash();
    bench.send(create(1), move(0, 4), destroy(0));
    expect(bench.scene.hash()).toBe(hash);
    expect(bench.living).toEqual([0]);
    bench.publish();
    expect(bench.living).toEqual([1]);
  });

  it('has what ended stay gone, and those that followed it', () => {
    const bench = new Bench();
    bench.publish(...[0, 1, 2, 3, 4].map((at) => create(at)), follow(1, 0), follow(2, 1), follow(3, 2));
    bench.publish(destroy(1));
    expect(bench.living).toEqual([0, 4]);
    for (let update = 0; update < 3; update++) {
      bench.publish(move(0, update));
      expect(bench.living).toEqual([0, 4]);
    }
    bench.publish(create(2, 2));
    expect(bench.living).toEqual([0, 2, 4]);
    expect(bench.scene.entities.memory.published.parents[2]).toBe(NONE);
  });

  it('is of an empty scene behind a reset, with generations anew', () => {
    const bench = new Bench();
    bench.publish(create(0, 7), create(1, 9));
    bench.send(record(EndUpdate, { head: head(SceneOp.reset) }));
    expect(bench.living).toEqual([0, 1]);
    bench.publish(create(0, 1));
    expect(bench.living).toEqual([0]);
    expect(bench.figure(SceneHeader.slots)).toBe(1);
  });

  it('happens not at all where its memory is refused, and the next one has all of it', () => {
    const bench = new Bench();
    bench.publish(create(0));
    const hash = bench.scene.hash();
    // Room for the working state of two thousand, and then no more for the published one.
    bench.send(...Array.from({ length: 1999 }, (_, at) => create(at + 1)));
    bench.memory.isShut = true;
    bench.publish(move(0, 9));
    expect(bench.scene.hash()).toBe(hash);
    expect(bench.figure(SceneHeader.failures)).toBe(1);
    expect(bench.figure(SceneHeader.update)).toBe(1);
    const [told] = bench.told(CallbackKind.refused);
    expect(readRefused(told as Uint32Array, 0)).toEqual({
      ...{ op: SceneOp.endUpdate, refusal: RefusalKind.publishFailed, id: null },
      ...{ detail: RefusalKind.memory, times: 1 },
    });
    bench.memory.isShut = false;
    bench.publish();
    expect(bench.living).toHaveLength(2000);
    expect(bench.scene.entities.memory.published.position[0][0]).toBe(9);
    const other = new Bench();
    other.publish(...Array.from({ length: 2000 }, (_, at) => create(at)), move(0, 9));
    expect(bench.scene.hash()).toBe(other.scene.hash());
  });
});

describe('memory that is refused', () => {
  it('refuses the entity that needs it, and no other', () => {
    const bench = new Bench();
    bench.memory.isShut = true;
    bench.publish(create(1023), create(1024), create(5));
    const [told] = bench.told(CallbackKind.refused);
    expect(readRefused(told as Uint32Array, 0)).toMatchObject({ op: SceneOp.create, refusal: RefusalKind.memory });
    expect(bench.living).toEqual([5, 1023]);
  });

  it('begins no scene', () => {
    const memory = new Limited();
    memory.isShut = true;
    expect(new Scene(resolveOptions(), memory).found()).toBe(false);
  });
});

describe('the outbox', () => {
  it('tells of refusals that follow each other once, with how many they were', () => {
    const bench = new Bench();
    bench.publish(create(0), ...Array.from({ length: 500 }, () => move(9, 1)), destroy(9), move(9, 2));
    const told = bench.told(CallbackKind.refused).map((words) => readRefused(words, 0));
    expect(told.map(({ op, times }) => [op, times])).toEqual([
      [SceneOp.update, 500],
      [SceneOp.destroy, 1],
      [SceneOp.update, 1],
    ]);
    expect(bench.figure(SceneHeader.refusals + 4 * RefusalKind.staleEntity)).toBe(502);
  });

  it('counts what it has no room for', () => {
    const bench = new Bench();
    for (let update = 0; update < OUTBOX_RECORDS + 10; update++) bench.publish();
    expect(bench.figure(SceneHeader.callbackCount)).toBe(OUTBOX_RECORDS);
    expect(bench.figure(SceneHeader.callbacksDropped)).toBe(10);
    expect(bench.figure(SceneHeader.callbacks)).toBe(OUTBOX_RECORDS + 10);
    bench.scene.outbox.clear();
    bench.publish();
    expect(bench.told(CallbackKind.published)).toHaveLength(1);
  });
});

describe('decoding', () => {
  it('waits for a command that is not whole', () => {
    const bench = new Bench();
    const run = [
      ...record(SetRun, { head: head(SceneOp.setRun, FIELD_COLOR), more: 2, first: 0, generation: 1, count: 20 }),
      ...part(Array(20).fill(0xff00ff00)),
    ];
    bench.publish(...Array.from({ length: 20 }, (_, at) => create(at)));
    const { scene } = bench;
    scene.inbox.words.set(run);
    expect([0, 1, 2].map((count) => scene.decode(count))).toEqual([0, 0, 0]);
    expect(scene.decode(3)).toBe(3);
    bench.publish();
    expect([...scene.entities.memory.published.colors.subarray(0, 20)]).toEqual(Array(20).fill(0xff00ff00));
  });

  it('stops behind the end of an update', () => {
    const { scene } = new Bench();
    const end = record(EndUpdate, { head: head(SceneOp.endUpdate), update: 1 });
    scene.inbox.words.set([...create(0), ...end, ...create(1)]);
    expect(scene.decode(3)).toBe(2);
    expect(scene.entities.memory.count).toBe(1);
  });

  it('stops where commands that cost much have been carried out for long', () => {
    const { scene } = new Bench();
    const reset = record(EndUpdate, { head: head(SceneOp.reset) });
    const count = 16_384;
    for (let at = 0; at < count; at++) scene.inbox.words.set(reset, at * RECORD_WORDS);
    const large = new Scene(resolveOptions({ maxMeshes: 4096, maxTextures: 4096 }));
    expect(large.found()).toBe(true);
    large.inbox.words.set(scene.inbox.words);
    expect(large.decode(count)).toBe(128);
    expect(scene.decode(count)).toBe(count);
  });
});
