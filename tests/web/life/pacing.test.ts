import { describe, expect, it } from 'vitest';
import { MAX_LATE_TICKS, MAX_WORK_MS, Pacer, RateMeter } from '../../../web/life/worker/pacing.js';

/** A clock that stands until it is told to go on. */
function fakeClock(): { now: () => number; pass: (milliseconds: number) => void } {
  let time = 1000;
  return { now: () => time, pass: (milliseconds) => (time += milliseconds) };
}

/** Wakes a pacer as a coordinator does, for some time, on a machine whose ticks take `tickMs`. */
function drive(speed: number, seconds: number, tickMs: number, wakeLateMs = 0): { ticks: number; longest: number; pacer: Pacer } {
  const clock = fakeClock();
  const pacer = new Pacer(60);
  pacer.run(clock.now(), speed);
  const end = clock.now() + seconds * 1000;
  let ticks = 0;
  let longest = 0;
  while (clock.now() < end) {
    clock.pass(Math.max(pacer.wait(clock.now()), 0.01) + wakeLateMs);
    const before = clock.now();
    ticks += pacer.advance(clock.now, () => {
      clock.pass(tickMs);
      return undefined;
    });
    longest = Math.max(longest, clock.now() - before);
  }
  return { ticks, longest, pacer };
}

describe('the pacer', () => {
  it('runs 60 ticks a second times the speed on a fast machine', () => {
    for (const speed of [0.5, 1, 2, 4, 8]) {
      const { ticks, pacer } = drive(speed, 10, 0.1);
      expect(Math.abs(ticks - 600 * speed)).toBeLessThanOrEqual(2);
      expect(pacer.dropped).toBe(0);
    }
  });

  it('keeps the pace when every wake-up comes a few milliseconds late', () => {
    for (const speed of [1, 8]) {
      const { ticks } = drive(speed, 10, 0.1, 4);
      expect(Math.abs(ticks - 600 * speed)).toBeLessThanOrEqual(8);
    }
  });

  it('drops time instead of spiralling when a tick takes longer than its time', () => {
    const { ticks, longest, pacer } = drive(1, 10, 40);
    expect(ticks).toBeGreaterThanOrEqual(245);
    expect(ticks).toBeLessThanOrEqual(251);
    expect(longest).toBeLessThanOrEqual(40 + MAX_WORK_MS);
    expect(pacer.dropped).toBeGreaterThan(300);
  });

  it('starts no tick after its time is up, at any speed', () => {
    const { longest } = drive(8, 5, 5);
    expect(longest).toBeLessThan(MAX_WORK_MS + 5);
  });

  it('runs a handful of ticks after a long sleep, not all that were missed', () => {
    const clock = fakeClock();
    const pacer = new Pacer(60);
    pacer.run(clock.now(), 1);
    clock.pass(3_600_000);
    expect(pacer.advance(clock.now, () => {})).toBe(1 + MAX_LATE_TICKS);
    expect(pacer.advance(clock.now, () => {})).toBeLessThanOrEqual(2);
    expect(pacer.wait(clock.now())).toBeLessThanOrEqual(1000 / 60);
  });

  it('starts over when the clock jumps back', () => {
    const clock = fakeClock();
    const pacer = new Pacer(60);
    pacer.run(clock.now(), 1);
    clock.pass(-100_000);
    expect(pacer.advance(clock.now, () => {})).toBe(0);
    expect(pacer.wait(clock.now())).toBeLessThanOrEqual(1000 / 60 + 1e-6);
  });

  it('stands at speed 0 and after stop', () => {
    const clock = fakeClock();
    const pacer = new Pacer(60);
    pacer.run(clock.now(), 0);
    clock.pass(1000);
    expect(pacer.advance(clock.now, () => {})).toBe(0);
    expect(pacer.wait(clock.now())).toBe(Number.POSITIVE_INFINITY);
  });

  it('ends its batch when a tick stops it', () => {
    const clock = fakeClock();
    const pacer = new Pacer(60);
    pacer.run(clock.now(), 1);
    clock.pass(500);
    expect(
      pacer.advance(clock.now, () => {
        pacer.stop();
        return undefined;
      }),
    ).toBe(1);
    expect(pacer.running).toBe(false);
  });
});

describe('the rate meter', () => {
  it('gives ticks a second and milliseconds a tick over the last period', () => {
    const meter = new RateMeter();
    meter.update(1000);
    for (let i = 0; i < 30; i += 1) meter.tick(2);
    meter.update(1200);
    expect(meter.ticksPerSecond).toBe(0);
    meter.update(1500);
    expect(meter.ticksPerSecond).toBe(60);
    expect(meter.tickMilliseconds).toBe(2);
  });

  it('keeps the time of each tick until the page is told, and no more of them than that takes', () => {
    const meter = new RateMeter();
    for (const milliseconds of [1, 5, 2]) meter.tick(milliseconds);
    expect(meter.takeLog()).toEqual([1, 5, 2]);
    expect(meter.takeLog()).toEqual([]);
    for (let i = 0; i < 1000; i += 1) meter.tick(i);
    expect(meter.takeLog()).toHaveLength(64);
  });
});
