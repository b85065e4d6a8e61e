import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PictureTimes } from '../../../../web/elements/life/picture-timing.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Draws so many pictures, each so many milliseconds after the one before. */
function draw(times: PictureTimes, pictures: number, interval: number, milliseconds: number): void {
  for (let picture = 0; picture < pictures; picture += 1) {
    vi.advanceTimersByTime(interval);
    times.add(performance.now(), milliseconds);
  }
}

describe('the times of a picture', () => {
  test('are nothing before the first one', () => {
    expect(new PictureTimes().timing).toEqual({ drawMilliseconds: 0, framesPerSecond: 0, frameLog: [] });
  });

  test('are means of the last thirty', () => {
    const times = new PictureTimes();
    draw(times, 40, 100, 9);
    draw(times, 30, 20, 2);
    expect(times.timing).toMatchObject({ drawMilliseconds: 2, framesPerSecond: 50 });
    expect(times.draws).toHaveLength(70);
  });

  test('have no rest among the intervals, and no rate while nothing moves', () => {
    const times = new PictureTimes();
    draw(times, 3, 20, 1);
    draw(times, 1, 800, 1);
    draw(times, 2, 25, 1);
    expect(times.timing.frameLog).toEqual([20, 20, 25, 25]);
    vi.advanceTimersByTime(500);
    expect(times.timing.framesPerSecond).toBe(0);
  });

  test('keep what reports tell of, and no more', () => {
    const times = new PictureTimes();
    draw(times, 300, 16, 3);
    expect(times.draws).toHaveLength(120);
    expect(times.timing.frameLog).toHaveLength(60);
  });
});
