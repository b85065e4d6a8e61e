import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  copiesInView,
  fitCamera,
  leastZoom,
  MOST_ZOOM,
  nearestOffset,
  panned,
  screenToWorld,
  worldToScreen,
  wrapCamera,
  zoomed,
} from '../../../../web/renderers/life/camera.js';

const WORLD = { width: 2000, height: 1000 };
const VIEW = { width: 800, height: 600 };

const cameras = fc.record({
  x: fc.double({ min: 0, max: 1999, noNaN: true }),
  y: fc.double({ min: 0, max: 999, noNaN: true }),
  zoom: fc.double({ min: 0.5, max: 20, noNaN: true }),
});
const screenPoints = fc.record({ x: fc.double({ min: 0, max: 800, noNaN: true }), y: fc.double({ min: 0, max: 600, noNaN: true }) });

describe('a camera', () => {
  it('fits the world so that nothing is seen twice and nothing is empty', () => {
    const camera = fitCamera(WORLD, VIEW);
    expect(camera).toEqual({ x: 1000, y: 500, zoom: 0.6 });
    expect(copiesInView(camera, WORLD, VIEW, 0)).toEqual({ x: 0, y: 0 });
  });

  it('fits into a view without size without a zoom of 0', () => {
    expect(fitCamera(WORLD, { width: 0, height: 0 }).zoom).toBeGreaterThan(0);
  });

  it('finds a point of the screen again where it found it in the world', () => {
    fc.assert(
      fc.property(cameras, screenPoints, (camera, point) => {
        const there = screenToWorld(camera, VIEW, point, WORLD);
        expect(there.x).toBeGreaterThanOrEqual(0);
        expect(there.x).toBeLessThan(WORLD.width);
        const back = worldToScreen(camera, VIEW, there, WORLD);
        // The same place, or a copy of it a world further.
        expect(Math.abs(nearestOffset(back.x - point.x, WORLD.width * camera.zoom))).toBeLessThan(0.01);
        expect(Math.abs(nearestOffset(back.y - point.y, WORLD.height * camera.zoom))).toBeLessThan(0.01);
      }),
    );
  });

  it('keeps what is under the pointer while it zooms, at the limits too', () => {
    fc.assert(
      fc.property(cameras, screenPoints, fc.double({ min: 0.01, max: 100, noNaN: true }), (camera, anchor, factor) => {
        const before = screenToWorld(camera, VIEW, anchor, WORLD);
        const after = screenToWorld(zoomed(camera, factor, anchor, WORLD, VIEW), VIEW, anchor, WORLD);
        expect(Math.abs(nearestOffset(after.x - before.x, WORLD.width))).toBeLessThan(1e-6);
        expect(Math.abs(nearestOffset(after.y - before.y, WORLD.height))).toBeLessThan(1e-6);
      }),
    );
  });

  it('zooms within its limits', () => {
    const camera = fitCamera(WORLD, VIEW);
    const anchor = { x: 400, y: 300 };
    expect(zoomed(camera, 1e6, anchor, WORLD, VIEW).zoom).toBe(MOST_ZOOM);
    expect(zoomed(camera, 1e-6, anchor, WORLD, VIEW).zoom).toBe(leastZoom(WORLD, VIEW));
  });

  it('lets the world follow the pointer of a drag, and comes back around the torus', () => {
    const camera = { x: 10, y: 20, zoom: 2 };
    expect(panned(camera, 40, -10)).toEqual({ x: -10, y: 25, zoom: 2 });
    expect(wrapCamera(panned(camera, 40, -10), WORLD, VIEW).x).toBe(1990);
  });

  it('knows how many copies of a world fill the view', () => {
    const view = { width: 1000, height: 100 };
    const world = { width: 100, height: 100 };
    for (const zoom of [0.5, 1, 3, 9.9]) {
      const { x } = copiesInView({ x: 0, y: 0, zoom }, world, view, 0);
      // Half a world to each side, and x whole ones.
      expect((0.5 + x) * 100 * zoom).toBeGreaterThanOrEqual(500);
      expect((x - 0.5) * 100 * zoom).toBeLessThan(500);
    }
  });

  it('goes the short way round', () => {
    expect(nearestOffset(90, 100)).toBe(-10);
    expect(nearestOffset(-60, 100)).toBe(40);
    expect(nearestOffset(30, 100)).toBe(30);
  });
});
