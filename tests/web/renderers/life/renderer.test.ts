import { describe, expect, it } from 'vitest';
import { isSoftwareGl } from '../../../../web/engine/gpu.js';
import { deviceSize, MOST_PIXEL_RATIO } from '../../../../web/renderers/common/device-size.js';
import { marksOf } from '../../../../web/renderers/life/marks.js';
import { NO_OVERLAYS, tickProgress } from '../../../../web/renderers/life/renderer.js';
import { float } from '../../../../web/renderers/life/shader-header.js';
import { frameOf } from './herd.js';

describe('the size of a canvas', () => {
  it('is in device pixels, of which two per CSS pixel are enough', () => {
    expect(deviceSize(300, 200, 1.5)).toEqual({ width: 450, height: 300, ratio: 1.5 });
    expect(deviceSize(300, 200, 3)).toEqual({ width: 600, height: 400, ratio: MOST_PIXEL_RATIO });
  });

  it('is never 0, and a ratio that makes no sense is 1', () => {
    expect(deviceSize(0, 0, 1)).toEqual({ width: 1, height: 1, ratio: 1 });
    for (const ratio of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) expect(deviceSize(10, 10, ratio).ratio).toBe(1);
  });
});

describe('the moment between two ticks', () => {
  it('goes from 0 at a frame’s arrival to 1 a tick later, and stays there', () => {
    const frame = { arrival: 1000, ticksPerSecond: 50 };
    expect(tickProgress(frame, 1000)).toBe(0);
    expect(tickProgress(frame, 1010)).toBeCloseTo(0.5);
    expect(tickProgress(frame, 5000)).toBe(1);
    expect(tickProgress(frame, 990)).toBe(0);
  });

  it('is the tick’s end where the world stands', () => {
    expect(tickProgress({ arrival: 1000, ticksPerSecond: 0 }, 1000)).toBe(1);
  });
});

describe('marks', () => {
  const camera = { x: 100, y: 100, zoom: 2 };
  const selected = { id: 7, x: 110, y: 100, dx: 2, dy: 0 };

  it('ring the selected animal where it is between two ticks', () => {
    const frame = frameOf([], { selected });
    expect(marksOf(frame, NO_OVERLAYS, camera, 1, 1, 4)).toMatchObject([{ kind: 'ring', x: 20, y: 0 }]);
    expect(marksOf(frame, NO_OVERLAYS, camera, 1, 0, 4)).toMatchObject([{ kind: 'ring', x: 16, y: 0 }]);
  });

  it('show its sight along its heading, a full circle where it sees all around', () => {
    const marks = (angle: number) => marksOf(frameOf([], { selected }), { ...NO_OVERLAYS, sight: { radius: 30, angle } }, camera, 2, 1, 4);
    expect(marks(90)).toMatchObject([{ kind: 'sight', radius: 120, heading: 0, halfAngle: Math.PI / 4 }, { kind: 'ring' }]);
    expect(marks(360)[0]?.halfAngle).toBe(Math.PI);
  });

  it('show the brush across the border, the short way round', () => {
    const overlays = { ...NO_OVERLAYS, brush: { x: 250, y: 100, radius: 10 } };
    expect(marksOf(frameOf([]), overlays, { x: 4, y: 100, zoom: 1 }, 1, 1, 4)).toMatchObject([{ kind: 'brush', x: -10, y: 0, radius: 10 }]);
  });
});

describe('the choice of a renderer', () => {
  it('knows the names of software GL', () => {
    for (const name of [
      'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
      'llvmpipe (LLVM 15.0.6, 256 bits)',
      'ANGLE (Microsoft, Microsoft Basic Render Driver Direct3D11 vs_5_0 ps_5_0)',
    ]) {
      expect(isSoftwareGl(name)).toBe(true);
    }
    for (const name of ['ANGLE (NVIDIA, NVIDIA GeForce RTX 3060)', 'Apple M2', 'Mali-G78', 'Adreno (TM) 730']) {
      expect(isSoftwareGl(name)).toBe(false);
    }
  });
});

describe('numbers in shaders', () => {
  it('always have a point or an exponent', () => {
    expect([float(2), float(0.5), float(-3), float(1e-9)]).toEqual(['2.0', '0.5', '-3.0', '1e-9']);
  });
});
