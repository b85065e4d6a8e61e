import { describe, expect, it } from 'vitest';
import { MAX_WORKERS } from '../../../../web/generated/life-layout.js';
import { copiesBetween, crossingsOf, ownerOf, shareOfMost, workerColor } from '../../../../web/renderers/life/partitions.js';
import { frameOf } from './herd.js';

// A world of 16 x 16 cells of 16 units, cut into a left and a right half.
const HALVES = [
  { left: 0, top: 0, right: 8, bottom: 16 },
  { left: 8, top: 0, right: 16, bottom: 16 },
];

describe('partitions', () => {
  it('have an owner for every cell inside, and none outside', () => {
    expect([ownerOf(HALVES, 0, 0), ownerOf(HALVES, 7, 15), ownerOf(HALVES, 8, 0), ownerOf(HALVES, 16, 0)]).toEqual([0, 0, 1, -1]);
  });

  it('have colours that can be told apart', () => {
    const colors = Array.from({ length: MAX_WORKERS }, (_, worker) => workerColor(worker).join());
    expect(new Set(colors).size).toBe(MAX_WORKERS);
  });

  it('are as busy as their share of the busiest', () => {
    expect(shareOfMost([1, 4, 2])).toEqual([0.25, 1, 0.5]);
    expect(shareOfMost([0, 0])).toEqual([0, 0]);
    expect(shareOfMost([])).toEqual([]);
  });
});

describe('crossings', () => {
  it('are the animals that changed partitions, in the middle and over the edge of the torus', () => {
    const frame = frameOf([
      { x: 129, y: 40, dx: 2 },
      { x: 127, y: 40, dx: -2 },
      { x: 1, y: 40, dx: 3 },
      // From cell to cell of one partition, and within a cell.
      { x: 17, y: 40, dx: 2 },
      { x: 140, y: 40, dx: 2 },
    ]);
    const found = crossingsOf(frame, HALVES, 10);
    expect(found.map(({ x, to }) => [x, to])).toEqual([
      [129, 1],
      [127, 0],
      [1, 0],
    ]);
    expect(found[1]).toMatchObject({ dx: -1, dy: 0 });
    expect(crossingsOf(frame, HALVES, 2).length).toBe(2);
    expect(crossingsOf(frame, HALVES.slice(0, 1), 10)).toEqual([]);
  });
});

describe('copies of a stretch', () => {
  it('are those that overlap the view', () => {
    // [10, 20) of a period of 100, seen from -50 to 250: at 10, 110 and 210.
    expect(copiesBetween(10, 20, -50, 250, 100)).toEqual([0, 2]);
    expect(copiesBetween(-6, 106, 0, 100, 100)).toEqual([-1, 1]);
    // Edges that touch don't overlap.
    expect(copiesBetween(0, 10, 10, 100, 100)).toEqual([1, 0]);
  });
});
