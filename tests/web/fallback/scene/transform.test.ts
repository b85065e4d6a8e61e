import { describe, expect, it } from 'vitest';
import { HEAP } from '../../../../web/fallback/scene/memory.js';
import { modelMatrices, Transforms } from '../../../../web/fallback/scene/transform.js';
import { ENTITY_ALIVE, LARGEST_COORDINATE, NONE } from '../../../../web/generated/scene-layout.js';
import { Dice, DrawScene, TestMemory, type Three } from './draw-scene.js';

/** Brings transforms up to a scene. */
function bring(transforms: Transforms, { columns, input }: DrawScene): void {
  expect(transforms.order(columns, input.slots)).toBe(true);
  transforms.findActive(columns);
  transforms.update(columns, input.meshFloats, input.meshCount);
}

function placed(m: Float32Array, at: number, [x, y, z]: Three): Three {
  const row = (k: number): number =>
    (m[at + k] as number) * x + (m[at + k + 1] as number) * y + (m[at + k + 2] as number) * z + (m[at + k + 3] as number);
  return [row(0), row(4), row(8)];
}

function expectNear(found: Three, owed: Three): void {
  const tolerance = 1e-4 * Math.max(1, ...owed.map(Math.abs));
  found.forEach((v, k) => {
    expect(Math.abs(v - (owed[k] as number))).toBeLessThan(tolerance);
  });
}

const CORNERS: readonly Three[] = [-0.5, 0.5].flatMap((x) => [-0.5, 0.5].flatMap((y) => [-0.5, 0.5].map((z): Three => [x, y, z])));

describe('transforms in JavaScript', () => {
  it('turn, scale and move as the model does', () => {
    const scene = new DrawScene(50);
    scene.scatter(new Dice(1), 20);
    const matrix = new Float32Array(12);
    for (let slot = 0; slot < 50; slot++) {
      modelMatrices(scene.columns, slot, matrix, 0);
      expectNear(placed(matrix, 0, [0.5, -0.25, 2]), scene.worldPlace(slot, [0.5, -0.25, 2]));
    }
  });

  it('take children where their parents go, wherever their slots are, and their spheres hold their meshes', () => {
    for (let seed = 0; seed < 10; seed++) {
      const dice = new Dice(seed);
      const scene = new DrawScene(100);
      scene.scatter(dice, 3);
      if (seed % 2 === 0) scene.raiseFamilies(dice);
      else for (let slot = 0; slot < 99; slot++) scene.columns.parents[slot] = dice.below(3) === 0 ? NONE : slot + 1;
      const transforms = new Transforms(HEAP);
      bring(transforms, scene);
      for (let slot = 0; slot < 100; slot++) {
        expect(transforms.hasParent(slot)).toBe(scene.columns.parents[slot] !== NONE);
        if (!transforms.hasParent(slot)) continue;
        const at = transforms.node(slot);
        const nodes = transforms.nodes();
        const sphere = nodes.subarray(at + 12, at + 16);
        for (const corner of CORNERS) {
          const owed = scene.worldPlace(slot, corner);
          expectNear(placed(nodes, at, corner), owed);
          const away = Math.hypot(...owed.map((v, k) => v - (sphere[k] as number)));
          expect(away).toBeLessThanOrEqual((sphere[3] as number) * 1.0001 + 1e-3);
        }
      }
    }
  });

  it('go through a chain of ten thousand, whose end hides all of it', () => {
    const scene = new DrawScene(10_000);
    for (let slot = 0; slot < 9_999; slot++) {
      scene.columns.parents[slot] = slot + 1;
      scene.place(slot, 0, 1, 0);
    }
    const transforms = new Transforms(HEAP);
    bring(transforms, scene);
    expect(transforms.nodes()[transforms.node(0) + 7]).toBe(9_999);
    expect(transforms.isActive(0)).toBe(true);
    scene.columns.flags[9_999] = ENTITY_ALIVE;
    transforms.findActive(scene.columns);
    expect(transforms.isActive(0)).toBe(false);
  });

  it('count a parent that is gone as none', () => {
    const scene = new DrawScene(3);
    scene.columns.parents.set([NONE, 0, 99]);
    scene.columns.flags[0] = 0;
    const transforms = new Transforms(HEAP);
    bring(transforms, scene);
    expect([0, 1, 2].map((slot) => transforms.hasParent(slot))).toEqual([false, false, false]);
  });

  it('stay finite in chains of the largest scales', () => {
    const scene = new DrawScene(30);
    for (let slot = 0; slot < 30; slot++) {
      scene.columns.parents[slot] = slot === 0 ? NONE : slot - 1;
      scene.place(slot, LARGEST_COORDINATE, -LARGEST_COORDINATE, LARGEST_COORDINATE);
      scene.setScale(slot, LARGEST_COORDINATE, LARGEST_COORDINATE, -LARGEST_COORDINATE);
      scene.turn(slot, [0.5, 0.5, slot % 2 === 0 ? 0.5 : -0.5, 0.5]);
    }
    const transforms = new Transforms(HEAP);
    bring(transforms, scene);
    expect(transforms.nodes().every(Number.isFinite)).toBe(true);
  });

  it('order once more after memory was refused', () => {
    const scene = new DrawScene(100);
    for (let slot = 1; slot < 100; slot++) scene.columns.parents[slot] = slot - 1;
    let refusals = 0;
    for (let left = 0; ; left++) {
      const memory = new TestMemory();
      const transforms = new Transforms(memory);
      memory.left = left;
      const isDone = transforms.order(scene.columns, 100);
      memory.left = 1000;
      bring(transforms, scene);
      expect(transforms.nodeCount).toBe(100);
      expect(transforms.room()).toBeGreaterThan(6400);
      if (isDone) break;
      refusals++;
    }
    expect(refusals).toBeGreaterThan(4);
  });
});
