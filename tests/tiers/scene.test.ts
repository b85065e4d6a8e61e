import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { RECORD_WORDS, SceneHeader, SceneOp } from '../../web/generated/scene-layout.js';
import type { SceneKernel } from '../../web/scene/shared/kernel.js';
import { Feed, type GoldenHash, parseGoldenScenes, SceneStream, streamOptions, streamView } from '../scenes/scene.js';
import {
  type Begin,
  beginner,
  callbacksOf,
  decoderOf,
  drawAs,
  drawListOf,
  figure,
  foldText,
  foldWords,
  stateOf,
} from '../web/scene/kernels.js';

const golden = parseGoldenScenes(readFileSync(new URL('../scenes/scene-hashes.txt', import.meta.url), 'utf8'));

/** Two kernels that must never differ, and the records that wait for each. */
class Pair {
  readonly kernels: readonly [SceneKernel, SceneKernel];
  readonly #feeds = [new Feed(), new Feed()] as const;

  constructor(first: SceneKernel, second: SceneKernel) {
    this.kernels = [first, second];
  }

  /** @param cuts how many records at a time each is given, in turn */
  send(records: Uint32Array, cuts: readonly (readonly number[])[]): void {
    const { kernels } = this;
    kernels.forEach((kernel, which) => {
      const own = cuts[which % cuts.length] as readonly number[];
      (this.#feeds[which] as Feed).send(decoderOf(kernel), records, (call) => own[call % own.length] as number);
    });
    expect(callbacksOf(kernels[1])).toEqual(callbacksOf(kernels[0]));
    expect(stateOf(kernels[1])).toEqual(stateOf(kernels[0]));
    for (const kernel of kernels) kernel.clearCallbacks();
  }

  draw(view: Parameters<typeof drawAs>[1]): void {
    const [first, second] = this.kernels;
    expect(drawAs(second, view)).toBe(drawAs(first, view));
    expect(drawListOf(second)).toEqual(drawListOf(first));
    for (const [x, y] of [
      [0.5, 0.5],
      [0.21, 0.8],
    ] as const) {
      expect(second.pick(x, y)).toEqual(first.pick(x, y));
    }
  }
}

describe('the kernels of the scene system', () => {
  let js: Begin;
  let wasm: Begin;
  beforeAll(async () => {
    [js, wasm] = await Promise.all([beginner('js'), beginner('wasm')]);
  });

  it('show the same of any stream of commands, however it is cut', { timeout: 600_000 }, () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 });
    const streams = fc.record({
      seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      entities: fc.constantFrom(3, 40, 300, 1300),
      updates: fc.integer({ min: 1, max: 25 }),
      cuts: fc.tuple(cuts, cuts),
    });
    fc.assert(
      fc.property(streams, ({ seed, entities, updates, cuts }) => {
        const pair = new Pair(js(streamOptions(entities)), wasm(streamOptions(entities)));
        const stream = new SceneStream(seed, entities);
        for (let update = 1; update <= updates; update++) {
          pair.send(stream.next(), cuts);
          pair.draw(streamView(update));
        }
        for (const kernel of pair.kernels) kernel.destroy();
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  it('show the same of records that hold anything at all', { timeout: 600_000 }, () => {
    const word = fc.oneof(
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      fc.constantFrom(0x7fc00000, 0xff800000),
    );
    const record = fc
      .tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 65535 }), fc.array(word, { minLength: 15, maxLength: 15 }))
      .map(([op, upper, words]) => [((upper << 16) | ((upper & 0xff) << 8) | op) >>> 0, ...words]);
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 60 }), (records) => {
        const end = [SceneOp.endUpdate, 0, 1, ...Array(RECORD_WORDS - 3).fill(0)];
        const pair = new Pair(js(streamOptions(50)), wasm(streamOptions(50)));
        pair.send(Uint32Array.from([...records, end].flat()), [[16_384]]);
        pair.draw(streamView(1));
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  describe.each(['js', 'wasm'] as const)('in tier %s', (tier) => {
    it.each(golden)('reach the golden hashes of seed $seed with $entities entities', { timeout: 600_000 }, ({ seed, entities, hashes }) => {
      const kernel = (tier === 'js' ? js : wasm)(streamOptions(entities));
      expect(kernel.tier).toBe(tier);
      const stream = new SceneStream(seed, entities);
      const feed = new Feed();
      const reached: GoldenHash[] = [];
      let callbacks = 0;
      let draws = 0;
      let update = 0;
      for (const { update: last } of hashes) {
        while (update < last) {
          update += 1;
          feed.send(decoderOf(kernel), stream.next(), () => 16_384);
          callbacks = foldWords(callbacks, callbacksOf(kernel));
          kernel.clearCallbacks();
          drawAs(kernel, streamView(update));
          for (const words of Object.values(drawListOf(kernel))) draws = foldWords(draws, words);
        }
        reached.push({ update, state: kernel.hash(), callbacks: foldText(callbacks), draws: foldText(draws) });
      }
      expect(reached).toEqual(hashes);
    });
  });

  it('come to the same wherever a stream is cut', { timeout: 600_000 }, () => {
    const stream = new SceneStream(11, 60);
    const records = Uint32Array.from(Array.from({ length: 12 }, () => [...stream.next()]).flat());
    for (const begin of [js, wasm]) {
      const whole = begin(streamOptions(60));
      new Feed().send(decoderOf(whole), records, () => 16_384);
      const expected = stateOf(whole);
      expect(figure(whole.views, SceneHeader.publishes)).toBeGreaterThan(9);
      for (let cut = 1; cut < records.length / RECORD_WORDS; cut += 7) {
        const kernel = begin(streamOptions(60));
        new Feed().send(decoderOf(kernel), records, (call) => (call === 0 ? cut : 16_384));
        expect(stateOf(kernel), `cut at record ${cut}`).toEqual(expected);
        kernel.destroy();
      }
    }
  });
});
