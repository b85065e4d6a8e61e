/** Both kernels given the same bytes, whatever they say: what streams of a well-behaved script never come to. */
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  EndUpdate,
  EntityCommand,
  FIELD_COLOR,
  FIELD_ORIENTATION,
  FIELD_POSITION,
  RECORD_WORDS,
  SceneHeader,
  SceneOp,
  SetRun,
} from '../../web/generated/scene-layout.js';
import type { SceneKernel } from '../../web/scene/shared/kernel.js';
import { SceneStream, streamOptions, streamView } from '../scenes/scene.js';
import { type Begin, beginner, callbacksOf, drawAs, drawListOf, figure, stateOf } from '../web/scene/kernels.js';
import { f32, head, part, record } from '../web/scene/records.js';

const ENTITIES = 40;

/** Words that stand at an edge: signed zeros, the least and largest numbers, NaNs of several payloads, counts that wrap. */
const EDGES = [
  ...[0, 1, 2, 0x80000000, 0x00000001, 0x80000001, 0x007fffff, 0x00800000, 0x4e6e6b28, 0x4e6e6b29, 0x7f7fffff],
  ...[0x7f800000, 0xff800000, 0x7fc00000, 0xffc00000, 0x7f800001, 0x7fa5a5a5, 0xffffffff, 0xfffffffe, 0x7fffffff],
  ...[ENTITIES - 1, ENTITIES, 2 ** 16 - 1, 2 ** 16, 2 ** 30, 2 ** 31 + 5],
];

class Pair {
  readonly #kernels: readonly [SceneKernel, SceneKernel];
  #update = 0;

  constructor(js: Begin, wasm: Begin) {
    this.#kernels = [js(streamOptions(ENTITIES)), wasm(streamOptions(ENTITIES))];
  }

  /** Has both decode the same records once, compares all there is to see of it, and gives how many they took. */
  decode(words: ArrayLike<number>): number {
    const [js, wasm] = this.#kernels;
    const done = this.#kernels.map((kernel) => {
      kernel.views.inbox.set(words);
      return kernel.decode(words.length / RECORD_WORDS);
    });
    expect(done[1]).toBe(done[0]);
    expect(callbacksOf(wasm)).toEqual(callbacksOf(js));
    expect(stateOf(wasm)).toEqual(stateOf(js));
    for (const kernel of this.#kernels) kernel.clearCallbacks();
    return done[0] as number;
  }

  /** All of them, as far as they are whole. */
  send(words: Uint32Array): void {
    for (let left = words; left.length > 0; ) {
      const done = this.decode(left);
      if (done === 0) break;
      left = left.subarray(done * RECORD_WORDS);
    }
  }

  end(update = ++this.#update): void {
    this.decode(record(EndUpdate, { head: SceneOp.endUpdate, update }));
    const [js, wasm] = this.#kernels;
    const view = streamView(this.#update);
    expect(drawAs(wasm, view)).toBe(drawAs(js, view));
    expect(drawListOf(wasm)).toEqual(drawListOf(js));
    expect(stateOf(wasm)).toEqual(stateOf(js));
  }

  get js(): SceneKernel {
    return this.#kernels[0];
  }

  destroy(): void {
    for (const kernel of this.#kernels) kernel.destroy();
  }
}

describe('both kernels of the scene system', () => {
  let js: Begin;
  let wasm: Begin;
  beforeAll(async () => {
    [js, wasm] = await Promise.all([beginner('js'), beginner('wasm')]);
  });

  it('make the same of a stream whose words are changed at random', { timeout: 600_000 }, () => {
    const change = fc.record({
      at: fc.nat(2 ** 20),
      word: fc.oneof(fc.constantFrom(...EDGES), fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 30 })),
    });
    const cases = fc.record({
      seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      updates: fc.array(fc.array(change, { maxLength: 25 }), { minLength: 1, maxLength: 5 }),
    });
    fc.assert(
      fc.property(cases, ({ seed, updates }) => {
        const pair = new Pair(js, wasm);
        const stream = new SceneStream(seed, ENTITIES);
        for (const changes of updates) {
          const words = stream.next();
          for (const { at, word } of changes) words[at % words.length] = word;
          pair.send(words);
          pair.end();
        }
        pair.destroy();
      }),
      { numRuns: 150, seed: 11 },
    );
  });

  it('make the same of bytes that are no commands at all', { timeout: 600_000 }, () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 * 40 }), fc.boolean(), (bytes, isKnown) => {
        const words = new Uint32Array(bytes.slice(0, bytes.length - (bytes.length % 64)).buffer);
        // Half of the time each record is at least of an operation that there is.
        if (isKnown) {
          for (let at = 0; at < words.length; at += RECORD_WORDS) {
            words[at] = ((words[at] as number) & 0xffffff00) | (1 + ((words[at] as number) % SceneOp.pick));
            words[at + 1] = (words[at + 1] as number) % 4;
          }
        }
        const pair = new Pair(js, wasm);
        pair.send(new SceneStream(5, ENTITIES).next());
        pair.send(words);
        pair.end();
        pair.destroy();
      }),
      { numRuns: 150, seed: 12 },
    );
  });

  it('make the same of what stands at an edge', () => {
    const entity = (op: number, index: number, generation: number, fields = 0, more: object = {}): number[] =>
      record(EntityCommand, { head: head(op, fields), index, generation, ...more });
    const run = (first: number, count: number, generation: number, more: number): number[] =>
      record(SetRun, { head: head(SceneOp.setRun, FIELD_POSITION), more, first, generation, count });
    const pair = new Pair(js, wasm);
    const row = Array.from({ length: ENTITIES }, (_, slot) => entity(SceneOp.create, slot, 1)).flat();
    pair.send(Uint32Array.from(row));
    pair.end(0xfffffffe);

    // A generation at its limit: nothing can follow it in its slot.
    pair.decode(entity(SceneOp.destroy, 0, 1));
    pair.decode(entity(SceneOp.create, 0, 0xffffffff));
    pair.end(0xffffffff);
    expect(figure(pair.js.views, SceneHeader.update)).toBe(0xffffffff);
    pair.decode(entity(SceneOp.destroy, 0, 0xffffffff));
    for (const generation of [0, 1, 0xffffffff]) pair.decode(entity(SceneOp.create, 0, generation));
    // The number of an update goes on from 0.
    pair.end(0);
    expect(figure(pair.js.views, SceneHeader.update)).toBe(0);
    expect(figure(pair.js.views, SceneHeader.entities)).toBe(ENTITIES - 1);

    // Zeros with a sign are kept, the least numbers too; a quaternion of them has no length.
    const tiny = [0x80000000, 0x00000001, 0x80000001];
    pair.decode(entity(SceneOp.update, 1, 1, FIELD_POSITION, { position: tiny }));
    pair.decode(entity(SceneOp.update, 2, 1, FIELD_ORIENTATION, { orientation: [...tiny, 0] }));
    pair.decode(entity(SceneOp.update, 3, 1, FIELD_ORIENTATION, { orientation: [0x80000000, 0x1a000000, 0x00000003, f32(0)] }));
    pair.decode(entity(SceneOp.update, 4, 1, FIELD_COLOR, { color: 0x7fa5a5a5 }));
    pair.end();

    // Runs that go past the last slot there is, past maxEntities, and past 2^32.
    const values = part(Array.from({ length: 30 }, (_, at) => f32(at - 15)));
    for (const first of [ENTITIES - 4, ENTITIES, ENTITIES + 5, 0xfffffffc, 0xffffffff]) {
      pair.decode([...run(first, 10, 1, values.length / RECORD_WORDS), ...values]);
    }
    for (const count of [0, 0x55555556, 0xffffffff, 2 ** 28]) pair.decode(run(0, count, 1, 0));
    pair.end();

    // A command whose last records are missing waits, whatever has come of it.
    const whole = [...run(5, 20, 1, 4), ...part(Array.from({ length: 60 }, (_, at) => f32(at)))];
    for (let records = 1; records < 5; records++) expect(pair.decode(whole.slice(0, records * RECORD_WORDS))).toBe(0);
    expect(pair.decode(whole)).toBe(5);
    pair.end();
    pair.destroy();
  });
});
