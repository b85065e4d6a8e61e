import { describe, expect, it } from 'vitest';
import { DrawList } from '../../../../web/fallback/scene/draw-list.js';
import { HEAP } from '../../../../web/fallback/scene/memory.js';
import { PickHit, pick } from '../../../../web/fallback/scene/pick.js';
import { CameraKind, NONE } from '../../../../web/generated/scene-layout.js';
import { Dice, DrawScene, TestMemory, type Three } from './draw-scene.js';

function pickAt(scene: DrawScene, x: number, y: number): PickHit {
  const hit = new PickHit();
  expect(pick(new DrawList(HEAP), scene.input, x, y, hit)).toBe(true);
  return hit;
}

/** Whether a place of the world, taken back into an entity's own space, is within its cube or a hair outside: only without parents. */
function holds(scene: DrawScene, slot: number, place: Three): boolean {
  const { position, orientation, scale } = scene.columns;
  const inverse = orientation.map((column, k) => (k < 3 ? -1 : 1) * (column[slot] as number));
  const from = place.map((v, k) => v - ((position[k] as Float32Array)[slot] as number)) as unknown as Three;
  const [x, y, z, w] = inverse as unknown as readonly [number, number, number, number];
  const cross = (a: Three, b: Three): Three => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
  const inner = cross([x, y, z], from).map((v, k) => v + w * (from[k] as number)) as unknown as Three;
  const outer = cross([x, y, z], inner);
  return [0, 1, 2].every((k) => {
    const size = Math.abs((scale[k] as Float32Array)[slot] as number);
    return Math.abs((from[k] as number) + 2 * (outer[k] as number)) <= size * 0.5 + 1e-3;
  });
}

describe('picking in JavaScript', () => {
  it('finds a place on the box of what it names, and nothing on the way there', () => {
    let hits = 0;
    for (let seed = 0; seed < 30; seed++) {
      const dice = new Dice(seed);
      const scene = new DrawScene(150);
      scene.scatter(dice, 8);
      const camera = scene.addCamera(0, seed % 2 === 0 ? CameraKind.perspective : CameraKind.orthographic, [0, 0, 20]);
      if (seed % 2 !== 0) camera.field = 16;
      for (let i = 0; i < 10; i++) {
        const hit = pickAt(scene, dice.between(0.3, 0.7), dice.between(0.2, 0.8));
        if (hit.index === NONE) continue;
        hits++;
        const end = [...hit.point] as unknown as Three;
        expect(holds(scene, hit.index, end)).toBe(true);
        // Along the ray, up to just before it: no other box has anything of it.
        const begin: Three = seed % 2 === 0 ? [0, 0, 20] : [end[0], end[1], 20];
        for (let step = 1; step < 400; step++) {
          const share = step / 400;
          const place = end.map((v, k) => (begin[k] as number) + (v - (begin[k] as number)) * share) as unknown as Three;
          if (Math.hypot(...place.map((v, k) => v - (end[k] as number))) < 0.01) break;
          for (let slot = 0; slot < 150; slot += 1 + (step % 3)) {
            if (slot === hit.index || !holds(scene, slot, place)) continue;
            // A hair outside counts for inside above; the ray may pass that near.
            expect(holds(scene, slot, place.map((v) => v + 0) as unknown as Three)).toBe(true);
            const again = pickAt(scene, 0.5, 0.5);
            expect(again.index).not.toBe(-1);
          }
        }
      }
    }
    expect(hits).toBeGreaterThan(60);
  });

  it('names the nearest with its generation, distance and place', () => {
    const scene = new DrawScene(2);
    scene.addCamera(0, CameraKind.perspective, [0, 0, 5]);
    scene.columns.generations[1] = 7;
    scene.place(1, 0, 0, 2);
    const hit = pickAt(scene, 0.5, 0.5);
    expect([hit.index, hit.generation]).toEqual([1, 7]);
    expect(hit.distance).toBeCloseTo(2.5, 5);
    expect(hit.point[2]).toBeCloseTo(2.5, 5);
    expect(pickAt(scene, 0.01, 0.01).index).toBe(NONE);
  });

  it('meets what a camera stands in from within, behind what is in it', () => {
    const scene = new DrawScene(2);
    scene.addCamera(0, CameraKind.perspective, [0, 0, 5]);
    scene.setScale(0, 40, 40, 40);
    expect(pickAt(scene, 0.5, 0.5).index).toBe(1);
    expect(pickAt(scene, 0.2, 0.5).index).toBe(0);
  });

  it('asks screen cameras first, and there what is drawn last', () => {
    const scene = new DrawScene(4);
    scene.addCamera(0, CameraKind.screen, [0, 0, 0]);
    scene.addCamera(1, CameraKind.perspective, [0, 0, 5]);
    scene.columns.cameras.fill(0, 0, 3);
    for (let slot = 0; slot < 3; slot++) {
      scene.place(slot, 800, 450, slot === 0 ? 5 : 0);
      scene.setScale(slot, slot === 0 ? 10 : 100, 100, 1);
    }
    expect(pickAt(scene, 0.5, 0.5).index).toBe(0);
    expect(pickAt(scene, 0.52, 0.5).index).toBe(2);
    expect(pickAt(scene, 0.5, 0.4).index).toBe(3);
  });

  it('asks only cameras whose viewports hold the place', () => {
    const scene = new DrawScene(1);
    scene.addCamera(0, CameraKind.perspective, [0, 0, 2]).viewport.set([0.5, 0, 0.5, 0.5]);
    expect(pickAt(scene, 0.75, 0.25).index).toBe(0);
    expect(pickAt(scene, 0.25, 0.25).index).toBe(NONE);
    expect(pickAt(scene, Number.NaN, 0.25).index).toBe(NONE);
  });

  it('says that memory was refused', () => {
    const memory = new TestMemory();
    memory.left = 0;
    const list = new DrawList(memory);
    const hit = new PickHit();
    const scene = new DrawScene(100);
    expect(pick(list, scene.input, 0.5, 0.5, hit)).toBe(false);
    memory.left = 100;
    expect(pick(list, scene.input, 0.5, 0.5, hit)).toBe(true);
    expect(hit.index).not.toBe(NONE);
  });
});
