import { describe, expect, it } from 'vitest';
import { InteractionBoost, MOVE_BOOST, MOVE_SECONDS, PRESS_BOOST, PRESS_SECONDS } from '../../../web/meteor/worker/interaction.js';

/** Speeds of frames after each other. */
function speeds(boost: InteractionBoost, seconds: number, frame = 1 / 60): number[] {
  return Array.from({ length: Math.round(seconds / frame) }, () => boost.advance(frame));
}

describe('the boost of the pointer', () => {
  it('is none while nothing happens', () => {
    expect(new Set(speeds(new InteractionBoost(), 2))).toEqual(new Set([1]));
  });

  it('eases in while the pointer moves, and out once it rests', () => {
    const boost = new InteractionBoost();
    const during: number[] = [];
    for (let frame = 0; frame < 120; frame += 1) {
      boost.moved();
      during.push(boost.advance(1 / 60));
    }
    expect(during[0]).toBeLessThan(1.03);
    expect(during.at(-1)).toBeCloseTo(MOVE_BOOST, 2);
    expect([...during].sort((a, b) => a - b)).toEqual(during);
    const after = speeds(boost, MOVE_SECONDS + 1.5);
    expect(after.at(-1)).toBe(1);
  });

  it('is largest at a press and decays from there', () => {
    const boost = new InteractionBoost();
    boost.pressed();
    const after = speeds(boost, PRESS_SECONDS + 1.5);
    const top = Math.max(...after);
    expect(top).toBeGreaterThan(1.15);
    expect(top).toBeLessThanOrEqual(PRESS_BOOST);
    expect(after.indexOf(top)).toBeLessThan(20);
    expect(after.at(-1)).toBe(1);
  });

  it('is never stuck for ever by mixing clocks: any mixture of events, pauses and frame lengths ends at 1', () => {
    const boost = new InteractionBoost();
    for (const frame of [0, 0.001, 0.1, 5, 0.016, 3600]) {
      for (let round = 0; round < 50; round += 1) {
        boost.pressed();
        boost.moved();
        const speed = boost.advance(frame);
        expect(speed).toBeGreaterThanOrEqual(1);
        expect(speed).toBeLessThanOrEqual(PRESS_BOOST);
      }
    }
    // A page that was hidden for an hour right after a click.
    boost.pressed();
    boost.advance(3600);
    expect(boost.advance(0.5)).toBe(1);
    // Without time, nothing decays, and nothing is stuck at its cap either.
    boost.pressed();
    expect(boost.advance(0)).toBe(1);
    expect(speeds(boost, 2).at(-1)).toBe(1);
  });
});
