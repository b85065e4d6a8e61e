import { describe, expect, it } from 'vitest';
import type { QualityName } from '../../../web/generated/meteor-names.js';
import {
  debrisFor,
  FRAME_SAMPLES,
  firstQuality,
  HYSTERESIS_MS,
  type QualityChange,
  type QualityChoice,
  QualityMonitor,
} from '../../../web/meteor/shared/quality.js';

/** A monitor with a clock: frames come one after the other. */
class Machine {
  readonly monitor: QualityMonitor;
  readonly changes: QualityChange[] = [];
  now = 0;

  constructor(first: QualityName, choice: QualityChoice = 'auto') {
    this.monitor = new QualityMonitor(first, choice);
  }

  /** Frames for so many seconds, each of them this long; `work` and `update` of it are the show's. */
  run(seconds: number, interval: number, work = 4, update = 1): void {
    for (const end = this.now + seconds * 1000; this.now < end; ) {
      this.now += interval;
      const change = this.monitor.frame(interval, work, update, this.now);
      if (change !== null) this.changes.push(change);
    }
  }

  get path(): string[] {
    return this.changes.map(({ quality }) => quality);
  }
}

const IN_TIME = 1000 / 60;

describe('the first quality', () => {
  it('follows from what the machine says of itself', () => {
    expect(firstQuality({ cores: 2, memory: 8, gpu: 'NVIDIA' })).toBe('performance');
    expect(firstQuality({ cores: 8, memory: 1, gpu: 'NVIDIA' })).toBe('performance');
    expect(firstQuality({ cores: 16, memory: 8, gpu: 'ANGLE (Google, Vulkan (SwiftShader Device))' })).toBe('balanced');
    expect(firstQuality({ cores: 8, memory: 8, gpu: 'Apple M2' })).toBe('ultra');
    expect(firstQuality({ cores: 4, memory: 8, gpu: 'Apple M2' })).toBe('balanced');
  });

  it('is a middle one where the machine says nothing', () => {
    expect(firstQuality({ cores: null, memory: null, gpu: null })).toBe('balanced');
  });
});

describe('the quality monitor', () => {
  it('stays where frames come in time', () => {
    const machine = new Machine('ultra');
    machine.run(60, IN_TIME);
    expect(machine.path).toEqual([]);
    expect(machine.monitor.recommendation).toBe('ultra');
  });

  it('goes down one step at a time, with the reason, and no faster than the hysteresis lets it', () => {
    const machine = new Machine('ultra');
    machine.run(30, 40, 38);
    expect(machine.path).toEqual(['balanced', 'performance']);
    expect(machine.changes[0]).toMatchObject({ previous: 'ultra', automatic: true, reason: 'pictures took 40.0 ms' });
    const first = FRAME_SAMPLES * 40;
    expect(machine.changes.length).toBe(2);
    const early = new Machine('ultra');
    early.run((first + HYSTERESIS_MS - 200) / 1000, 40, 38);
    expect(early.path).toEqual(['balanced']);
  });

  it('goes up again once it has recovered, never above the first quality', () => {
    const machine = new Machine('balanced');
    machine.run(8, 40, 38);
    expect(machine.path).toEqual(['performance']);
    machine.run(60, IN_TIME);
    expect(machine.path).toEqual(['performance', 'balanced']);
  });

  it('never flaps between two qualities: each ascent that fails doubles the wait', () => {
    const machine = new Machine('ultra');
    // Ultra is too much for it, balanced is easy.
    for (let second = 0; second < 600; second += 1) {
      if (machine.monitor.quality === 'ultra') machine.run(1, 33, 30);
      else machine.run(1, IN_TIME);
    }
    expect(machine.path.length).toBeLessThan(16);
    expect(machine.monitor.quality).toBe('balanced');
    expect(new Set(machine.path)).toEqual(new Set(['ultra', 'balanced']));
  });

  it('leaves the user’s choice alone, and still says what it would do', () => {
    const machine = new Machine('balanced', 'ultra');
    machine.run(30, 50, 45);
    expect(machine.monitor.quality).toBe('ultra');
    expect(machine.path).toEqual([]);
    expect(machine.monitor.recommendation).toBe('balanced');
  });

  it('takes a choice at once, and with auto what the machine began with', () => {
    const machine = new Machine('balanced');
    expect(machine.monitor.choose('performance', 0)).toMatchObject({ quality: 'performance', previous: 'balanced', automatic: false });
    expect(machine.monitor.choose('performance', 0)).toBeNull();
    expect(machine.monitor.choose('auto', 0)).toMatchObject({ quality: 'balanced', automatic: false });
  });

  it('does not take sleep for slowness', () => {
    const machine = new Machine('ultra');
    for (let round = 0; round < 200; round += 1) {
      machine.run(0.5, IN_TIME);
      machine.monitor.frame(60_000, 4, 1, machine.now);
      machine.now += 60_000;
    }
    expect(machine.path).toEqual([]);
  });

  it('does not take a screen of 144 Hz, or of 60, for slow or fast: a frame in time cost what it took to make', () => {
    for (const interval of [1000 / 144, 1000 / 60]) {
      const machine = new Machine('balanced');
      machine.run(5, interval, 3);
      expect(machine.monitor.meanFrameMs).toBeCloseTo(3);
    }
  });
});

describe('the limit of debris', () => {
  it('falls with the mean time of an update', () => {
    expect([1, 7.9, 8, 11.9, 12, 15.9, 16, 100].map(debrisFor)).toEqual([500, 500, 300, 300, 200, 200, 150, 150]);
  });

  it('follows the machine, and never flaps around a border', () => {
    const machine = new Machine('ultra', 'ultra');
    machine.run(10, IN_TIME, 12, 9);
    expect(machine.monitor.debrisLimit).toBe(300);
    // Just below the border is not yet well below it.
    machine.run(20, IN_TIME, 12, 7.5);
    expect(machine.monitor.debrisLimit).toBe(300);
    machine.run(20, IN_TIME, 12, 2);
    expect(machine.monitor.debrisLimit).toBe(500);
  });
});
