/** What there is to draw is there after every call, not only after a step: a sky that stands is drawn from it. */
import { describe, expect, it } from 'vitest';
import { Star } from '../../../web/generated/meteor-layout.js';
import type { MeteorKernel, MeteorRenderData } from '../../../web/meteor/shared/kernel.js';
import { beginner, spawnIn } from './kernels.js';

const STAR_WORDS = Star.size / 4;

/** All that a picture is drawn from, copied. */
function pictureOf(data: MeteorRenderData): Record<string, number[]> {
  const first = (records: Float32Array | Uint32Array, numbers: number): number[] => [...records.subarray(0, numbers)];
  return {
    meteors: first(data.meteors, data.meteorCount * 8),
    trailRanges: first(data.trailRanges, data.meteorCount * 2),
    trailPoints: first(data.trailPoints, data.trailPointCount * 3),
    particles: first(data.particles, data.particleCount * 6),
    stars: first(data.stars, data.starCount * STAR_WORDS),
  };
}

/** The picture as it is, which has to be what a step of no time packs. */
function standing(kernel: MeteorKernel): Record<string, number[]> {
  const now = pictureOf(kernel.renderData);
  const { stars, starCount } = kernel.renderData;
  expect(starCount).toBeGreaterThan(0);
  for (let star = 0; star < starCount; star += 1) expect(stars[star * STAR_WORDS + Star.radius / 4], `star ${star}`).toBeGreaterThan(0);
  kernel.step(0, 1);
  expect(now).toEqual(pictureOf(kernel.renderData));
  return now;
}

describe.each(['wasm', 'js'] as const)('a shower in %s that nobody steps', (tier) => {
  it('has its stars once it is founded', async () => {
    const kernel = (await beginner(tier))({ seed: 3 });
    standing(kernel);
  });

  it.each([
    ['another width', { width: 500 }],
    ['another height', { height: 2000 }],
    ['more stars', { stars: 900 }],
    ['fewer stars', { stars: 60 }],
    ['longer trails', { trailPoints: 40 }],
    ['all that a lower quality changes', { quality: 0, meteors: 8, stars: 200, trailPoints: 6 }],
  ])('has all there is to draw after %s', async (_, options) => {
    const kernel = (await beginner(tier))({ seed: 3 });
    for (let frame = 0; frame < 400; frame += 1) kernel.step(1 / 60, 1);
    kernel.configure(options);
    const { meteors, particles } = standing(kernel);
    expect(meteors?.length).toBeGreaterThan(0);
    expect(particles?.length).toBeGreaterThan(0);
  });

  it('keeps its stars when a meteor that is spawned makes the pool grow', async () => {
    const kernel = (await beginner(tier))({ seed: 3, rate: 0, burst: 0 });
    kernel.step(0.5, 1);
    const { stars, starCount } = kernel.renderData;
    const before = [...stars.subarray(0, starCount * STAR_WORDS)];
    const { epoch } = kernel.renderData;
    for (let one = 0; one < 30; one += 1) spawnIn(kernel, {});
    expect(kernel.renderData.epoch).toBeGreaterThan(epoch);
    expect([...kernel.renderData.stars.subarray(0, kernel.renderData.starCount * STAR_WORDS)]).toEqual(before);
  });

  it('tells of a meteor once, whatever is configured in between', async () => {
    const kernel = (await beginner(tier))({ seed: 3, rate: 0, burst: 0 });
    kernel.step(0.5, 1);
    spawnIn(kernel, {});
    kernel.configure({ stars: 700 });
    expect(kernel.renderData.eventCount).toBe(0);
    kernel.step(0.1, 1);
    expect(kernel.renderData.eventCount).toBe(1);
    kernel.step(0.1, 1);
    expect(kernel.renderData.eventCount).toBe(0);
  });

  it('shows what it showed when it goes on from what was saved, in either kernel', async () => {
    const kernel = (await beginner(tier))({ seed: 3 });
    for (let frame = 0; frame < 400; frame += 1) kernel.step(1 / 60, 1);
    const { stars: _, ...shown } = pictureOf(kernel.renderData);
    const saved = kernel.save();
    for (const other of ['wasm', 'js'] as const) {
      const next = (await beginner(other))({}, saved);
      // Stars are packed less often than time goes on: those of the picture may be some frames old.
      const { stars: _, ...moving } = pictureOf(next.renderData);
      expect(moving).toEqual(shown);
      standing(next);
    }
  });
});
