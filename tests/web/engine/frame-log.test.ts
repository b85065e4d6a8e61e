import { describe, expect, test } from 'vitest';
import { FrameLog, LOGGED_FRAMES } from '../../../web/engine/frame-log.js';

describe('the log of frames', () => {
  test('is empty before the second picture', () => {
    const log = new FrameLog();
    log.frame(0);
    expect(log.intervals).toEqual([]);
    expect(log.perSecond).toBe(0);
  });

  test('counts pictures a second of the time in which there were pictures', () => {
    const log = new FrameLog();
    for (const interval of [0, 20, 30, 0, 10]) log.frame(interval);
    expect(log.intervals).toEqual([20, 30, 10]);
    expect(log.perSecond).toBe(50);
  });

  test('keeps the longest one that was no sleep', () => {
    const log = new FrameLog();
    expect(log.longest).toBe(0);
    for (const interval of [16, 70, 0, 499, 500, 60_000, 20]) log.frame(interval);
    expect(log.longest).toBe(499);
  });

  test('keeps the last ones, the oldest first', () => {
    const log = new FrameLog();
    for (let interval = 1; interval <= 2 * LOGGED_FRAMES + 7; interval += 1) log.frame(interval);
    expect(log.intervals).toHaveLength(LOGGED_FRAMES);
    expect(log.intervals[0]).toBe(LOGGED_FRAMES + 8);
    expect(log.intervals.at(-1)).toBe(2 * LOGGED_FRAMES + 7);
  });
});
