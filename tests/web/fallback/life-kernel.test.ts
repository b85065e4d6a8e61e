import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createJsKernel } from '../../../web/fallback/life/kernel.js';
import { ColorBy, HYBRID_TRIBE, Phase, Want } from '../../../web/generated/life-layout.js';
import { loadKernel } from '../../../web/kernels/life-node.js';
import { decodeInspection, decodeWorldRecord } from '../../../web/life/shared/decode-records.js';
import { type FoundingChoice, resolveRequest, SCENE_NAMES } from '../../../web/life/shared/founding.js';
import { destroyBoth, loadTwins, stepBoth, type Twins } from './twins.js';

const PHASE_NAMES = Object.keys(Phase);

/** A small world in which everything happens that can happen to an animal. */
const LIVELY: FoundingChoice = {
  scene: 'savanna',
  options: {
    entities: 900,
    areaPerAnimal: 300,
    seed: 7,
    hybridChance: 0.05,
    attackChance: 0.4,
    deathAge: 5,
    breedAge: 1,
    maxNeighbours: 12,
    metabolicScale: 6,
  },
};

/** The first phase whose hashes differ, or 'none'. */
function firstDifference(expected: readonly string[], found: readonly string[]): string {
  return PHASE_NAMES[found.findIndex((hash, phase) => hash !== expected[phase])] ?? 'none';
}

describe('the JavaScript life kernel', () => {
  it.each(SCENE_NAMES)('has the phase hashes of the WebAssembly kernel in scene %s, tick for tick', { timeout: 120_000 }, async (scene) => {
    const twins = await loadTwins({ scene, options: scene === 'pair' ? {} : { entities: 1000 } });
    const { wasm, js } = twins;
    expect(js.hash(), 'at the founding').toBe(wasm.hash());
    for (const kernel of [wasm, js]) kernel.hashPhases(true);
    for (let tick = 1; tick <= 60; tick += 1) {
      stepBoth(twins, 1);
      expect(firstDifference(wasm.phaseHashes(), js.phaseHashes()), `the first phase that differs at tick ${tick}`).toBe('none');
      expect(js.hash()).toBe(wasm.hash());
    }
    destroyBoth(twins);
  });

  it('has the same phase hashes in any number of partitions, which can change while it runs', { timeout: 120_000 }, async () => {
    const request = resolveRequest(LIVELY);
    const whole = createJsKernel(request);
    const parted = createJsKernel(request, null, 16);
    for (const kernel of [whole, parted]) kernel.hashPhases(true);
    for (const partitions of [16, 2, 7, 1, 3, 12]) {
      parted.setPartitions(partitions);
      for (let tick = 0; tick < 10; tick += 1) {
        whole.step();
        parted.step();
        expect(firstDifference(whole.phaseHashes(), parted.phaseHashes()), `in ${partitions} partitions at tick ${whole.tick}`).toBe(
          'none',
        );
      }
    }
    expect(decodeWorldRecord(parted.stats())).toEqual(decodeWorldRecord(whole.stats()));
  });

  it('refuses more partitions than it was founded with room for', () => {
    const kernel = createJsKernel(resolveRequest({ scene: 'pair' }), null, 3);
    expect(() => kernel.setPartitions(4)).toThrow(new RangeError('partitions is 4; it must be from 1 to 3.'));
    expect(() => kernel.setPartitions(0)).toThrow(RangeError);
  });

  it('replies to a founding as the WebAssembly kernel does, but for the memory', async () => {
    const twins = await loadTwins({ scene: 'islands', options: { entities: 300 } });
    const reply = { ...twins.js.founding, memoryBytes: twins.wasm.founding.memoryBytes };
    expect(reply).toEqual(twins.wasm.founding);
    expect(twins.js.maxFrameBytes).toBe(twins.wasm.maxFrameBytes);
    expect(twins.js.memoryBytes).toBeGreaterThan(300 * 260);
    destroyBoth(twins);
  });
});

describe('the bytes of the JavaScript life kernel', () => {
  let twins: Twins;

  beforeAll(async () => {
    twins = await loadTwins(LIVELY);
    stepBoth(twins, 400);
  }, 120_000);
  afterAll(() => destroyBoth(twins));

  it('come from a world in which everything happened', () => {
    const { total, tribes } = decodeWorldRecord(twins.wasm.stats());
    expect(total.births).toBeGreaterThan(0);
    expect(Math.min(...Object.values(total.deaths))).toBeGreaterThan(0);
    expect(total.kills).toBeGreaterThan(0);
    expect(tribes[HYBRID_TRIBE]?.births).toBeGreaterThan(0);
    expect(decodeWorldRecord(twins.wasm.stats()).sightCutOff).toBeGreaterThan(0);
  });

  it('are the same in frames of every colour, with and without food, with and without a selected animal', () => {
    const { wasm, js } = twins;
    const selected = wasm.pick(100, 100, 4000);
    for (const id of [0, selected]) {
      wasm.select(id);
      js.select(id);
      for (const colorBy of Object.values(ColorBy)) {
        for (const withFood of [false, true]) {
          const frames = [wasm, js].map((kernel) => {
            const into = new ArrayBuffer(kernel.maxFrameBytes);
            return new Uint8Array(into, 0, kernel.writeFrame(colorBy, withFood, into));
          });
          expect(frames[1]).toEqual(frames[0]);
        }
      }
    }
  });

  it('are the same in statistics and snapshots', () => {
    expect(new Uint8Array(twins.js.stats())).toEqual(new Uint8Array(twins.wasm.stats()));
    expect(new Uint8Array(twins.js.save())).toEqual(new Uint8Array(twins.wasm.save()));
  });

  it('are the same for every animal that is inspected, and for one that is not there', () => {
    const { wasm, js } = twins;
    const wants = new Set<string>();
    for (let id = 0; id < 3000; id += 1) {
      const expected = wasm.inspect(id);
      expect(new Uint8Array(js.inspect(id)), `animal ${id}`).toEqual(new Uint8Array(expected));
      const found = decodeInspection(expected);
      if (found !== null) wants.add(found.want);
    }
    expect(wants.size).toBeGreaterThan(Object.keys(Want).length / 2);
  });

  it('are the same wherever somebody is picked', () => {
    const { worldWidth, worldHeight } = twins.wasm.founding;
    const picked = new Set<number>();
    for (let y = 0; y < worldHeight; y += 37.5) {
      for (let x = 0; x < worldWidth; x += 41.3) {
        const id = twins.wasm.pick(x, y, 14);
        expect(twins.js.pick(x, y, 14)).toBe(id);
        picked.add(id);
      }
    }
    expect(picked.size).toBeGreaterThan(10);
    expect(picked).toContain(0);
  });
});

describe('a snapshot', () => {
  it('goes on in the other kernel, whichever wrote it', { timeout: 120_000 }, async () => {
    const twins = await loadTwins(LIVELY);
    stepBoth(twins, 90);
    const request = resolveRequest(LIVELY);
    const resumed = [
      await loadKernel('wasm', request, 1, {}, twins.js.save()),
      await loadKernel('js', request, 1, {}, twins.wasm.save()),
      await loadKernel('js', request, 5, {}, twins.wasm.save()),
    ];
    for (const kernel of resumed) {
      expect(kernel.hash()).toBe(twins.wasm.hash());
      expect(kernel.founding.scene).toBe('savanna');
      expect(new Uint8Array(kernel.stats())).toEqual(new Uint8Array(twins.wasm.stats()));
    }
    for (let tick = 0; tick < 60; tick += 1) for (const kernel of [twins.wasm, ...resumed]) kernel.step();
    for (const kernel of resumed) {
      expect(kernel.hash()).toBe(twins.wasm.hash());
      expect(new Uint8Array(kernel.save())).toEqual(new Uint8Array(twins.wasm.save()));
      kernel.destroy();
    }
    destroyBoth(twins);
  });
});
