import { describe, expect, it } from 'vitest';
import { Phase } from '../../../web/generated/life-layout.js';
import { resolveRequest, SCENE_NAMES } from '../../../web/life/founding.js';
import { loadKernel } from '../../../web/life/node.js';

const PHASE_NAMES = Object.keys(Phase);

describe('the JavaScript life kernel', () => {
  it.each(SCENE_NAMES)('has the phase hashes of the WebAssembly kernel in scene %s, tick for tick', { timeout: 120_000 }, async (scene) => {
    const request = resolveRequest({ scene, options: scene === 'pair' ? {} : { entities: 2000 } });
    const wasm = await loadKernel('wasm', request);
    const js = await loadKernel('js', request);
    expect(js.hash(), 'at the founding').toBe(wasm.hash());
    for (const kernel of [wasm, js]) kernel.hashPhases(true);
    for (let tick = 1; tick <= 60; tick += 1) {
      for (const kernel of [wasm, js]) kernel.step();
      const expected = wasm.phaseHashes();
      const differs = js.phaseHashes().findIndex((hash, phase) => hash !== expected[phase]);
      expect(PHASE_NAMES[differs] ?? 'none', `the first phase that differs at tick ${tick}`).toBe('none');
      expect(js.hash()).toBe(wasm.hash());
    }
  });
});
