import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { PRESET_NAMES, type PresetName } from '../../web/generated/meteor-names.js';
import { hashFrame } from '../../web/meteor/shared/frame-hash.js';
import type { MeteorKernel } from '../../web/meteor/shared/kernel.js';
import { presetNamed, resolveOptions } from '../../web/meteor/shared/settings.js';
import { ALL_FRAMES, parseMeteorScenes, speedAt, stepSeconds } from '../scenes/meteor.js';
import { type Begin, beginner } from '../web/meteor/kernels.js';

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
        if (frame % 40 === 0) kernel.spawnMeteor({ x: 10, y: 10, endX: 300, endY: 500, type: 'bright', speed: 300 });
        if (frame % 41 === 0) kernel.spawnMeteor({});
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
