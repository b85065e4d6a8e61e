// Cameras, lights and the environment, against what the engine has of them; mathematics.
import { describe, expect, it } from 'vitest';
import { MAX_CAMERAS } from '../../../../web/generated/scene-layout.js';
import { lookAtOrientation } from '../../../../web/scene/script/look-at.js';
import * as math from '../../../../web/scene/script/math.js';
import { ScriptRandom } from '../../../../web/scene/script/random.js';
import type { Quaternion, Vector } from '../../../../web/scene/script/values.js';
import { SceneDestroyedError, SceneOptionError } from '../../../../web/scene/shared/errors.js';
import { stage } from './stage.js';

/** A vector that a quaternion turns. */
function turned([x, y, z, w]: Quaternion, [a, b, c]: Vector): Vector {
  const [tx, ty, tz] = [2 * (y * c - z * b), 2 * (z * a - x * c), 2 * (x * b - y * a)];
  return [a + w * tx + y * tz - z * ty, b + w * ty + z * tx - x * tz, c + w * tz + x * ty - y * tx];
}

describe('looking at a place', () => {
  const places: Vector[] = [
    [1, 2, 3],
    [0, 5, 0],
    [0, -5, 0],
    [0, 0, 7],
    [0, 0, -7],
    [-3, 0.001, 0],
    [1e-6, 1e8, 0],
  ];
  it.each(places)('turns -z there, and y up: at %d, %d, %d', (x, y, z) => {
    const orientation = lookAtOrientation([0, 0, 0], [x, y, z], [0, 1, 0]) as Quaternion;
    const length = Math.hypot(x, y, z);
    const forward = turned(orientation, [0, 0, -1]);
    for (const i of [0, 1, 2]) expect(forward[i]).toBeCloseTo(([x, y, z][i] as number) / length, 10);
    const [, up] = turned(orientation, [0, 1, 0]);
    expect(up).toBeGreaterThan(-1e-9);
    expect(Math.hypot(...orientation)).toBeCloseTo(1, 10);
  });

  it('is refused where there is no direction', () => {
    const { scene } = stage();
    const camera = scene.camera({ position: [1, 1, 1] });
    expect(() => camera.lookAt([1, 1, 1])).toThrow('target = an array is refused: it must be another place');
  });
});

describe('cameras and lights', () => {
  it('are in the engine what was set, and none of it is refused', async () => {
    const { scene, begin, step, kernel, refused } = stage();
    await begin();
    const camera = scene.camera({ position: [0, 3, 8], target: [0, 0, 0], fov: 1.2, near: 0.5, far: 50, viewport: [0, 0, 0.5, 1] });
    const flat = scene.camera({ kind: 'orthographic', height: 4, active: false });
    const screen = scene.camera({ kind: 'screen' });
    const sun = scene.light({ direction: [1, -1, 0], color: '#ffeecc', intensity: 2 });
    const lamp = scene.light({ kind: 'spot', position: [0, 4, 0], outer: 0.2, inner: 0.1, range: 9 });
    scene.environment.background = '#00000000';
    scene.environment.fog = { color: '#abc', near: 1, far: 30 };
    await step();
    expect(refused).toEqual([]);
    camera.position = [1, 2, 3];
    camera.lookAt([4, 5, 6]);
    camera.fov = 0.4;
    camera.setDepth(1, 2);
    camera.viewport = [0.5, 0.5, 0.5, 0.5];
    flat.height = 7;
    flat.active = true;
    screen.position = [5, 5, 0];
    sun.direction = [0, -1, 0];
    lamp.set({ inner: 0.3, outer: 0.9, intensity: 0 });
    scene.environment.fog = null;
    const hash = await step();
    expect(refused).toEqual([]);
    const { cameras } = kernel.scene.views;
    expect(cameras[0]).toMatchObject({ active: true, field: Math.fround(0.4), near: 1, far: 2 });
    expect(cameras[1]).toMatchObject({ field: 7, active: true });
    expect([...(cameras[0]?.position ?? [])]).toEqual([1, 2, 3]);
    camera.destroy();
    lamp.destroy();
    expect(await step()).not.toBe(hash);
    expect(refused).toEqual([]);
    expect(() => camera.lookAt([0, 0, 0])).toThrow(SceneDestroyedError);
    expect(() => lamp.set({ range: 4 })).toThrow(SceneDestroyedError);
  });

  it('refuse what is out of range where it is set, and make none then', () => {
    const { scene } = stage();
    const camera = scene.camera();
    const light = scene.light({ kind: 'spot' });
    const wrong: readonly (readonly [() => unknown, string])[] = [
      [() => (camera.fov = 4), 'fov = 4 is refused: it must be a number from 0.01 to 3.1 rad'],
      [() => (camera.height = 4), "only a camera of kind 'orthographic' has one, and this is 'perspective'"],
      [() => camera.setDepth(2, 2), 'far = 2 is refused: it must be more than near = 2'],
      [() => (camera.viewport = [0.6, 0, 0.5, 1]), 'their sums at most 1'],
      [() => scene.camera({ kind: 'fisheye' as never }), 'it must be one of perspective, orthographic, screen'],
      [() => scene.camera({ fov: 9 }), 'fov = 9'],
      [() => (light.intensity = -1), 'intensity = -1'],
      [() => light.set({ inner: 0.9 }), 'inner = 0.9 is refused: it must be from 0 to outer = 0.5 rad'],
      [() => (light.range = 0), 'range = 0'],
      [() => scene.light({ direction: [0, 0, 0] }), 'its length must not be 0'],
      [() => (scene.environment.fog = { color: '#fff', near: 5, far: 5 }), 'less than far = 5'],
    ];
    for (const [act, message] of wrong) {
      expect(act).toThrow(SceneOptionError);
      expect(act).toThrow(message);
    }
    for (let i = 1; i < MAX_CAMERAS; i++) scene.camera();
    expect(() => scene.camera()).toThrow(`there may be ${MAX_CAMERAS}: destroy one`);
  });
});

describe('mathematics', () => {
  const samples = Array.from({ length: 4000 }, (_, i) => (i - 2000) * 0.0317 + (i % 13) * 1e-4);
  /** Steps of f32 between two numbers. */
  const steps = (a: number, b: number): number => {
    if (Object.is(a, b) || a === b) return 0;
    const size = Math.max(Math.abs(a), Math.abs(b), 2 ** -126);
    return Math.abs(a - b) / 2 ** (Math.floor(Math.log2(size)) - 23);
  };

  it.each([
    ['sin', math.sin, Math.sin],
    ['cos', math.cos, Math.cos],
    ['exp', math.exp, Math.exp],
  ] as const)('has %s within a step of f32', (_, own, exact) => {
    for (const x of samples) expect(steps(own(x), Math.fround(exact(x)))).toBeLessThanOrEqual(1);
  });

  it('has atan2, log, pow, asin and acos within a step of f32, in all directions', () => {
    for (const x of samples) {
      const y = x * x - 30;
      expect(steps(math.atan2(y, x), Math.fround(Math.atan2(y, x)))).toBeLessThanOrEqual(1);
      expect(steps(math.log(Math.abs(x) + 1e-6), Math.fround(Math.log(Math.abs(x) + 1e-6)))).toBeLessThanOrEqual(1);
      expect(steps(math.pow(Math.abs(x), 1.7), Math.fround(Math.abs(x) ** 1.7))).toBeLessThanOrEqual(1);
      expect(steps(math.acos(x / 64), Math.fround(Math.acos(x / 64)))).toBeLessThanOrEqual(1);
    }
    expect([math.pow(-2, 3), math.pow(-2, 2), math.pow(0, 0), math.pow(5, 0)]).toEqual([-8, 4, 1, 1]);
    expect([math.exp(-1000), math.exp(1000), math.log(0), math.atan2(0, 0)]).toEqual([
      0,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      0,
    ]);
  });

  it('draws the n-th random number from the seed and n alone', () => {
    const draws = (seed: number): number[] => {
      const random = new ScriptRandom(seed);
      return Array.from({ length: 5 }, () => random.next());
    };
    expect(draws(1)).toEqual(draws(1));
    expect(draws(1)).not.toEqual(draws(2));
    const random = new ScriptRandom(3);
    const many = Array.from({ length: 20_000 }, () => random.next());
    expect(many.every((value) => value >= 0 && value < 1)).toBe(true);
    expect(many.reduce((sum, value) => sum + value, 0) / many.length).toBeCloseTo(0.5, 1);
  });
});
