import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { SpawnConfig } from '../../web/generated/meteor-layout.js';
import { PRESET_NAMES, type PresetName } from '../../web/generated/meteor-names.js';
import { hashFrame } from '../../web/meteor/shared/frame-hash.js';
import type { MeteorKernel, MeteorMetrics } from '../../web/meteor/shared/kernel.js';
import { presetNamed, resolveOptions } from '../../web/meteor/shared/settings.js';
import { ALL_FRAMES, parseMeteorScenes, parseShapedScene, speedAt, stepSeconds } from '../scenes/meteor.js';
import { type Begin, beginner, spawnIn } from '../web/meteor/kernels.js';

interface Told {
  readonly events: number[][];
  readonly saved: Uint8Array;
  readonly metrics: MeteorMetrics;
}

const shaped = parseShapedScene(readFileSync(new URL('../scenes/meteor-shaped.txt', import.meta.url), 'utf8'), SpawnConfig);
const { odd, runs } = parseMeteorScenes(readFileSync(new URL('../scenes/meteor-hashes.txt', import.meta.url), 'utf8'));
const EVERYTHING = process.env.SKYFLOCK_ALL_TICKS !== undefined;

/** How many frames a preset is run for: `storm` takes a thousand times as long as the others. */
function framesOf(preset: PresetName): number {
  if (EVERYTHING) return ALL_FRAMES;
  return preset === 'storm' ? 60 : 1500;
}

/** Frames between two looks at everything. */
function lookEvery(preset: PresetName): number {
  if (preset !== 'storm') return 10;
  return EVERYTHING ? 250 : 30;
}

describe('the kernels of the meteor system', () => {
  let js: Begin;
  let wasm: Begin;
  beforeAll(async () => {
    [js, wasm] = await Promise.all([beginner('js'), beginner('wasm')]);
  });

  it.each(PRESET_NAMES)('show the same bytes in every frame of %s, whatever its length', { timeout: 7_200_000 }, (preset) => {
    const options = resolveOptions({ preset, quality: 'ultra', options: { seed: 7 } });
    const kernels = [js(options), wasm(options)] as const;
    for (let frame = 1; frame <= framesOf(preset); frame += 1) {
      const [a, b] = kernels.map((kernel) => kernel.step(stepSeconds(odd, frame), speedAt(frame)));
      if (a !== b) throw new Error(`dirty flags of frame ${frame} are ${a} in JavaScript, ${b} in WebAssembly`);
      if (frame % lookEvery(preset) !== 0) continue;
      const [ofJs, ofWasm] = kernels.map((kernel) => hashFrame(kernel.renderData));
      if (ofJs !== ofWasm) throw new Error(`the hash of frame ${frame} is ${ofJs} in JavaScript, ${ofWasm} in WebAssembly`);
    }
    expectSameState(...kernels);
    for (const kernel of kernels) kernel.destroy();
  });

  describe.each(['js', 'wasm'] as const)('in tier %s', (tier) => {
    it.each(runs)('reach the golden hashes of $preset, seed $seed', { timeout: 600_000 }, ({ preset, seed, hashes }) => {
      const options = { ...presetNamed(preset).options, seed };
      const kernel = (tier === 'js' ? js : wasm)(options);
      expect(kernel.tier).toBe(tier);
      const reached: (typeof hashes)[number][] = [];
      let frame = 0;
      for (const golden of hashes) {
        while (frame < golden.frame) {
          frame += 1;
          kernel.step(stepSeconds(odd, frame), speedAt(frame));
        }
        reached.push({ frame, hash: hashFrame(kernel.renderData) });
      }
      expect(reached).toEqual(hashes);
    });
  });

  it.each(['js', 'wasm'] as const)('reach the golden hashes of meteors that are asked for, in tier %s', (tier) => {
    const kernel = (tier === 'js' ? js : wasm)({ ...presetNamed(shaped.preset).options, seed: shaped.seed });
    const spawned: number[] = [];
    const reached: (typeof shaped.hashes)[number][] = [];
    let frame = 0;
    for (const golden of shaped.hashes) {
      while (frame < golden.frame) {
        frame += 1;
        for (const { words } of shaped.spawns.filter((one) => one.frame === frame)) spawned.push(kernel.spawn(Float32Array.from(words)));
        kernel.step(stepSeconds(odd, frame), speedAt(frame));
      }
      reached.push({ frame, hash: hashFrame(kernel.renderData) });
    }
    expect(spawned).toEqual(shaped.spawns.map(({ id }) => id));
    expect(reached).toEqual(shaped.hashes);
  });

  it('tell of meteors that are asked for, however many others there are, alike', () => {
    const options = resolveOptions({ preset: 'storm', options: { seed: 3, meteors: 1500, debris: 0, rate: 9000, speed: 400 } });
    const told = [js(options), wasm(options)].map((kernel) => {
      for (let frame = 0; frame < 60; frame += 1) kernel.step(1 / 60, 1);
      const ids = [1, 2, 3].map(() => spawnIn(kernel, { x: 10, y: 10, endX: 60, endY: 40, lifetime: 0.4 }));
      const events: number[][] = [];
      for (let frame = 0; frame < 400; frame += 1) {
        kernel.step(1 / 60, 1);
        const { events: all, eventCount } = kernel.renderData;
        for (let at = 0; at < eventCount * 4; at += 4) if (ids.includes(all[at + 1] as number)) events.push([...all.subarray(at, at + 4)]);
      }
      expect(events.length).toBe(9);
      return { events, saved: new Uint8Array(kernel.save()), metrics: kernel.getMetrics() };
    }) as [Told, Told];
    expect(told[0].events).toEqual(told[1].events);
    expect(Buffer.compare(told[0].saved, told[1].saved)).toBe(0);
    expect(told[0].metrics.meteorHighWater).toBeGreaterThanOrEqual(1500);
    expect(told[0].metrics.meteorHighWater).toBe(told[1].metrics.meteorHighWater);
  });

  it('have golden hashes of every preset', () => {
    expect(new Set(runs.map(({ preset }) => preset))).toEqual(new Set(PRESET_NAMES));
  });

  it('go on from what the other saved, to the bit', () => {
    const options = resolveOptions({ preset: 'leonids', options: { seed: 3 } });
    const straight = wasm(options);
    let changing = wasm(options);
    for (let frame = 1; frame <= 900; frame += 1) {
      straight.step(stepSeconds(odd, frame), 1);
      changing.step(stepSeconds(odd, frame), 1);
      if (frame % 150 !== 0) continue;
      const saved = changing.save();
      changing.destroy();
      changing = (changing.tier === 'js' ? wasm : js)({}, saved);
      // Without time passing, what is shown is what was shown.
      changing.step(0, 1);
      straight.step(0, 1);
      const [a, b] = [straight.renderData, changing.renderData];
      expect(b.meteorCount).toBe(a.meteorCount);
      expect(b.meteors.slice(0, b.meteorCount * 8)).toEqual(a.meteors.slice(0, a.meteorCount * 8));
      expect(b.particles.slice(0, b.particleCount * 6)).toEqual(a.particles.slice(0, a.particleCount * 6));
      expect(b.trailPoints.slice(0, b.trailPointCount * 3)).toEqual(a.trailPoints.slice(0, a.trailPointCount * 3));
    }
  });

  it('agree about options that change, other sizes and spawned meteors', () => {
    const options = resolveOptions({ preset: 'shower', options: { seed: 11 } });
    const kernels = [js(options), wasm(options)] as const;
    for (let frame = 1; frame <= 1200; frame += 1) {
      for (const kernel of kernels) {
        if (frame === 100) kernel.resize(390, 844);
        if (frame === 200) kernel.configure({ trailPoints: 40, stars: 900, debris: 2000, debrisRate: 90, debrisPerMeteor: 60 });
        if (frame === 300) kernel.configure({ rate: 0 });
        if (frame === 700) kernel.configure({ rate: 40, meteors: 200, scaleByArea: 0, pattern: 2, natural: 1 });
        if (frame === 1000) kernel.configure({ debris: 10, meteors: 3 });
        if (frame % 40 === 0) spawnIn(kernel, { x: 10, y: 10, endX: 300, endY: 500, type: 'bright', speed: 300 });
        if (frame % 41 === 0) spawnIn(kernel, {});
        kernel.step(stepSeconds(odd, frame), 1);
      }
      if (frame % 10 === 0) expect(hashFrame(kernels[0].renderData), `frame ${frame}`).toBe(hashFrame(kernels[1].renderData));
    }
    expectSameState(...kernels);
  });
});

/** What a kernel saves is the same, to the last byte. */
function expectSameState(a: MeteorKernel, b: MeteorKernel): void {
  const [first, second] = [a, b].map((kernel) => new Uint8Array(kernel.save())) as [Uint8Array, Uint8Array];
  expect(second.length).toBe(first.length);
  expect(Buffer.compare(first, second)).toBe(0);
}
