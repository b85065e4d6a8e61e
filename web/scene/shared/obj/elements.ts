/** Faces, lines and points of a file, in its order, as numbers; and which part, groups and smoothing each belongs to. */
import { IntList } from './lists.js';

export const FACE = 0;
export const LINE = 1;
export const POINTS = 2;
/** An element that is told of in a note, and that nothing shows. */
export const REFUSED = 3;

/** Where a corner has no texture coordinates, or no normal. */
export const NONE = -1;

export class Elements {
  readonly kind = new IntList();
  readonly line = new IntList();
  readonly part = new IntList();
  /** Of a face: its smoothing group, or 0. */
  readonly smoothing = new IntList();
  readonly groupSet = new IntList();
  /** The first corner of each element, and the end of the last one's. */
  readonly start = new IntList();
  /** From 0; a corner's `vt` and `vn` may be NONE. */
  readonly v = new IntList();
  readonly vt = new IntList();
  readonly vn = new IntList();

  constructor() {
    this.start.push(0);
  }

  get count(): number {
    return this.kind.length;
  }

  /** How many corners came since the last element. */
  get open(): number {
    return this.v.length - this.start.at(this.count);
  }

  addCorner(v: number, vt: number, vn: number): void {
    this.v.push(v);
    this.vt.push(vt);
    this.vn.push(vn);
  }

  /** Forgets the corners that came since the last element. */
  drop(): void {
    this.v.length = this.vt.length = this.vn.length = this.start.at(this.count);
  }

  /** Makes an element of them. */
  close(kind: number, line: number, part: number, smoothing: number, groupSet: number): void {
    this.kind.push(kind);
    this.line.push(line);
    this.part.push(part);
    this.smoothing.push(smoothing);
    this.groupSet.push(groupSet);
    this.start.push(this.v.length);
  }

  corners(element: number): number {
    return this.start.at(element + 1) - this.start.at(element);
  }
}

/** How many triangles, segments or points an element is. */
export function unitsOf(kind: number, corners: number): number {
  return kind === FACE ? corners - 2 : kind === LINE ? corners - 1 : kind === POINTS ? corners : 0;
}
