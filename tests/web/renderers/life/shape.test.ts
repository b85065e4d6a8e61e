import { describe, expect, it } from 'vitest';
import {
  bodyPixels,
  crowdGain,
  dropDistance,
  HALO_REACH,
  HEAD_RADIUS,
  HEAD_X,
  haloLight,
  meanSpacing,
  TAIL_X,
} from '../../../../web/renderers/life/shape.js';

describe('the drop', () => {
  it('is widest at its head, which leads', () => {
    expect(dropDistance(HEAD_X, 0)).toBeCloseTo(-HEAD_RADIUS, 6);
    expect(dropDistance(HEAD_X + HEAD_RADIUS, 0)).toBeCloseTo(0, 6);
    expect(dropDistance(TAIL_X - 0.5, 0)).toBeGreaterThan(0);
    expect(dropDistance(TAIL_X + 0.4, 0.5)).toBeGreaterThan(0);
    expect(dropDistance(HEAD_X, 0.5)).toBeLessThan(0);
  });

  it('is the same on both sides, and its distance has no jumps', () => {
    for (let x = -3; x <= 3; x += 0.05) {
      for (let y = 0; y <= 3; y += 0.05) {
        expect(dropDistance(x, y)).toBe(dropDistance(x, -y));
        expect(Math.abs(dropDistance(x, y) - dropDistance(x + 0.05, y))).toBeLessThan(0.0501);
      }
    }
  });

  it('glows less the farther from it, and not at all beyond its reach', () => {
    expect(haloLight(0.5, 0)).toBeGreaterThan(haloLight(1.5, 0.7));
    expect(haloLight(HALO_REACH, 1.5)).toBe(0);
  });
});

describe('what is seen from afar', () => {
  it('is true to scale up close, and never gets smaller than a light of a pixel', () => {
    expect(bodyPixels(10, 20, 1)).toBe(20);
    expect(bodyPixels(0.001, 20, 1)).toBeGreaterThanOrEqual(1);
    expect(bodyPixels(0.001, 20, 2)).toBeGreaterThanOrEqual(2);
  });

  it('is larger from afar where there is room between animals', () => {
    expect(bodyPixels(0.4, 100, 1)).toBeGreaterThan(bodyPixels(0.4, 10, 1));
    expect(meanSpacing({ count: 100, worldWidth: 1000, worldHeight: 1000 })).toBe(100);
    expect(Number.isFinite(meanSpacing({ count: 0, worldWidth: 1000, worldHeight: 1000 }))).toBe(true);
  });

  it('gets dimmer in a crowd, so that a million animals are no white sheet', () => {
    expect(crowdGain(1000, 1_000_000)).toBe(1);
    expect(crowdGain(1_000_000, 1_000_000)).toBeLessThan(0.2);
    expect(crowdGain(0, 1_000_000)).toBe(1);
  });
});
