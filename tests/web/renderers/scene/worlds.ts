/** Whole scenes for tests and benchmarks of what draws them. */
import { LightKind } from '../../../../web/generated/scene-layout.js';
import type { Point, TestCamera } from './cameras.js';
import { rgb, type TestEntity, type TestScene } from './draw-lists.js';
import { cube, grid, plane, sphere } from './shapes.js';

/** So many cubes, evenly in a cube of this side, turned and coloured by their number. */
export function manyCubes(count: number, side = 20, size = 0.9): TestScene {
  const along = Math.ceil(Math.cbrt(count));
  const place = (step: number): number => (step / Math.max(1, along - 1) - 0.5) * side;
  const entities = Array.from({ length: count }, (_, index): TestEntity => {
    const [x, y, z] = [index % along, Math.floor(index / along) % along, Math.floor(index / along ** 2)];
    return {
      mesh: 0,
      position: [place(x), place(y), place(z)],
      turned: [index * 0.7, index * 0.3, 0],
      scale: [size, size, size],
      color: rgb(0x303030 + (((index * 2654435761) >>> 8) & 0x9f9f9f)),
    };
  });
  const camera: TestCamera = { eye: [side * 0.7, side * 0.6, side * 1.2], target: [0, 0, 0] };
  return { shapes: [cube()], passes: [{ camera, entities }] };
}

/** A quiet place in the evening: a ground, spheres and cubes, a lamp, fog. */
export function evening(): TestScene {
  const tones = [0xe8b04b, 0xd9583b, 0x4f86c6, 0x6aa84f, 0xb07cc6, 0xf2efe6];
  const ring = Array.from({ length: 14 }, (_, index): TestEntity => {
    const angle = (index / 14) * 2 * Math.PI;
    const isSphere = index % 2 === 0;
    const size = 1 + (index % 3) * 0.35;
    const position: Point = [Math.cos(angle) * 5, size / 2, Math.sin(angle) * 5];
    return {
      mesh: isSphere ? 1 : 0,
      position,
      scale: [size, size, size],
      turned: [0, angle, 0],
      color: rgb(tones[index % tones.length] as number),
    };
  }).sort((a, b) => a.mesh - b.mesh);
  const pillars: TestEntity[] = Array.from({ length: 24 }, (_, index) => ({
    mesh: 0,
    position: [((index % 6) - 2.5) * 7, 2, -8 - Math.floor(index / 6) * 9] as Point,
    scale: [1, 4, 1] as Point,
    color: rgb(0xb9b4aa),
  }));
  return {
    shapes: [cube(), sphere(), plane(), grid(60, 60)],
    background: rgb(0x8fa3bd),
    ambient: rgb(0x4a5262),
    fog: { color: rgb(0x8fa3bd), near: 14, far: 60 },
    passes: [
      {
        camera: { eye: [6, 4.5, 11], target: [0, 0.8, -1], field: 0.9 },
        entities: [
          { mesh: 2, scale: [200, 1, 200], color: rgb(0x5d6b4f) },
          ...ring,
          ...pillars,
          { mesh: 1, position: [0, 1.5, 0], scale: [2.2, 2.2, 2.2], color: rgb(0xf7f4ee) },
          { mesh: 1, position: [2.6, 1, 6.4], scale: [1.6, 1.6, 1.6], color: rgb(0x66ccff, 0.45), transparent: true },
        ],
        lights: [
          { direction: [-0.5, -0.7, -0.45], color: rgb(0xfff0d8), intensity: 0.9 },
          { kind: LightKind.point, position: [-2.2, 2.4, 2.4], color: rgb(0xff9040), intensity: 2.2, range: 9 },
          {
            kind: LightKind.spot,
            position: [5, 7, 2],
            direction: [-0.3, -1, 0.1],
            color: rgb(0x80b0ff),
            intensity: 2,
            range: 14,
            inner: 0.25,
            outer: 0.42,
          },
        ],
      },
    ],
  };
}
