/**
 * Cuts faces into triangles, on the plane that Newell's sum of cross products gives: the vector whose length is the area that the
 * outline encloses as it is seen from that side. So it is right for concave faces, for those whose first corners lie on a line,
 * and the best plane there is for those that are not quite flat.
 */
import { EarCutter } from './ears.js';
import { IntList } from './lists.js';

/** The share of a face's area from which on a triangle is not thin. */
const THIN = 1e-6;
const DIRECTIONS = 3;

export class Triangulator {
  /** Numbers of the face's corners, three for each triangle, after `cut`. */
  readonly triangles = new IntList();
  /** Twice the area and its direction, after `measure`. */
  nx = 0;
  ny = 0;
  nz = 0;

  readonly #positions: Float32Array;
  readonly #corners: Int32Array;
  readonly #ears = new EarCutter();
  #x = new Float64Array(64);
  #y = new Float64Array(64);
  /** The face's first corner. */
  #start = 0;

  /** @param corners vertices of all faces */
  constructor(positions: Float32Array, corners: Int32Array) {
    this.#positions = positions;
    this.#corners = corners;
  }

  /** Measures the face of `count` corners that begins at one of them. */
  measure(start: number, count: number): void {
    this.#start = start;
    const positions = this.#positions;
    const corners = this.#corners;
    const first = DIRECTIONS * (corners[start] as number);
    const x = positions[first] as number;
    const y = positions[first + 1] as number;
    const z = positions[first + 2] as number;
    let nx = 0;
    let ny = 0;
    let nz = 0;
    // The first corner's own way to itself: the first product is 0.
    let px = 0;
    let py = 0;
    let pz = 0;
    for (let corner = 1; corner < count; corner++) {
      const at = DIRECTIONS * (corners[start + corner] as number);
      const qx = (positions[at] as number) - x;
      const qy = (positions[at + 1] as number) - y;
      const qz = (positions[at + 2] as number) - z;
      nx += py * qz - pz * qy;
      ny += pz * qx - px * qz;
      nz += px * qy - py * qx;
      px = qx;
      py = qy;
      pz = qz;
    }
    this.nx = nx;
    this.ny = ny;
    this.nz = nz;
  }

  /**
   * Cuts the face that was measured last: `triangles` then has `count - 2`.
   * @returns whether they cover the face once; else its outline crosses itself, or is too intricate
   */
  cut(count: number): boolean {
    this.triangles.length = 0;
    const area = this.nx * this.nx + this.ny * this.ny + this.nz * this.nz;
    if (count === 3 || area === 0) this.#fan(0, count);
    else if (this.#leastOfFan(0, count) > THIN * area) this.#fan(0, count);
    else if (count === 4) this.#fan(this.#leastOfFan(1, 4) > this.#leastOfFan(0, 4) ? 1 : 0, 4);
    else return this.#cutEars(count, Math.sqrt(area));
    return true;
  }

  /** Triangles around one corner. */
  #fan(hub: number, count: number): void {
    for (let i = 1; i < count - 1; i++) {
      this.triangles.push(hub);
      this.triangles.push((hub + i) % count);
      this.triangles.push((hub + i + 1) % count);
    }
  }

  /** The smallest area of the triangles around one corner, as seen from the face's side. */
  #leastOfFan(hub: number, count: number): number {
    let least = Number.POSITIVE_INFINITY;
    for (let i = 1; i < count - 1 && least > 0; i++) least = Math.min(least, this.#area(hub, (hub + i) % count, (hub + i + 1) % count));
    return least;
  }

  #area(a: number, b: number, c: number): number {
    const positions = this.#positions;
    const start = this.#start;
    const first = DIRECTIONS * (this.#corners[start + a] as number);
    const second = DIRECTIONS * (this.#corners[start + b] as number);
    const third = DIRECTIONS * (this.#corners[start + c] as number);
    const x = positions[first] as number;
    const y = positions[first + 1] as number;
    const z = positions[first + 2] as number;
    const ux = (positions[second] as number) - x;
    const uy = (positions[second + 1] as number) - y;
    const uz = (positions[second + 2] as number) - z;
    const vx = (positions[third] as number) - x;
    const vy = (positions[third + 1] as number) - y;
    const vz = (positions[third + 2] as number) - z;
    return (uy * vz - uz * vy) * this.nx + (uz * vx - ux * vz) * this.ny + (ux * vy - uy * vx) * this.nz;
  }

  #cutEars(count: number, length: number): boolean {
    if (this.#x.length < count) {
      this.#x = new Float64Array(count);
      this.#y = new Float64Array(count);
    }
    const [nx, ny, nz] = [this.nx / length, this.ny / length, this.nz / length];
    // Across the normal, and exactly so where that is an axis: rounding would bend what is straight.
    const [ax, ay, az] =
      Math.abs(nz) >= Math.max(Math.abs(nx), Math.abs(ny)) ? [nz, 0, -nx] : Math.abs(nx) >= Math.abs(ny) ? [ny, -nx, 0] : [0, nz, -ny];
    const across = Math.sqrt(ax * ax + ay * ay + az * az);
    const [ux, uy, uz] = [ax / across, ay / across, az / across];
    const [vx, vy, vz] = [ny * uz - nz * uy, nz * ux - nx * uz, nx * uy - ny * ux];
    const [x, y, z] = [this.#coordinate(0, 0), this.#coordinate(0, 1), this.#coordinate(0, 2)];
    for (let i = 0; i < count; i++) {
      const [px, py, pz] = [this.#coordinate(i, 0) - x, this.#coordinate(i, 1) - y, this.#coordinate(i, 2) - z];
      this.#x[i] = px * ux + py * uy + pz * uz;
      this.#y[i] = px * vx + py * vy + pz * vz;
    }
    return this.#ears.cut(this.#x, this.#y, count, this.triangles);
  }

  #coordinate(corner: number, direction: number): number {
    return this.#positions[DIRECTIONS * (this.#corners[this.#start + corner] as number) + direction] as number;
  }
}
