import { describe, expect, it } from 'vitest';
import { type CellRect, makePlan, type Workload } from '../../../web/fallback/runtime/partitioner.js';
import { MAX_WORKERS, PartitionStrategy } from '../../../web/generated/life-layout.js';

const SIZES = [
  [16, 16],
  [16, 2048],
  [300, 1],
  [97, 31],
  [5, 3],
] as const;
const STRATEGIES = Object.entries(PartitionStrategy);

/** Every cell belongs to one partition. */
function expectExactCover(plan: readonly CellRect[], columns: number, rows: number): void {
  const covered = new Uint8Array(columns * rows);
  for (const { x0, y0, x1, y1 } of plan) {
    expect(x1 - x0).toBeGreaterThanOrEqual(1);
    expect(y1 - y0).toBeGreaterThanOrEqual(1);
    for (let y = y0; y < y1; y += 1) for (let x = x0; x < x1; x += 1) covered[y * columns + x] = (covered[y * columns + x] ?? 9) + 1;
  }
  expect(covered.every((times) => times === 1)).toBe(true);
}

describe('a plan', () => {
  it.each(STRATEGIES)('by %s covers every cell once, in any number of parts', (_, strategy) => {
    for (const [columns, rows] of SIZES) {
      for (let count = 1; count <= Math.min(MAX_WORKERS, columns * rows); count += 1) {
        for (const leastSide of [1, 12]) {
          const plan = makePlan({ columns, rows, count, strategy, leastSide });
          expect(plan).toHaveLength(count);
          expectExactCover(plan, columns, rows);
        }
      }
    }
  });

  it('by strips goes across the longer side, by cost', () => {
    const plan = makePlan({ columns: 90, rows: 40, count: 3, strategy: PartitionStrategy.strips, leastSide: 12 });
    expect(plan.map(({ x0, x1, y0, y1 }) => [x0, x1, y0, y1])).toEqual([
      [0, 30, 0, 40],
      [30, 60, 0, 40],
      [60, 90, 0, 40],
    ]);
    const counts = new Uint32Array(90 * 40).map((_, cell) => (cell % 90 < 18 ? 50 : 0));
    const load: Workload = {
      plan: [{ x0: 0, y0: 0, x1: 90, y1: 40 }],
      counts: [counts],
      items: [counts.reduce((sum, count) => sum + count, 0)],
    };
    const byCost = makePlan({ columns: 90, rows: 40, count: 3, strategy: PartitionStrategy.strips, leastSide: 1 }, load, [1]);
    expect(byCost.map(({ y0, y1 }) => y1 - y0)).toEqual([40, 40, 40]);
    expect(byCost[2]?.x0, 'most of the cost is at the left').toBeLessThan(18);
  });

  it('by tiles is an even grid, as square as it gets', () => {
    const plan = makePlan({ columns: 120, rows: 60, count: 8, strategy: PartitionStrategy.tiles, leastSide: 12 });
    expect(new Set(plan.map(({ x0, x1, y0, y1 }) => `${x1 - x0} x ${y1 - y0}`))).toEqual(new Set(['30 x 30']));
  });

  it('is a bisection where there is no room for strips or tiles', () => {
    const wish = { columns: 5, rows: 3, count: 11, leastSide: 1 };
    const bisection = makePlan(wish);
    for (const strategy of [PartitionStrategy.strips, PartitionStrategy.tiles]) expect(makePlan({ ...wish, strategy })).toEqual(bisection);
  });
});
