import { describe, expect, test } from 'vitest';
import { bytesText, frames, room } from '../../../../web/elements/base/overlay-box.js';
import { overlayText, type WorldFigures } from '../../../../web/elements/life/overlay.js';

const WORKER = {
  ...{ state: 'running', generation: 0, animals: 300, ghosts: 10, migrants: 1, intents: 2 },
  partition: { left: 0, top: 0, right: 8, bottom: 8 },
  milliseconds: { compute: 1.25, exchange: 0.5, wait: 0.25 },
};

const FIGURES = {
  life: { tier: 'threads', workers: 2, founding: {} },
  stats: {
    ...{ tick: 600, population: 500, capacity: 1000, birthsRefused: 3, droppedTicks: 4, memoryBytes: 3 * 2 ** 19 },
    ...{ tickMilliseconds: 2.5, ticksPerSecond: 59.6, food: { now: 250.4, most: 1000 } },
    phases: { sense: 1.5, steer: 0.25, move: 0.5, eat: 0.125 },
    workers: [WORKER, { ...WORKER, state: 'replaced', generation: 2 }],
  },
  timing: { framesPerSecond: 58.7, drawMilliseconds: 1.234, frameLog: [0.5, 16.7, 25, 400] },
  drawnBy: { name: 'webgl2', reason: 'a GPU does WebGL2 here' },
} as unknown as WorldFigures;

const lines = (): string[] => overlayText(FIGURES).split('\n');

describe("a world's overlay", () => {
  test('says what runs, how fast, and where the time goes', () => {
    expect(lines().slice(0, 6)).toEqual([
      'threads on 2 workers, webgl2',
      '59 FPS, draw 1.23 ms',
      `${' '.repeat(28)}▁▃▅█  to 400 ms`,
      'tick 600: 2.50 ms, 60 a second, 4 dropped',
      'sense 1.50 ms, move 0.50 ms, steer 0.25 ms',
      'memory 1.5 MiB, refused 3 births',
    ]);
  });

  test('says how full the world is, and has a line for each worker', () => {
    expect(lines().slice(6)).toEqual([
      'animals  ██████░░░░░░ 500 of 1000',
      'food     ███░░░░░░░░░ 250 of 1000',
      'worker 0 running, 300 animals, compute 1.25, exchange 0.50, wait 0.25 ms',
      'worker 1 replaced, 300 animals, compute 1.25, exchange 0.50, wait 0.25 ms, replaced 2×',
    ]);
  });

  test('says one worker, and that nothing draws', () => {
    const life = { ...FIGURES.life, tier: 'wasm', workers: 1 } as WorldFigures['life'];
    expect(overlayText({ ...FIGURES, life, drawnBy: null }).split('\n')[0]).toBe('wasm on 1 worker, not drawn');
  });
});

describe('the lines that all overlays have', () => {
  test('tell of a room, and of the most there was where that is known', () => {
    expect(room('debris', 0, 0)).toBe('debris   ░░░░░░░░░░░░ 0 of 0');
    expect(room('debris', 1, 24, 20)).toBe('debris   █░░░░░░░░░░░ 1 of 24, most 20');
    // More than there was room for when that was asked.
    expect(room('debris', 30, 24)).toBe('debris   ████████████ 30 of 24');
  });

  test('tell of frames and of bytes', () => {
    expect(frames([], 12)).toBe(`${' '.repeat(32)}  to 0 ms, most 12 ms`);
    expect([bytesText(40_000), bytesText(3 * 2 ** 19)]).toEqual(['39 KiB', '1.5 MiB']);
  });
});
