import { describe, expect, it } from 'vitest';
import { byteOfLight, LINEAR_OF_BYTE, toLinear, toSrgb, writeLinear } from '../../../../web/renderers/scene/srgb.js';

describe('colours', () => {
  it('go to linear light and back', () => {
    for (let byte = 0; byte < 256; byte += 1) {
      expect(toSrgb(toLinear(byte / 255)) * 255).toBeCloseTo(byte, 6);
      expect(byteOfLight(LINEAR_OF_BYTE[byte] as number)).toBe(byte);
    }
  });

  it('are half as bright at 188, not at 128', () => {
    expect(byteOfLight(0.5)).toBe(188);
    expect(toLinear(128 / 255)).toBeCloseTo(0.216, 3);
  });

  it('end at white, however much light there is', () => {
    expect(byteOfLight(1)).toBe(255);
    expect(byteOfLight(40)).toBe(255);
    expect(byteOfLight(0)).toBe(0);
  });

  it('have red in their lowest byte', () => {
    const into = new Float32Array(4);
    writeLinear(0x000080ff, into, 1, 2);
    expect(into[1]).toBe(2);
    expect(into[2]).toBeCloseTo(2 * toLinear(128 / 255), 6);
    expect(into[3]).toBe(0);
  });
});
