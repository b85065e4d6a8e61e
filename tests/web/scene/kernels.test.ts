import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { detectFeatures } from '../../../web/engine/features.js';
import { DEFAULT_OPTIONS, SceneHeader } from '../../../web/generated/scene-layout.js';
import { createSceneKernel } from '../../../web/kernels/scene.js';
import { loadSceneKernel } from '../../../web/kernels/scene-node.js';
import { SceneOptionError, SceneStartError } from '../../../web/scene/shared/errors.js';
import { SceneError } from '../../../web/scene/shared/scene-error.js';
import { createWasmSceneKernel } from '../../../web/scene/wasm/wasm-kernel.js';
import { figure, SCENE_WASM } from './kernels.js';

let wasmBinary: ArrayBuffer;
beforeAll(async () => {
  wasmBinary = new Uint8Array(await readFile(SCENE_WASM)).buffer;
});

describe('the start of a scene', () => {
  it('runs in WebAssembly where it can', async () => {
    const { kernel, refused } = await createSceneKernel({ wasmBinary });
    expect(kernel.tier).toBe('wasm');
    expect(kernel.options).toEqual(DEFAULT_OPTIONS);
    expect(refused).toEqual([]);
  });

  it('runs in the tier that was asked for', async () => {
    expect((await createSceneKernel({ wasmBinary, tier: 'js' })).kernel.tier).toBe('js');
    expect((await createSceneKernel({ wasmBinary, tier: 'wasm' })).kernel.tier).toBe('wasm');
    for (const tier of ['js', 'wasm'] as const) expect((await loadSceneKernel(tier, { seed: 3 })).options.seed).toBe(3);
  });

  it.each([
    [
      'a file that is none',
      () => ({ wasmBinary: new TextEncoder().encode('<!doctype html>').buffer as ArrayBuffer }),
      /is not WebAssembly but a page of HTML/,
    ],
    ['half a file', () => ({ wasmBinary: wasmBinary.slice(0, 900) }), /truncated or damaged/],
    ['an address where nothing is', () => ({ wasmUrl: 'http://127.0.0.1:9/skyflock-scene.wasm' }), /could not be fetched/],
    ['no SIMD', () => ({ wasmBinary, features: { ...detectFeatures(), simd: false } }), /WebAssembly SIMD is missing/],
    ['no WebAssembly', () => ({ wasmBinary, features: { ...detectFeatures(), webAssembly: false } }), /WebAssembly is missing/],
  ])('runs in JavaScript with %s, and says why', async (_, wish, reason) => {
    const { kernel, refused } = await createSceneKernel(wish());
    expect(kernel.tier).toBe('js');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.tier).toBe('wasm');
    expect(refused[0]?.reason).toMatch(reason);
    await expect(createSceneKernel({ ...wish(), tier: 'wasm' })).rejects.toThrow(SceneStartError);
    await expect(createSceneKernel({ ...wish(), tier: 'wasm' })).rejects.toThrow(SceneError);
    await expect(createSceneKernel({ ...wish(), tier: 'wasm' })).rejects.toThrow(reason);
  });

  it('refuses a module of another build by its layout', async () => {
    const module = await WebAssembly.compile(wasmBinary);
    const instance = vi.spyOn(WebAssembly, 'Instance').mockImplementation(function Fake() {
      return { exports: { memory: null, _initialize: () => {}, layoutId: () => 0 } } as unknown as WebAssembly.Instance;
    } as never);
    try {
      expect(() => createWasmSceneKernel(module)).toThrow(
        /the \.wasm has layout 0, the script \d+\. Serve the \.wasm file of the same build/,
      );
    } finally {
      instance.mockRestore();
    }
  });

  it('refuses a wish that is wrong, whatever the tier', async () => {
    for (const tier of ['auto', 'js', 'wasm'] as const) {
      await expect(createSceneKernel({ wasmBinary, tier, options: { maxEntities: 0 } })).rejects.toThrow(SceneOptionError);
    }
    await expect(createSceneKernel({ wasmBinary, tier: 'threads' as never })).rejects.toThrow(/tier = threads is refused/);
  });
});

describe.each(['js', 'wasm'] as const)('a scene that has just begun in tier %s', (tier) => {
  it('is empty, and small', async () => {
    const { views, hash } = await loadSceneKernel(tier, {}).then((kernel) => ({ views: kernel.views, hash: kernel.hash() }));
    expect(hash).toMatch(/^[\da-f]{16}$/);
    expect(
      [SceneHeader.entities, SceneHeader.slots, SceneHeader.update, SceneHeader.callbackCount].map((field) => figure(views, field)),
    ).toEqual([0, 0, 0, 0]);
    expect(figure(views, SceneHeader.memory)).toBeGreaterThan(1_000_000);
    expect(figure(views, SceneHeader.memory)).toBeLessThan(3_000_000);
  });
});
