import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { detectFeatures } from '../../../web/engine/features.js';
import { Meteor, MeteorEventKind, MeteorHeader } from '../../../web/generated/meteor-layout.js';
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

/** The looks of all meteors that are shown, but for those in the colours of their type. */
function looksOf(shower: MeteorPipeline): number[] {
  const { meteors, meteorCount } = shower.getRenderData();
  const looks = Array.from({ length: meteorCount }, (_, at) => meteors[(at * Meteor.size + Meteor.look) / 4] as number);
  return looks.filter((look) => look !== 1);
}

describe('a meteor that is asked for', () => {
  const QUIET = { rate: 0, burst: 0 };

  it.each(['wasm', 'js'] as const)(
    'flies through the point that its control point says, in its time and its colours, in tier %s',
    async (tier) => {
      const shower = await MeteorPipeline.create({ wasmBinary, tier, options: QUIET });
      const id = shower.spawnMeteor({
        ...{ x: 100, y: 100, endX: 900, endY: 100, controlX: 500, controlY: 700, lifetime: 2 },
        ...{ color: '#ff0000', glowColor: '#00ff00' },
      });
      shower.updateAll(1);
      const { meteors, events, eventCount } = shower.getRenderData();
      expect(meteors[0]).toBeCloseTo(500, 0);
      expect(meteors[1]).toBeCloseTo(400, 0);
      expect(looksOf(shower)).toEqual([2]);
      expect(shower.looks).toEqual([{ color: [255, 0, 0], glow: [0, 255, 0] }]);
      expect(eventCount).toBe(1);
      expect([...events.subarray(0, 2)]).toEqual([MeteorEventKind.spawned, id]);
      shower.updateAll(0.999);
      expect(shower.getRenderData().meteors[Meteor.life / 4]).toBeLessThan(1);
      shower.updateAll(0.002);
      expect(shower.getRenderData().meteors[Meteor.life / 4]).toBe(1);
    },
  );

  it('is refused with a colour that is none, and with one pair more than there is room for', async () => {
    const shower = await MeteorPipeline.create({ wasmBinary, options: QUIET });
    expect(() => shower.spawnMeteor({ color: 'greenish' })).toThrow(MeteorOptionError);
    for (let pair = 0; pair < 48; pair += 1) expect(shower.spawnMeteor({ color: `#0000${(16 + pair).toString(16)}` })).toBeGreaterThan(0);
    expect(() => shower.spawnMeteor({ color: '#123456' })).toThrow(/48 pairs of colours/);
    expect(shower.spawnMeteor({ color: '#000010' })).toBeGreaterThan(0);
    run(shower, 1);
    expect(new Set(looksOf(shower)).size).toBe(48);
    // All of them have gone: there is room again.
    for (let second = 0; second < 120; second += 1) shower.updateAll(1);
    expect(looksOf(shower)).toEqual([]);
    expect(shower.spawnMeteor({ color: '#123456' })).toBeGreaterThan(0);
  });

  it('keeps its colours in another tier, and in what is saved', async () => {
    const shower = await MeteorPipeline.create({ wasmBinary, options: QUIET });
    const plain = shower.save() as ArrayBuffer;
    shower.spawnMeteor({ color: '#ff8000', lifetime: 30 });
    shower.spawnMeteor({ color: '#0080ff', glowColor: '#fff', lifetime: 30 });
    run(shower, 5);
    await shower.switchTo('js');
    run(shower, 1);
    expect(looksOf(shower)).toEqual([2, 3]);
    for (const tier of ['wasm', 'js'] as const) {
      const resumed = await MeteorPipeline.create({ wasmBinary, tier }, shower.save());
      expect(resumed.looks).toEqual(shower.looks);
      expect(looksOf(resumed)).toEqual([2, 3]);
      expect((await MeteorPipeline.create({ wasmBinary, tier }, plain)).looks).toEqual([]);
    }
  });
});

describe('the high-water marks', () => {
  it.each(['wasm', 'js'] as const)('are kept from the founding on, in every tier that follows %s', async (tier) => {
    const shower = await MeteorPipeline.create({ wasmBinary, tier, options: { rate: 0, burst: 0 } });
    for (let one = 0; one < 12; one += 1) shower.spawnMeteor({ x: 0, y: 0, endX: 30, endY: 40, speed: 400 });
    for (const seconds of [0.016, 0.25, 0.016, 40]) shower.updateAll(seconds);
    await shower.switchTo(tier === 'js' ? 'wasm' : 'js');
    run(shower, 3);
    const { meteors, meteorHighWater, frameHighWater, cacheHits, cacheMisses, memoryHighWater, memoryBytes } = shower.getMetrics();
    expect(meteors).toBe(0);
    expect(meteorHighWater).toBe(12);
    expect(frameHighWater).toBe(250);
    expect(cacheHits).toBeGreaterThan(0);
    expect(cacheMisses).toBeGreaterThan(0);
    expect(memoryHighWater).toBeGreaterThanOrEqual(memoryBytes);
  });
});

describe('a shower that keeps up with its machine', () => {
  /** A step that took so many milliseconds, as the header says it. */
  function stepOf(shower: MeteorPipeline, milliseconds: number): void {
    shower.updateAll(FRAME);
    shower.getRenderData().header[MeteorHeader.updateTime / 4] = milliseconds * 1000;
  }

  it('has less debris where steps take long, also where it asks for more than 500 pieces', async () => {
    const shower = await MeteorPipeline.create({ wasmBinary, options: { debris: 20_000 } });
    const pace = await shower.keepUp('balanced');
    for (let frame = 0; frame < 400; frame += 1) {
      stepOf(shower, 13);
      expect(pace.frame(18, 14)).toBeNull();
    }
    expect(pace.debrisLimit).toBe(200);
    expect(shower.options.debris).toBe(8000);
    // Well below what it may take for a while.
    for (let frame = 0; frame < 1200; frame += 1) {
      stepOf(shower, 1);
      pace.frame(16, 2);
    }
    expect(shower.options.debris).toBe(20_000);
    expect(shower.options.quality).toBe(1);
  });

  it('goes down in quality when pictures come late, up again, and says why', async () => {
    const shower = await MeteorPipeline.create({ wasmBinary, quality: 'ultra' });
    const pace = await shower.keepUp();
    expect(shower.options).toMatchObject({ meteors: 25, stars: 600, quality: 2 });
    const changes: string[] = [];
    const frames = (count: number, interval: number, work: number): void => {
      for (let frame = 0; frame < count; frame += 1) {
        stepOf(shower, 1);
        const change = pace.frame(interval, work);
        if (change !== null) changes.push(`${change.quality}: ${change.reason}`);
      }
    };
    frames(130, 40, 38);
    expect(changes).toEqual(['balanced: pictures took 40.0 ms']);
    expect(shower.options).toMatchObject({ meteors: 15, stars: 400, trailPoints: 20, quality: 1 });
    frames(1200, 16, 3);
    expect(changes.slice(1)).toEqual(['ultra: pictures took 3.0 ms only']);
    expect(shower.options.meteors).toBe(25);
  });

  it('leaves what the user asked for alone', async () => {
    const shower = await MeteorPipeline.create({ wasmBinary, quality: 'ultra', options: { stars: 77 } });
    shower.configure({ meteors: 5 });
    const pace = await shower.keepUp();
    for (let frame = 0; frame < 400; frame += 1) {
      stepOf(shower, 1);
      pace.frame(45, 40);
    }
    expect(pace.quality).toBe('performance');
    expect(shower.options).toMatchObject({ meteors: 5, stars: 77, quality: 0, trailPoints: 12 });
    expect(pace.choose('ultra')).toMatchObject({ quality: 'ultra', automatic: false });
    expect(shower.options).toMatchObject({ meteors: 5, stars: 77, quality: 2, trailPoints: 28 });
    expect(pace.recommendation).toBe('ultra');
  });
});

describe('a frame', () => {
  it('is one call over the boundary, and allocates no view', async () => {
    const calls: string[] = [];
    const real = WebAssembly.Instance;
    let memory = null as WebAssembly.Memory | null;
    const counting = vi.spyOn(WebAssembly, 'Instance').mockImplementation(function Counted(
      module: WebAssembly.Module,
      imports?: WebAssembly.Imports,
    ) {
      const instance = new real(module, imports);
      memory = instance.exports.memory as WebAssembly.Memory;
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
    const buffer = memory?.buffer;
    run(shower, 600);
    expect(calls).toEqual(Array(600).fill('step'));
    expect(memory?.buffer, 'memory grew').toBe(buffer);
    const data = shower.getRenderData();
    expect(data.epoch).toBe(epoch);
    expect(data.meteors).toBe(meteors);
    expect(data.particles).toBe(particles);
    shower.measurePacking = true;
    run(shower, 2);
    expect(calls.slice(600)).toEqual(['advance', 'pack', 'advance', 'pack']);
    // What was not measured is no packing of 0 ms.
    expect(shower.getMetrics().packMilliseconds).toBeGreaterThan(0);
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
