/** What went wrong in showers before this one, each as a test, over both kernels. */
import { describe, expect, it, vi } from 'vitest';
import {
  DIRTY_ALL,
  Meteor,
  MeteorEventKind,
  MeteorHeader,
  type MeteorOptions,
  TRAIL_BASE,
  TRAIL_PER_SIZE,
} from '../../../web/generated/meteor-layout.js';
import { hashFrame } from '../../../web/meteor/shared/frame-hash.js';
import type { MeteorKernel } from '../../../web/meteor/shared/kernel.js';
import { presetNamed } from '../../../web/meteor/shared/settings.js';
import { beginner, spawnIn } from './kernels.js';

/** No meteors but those that a test spawns. */
const EMPTY_SKY: Partial<MeteorOptions> = { rate: 0, burst: 0, meteors: 0, scaleByArea: 0 };
const FRAME = 1 / 60;

function run(kernel: MeteorKernel, frames: number, dt = FRAME): void {
  for (let frame = 0; frame < frames; frame += 1) kernel.step(dt, 1);
}

/** A field of the n-th meteor. */
function meteor(kernel: MeteorKernel, index: number, field: number): number {
  return kernel.renderData.meteors[index * (Meteor.size / 4) + field / 4] as number;
}

describe.each(['js', 'wasm'] as const)('a shower in tier %s', async (tier) => {
  const begin = await beginner(tier);

  it('counts in a header of whole numbers, where they belong', () => {
    const kernel = begin({ ...presetNamed('leonids').options });
    run(kernel, 120);
    const { header, meteorCount, particleCount, starCount, trailPointCount } = kernel.renderData;
    expect(header).toBeInstanceOf(Uint32Array);
    expect(header).toHaveLength(16);
    expect(header[MeteorHeader.frame / 4]).toBe(120);
    expect(header[MeteorHeader.meteorCount / 4]).toBe(meteorCount);
    expect(header[MeteorHeader.particleCount / 4]).toBe(particleCount);
    expect(header[MeteorHeader.starCount / 4]).toBe(starCount);
    expect(header[MeteorHeader.trailPoints / 4]).toBe(trailPointCount);
    expect(meteorCount).toBeGreaterThan(3);
    expect(Math.round((header[MeteorHeader.meanFrameTime / 4] as number) / 10)).toBe(1667);
  });

  it('has methods that are methods and fields that are fields, none of one name', () => {
    const kernel = begin({});
    for (const name of ['step', 'spawn', 'configure', 'resize', 'getMetrics', 'recordDraw', 'save', 'destroy'] as const) {
      expect(kernel[name], name).toBeTypeOf('function');
      expect(Object.hasOwn(kernel, name), `${name} of its own`).toBe(false);
    }
    expect(kernel.options).toBeTypeOf('object');
    expect(kernel.renderData).toBeTypeOf('object');
  });

  it('packs records as they are read', () => {
    const kernel = begin(EMPTY_SKY);
    spawnIn(kernel, { x: 100, y: 50, endX: 500, endY: 50, scale: 0.5, speed: 100, glow: 1.5, type: 'bright' });
    kernel.configure({ curve: 0 });
    kernel.step(0, 1);
    kernel.step(2, 1);
    expect(kernel.renderData.meteorCount).toBe(1);
    expect(meteor(kernel, 0, Meteor.x)).toBeCloseTo(300, 0);
    expect(meteor(kernel, 0, Meteor.y)).toBeCloseTo(50, 4);
    expect(meteor(kernel, 0, Meteor.scale)).toBeCloseTo(0.9, 5);
    expect(meteor(kernel, 0, Meteor.angle)).toBeCloseTo(0, 5);
    expect(meteor(kernel, 0, Meteor.glow)).toBeCloseTo(1.5, 5);
    expect(meteor(kernel, 0, Meteor.life)).toBeCloseTo(0.5, 2);
    expect(meteor(kernel, 0, Meteor.type)).toBe(2);
    expect(meteor(kernel, 0, Meteor.look)).toBe(1);
  });

  it('shows every meteor that lives, whichever slots have become free before it', () => {
    const kernel = begin(EMPTY_SKY);
    const living = new Set<number>();
    for (let frame = 0; frame < 1500; frame += 1) {
      if (frame % 3 === 0 && frame < 900) {
        const id = spawnIn(kernel, { x: 0, y: 0, endX: 60, endY: 40, speed: 30 + ((frame * 37) % 400) });
        if (id !== 0) living.add(id);
      }
      kernel.step(FRAME, 1);
      const { events, eventCount, meteorCount } = kernel.renderData;
      for (let at = 0; at < eventCount * 4; at += 4) {
        if (events[at] === MeteorEventKind.gone) expect(living.delete(events[at + 1] as number)).toBe(true);
      }
      expect(meteorCount).toBe(living.size);
      for (let index = 0; index < meteorCount; index += 1) expect(meteor(kernel, index, Meteor.look)).toBe(1);
    }
    expect(living.size).toBe(0);
  });

  it('goes as far in one long step as in many short ones', () => {
    const positions = [60, 6, 1].map((steps) => {
      const kernel = begin(EMPTY_SKY);
      spawnIn(kernel, { x: 0, y: 0, endX: 900, endY: 600, speed: 200 });
      run(kernel, steps, 3 / steps);
      return [meteor(kernel, 0, Meteor.x), meteor(kernel, 0, Meteor.y)];
    });
    for (const [x, y] of positions) {
      expect(x).toBeCloseTo(positions[0]?.[0] as number, 0);
      expect(y).toBeCloseTo(positions[0]?.[1] as number, 0);
    }
  });

  it('measures time in seconds and way in pixels, at any frame rate', () => {
    for (const rate of [30, 60, 144]) {
      const kernel = begin({ ...EMPTY_SKY, curve: 0 });
      spawnIn(kernel, { x: 0, y: 0, endX: 3000, endY: 0, speed: 100 });
      run(kernel, rate * 4, 1 / rate);
      expect(meteor(kernel, 0, Meteor.x), `${rate} frames a second`).toBeCloseTo(400, 0);
    }
  });

  it('makes meteors as often at any frame rate', () => {
    const counts = [30, 144].map((rate) => {
      const kernel = begin({ meteors: 400, rate: 20, burst: 0, scaleByArea: 0, speed: 5, seed: 3 });
      run(kernel, rate * 10, 1 / rate);
      return kernel.renderData.meteorCount;
    });
    expect(counts[0]).toBe(counts[1]);
    expect(counts[0]).toBeGreaterThan(140);
    expect(counts[0]).toBeLessThan(260);
  });

  it('is not held up by options that change over and over', () => {
    const [left, changed] = [0, 1].map((debris) => {
      const kernel = begin({ meteors: 400, rate: 20, burst: 0, scaleByArea: 0, speed: 5, seed: 3 });
      for (let frame = 0; frame < 600; frame += 1) {
        if (debris === 1) kernel.configure({ debris: frame % 2 });
        kernel.step(FRAME, 1);
      }
      return kernel.renderData.meteorCount;
    });
    expect(changed).toBe(left);
  });

  it('clears dirty flags with the step that told them', () => {
    const kernel = begin(presetNamed('shower').options);
    expect(kernel.step(0, 1)).toBe(DIRTY_ALL);
    expect(kernel.step(0, 1)).toBe(0);
    expect(kernel.step(FRAME, 1)).not.toBe(0);
    expect(kernel.step(0, 1)).toBe(0);
    kernel.resize(400, 300);
    expect(kernel.step(0, 1)).toBe(DIRTY_ALL);
    expect(kernel.step(0, 1)).toBe(0);
    const { cacheHits, cacheMisses } = kernel.getMetrics();
    expect(cacheHits + cacheMisses).toBe(3 * 6);
    expect(cacheHits).toBeGreaterThanOrEqual(9);
  });

  it('leaves a subsystem alone that did not change', () => {
    const kernel = begin({ ...EMPTY_SKY, twinkle: 0, starTurn: 0 });
    kernel.step(FRAME, 1);
    for (let frame = 0; frame < 60; frame += 1) expect(kernel.step(FRAME, 1)).toBe(0);
  });

  it('has views of the memory as it is after its pools grew', () => {
    const kernel = begin({ ...presetNamed('storm').options, meteors: 900, debris: 30_000, seed: 2 });
    kernel.step(FRAME, 1);
    const { epoch, meteors } = kernel.renderData;
    for (let frame = 0; frame < 150; frame += 1) {
      kernel.step(FRAME, 1);
      const data = kernel.renderData;
      expect(data.meteors.byteLength).toBeGreaterThan(0);
      expect(data.header[MeteorHeader.frame / 4]).toBe(frame + 2);
      expect(data.particles.length).toBeGreaterThanOrEqual(data.particleCount * 6);
      expect(data.trailPoints.length).toBeGreaterThanOrEqual(data.trailPointCount * 3);
    }
    expect(kernel.renderData.epoch).toBeGreaterThan(epoch + 5);
    // The old views may be detached by now, which no matcher would print.
    expect(kernel.renderData.meteors === meteors).toBe(false);
    expect(kernel.renderData.particleCount).toBeGreaterThan(5000);
  });

  it('gives every meteor that moved a trail, as long as its size says', () => {
    const kernel = begin(EMPTY_SKY);
    spawnIn(kernel, { x: 0, y: 0, endX: 3000, endY: 100, speed: 400, scale: 1, type: 'cool' });
    run(kernel, 120);
    const { trailPoints, trailRanges } = kernel.renderData;
    const [first, count] = trailRanges as unknown as [number, number];
    expect(count).toBe(kernel.options.trailPoints);
    let length = 0;
    for (let point = first + 1; point < first + count; point += 1) {
      const [x, y] = [0, 1].map((axis) => (trailPoints[point * 3 + axis] as number) - (trailPoints[point * 3 - 3 + axis] as number));
      length += Math.hypot(x as number, y as number);
    }
    expect(length).toBeCloseTo(TRAIL_BASE + TRAIL_PER_SIZE, -1);
  });

  it('lets debris live its own life when its meteor is gone', () => {
    const kernel = begin({ ...EMPTY_SKY, debrisRate: 60, debrisPerMeteor: 100, debrisLife: 4, trailLength: 0.1 });
    spawnIn(kernel, { x: 0, y: 0, endX: 500, endY: 300, speed: 300, scale: 1 });
    let before = 0;
    let goneAt = -1;
    for (let frame = 0; frame < 300; frame += 1) {
      kernel.step(FRAME, 1);
      const { events, eventCount, particleCount } = kernel.renderData;
      for (let at = 0; at < eventCount * 4; at += 4) if (events[at] === MeteorEventKind.gone) goneAt = frame;
      // Some are born and some die in a frame, but never all at once.
      if (goneAt < 0 || frame - goneAt < 3) expect(before - particleCount).toBeLessThan(10);
      before = particleCount;
      if (goneAt >= 0 && frame === goneAt + 1) expect(particleCount).toBeGreaterThan(30);
    }
    expect(goneAt).toBeGreaterThan(0);
  });

  it('draws nothing at random but by its seed', () => {
    const random = vi.spyOn(Math, 'random').mockImplementation(() => {
      throw new Error('Math.random was called');
    });
    try {
      const hashes = [5, 5, 6].map((seed) => {
        const kernel = begin({ ...presetNamed('aurora-rain').options, seed });
        run(kernel, 200);
        return hashFrame(kernel.renderData);
      });
      expect(hashes[0]).toBe(hashes[1]);
      expect(hashes[0]).not.toBe(hashes[2]);
    } finally {
      random.mockRestore();
    }
  });

  it('grows from the same floors to the same pools as the other kernel', async () => {
    const other = (await beginner(tier === 'js' ? 'wasm' : 'js'))(presetNamed('hyperspace').options);
    const kernel = begin(presetNamed('hyperspace').options);
    for (let frame = 0; frame < 400; frame += 1) {
      kernel.step(FRAME, 1);
      other.step(FRAME, 1);
      const [own, others] = [kernel.getMetrics(), other.getMetrics()];
      expect(own.memoryBytes).toBe(others.memoryBytes);
      expect(own.epoch).toBe(others.epoch);
      expect(own.highWater).toBe(others.highWater);
    }
  });

  it('keeps within its arrays: what stands between them is as it was', () => {
    const kernel = begin({ ...presetNamed('storm').options, meteors: 300, debris: 8000 });
    run(kernel, 200);
    const saved = new Uint8Array(kernel.save());
    // The header and the places behind it end at byte 128; 64 bytes that nobody writes follow every array.
    expect([...saved.subarray(128, 192)].every((byte) => byte === 0x5c)).toBe(true);
    expect([...saved.subarray(-64)].every((byte) => byte === 0x5c)).toBe(true);
  });
});
