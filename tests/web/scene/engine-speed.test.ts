import { describe, expect, it } from 'vitest';
import type { SceneTier } from '../../../web/scene/shared/kernel.js';
import { measureSceneEngine, type SceneEngineFigures } from '../../bench/scene-engine.js';
import { beginner } from './kernels.js';

const ENTITIES = 20_000;
const ROUNDS = 10;
async function figuresOf(tier: SceneTier): Promise<SceneEngineFigures> {
  const begin = await beginner(tier);
  return measureSceneEngine((maxEntities) => begin({ maxEntities }), ENTITIES, ROUNDS);
}

const figures = { wasm: await figuresOf('wasm'), js: await figuresOf('js') };

describe('what a scene takes', () => {
  it('is measured in frames that come to the same hash in both tiers', () => {
    expect(figures.wasm.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(figures.js.hash).toBe(figures.wasm.hash);
    expect(figures.wasm.instances).toBe(ENTITIES);
    expect(figures.js.instances).toBe(ENTITIES);
  });

  // Limits are several times what a quiet machine takes: they fall to what copies all where little has changed.
  for (const tier of ['wasm', 'js'] as const) {
    it(`is less for a publish of 5 % than for one of all, and next to nothing for one of nothing, in tier ${tier}`, () => {
      const { publishAllUs, publishSomeUs, publishCleanUs } = figures[tier];
      expect(publishSomeUs).toBeLessThan(publishAllUs / 3);
      expect(publishCleanUs).toBeLessThan(publishAllUs / 20);
    });
  }

  it('is less in WebAssembly than in JavaScript where everything moves', () => {
    expect(figures.wasm.moveFrameUs).toBeLessThan(figures.js.moveFrameUs);
  });

  it('is little memory: less than a kilobyte for an entity', () => {
    expect(figures.wasm.memoryBytes).toBeLessThan(ENTITIES * 1000);
    expect(figures.js.memoryBytes).toBeLessThan(ENTITIES * 1000);
  });
});
