import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { detectFeatures } from '../../../web/engine/features.js';
import { MeteorPipeline } from '../../../web/kernels/meteor-pipeline.js';
import { MeteorDestroyedError, MeteorOptionError, MeteorStartError } from '../../../web/meteor/shared/errors.js';
import { hashFrame } from '../../../web/meteor/shared/frame-hash.js';
import { createWasmMeteorKernel } from '../../../web/meteor/wasm/wasm-kernel.js';

const WASM = fileURLToPath(new URL('../../../build/wasm/skyflock-meteor.wasm', import.meta.url));
const FRAME = 1 / 60;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let wasmBinary: ArrayBuffer;
beforeAll(async () => {
  wasmBinary = new Uint8Array(await readFile(WASM)).buffer;
});

function run(shower: MeteorPipeline, frames: number): void {
  for (let frame = 0; frame < frames; frame += 1) shower.updateAll(FRAME);
}

describe('the start of a shower', () => {
  it('runs in WebAssembly where it can', async () => {
    const shower = await MeteorPipeline.create({ wasmBinary });
    expect(shower.tier).toBe('wasm');
    expect(shower.refused).toEqual([]);
  });

  it('runs in the tier that was asked for', async () => {
    expect((await MeteorPipeline.createJs({ wasmBinary })).tier).toBe('js');
    expect((await MeteorPipeline.createWasm({ wasmBinary })).tier).toBe('wasm');
  });

  it.each([
    [
      'a file that is none',
      () => ({ wasmBinary: new TextEncoder().encode('<!doctype html>').buffer as ArrayBuffer }),
      /is not WebAssembly but a page of HTML/,
    ],
    ['half a file', () => ({ wasmBinary: wasmBinary.slice(0, 900) }), /truncated or damaged/],
    ['an address where nothing is', () => ({ wasmUrl: 'http://127.0.0.1:9/skyflock-meteor.wasm' }), /could not be fetched/],
    ['no SIMD', () => ({ wasmBinary, features: { ...detectFeatures(), simd: false } }), /WebAssembly SIMD is missing/],
    ['no WebAssembly', () => ({ wasmBinary, features: { ...detectFeatures(), webAssembly: false } }), /WebAssembly is missing/],
  ])('runs in JavaScript with %s, and says why', async (_, wish, reason) => {
    const shower = await MeteorPipeline.create(wish());
    expect(shower.tier).toBe('js');
    expect(shower.refused).toHaveLength(1);
    expect(shower.refused[0]?.tier).toBe('wasm');
    expect(shower.refused[0]?.reason).toMatch(reason);
    await expect(MeteorPipeline.createWasm(wish())).rejects.toThrow(MeteorStartError);
    await expect(MeteorPipeline.createWasm(wish())).rejects.toThrow(reason);
    run(shower, 30);
    expect(shower.getRenderData().meteorCount).toBeGreaterThan(0);
  });

  it('refuses a module of another build by its layout', async () => {
    const module = await WebAssembly.compile(wasmBinary);
    const instance = vi.spyOn(WebAssembly, 'Instance').mockImplementation(function Fake() {
      return { exports: { memory: null, _initialize: () => {}, layoutId: () => 0 } } as unknown as WebAssembly.Instance;
    } as never);
    try {
      expect(() => createWasmMeteorKernel(module, {})).toThrow(
        /the \.wasm has layout 0, the script \d+\. Serve the \.wasm file of the same build/,
      );
    } finally {
      instance.mockRestore();
    }
  });

  it('refuses a wish that is wrong, whatever the tier', async () => {
    await expect(MeteorPipeline.create({ preset: 'drizzle' as never })).rejects.toThrow(MeteorOptionError);
    await expect(MeteorPipeline.create({ options: { speed: 'fast' as never } })).rejects.toThrow(/speed = "?fast"? is refused/);
  });
});

describe('a running shower', () => {
  it('moves between the tiers without a jump', async () => {
    const wish = { wasmBinary, preset: 'leonids', options: { seed: 12 } } as const;
    const straight = await MeteorPipeline.createWasm(wish);
    const moving = await MeteorPipeline.createWasm(wish);
    for (const tier of ['js', 'wasm', 'js'] as const) {
      run(straight, 100);
      run(moving, 100);
      await moving.switchTo(tier);
      expect(moving.tier).toBe(tier);
      const [a, b] = [straight.getRenderData(), moving.getRenderData()];
      expect(b.meteors.slice(0, b.meteorCount * 8)).toEqual(a.meteors.slice(0, a.meteorCount * 8));
      expect(b.particles.slice(0, b.particleCount * 6)).toEqual(a.particles.slice(0, a.particleCount * 6));
    }
    await moving.switchTo('js');
    expect(moving.tier).toBe('js');
  });

  it('goes on where the other tier does not start', async () => {
    const shower = await MeteorPipeline.createJs({ wasmBinary: new ArrayBuffer(8) });
    run(shower, 10);
    await expect(shower.switchTo('wasm')).rejects.toThrow(MeteorStartError);
    expect(shower.tier).toBe('js');
    run(shower, 10);
    expect(shower.getMetrics().frame).toBe(20);
  });

  it('begins anew in WebAssembly, once, when its engine traps and JavaScript can not be had, and then says why none is left', async () => {
    const replaced: string[] = [];
    const pipeline = await MeteorPipeline.create({
      tier: 'wasm',
      wasmBinary: await WebAssembly.compile(wasmBinary),
      onReplaced: (tier, reason) => replaced.push(`${tier}: ${reason}`),
    });
    vi.doMock('../../../web/fallback/meteor/kernel.js', () => {
      throw new Error('the network is gone');
    });
    const trap = (): void => {
      const one = vi.spyOn(performance, 'now').mockImplementationOnce(() => {
        throw new WebAssembly.RuntimeError('unreachable');
      });
      expect(pipeline.updateAll(1 / 60)).toBe(0);
      one.mockRestore();
    };
    trap();
    await vi.waitFor(() => expect(replaced).toEqual(['wasm: unreachable']));
    run(pipeline, 20);
    expect(pipeline.getRenderData().starCount).toBeGreaterThan(0);
    trap();
    await vi.waitFor(() =>
      expect(() => pipeline.updateAll(1 / 60)).toThrow(/the kernel in JavaScript could not be loaded: .+Serve all of the files/s),
    );
    vi.doUnmock('../../../web/fallback/meteor/kernel.js');
    pipeline.destroy();
  });

  it('begins anew in JavaScript when its engine traps, and says why', async () => {
    const module = await WebAssembly.compile(wasmBinary);
    const replaced: string[] = [];
    const shower = await MeteorPipeline.create({
      wasmBinary: module,
      options: { seed: 9 },
      onReplaced: (tier, reason) => replaced.push(`${tier}: ${reason}`),
    });
    run(shower, 20);
    // What a trap looks like from outside.
    const trap = vi.spyOn(performance, 'now').mockImplementationOnce(() => {
      throw new WebAssembly.RuntimeError('unreachable');
    });
    expect(shower.updateAll(FRAME)).toBe(0);
    trap.mockRestore();
    // What is asked meanwhile is asked of the one that follows.
    expect(shower.spawnMeteor({})).toBe(0);
    expect(() => shower.configure({ rate: -1 })).toThrow(MeteorOptionError);
    shower.configure({ rate: 7 });
    await vi.waitFor(() => expect(shower.tier).toBe('js'));
    expect(shower.options.rate).toBe(7);
    expect(replaced).toEqual(['js: unreachable']);
    expect(shower.refused.at(-1)).toEqual({ tier: 'wasm', reason: 'unreachable' });
    expect(shower.options.seed).toBe(9);
    run(shower, 20);
    expect(shower.getRenderData().meteorCount).toBeGreaterThan(0);
  });

  it('does nothing more once it is destroyed', async () => {
    const shower = await MeteorPipeline.create({ wasmBinary });
    shower.destroy();
    shower.destroy();
    expect(shower.updateAll(FRAME)).toBe(0);
    expect(() => shower.spawnMeteor({})).toThrow(MeteorDestroyedError);
    await expect(shower.switchTo('js')).rejects.toThrow(MeteorDestroyedError);
  });
});

describe('a frame', () => {
  it('is one call over the boundary, and allocates no view', async () => {
    const calls: string[] = [];
    const real = WebAssembly.Instance;
    const counting = vi.spyOn(WebAssembly, 'Instance').mockImplementation(function Counted(
      module: WebAssembly.Module,
      imports?: WebAssembly.Imports,
    ) {
      const counted = { env: { emscripten_notify_memory_growth: () => void calls.push('growth') } };
      const instance = new real(module, { ...imports, ...counted });
      const exports = Object.fromEntries(
        Object.entries(instance.exports).map(([name, value]) => [
          name,
          typeof value === 'function'
            ? (...args: never[]) => {
                calls.push(name);
                return (value as (...given: never[]) => unknown)(...args);
              }
            : value,
        ]),
      );
      return { exports } as unknown as WebAssembly.Instance;
    } as never);
    let shower: MeteorPipeline;
    try {
      shower = await MeteorPipeline.createWasm({ wasmBinary, preset: 'shower' });
    } finally {
      counting.mockRestore();
    }
    run(shower, 600);
    calls.length = 0;
    const { meteors, particles, epoch } = shower.getRenderData();
    run(shower, 600);
    expect(calls).toEqual(Array(600).fill('step'));
    const data = shower.getRenderData();
    expect(data.epoch).toBe(epoch);
    expect(data.meteors).toBe(meteors);
    expect(data.particles).toBe(particles);
    shower.measurePacking = true;
    run(shower, 2);
    expect(calls.slice(600)).toEqual(['advance', 'pack', 'advance', 'pack']);
  });

  it.each(['wasm', 'js'] as const)('keeps nothing, and leaves next to nothing to collect, in tier %s', async (tier) => {
    const shower = await MeteorPipeline.create({ wasmBinary, tier });
    run(shower, 3000);
    const growth = (collects: boolean): number => {
      if (collects) collectGarbage();
      const before = process.memoryUsage().heapUsed;
      run(shower, 600);
      if (collects) collectGarbage();
      return process.memoryUsage().heapUsed - before;
    };
    // A round in which the collector ran by itself, or compiled code came, tells nothing: the best of some counts.
    const rounds = Array.from({ length: 6 }, () => growth(false)).filter((bytes) => bytes >= 0);
    expect(Math.min(...Array.from({ length: 4 }, () => growth(true)))).toBeLessThan(10_000);
    // What is left are numbers that the collector of young objects takes: a few a frame, no array and no list.
    expect(Math.min(...rounds)).toBeLessThan(tier === 'wasm' ? 60_000 : 300_000);
  });

  it('shows what is the same for the same seed', async () => {
    const showers = await Promise.all([1, 2].map(() => MeteorPipeline.create({ wasmBinary, options: { seed: 5 } })));
    for (const shower of showers) run(shower, 50);
    expect(hashFrame((showers[0] as MeteorPipeline).getRenderData())).toBe(hashFrame((showers[1] as MeteorPipeline).getRenderData()));
  });
});
