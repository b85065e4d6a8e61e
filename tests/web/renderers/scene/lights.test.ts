import { describe, expect, it } from 'vitest';
import { LightKind } from '../../../../web/generated/scene-layout.js';
import { CpuShader } from '../../../../web/renderers/scene/canvas2d-shader.js';
import { hasLocalLight, makeLights, writeLights } from '../../../../web/renderers/scene/lights.js';
import type { Point } from './cameras.js';
import { rgb, type TestLight, viewsOf } from './draw-lists.js';

const viewsWith = (...lights: TestLight[]) =>
  viewsOf({ shapes: [], ambient: rgb(0), passes: [{ camera: {}, entities: [], lights }] }, 10, 10);

/** Red, green and blue of the light at a place that faces up. */
function lightAt(place: Point, ...lights: TestLight[]): number[] {
  const shader = new CpuShader();
  shader.prepare(viewsWith(...lights), 0, false);
  shader.lightAt(...place, 0, 1, 0);
  return [...shader.out];
}

describe('lights', () => {
  it('are two usual ones where a scene has none, which shine on what faces up', () => {
    expect(writeLights(viewsWith(), 0, makeLights())).toBe(2);
    for (const channel of lightAt([0, 0, 0])) expect(channel).toBeGreaterThan(0.3);
  });

  it('leave a scene dark that has one of intensity 0', () => {
    expect(lightAt([0, 0, 0], { intensity: 0 })).toEqual([0, 0, 0]);
  });

  it('are at most as many as a picture is drawn with', () => {
    expect(writeLights(viewsWith(...Array.from({ length: 16 }, () => ({}))), 0, makeLights())).toBe(16);
  });

  it('of one direction give the cosine, and nothing from below', () => {
    expect(lightAt([5, 0, 3], { direction: [0, -1, 0] })[0]).toBeCloseTo(1, 6);
    expect(lightAt([5, 0, 3], { direction: [1, -1, 0] })[1]).toBeCloseTo(Math.SQRT1_2, 6);
    expect(lightAt([5, 0, 3], { direction: [0, 1, 0] })[2]).toBe(0);
  });

  it('at a place grow weaker up to their range, and end there', () => {
    const lamp = { kind: LightKind.point, position: [0, 8, 0], range: 10 } as const;
    const strengths = [0, 2, 4, 5.9].map((x) => lightAt([x, 0, 0], lamp)[0] as number);
    expect([...strengths].sort((a, b) => b - a)).toEqual(strengths);
    expect(strengths[0]).toBeCloseTo((1 - 0.64) ** 2, 5);
    expect(lightAt([6.1, 0, 0], lamp)[0]).toBe(0);
  });

  it('of a cone are full within, dark without, and even between', () => {
    const spot = { kind: LightKind.spot, position: [0, 1, 0], direction: [0, -1, 0], range: 1e6, inner: 0.2, outer: 0.6 } as const;
    const at = (angle: number): number => (lightAt([Math.tan(angle), 0, 0], spot)[0] as number) / Math.cos(angle);
    expect(at(0.19)).toBeCloseTo(1, 4);
    expect(at(0.61)).toBe(0);
    expect(at(0.4)).toBeGreaterThan(0.2);
    expect(at(0.4)).toBeLessThan(0.8);
  });

  it('add up, each in its own colour', () => {
    const [red, green, blue] = lightAt([0, 0, 0], { color: rgb(0xff0000) }, { color: rgb(0x00ff00), intensity: 2 });
    expect([red, green, blue]).toEqual([1, 2, 0]);
  });

  it('with a place are told from those without', () => {
    const into = makeLights();
    expect(hasLocalLight(into, writeLights(viewsWith({}), 0, into))).toBe(false);
    expect(hasLocalLight(into, writeLights(viewsWith({}, { kind: LightKind.point }), 0, into))).toBe(true);
  });
});

describe('fog', () => {
  it('goes evenly with the depth along the camera’s view', () => {
    const shader = new CpuShader();
    const camera = { eye: [0, 0, 10], target: [0, 0, 0] } as const;
    shader.prepare(
      viewsOf({ shapes: [], fog: { color: rgb(0xffffff), near: 10, far: 30 }, passes: [{ camera, entities: [] }] }, 10, 10),
      0,
      false,
    );
    const fogAt = (x: number, z: number): number => shader.fogAt(shader.depthOf(x, 0, z));
    expect(fogAt(0, 5)).toBe(0);
    expect(fogAt(0, -10)).toBeCloseTo(0.5, 6);
    expect(fogAt(50, -10)).toBeCloseTo(0.5, 6);
    expect(fogAt(0, -100)).toBe(1);
    expect(shader.seen(0, 1, 0)).toBe(255);
    expect(shader.seen(0, 0, 0)).toBe(0);
  });
});
