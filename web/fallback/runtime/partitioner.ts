/**
 * Cuts a grid into partitions: the twin of src/runtime/partitioner.h. A plan may only decide who computes what, never what comes
 * out, so its numbers are plain doubles.
 */
import { MAX_WORKERS, PartitionStrategy } from '../../generated/life-layout.js';

/** A rectangle of cells, half open: x0 <= x < x1. */
export interface CellRect {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** What is to be cut, and how. */
export interface PlanRequest {
  /** Cells, at least `count` together. */
  readonly columns: number;
  readonly rows: number;
  /** 1 to 16 partitions. */
  readonly count: number;
  /** By bisection unless given. */
  readonly strategy?: PartitionStrategy | undefined;
  /** Cells. No side is shorter where there is room for that. */
  readonly leastSide: number;
}

/** The present partitions and what is in them. */
export interface Workload {
  readonly plan: readonly CellRect[];
  /** By partition, the items in each of its cells, row by row. */
  readonly counts: readonly Uint32Array[];
  /** By partition, all its items. */
  readonly items: readonly number[];
}

/** Cost of an item, relative to that of an empty cell. */
const ITEM_COST = 32;
/** The time a unit of cost took in a partition, as a share of what it took on average: the bounds. */
const LEAST_SCALE = 0.25;
const MOST_SCALE = 4;

/** By partition, the time a unit of cost took there: 1 is the mean, as is what no positive time tells. */
export function scaleByTimes(load: Workload, milliseconds: Float64Array): number[] {
  const costs = load.plan.map((rect, p) => (rect.x1 - rect.x0) * (rect.y1 - rect.y0) + ITEM_COST * (load.items[p] as number));
  const times = costs.map((_, p) => milliseconds[p] as number);
  let allCosts = 0;
  let allTimes = 0;
  times.forEach((time, p) => {
    if (!(time > 0)) return;
    allCosts += costs[p] as number;
    allTimes += time;
  });
  return times.map((time, p) => {
    if (!(time > 0)) return 1;
    const scale = ((time / allTimes) * allCosts) / (costs[p] as number);
    return scale < LEAST_SCALE ? LEAST_SCALE : scale < MOST_SCALE ? scale : MOST_SCALE;
  });
}

/** How rectangles are cut, and what is known of their cells. */
interface Cutter {
  /** Across columns or across rows only; null: across the longer side. */
  readonly byColumns: boolean | null;
  readonly leastSide: number;
  readonly load: Workload | null;
  readonly scales: readonly number[];
}

/**
 * Cuts the grid into partitions of about equal cost; without a load every cell costs the same. Strips and tiles that the grid has no
 * room for become a bisection.
 */
export function makePlan(request: PlanRequest, load: Workload | null = null, scales: readonly number[] = []): CellRect[] {
  const { columns, rows, count, strategy, leastSide } = request;
  const tiles = strategy === PartitionStrategy.tiles ? layTiles(request) : null;
  if (tiles !== null) return tiles;
  const isLongEnough = (columns >= rows ? columns : rows) >= count;
  const byColumns = strategy === PartitionStrategy.strips && isLongEnough ? columns >= rows : null;
  const plan: CellRect[] = [];
  cut({ x0: 0, y0: 0, x1: columns, y1: rows }, count, { byColumns, leastSide, load, scales }, plan);
  return plan;
}

/** An even grid of tiles, as square as they get; null when there is no room for one. */
function layTiles({ columns, rows, count }: PlanRequest): CellRect[] | null {
  let across = 0;
  let leastBorder = 0;
  for (let a = 1; a <= count; a++) {
    if (count % a !== 0 || a > columns || count / a > rows) continue;
    const border = a * rows + (count / a) * columns;
    if (across !== 0 && border >= leastBorder) continue;
    across = a;
    leastBorder = border;
  }
  if (across === 0) return null;
  const down = count / across;
  const plan: CellRect[] = [];
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      plan.push({
        x0: ((columns * x) / across) | 0,
        y0: ((rows * y) / down) | 0,
        x1: ((columns * (x + 1)) / across) | 0,
        y1: ((rows * (y + 1)) / down) | 0,
      });
    }
  }
  return plan;
}

/** Whether two plans are one. */
export function isSamePlan(a: readonly CellRect[], b: readonly CellRect[]): boolean {
  return (
    a.length === b.length &&
    a.every((rect, p) => {
      const other = b[p] as CellRect;
      return rect.x0 === other.x0 && rect.y0 === other.y0 && rect.x1 === other.x1 && rect.y1 === other.y1;
    })
  );
}

function cut(rect: CellRect, count: number, cutter: Cutter, plan: CellRect[]): void {
  if (count === 1) {
    plan.push(rect);
    return;
  }
  const { leastSide, load } = cutter;
  const width = rect.x1 - rect.x0;
  const height = rect.y1 - rect.y0;
  const byColumns = cutter.byColumns ?? width >= height;
  const length = byColumns ? width : height;
  const across = byColumns ? height : width;
  const room = (side: number): number => (cutter.byColumns === null ? (across / side) | 0 : 1);
  let firstCount = count >> 1;
  let range = rangeOf(length, room(leastSide), leastSide, firstCount, count);
  if (range.least > range.most) range = rangeOf(length, room(1), 1, firstCount, count);
  if (range.least > range.most) {
    // No line divides the cells so that both halves have enough: fill whole lines.
    const lines = firstCount - (firstCount % across);
    firstCount = lines < across ? across : lines;
    range = rangeOf(length, room(1), 1, firstCount, count);
  }
  const costs = load === null ? new Float64Array(length).fill(1) : costsOf(rect, byColumns, load, cutter.scales);
  const at = bestCut(costs, range, firstCount, count);
  const first = byColumns ? { ...rect, x1: rect.x0 + at } : { ...rect, y1: rect.y0 + at };
  const second = byColumns ? { ...rect, x0: rect.x0 + at } : { ...rect, y0: rect.y0 + at };
  cut(first, firstCount, cutter, plan);
  cut(second, count - firstCount, cutter, plan);
}

/**
 * Where a cut may be so that both halves have a block of side * side cells for each of their partitions.
 * @param abreast partitions that a line has room for; a strip takes whole lines for itself
 */
function rangeOf(length: number, abreast: number, side: number, firstCount: number, count: number): { least: number; most: number } {
  if (abreast === 0) return { least: 1, most: 0 };
  return { least: side * quotientUp(firstCount, abreast), most: length - side * quotientUp(count - firstCount, abreast) };
}

function quotientUp(a: number, b: number): number {
  return ((a + b - 1) / b) | 0;
}

function intersection(a: CellRect, b: CellRect): CellRect {
  return {
    x0: a.x0 > b.x0 ? a.x0 : b.x0,
    y0: a.y0 > b.y0 ? a.y0 : b.y0,
    x1: a.x1 < b.x1 ? a.x1 : b.x1,
    y1: a.y1 < b.y1 ? a.y1 : b.y1,
  };
}

/** The cost of every line (column or row) of a rectangle. */
function costsOf(rect: CellRect, byColumns: boolean, load: Workload, scales: readonly number[]): Float64Array {
  const costs = new Float64Array(byColumns ? rect.x1 - rect.x0 : rect.y1 - rect.y0);
  load.plan.forEach((owner, p) => {
    const part = intersection(rect, owner);
    const scale = scales[p] ?? 1;
    const counts = load.counts[p] as Uint32Array;
    for (let y = part.y0; y < part.y1; y++) {
      const row = (y - owner.y0) * (owner.x1 - owner.x0) - owner.x0;
      for (let x = part.x0; x < part.x1; x++) {
        const line = byColumns ? x - rect.x0 : y - rect.y0;
        costs[line] = (costs[line] as number) + scale * (1 + ITEM_COST * (counts[row + x] as number));
      }
    }
  });
  return costs;
}

/** The lowest of the places where the costs of both sides are closest to the counts' ratio. */
function bestCut(costs: Float64Array, range: { least: number; most: number }, firstCount: number, count: number): number {
  const wanted = (costs.reduce((sum, cost) => sum + cost, 0) * firstCount) / count;
  let at = range.least;
  let got = 0;
  for (let i = 0; i < at; i++) got += costs[i] as number;
  // Costs are positive, so that the distance falls to its minimum and then rises.
  while (at < range.most) {
    const more = got + (costs[at] as number);
    const off = got < wanted ? wanted - got : got - wanted;
    const offThen = more < wanted ? wanted - more : more - wanted;
    if (offThen >= off) break;
    got = more;
    at += 1;
  }
  return at;
}

/**
 * Items of all partitions of a plan, copies included, when each also holds what is within `ghostCells`
 * of its rectangle on a torus.
 */
export function itemsWithGhosts(plan: readonly CellRect[], load: Workload, columns: number, rows: number, ghostCells: number): number {
  let items = 0;
  for (const rect of plan) {
    for (const y of [-rows, 0, rows]) {
      for (const x of [-columns, 0, columns]) {
        const seen = {
          x0: rect.x0 - ghostCells + x,
          y0: rect.y0 - ghostCells + y,
          x1: rect.x1 + ghostCells + x,
          y1: rect.y1 + ghostCells + y,
        };
        load.plan.forEach((owner, p) => {
          items += itemsIn(intersection(seen, owner), owner, load.counts[p] as Uint32Array);
        });
      }
    }
  }
  return items;
}

function itemsIn(part: CellRect, owner: CellRect, counts: Uint32Array): number {
  let items = 0;
  for (let y = part.y0; y < part.y1; y++) {
    const row = (y - owner.y0) * (owner.x1 - owner.x0) - owner.x0;
    for (let x = part.x0; x < part.x1; x++) items += counts[row + x] as number;
  }
  return items;
}

/** A plan is uneven when the slowest partition takes more than this share of the mean. */
const UNEVEN = 1.15;
/** Updates in a row for which it must be: shorter, and a passing hiccup would move borders. */
const UNEVEN_UPDATES = 8;
/** Updates from one plan to the next, at least: a new plan costs a tick of sorting. */
const UPDATES_BETWEEN_PLANS = 30;
/** Weight of the newest time in the smoothed one. */
const SMOOTHING = 0.125;

/** Watches how long the partitions take and says when it is time for another plan. */
export class Balancer {
  /** Smoothed times by partition, up to the last update's. */
  readonly milliseconds = new Float64Array(MAX_WORKERS);
  #count = 0;
  /** Since the last plan. */
  #updates = 0;
  /** Uneven ones in a row. */
  #uneven = 0;

  /**
   * Takes the times of a tick's partitions; true when the plan should be made anew. It then counts as
   * made: the next update begins to smooth from its own times.
   */
  update(times: Float64Array, count: number): boolean {
    const smoothed = this.milliseconds;
    const begins = this.#updates === 0 || count !== this.#count;
    if (begins) {
      this.#updates = 0;
      this.#uneven = 0;
    }
    this.#count = count;
    this.#updates += 1;
    let mean = 0;
    for (let p = 0; p < count; p++) mean += (smoothed[p] as number) / count;
    let sum = 0;
    let slowest = 0;
    for (let p = 0; p < count; p++) {
      const before = smoothed[p] as number;
      let now = times[p] as number;
      // One slow tick, however slow, leaves little behind.
      const most = 2 * (mean > before ? mean : before);
      if (mean > 0 && now > most) now = most;
      const after = begins ? (times[p] as number) : before + SMOOTHING * (now - before);
      smoothed[p] = after;
      sum += after;
      if (after > slowest) slowest = after;
    }
    const isUneven = sum > 0 && (slowest * count) / sum > UNEVEN;
    this.#uneven = isUneven ? this.#uneven + 1 : 0;
    if (this.#uneven < UNEVEN_UPDATES || this.#updates < UPDATES_BETWEEN_PLANS) return false;
    this.#updates = 0;
    this.#uneven = 0;
    return true;
  }
}
