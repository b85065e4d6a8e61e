import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FOUNDING_OPTIONS, GENES, OPTIONS, SpawnPattern } from '../../../web/generated/life-layout.js';
import { SCENE_NAMES } from '../../../web/life/shared/founding.js';
import type { TribeFounding } from '../../../web/life/shared/types.js';
import { destroyBoth, loadTwins, refusalOf } from './twins.js';

/** Any number in a range; the bounds are likely. */
const within = (least: number, most: number): fc.Arbitrary<number> =>
  fc.oneof({ weight: 8, arbitrary: fc.double({ min: least, max: most, noNaN: true }) }, fc.constantFrom(least, most));

const liveOptions = fc.record(
  Object.fromEntries(
    OPTIONS.slice(FOUNDING_OPTIONS).map(({ name, type, least, most }) => [
      name,
      type === 'u32' ? fc.integer({ min: least, max: most }) : within(least, most),
    ]),
  ),
  { requiredKeys: [] },
);

/** What a world is founded with; small, so that many are founded. */
const foundingOptions = fc.record({
  seed: fc.integer({ min: 0, max: 0xffffffff }),
  entities: fc.integer({ min: 1, max: 250 }),
  columns: fc.integer({ min: 16, max: 40 }),
  rows: fc.integer({ min: 16, max: 40 }),
  spawnArea: within(0.001, 1),
  movementOnly: fc.constantFrom(0, 0, 0, 1),
  maxNeighbours: fc.integer({ min: 4, max: 255 }),
  foodPatchiness: within(0, 1),
  foodPatchSize: within(4, 512),
});

const tribes: fc.Arbitrary<TribeFounding[] | undefined> = fc.option(
  fc.uniqueArray(
    fc.record({
      name: fc.string({ minLength: 1, maxLength: 12 }),
      share: within(0.01, 5),
      pattern: fc.constantFrom(...(Object.keys(SpawnPattern) as (keyof typeof SpawnPattern)[])),
      hue: within(0, 360),
      genes: fc.record(Object.fromEntries(GENES.map(({ name, least, most }) => [name, within(least, most)])), { requiredKeys: [] }),
    }),
    { minLength: 1, maxLength: 6, selector: ({ name }) => name },
  ),
  { nil: undefined },
);

describe('the JavaScript life kernel', () => {
  it('makes the same of any options and tribes as the WebAssembly kernel', { timeout: 240_000 }, async () => {
    const scenes = fc.constantFrom(...SCENE_NAMES);
    await fc.assert(
      fc.asyncProperty(scenes, foundingOptions, liveOptions, tribes, async (scene, founding, live, own) => {
        const options = { ...live, ...founding, maxEntities: founding.entities + 60 };
        const twins = await loadTwins({ scene, options, ...(own === undefined ? {} : { tribes: own }) });
        const { wasm, js } = twins;
        expect(js.hash()).toBe(wasm.hash());
        for (const kernel of [wasm, js]) kernel.hashPhases(true);
        for (let tick = 1; tick <= 25; tick += 1) {
          const failure = refusalOf(() => wasm.step());
          expect(refusalOf(() => js.step())).toBe(failure);
          if (failure !== null) break;
          expect(js.phaseHashes(), `tick ${tick}`).toEqual(wasm.phaseHashes());
        }
        expect(new Uint8Array(js.stats())).toEqual(new Uint8Array(wasm.stats()));
        destroyBoth(twins);
      }),
      { numRuns: 60, seed: 20261121 },
    );
  });
});
