import { describe, expect, it } from 'vitest';
import { MeshKind } from '../../../../web/generated/scene-layout.js';
import { fogRate, hidesBacks, mirroredOf, type PassArea, writeArea } from '../../../../web/renderers/scene/draw-list.js';
import { rgb, viewsOf } from './draw-lists.js';
import { cube } from './shapes.js';

const area = (): PassArea => ({ left: 0, top: 0, right: 0, bottom: 0 });

describe('the area of a pass', () => {
  it('shares no pixel with the next one, and leaves none out', () => {
    for (const width of [1, 7, 99, 640, 1001]) {
      const edges = [0, 1 / 3, 0.5, 0.77, 1];
      const passes = edges.slice(1).map((right, index) => {
        const left = edges[index] as number;
        return { camera: { viewport: [left, 0, right - left, 1] as const }, entities: [] };
      });
      const views = viewsOf({ shapes: [cube()], passes }, width, 10);
      let last = 0;
      for (let pass = 0; pass < passes.length; pass += 1) {
        const into = area();
        writeArea(views, (pass * views.passes.length) / passes.length, width, 10, into);
        expect(into.left).toBe(last);
        last = into.right;
      }
      expect(last).toBe(width);
    }
  });

  it('counts from the upper left corner', () => {
    const views = viewsOf({ shapes: [cube()], passes: [{ camera: { viewport: [0.5, 0, 0.5, 0.25] }, entities: [] }] }, 80, 40);
    const into = area();
    writeArea(views, 0, 80, 40, into);
    expect(into).toEqual({ left: 40, top: 0, right: 80, bottom: 10 });
  });
});

describe('instances', () => {
  it('are mirrored where an odd number of scales is negative', () => {
    const turned = [0.3, 1.1, -2] as const;
    const entities = [
      { mesh: 0, turned },
      { mesh: 0, turned, scale: [-1, 2, 3] as const },
      { mesh: 0, turned, scale: [-1, -2, 3] as const },
      { mesh: 0, turned, scale: [-1, -2, -3] as const },
      { mesh: 0, turned, scale: [1, 0, 1] as const },
    ];
    const { instances } = viewsOf({ shapes: [cube()], passes: [{ camera: {}, entities }] }, 10, 10);
    expect([0, 1, 2, 3, 4].map((first) => mirroredOf(instances, first, 1))).toEqual([0, 1, 0, 1, 0]);
    expect(mirroredOf(instances, 0, 5)).toBe(2);
  });
});

describe('the back of a mesh', () => {
  it('is left out of worlds, and on screens only of what is closed', () => {
    expect(hidesBacks(MeshKind.plane, false)).toBe(true);
    expect(hidesBacks(MeshKind.custom, false)).toBe(true);
    expect(hidesBacks(MeshKind.cube, true)).toBe(true);
    expect(hidesBacks(MeshKind.plane, true)).toBe(false);
    expect(hidesBacks(MeshKind.custom, true)).toBe(false);
  });
});

describe('fog', () => {
  it('is none where it has no far end, and none before a screen camera', () => {
    const fogOf = (near: number, far: number, isOnScreen = false): number =>
      fogRate(viewsOf({ shapes: [], passes: [], fog: { color: rgb(0), near, far } }, 1, 1), isOnScreen);
    expect(fogOf(10, 30)).toBeCloseTo(0.05);
    expect(fogOf(10, 0)).toBe(0);
    expect(fogOf(10, 30, true)).toBe(0);
    expect(fogOf(30, 10)).toBeGreaterThan(1000);
  });
});
