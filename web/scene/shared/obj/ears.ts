/**
 * Cuts an outline into triangles, ear by ear.
 *
 * 1. An ear is a corner whose triangle with its neighbours turns left and holds no other corner. It is cut off, and what is left
 *    has a corner less. Turning left is all that is needed: triangles of an outline add up to its winding number, which is 1
 *    inside and 0 outside, so that triangles which all turn left cover the inside once and nothing else.
 * 2. Only corners that don't turn left can be in the way. They become fewer, never more. Where there are many they stand in a
 *    grid, and a triangle looks at the cells below it alone.
 * 3. Corners wait in a queue; the two beside an ear go to its end, so that ears are cut all around the outline, and triangles are
 *    as fat as they can be without a search for the best.
 * 4. Flat corners are in the way, too: an ear over them would leave a triangle without an area.
 * 5. An outline may touch itself, as one does that goes to a hole and back. A corner in the same place as one of the triangle's
 *    is in the way only where its own edges go into the triangle.
 * 6. An outline that crosses itself has a corner, sooner or later, that is no ear: it is cut all the same, and told of.
 * 7. Looks are counted, and what is left after a number of them for each corner is cut without any, so that an outline with a
 *    million corners in each other's way takes a time in proportion to its length.
 */
import type { IntList } from './lists.js';

/** Looks at corners or cells: for each corner of an outline, and for any outline. */
const LOOKS_PER_CORNER = 2000;
const LOOKS = 1_000_000;
/** From this many corners in the way on there is a grid. */
const GRID_FROM = 48;
const MOST_CELLS_A_SIDE = 1024;
/** Of an area that counts as none, beside what it was computed from. */
const ROUNDING = 1e-15;

export class EarCutter {
  #x: Float64Array = new Float64Array(0);
  #y: Float64Array = new Float64Array(0);
  #before = new Int32Array(0);
  #after = new Int32Array(0);
  /** Where a corner waits in the queue last, or -1 once it is cut. */
  #place = new Int32Array(0);
  #queue = new Int32Array(0);
  /** Whether a corner can be in the way. */
  #blocks = new Uint8Array(0);
  #count = 0;
  /** Whether all that was cut so far was an ear. */
  #clean = true;
  #looks = 0;
  #grid: Grid | null = null;
  /** The corners that may block where there is no grid. */
  #blockers = new Int32Array(0);
  #blockerCount = 0;

  /**
   * Cuts the outline of the first `count` of the points, which turns left.
   * @param out gets three numbers of points for each of the `count - 2` triangles
   * @returns whether they cover the inside once; else the outline crosses itself, or is too intricate
   */
  cut(x: Float64Array, y: Float64Array, count: number, out: IntList): boolean {
    this.#begin(x, y, count);
    const last = this.#cutAll(out);
    out.push(this.#before[last] as number);
    out.push(last);
    out.push(this.#after[last] as number);
    return this.#clean && this.#turn(last) >= -this.#noise(last);
  }

  #begin(x: Float64Array, y: Float64Array, count: number): void {
    this.#x = x;
    this.#y = y;
    this.#count = count;
    this.#clean = true;
    this.#looks = LOOKS + LOOKS_PER_CORNER * count;
    if (this.#before.length < count) {
      this.#before = new Int32Array(count);
      this.#after = new Int32Array(count);
      this.#place = new Int32Array(count);
      this.#blocks = new Uint8Array(count);
      this.#blockers = new Int32Array(count);
      this.#queue = new Int32Array(3 * count);
    }
    for (let i = 0; i < count; i++) {
      this.#before[i] = i === 0 ? count - 1 : i - 1;
      this.#after[i] = i === count - 1 ? 0 : i + 1;
    }
    this.#blockerCount = 0;
    for (let i = 0; i < count; i++) {
      this.#blocks[i] = this.#turn(i) > this.#noise(i) ? 0 : 1;
      if (this.#blocks[i] === 1) this.#blockers[this.#blockerCount++] = i;
    }
    this.#grid = this.#blockerCount < GRID_FROM ? null : new Grid(x, y, count, this.#blockers, this.#blockerCount);
  }

  /** Cuts down to three corners; gives one of them. */
  #cutAll(out: IntList): number {
    let left = this.#count;
    let some = 0;
    while (left > 3) {
      const waiting = this.#enqueueAll(some, left);
      const { cut, corner } = this.#cutQueue(waiting, left, out);
      left -= cut;
      some = corner;
      if (cut > 0 || left <= 3) continue;
      some = this.#cutWorst(some, out);
      left -= 1;
    }
    return some;
  }

  #enqueueAll(some: number, left: number): number {
    let corner = some;
    for (let place = 0; place < left; place++) {
      this.#queue[place] = corner;
      this.#place[corner] = place;
      corner = this.#after[corner] as number;
    }
    return left;
  }

  #cutQueue(waiting: number, left: number, out: IntList): { readonly cut: number; readonly corner: number } {
    let end = waiting;
    let corner = this.#queue[0] as number;
    let cut = 0;
    for (let place = 0; place < end && cut < left - 3; place++) {
      const tip = this.#queue[place] as number;
      if (this.#place[tip] !== place || !this.#isEar(tip)) continue;
      corner = this.#remove(tip, out);
      cut += 1;
      for (const one of [this.#before[corner] as number, corner]) {
        this.#place[one] = end;
        this.#queue[end++] = one;
      }
    }
    return { cut, corner };
  }

  /** Cuts a corner off; gives the one after it. */
  #remove(tip: number, out: IntList): number {
    const a = this.#before[tip] as number;
    const c = this.#after[tip] as number;
    out.push(a);
    out.push(tip);
    out.push(c);
    this.#after[a] = c;
    this.#before[c] = a;
    this.#place[tip] = -1;
    this.#blocks[tip] = 0;
    if (this.#blocks[a] === 1 && this.#turn(a) > this.#noise(a)) this.#blocks[a] = 0;
    if (this.#blocks[c] === 1 && this.#turn(c) > this.#noise(c)) this.#blocks[c] = 0;
    return c;
  }

  /** Where no corner is an ear: cuts a flat one, which is nothing, else one that turns left, else any. */
  #cutWorst(some: number, out: IntList): number {
    let left = -1;
    let corner = some;
    do {
      const turn = this.#turn(corner);
      if (Math.abs(turn) <= this.#noise(corner)) return this.#remove(corner, out);
      if (turn > 0 && left < 0) left = corner;
      corner = this.#after[corner] as number;
      this.#looks -= 1;
    } while (corner !== some && (this.#looks > 0 || left < 0));
    this.#clean = false;
    return this.#remove(left < 0 ? some : left, out);
  }

  /** Twice the area of the triangle of three points: above 0 where they turn left. */
  #area(a: number, b: number, c: number): number {
    const x = this.#x;
    const y = this.#y;
    const ax = x[a] as number;
    const ay = y[a] as number;
    return ((x[b] as number) - ax) * ((y[c] as number) - ay) - ((y[b] as number) - ay) * ((x[c] as number) - ax);
  }

  #turn(corner: number): number {
    return this.#area(this.#before[corner] as number, corner, this.#after[corner] as number);
  }

  /** What rounding makes of an area that is none, at a corner. */
  #noise(corner: number): number {
    const x = this.#x;
    const y = this.#y;
    const a = this.#before[corner] as number;
    const c = this.#after[corner] as number;
    const cornerX = x[corner] as number;
    const cornerY = y[corner] as number;
    const size = Math.abs(cornerX) + Math.abs(cornerY);
    const one = Math.abs((x[a] as number) - cornerX) + Math.abs((y[a] as number) - cornerY);
    const other = Math.abs((x[c] as number) - cornerX) + Math.abs((y[c] as number) - cornerY);
    return ROUNDING * (size + one + other) * (one + other);
  }

  #isEar(b: number): boolean {
    if (this.#looks <= 0) {
      this.#clean = false;
      return true;
    }
    if (!(this.#turn(b) > this.#noise(b))) return false;
    const a = this.#before[b] as number;
    const c = this.#after[b] as number;
    if (this.#grid !== null) return !this.#isBlockedInGrid(this.#grid, a, b, c);
    for (let i = 0; i < this.#blockerCount; i++) {
      this.#looks -= 1;
      if (this.#isInTheWay(this.#blockers[i] as number, a, b, c)) return false;
    }
    return true;
  }

  #isBlockedInGrid(grid: Grid, a: number, b: number, c: number): boolean {
    const x = this.#x;
    const y = this.#y;
    const [ax, bx, cx] = [x[a] as number, x[b] as number, x[c] as number];
    const [ay, by, cy] = [y[a] as number, y[b] as number, y[c] as number];
    const firstRow = grid.row(Math.min(ay, by, cy));
    const lastRow = grid.row(Math.max(ay, by, cy));
    const first = grid.column(Math.min(ax, bx, cx));
    const end = grid.column(Math.max(ax, bx, cx)) + 1;
    for (let row = firstRow; row <= lastRow; row++) {
      // The cells of a row follow each other, and so do their corners.
      const from = grid.start[row * grid.side + first] as number;
      const to = grid.start[row * grid.side + end] as number;
      this.#looks -= 1;
      for (let i = from; i < to; i++) {
        this.#looks -= 1;
        if (this.#isInTheWay(grid.corners[i] as number, a, b, c)) return true;
      }
    }
    return false;
  }

  #isInTheWay(p: number, a: number, b: number, c: number): boolean {
    if (this.#blocks[p] === 0 || p === a || p === b || p === c) return false;
    const inside = this.#area(a, b, p) >= 0 && this.#area(b, c, p) >= 0 && this.#area(c, a, p) >= 0;
    if (!inside) return false;
    if (this.#isAt(p, a)) return this.#goesInto(p, b, c);
    if (this.#isAt(p, b)) return this.#goesInto(p, c, a);
    if (this.#isAt(p, c)) return this.#goesInto(p, a, b);
    return true;
  }

  #isAt(p: number, q: number): boolean {
    return this.#x[p] === this.#x[q] && this.#y[p] === this.#y[q];
  }

  /** Whether an edge of a corner goes into the wedge to its sides from its place to two points. */
  #goesInto(p: number, right: number, left: number): boolean {
    for (const q of [this.#before[p] as number, this.#after[p] as number]) {
      if (this.#area(p, right, q) > 0 && this.#area(p, q, left) > 0) return true;
    }
    return false;
  }
}

/** Corners by the cells of a square grid: those of a cell, and of a row, follow each other. */
class Grid {
  readonly side: number;
  readonly start: Int32Array;
  readonly corners: Int32Array;
  readonly #left: number;
  readonly #bottom: number;
  readonly #columnsPerUnit: number;
  readonly #rowsPerUnit: number;

  constructor(x: Float64Array, y: Float64Array, count: number, corners: Int32Array, cornerCount: number) {
    let [left, right, bottom, top] = [x[0] as number, x[0] as number, y[0] as number, y[0] as number];
    for (let i = 1; i < count; i++) {
      left = Math.min(left, x[i] as number);
      right = Math.max(right, x[i] as number);
      bottom = Math.min(bottom, y[i] as number);
      top = Math.max(top, y[i] as number);
    }
    this.side = Math.min(MOST_CELLS_A_SIDE, Math.ceil(Math.sqrt(cornerCount)));
    this.#left = left;
    this.#bottom = bottom;
    this.#columnsPerUnit = right > left ? this.side / (right - left) : 0;
    this.#rowsPerUnit = top > bottom ? this.side / (top - bottom) : 0;
    this.start = new Int32Array(this.side * this.side + 1);
    this.corners = new Int32Array(cornerCount);
    const cells = corners
      .subarray(0, cornerCount)
      .map((corner) => this.row(y[corner] as number) * this.side + this.column(x[corner] as number));
    for (const cell of cells) this.start[cell + 1] = (this.start[cell + 1] as number) + 1;
    for (let cell = 0; cell < this.side * this.side; cell++)
      this.start[cell + 1] = (this.start[cell + 1] as number) + (this.start[cell] as number);
    const next = this.start.slice();
    for (let i = 0; i < cornerCount; i++) {
      const cell = cells[i] as number;
      const at = next[cell] as number;
      next[cell] = at + 1;
      this.corners[at] = corners[i] as number;
    }
  }

  column(x: number): number {
    return Math.min(this.side - 1, Math.max(0, Math.floor((x - this.#left) * this.#columnsPerUnit)));
  }

  row(y: number): number {
    return Math.min(this.side - 1, Math.max(0, Math.floor((y - this.#bottom) * this.#rowsPerUnit)));
  }
}
