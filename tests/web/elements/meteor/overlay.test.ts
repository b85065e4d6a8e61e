import { describe, expect, test } from 'vitest';
import { overlayText } from '../../../../web/elements/meteor/overlay.js';
import type { ShowMetrics } from '../../../../web/meteor/shared/messages.js';

const METRICS: ShowMetrics = {
  tier: 'wasm',
  frame: 600,
  meteors: 5,
  particles: 600,
  trailPoints: 64,
  stars: 200,
  room: { meteors: 20, particles: 600, trailPoints: 640, stars: 250 },
  highWater: 900,
  meteorHighWater: 9,
  frameHighWater: 430,
  frameMilliseconds: 16.7,
  updateMilliseconds: 0.25,
  packMilliseconds: 0.1,
  drawMilliseconds: 3.5,
  memoryBytes: 3 * 2 ** 19,
  memoryHighWater: 2 ** 21,
  cacheHits: 700,
  cacheMisses: 1100,
  epoch: 2,
  framesPerSecond: 59.6,
  frameLog: [0.5, 16.7, 25, 400],
  quality: 'performance',
  recommendation: 'performance',
  renderer: 'webgl2',
  drawnShare: 0.42,
};

const lines = (more: Partial<ShowMetrics> = {}): string[] => overlayText({ ...METRICS, ...more }, 'worker').split('\n');

describe('the debug overlay', () => {
  test('says what runs, how fast, and what it takes', () => {
    const [what, speed, , update, draw, cache, memory] = lines();
    expect(what).toBe('wasm on worker, webgl2');
    expect(speed).toBe('60 FPS, performance');
    expect(update).toBe('update 0.25 ms, packing 0.10 ms of it');
    expect(draw).toBe('draw 3.50 ms, drawn 42 %');
    expect(cache).toBe('cache 700 hits, 1100 misses');
    expect(memory).toBe('memory 1.5 MiB, most 2.0 MiB, laid out anew 2×');
    expect(lines({ memoryBytes: 40_000 })[6]).toBe('memory 39 KiB, most 2.0 MiB, laid out anew 2×');
  });

  test('says which quality would do better', () => {
    expect(lines({ recommendation: 'balanced' })[1]).toBe('60 FPS, performance, better balanced');
  });

  test('logs the last frames, the newest at the right, each as high as it was long', () => {
    expect(lines()[2]).toBe(`${' '.repeat(28)}▁▃▅█  to 400 ms, most 430 ms`);
    const [, , log] = lines({ frameLog: Array.from({ length: 60 }, (_, index) => (index < 40 ? 1 : 30)) });
    expect(log).toBe(`${'▁'.repeat(12)}${'▅'.repeat(20)}  to 30 ms, most 430 ms`);
    expect(lines({ frameLog: [], frameHighWater: 0 })[2]).toBe(`${' '.repeat(32)}  to 0 ms, most 0 ms`);
  });

  test('maps the memory: how much of each part is in use, and what was the most of it', () => {
    expect(lines().slice(7)).toEqual([
      'meteors  ███░░░░░░░░░ 5 of 20, most 9',
      'trails   ██░░░░░░░░░░ 64 of 640',
      'debris   ████████████ 600 of 600, most 900',
      'stars    ██████████░░ 200 of 250',
    ]);
  });
});
