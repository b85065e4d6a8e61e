/**
 * Triangles, lines and dots into pixels with a depth each, on the CPU.
 *
 * A 2D canvas fills paths with soft edges, which leaves a hairline wherever two triangles of a mesh meet, and it knows no
 * depth: triangles that are sorted by it are wrong as soon as a large one stands beside a small one, as any ground does. So
 * pixels are filled by hand, with a depth for each. There is no seam, no sort, and a thousand cubes cost less than as many paths.
 *
 * A small triangle's light is that of its corners, blended evenly over the picture. A wide one (a ground under fog, a wall by a
 * lamp, a texture in perspective) is lit anew every SPAN pixels of a row, and evenly between.
 */
import { blended, flatRun, type PixelTarget, pixelOf, RUN, smoothRun, textureRun } from './canvas2d-runs.js';
import type { CpuShader } from './canvas2d-shader.js';
import type { TexelLevel } from './canvas2d-texels.js';
import { V, VERTEX_NUMBERS } from './canvas2d-vertex.js';

/** Pixels of a side from which a triangle is wide, and how many of them pass between two looks: fewer by a lamp, which may be small. */
const WIDE = 24;
const SPAN = 16;
const LAMP_SPAN = 8;
/** How a triangle is filled: with one colour, with colours that change evenly, or looked at every SPAN pixels. */
const FLAT = 0;
const EVEN = 1;
const SPANS = 2;
/**
 * The table of gradients: depth, 1 / w, then the others. A gradient is its value at the first corner, its change along x and along
 * y. Of a wide triangle they are the numbers of a vertex from u to the base, divided by w, which makes them even on the picture.
 */
const DEPTH = 0;
const Q = 3;
const FIRST = 6;
const EVEN_NUMBERS = V.base + 3 - V.u;
const gradientOf = (number: number): number => FIRST + 3 * (number - V.u);

export class Rasterizer {
  target: PixelTarget = { words: new Uint32Array(0), depths: new Float32Array(0), width: 0, height: 0 };
  /** Pixels that may be drawn. */
  left = 0;
  top = 0;
  right = 0;
  bottom = 0;
  /** Sizes of the texture in use, or null. */
  levels: readonly TexelLevel[] | null = null;
  /** Whether what is drawn is lit anew within wide triangles, as lights with a place and fog ask for. */
  isLit = false;
  readonly #shader: CpuShader;
  readonly #fogColor = new Float64Array(3);
  readonly #gradients = new Float64Array(FIRST + 3 * EVEN_NUMBERS);
  /** Differences of the corners, and 1 / twice the area. */
  readonly #edges = new Float64Array(5);
  /** Numbers of a vertex at the place that was looked at last. */
  readonly #evens = new Float64Array(VERTEX_NUMBERS);
  readonly #from = new Float64Array(RUN.numbers);
  readonly #to = new Float64Array(RUN.numbers);
  readonly #step = new Float64Array(RUN.numbers);
  #originX = 0;
  #originY = 0;
  #level: TexelLevel | null = null;

  constructor(shader: CpuShader) {
    this.#shader = shader;
  }

  /** Takes the colour of the fog from the shader. */
  prepare(): void {
    for (let channel = 0; channel < 3; channel += 1) this.#fogColor[channel] = this.#shader.fogColor(channel);
  }

  /**
   * Fills a triangle, whichever way it faces.
   * @param opacity below 1: blended over what is there
   */
  triangle(list: Float64Array, a: number, b: number, c: number, opacity: number, hides: boolean): void {
    let first = a;
    let second = b;
    let third = c;
    if ((list[second + V.y] as number) < (list[first + V.y] as number)) [first, second] = [second, first];
    if ((list[third + V.y] as number) < (list[first + V.y] as number)) [first, third] = [third, first];
    if ((list[third + V.y] as number) < (list[second + V.y] as number)) [second, third] = [third, second];
    const y0 = list[first + V.y] as number;
    const y1 = list[second + V.y] as number;
    const y2 = list[third + V.y] as number;
    const yBegin = Math.max(this.top, Math.ceil(y0 - 0.5));
    const yEnd = Math.min(this.bottom, Math.ceil(y2 - 0.5));
    if (yBegin >= yEnd) return;
    const x0 = list[first + V.x] as number;
    const x1 = list[second + V.x] as number;
    const x2 = list[third + V.x] as number;
    const leftmost = Math.min(x0, x1, x2);
    const rightmost = Math.max(x0, x1, x2);
    if (rightmost <= this.left || leftmost >= this.right) return;
    const area = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0);
    if (area === 0) return;
    const edges = this.#edges;
    edges[0] = x1 - x0;
    edges[1] = y1 - y0;
    edges[2] = x2 - x0;
    edges[3] = y2 - y0;
    edges[4] = 1 / area;
    this.#originX = x0 - 0.5;
    this.#originY = y0 - 0.5;
    this.#gradient(DEPTH, list[first + V.z] as number, list[second + V.z] as number, list[third + V.z] as number);
    const kind = this.#begin(list, first, second, third, Math.max(rightmost - leftmost, y2 - y0) > WIDE);
    const pixel = pixelOf(list[first + V.seen] as number, list[first + V.seen + 1] as number, list[first + V.seen + 2] as number);
    const long = (x2 - x0) / (y2 - y0);
    const upper = (x1 - x0) / (y1 - y0);
    const lower = (x2 - x1) / (y2 - y1);
    const coverage = hides ? 1 : Math.min(opacity, 0.9999);
    for (let y = yBegin; y < yEnd; y += 1) {
      const middle = y + 0.5;
      const onLong = x0 + (middle - y0) * long;
      const onShort = middle < y1 ? x0 + (middle - y0) * upper : x1 + (middle - y1) * lower;
      const begin = Math.max(this.left, Math.ceil(Math.min(onLong, onShort) - 0.5));
      const end = Math.min(this.right, Math.ceil(Math.max(onLong, onShort) - 0.5));
      if (begin >= end) continue;
      if (kind === FLAT) {
        const row = y * this.target.width;
        flatRun(this.target, row + begin, row + end, this.#at(DEPTH, begin, y), this.#gradients[DEPTH + 1] as number, pixel, coverage);
      } else if (kind === SPANS) this.#spans(begin, end, y, coverage);
      else this.#even(begin, end, y, coverage);
    }
  }

  /** A line of one pixel's width between two vertices that are before the near plane. */
  line(list: Float64Array, a: number, b: number, opacity: number, hides: boolean): void {
    const { words, depths, width } = this.target;
    const x = list[a + V.x] as number;
    const y = list[a + V.y] as number;
    const dx = (list[b + V.x] as number) - x;
    const dy = (list[b + V.y] as number) - y;
    // The part of it within the area, as shares of its length.
    let from = 0;
    let to = 1;
    for (let side = 0; side < 4; side += 1) {
      const along = side < 2 ? dx : dy;
      const start = side < 2 ? x : y;
      const limit = side === 0 ? this.left : side === 1 ? this.right : side === 2 ? this.top : this.bottom;
      const share = (limit - start) / along;
      const isLower = side % 2 === 0;
      if (along === 0) {
        if (isLower ? start < limit : start >= limit) return;
      } else if (along > 0 === isLower) from = Math.max(from, share);
      else to = Math.min(to, share);
    }
    const part = to - from;
    if (!(part >= 0)) return;
    // Steps of what is within the area alone: a line from right before the camera may be longer than can be counted.
    const steps = Math.max(1, Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)) * part));
    const shader = this.#shader;
    const q0 = list[a + V.q] as number;
    const q1 = list[b + V.q] as number;
    for (let step = 0; step <= steps; step += 1) {
      const share = from + (part * step) / steps;
      const column = Math.floor(x + dx * share);
      const row = Math.floor(y + dy * share);
      if (column < this.left || column >= this.right || row < this.top || row >= this.bottom) continue;
      const at = row * width + column;
      const z = (list[a + V.z] as number) + ((list[b + V.z] as number) - (list[a + V.z] as number)) * share;
      if (z > (depths[at] as number)) continue;
      const q = q0 + (q1 - q0) * share;
      // A share of the line itself, not of its picture.
      const along = (q1 * share) / q;
      const pixel = shader.hasFog
        ? this.#fogged(list, a, b, along)
        : pixelOf(mix(list, a, b, V.seen, along), mix(list, a, b, V.seen + 1, along), mix(list, a, b, V.seen + 2, along));
      if (hides) {
        words[at] = pixel;
        depths[at] = z;
      } else words[at] = blended(words[at] as number, pixel, opacity);
    }
  }

  /** A round dot at a vertex. */
  dot(list: Float64Array, at: number, radius: number, opacity: number, hides: boolean): void {
    const pixel = pixelOf(list[at + V.seen] as number, list[at + V.seen + 1] as number, list[at + V.seen + 2] as number);
    const x = list[at + V.x] as number;
    const y = list[at + V.y] as number;
    const rowEnd = Math.min(this.bottom, Math.max(Math.ceil(y + radius - 0.5), Math.floor(y) + 1));
    for (let row = Math.max(this.top, Math.min(Math.ceil(y - radius - 0.5), Math.floor(y))); row < rowEnd; row += 1) {
      const away = row + 0.5 - y;
      const half = Math.sqrt(Math.max(0, radius * radius - away * away));
      const begin = Math.max(this.left, Math.min(Math.ceil(x - half - 0.5), Math.floor(x)));
      const end = Math.min(this.right, Math.max(Math.ceil(x + half - 0.5), Math.floor(x) + 1));
      const from = row * this.target.width;
      if (begin < end)
        flatRun(this.target, from + begin, from + end, list[at + V.z] as number, 0, pixel, hides ? 1 : Math.min(opacity, 0.9999));
    }
  }

  /** Finds how the triangle is filled, and what changes over it. */
  #begin(list: Float64Array, a: number, b: number, c: number, isWide: boolean): typeof FLAT | typeof EVEN | typeof SPANS {
    const { hasFog, hasLocalLight } = this.#shader;
    const fogVaries = hasFog && !(list[a + V.fog] === list[b + V.fog] && list[b + V.fog] === list[c + V.fog]);
    if (isWide && (this.levels !== null || fogVaries || (this.isLit && hasLocalLight))) {
      const qa = list[a + V.q] as number;
      const qb = list[b + V.q] as number;
      const qc = list[c + V.q] as number;
      this.#gradient(Q, qa, qb, qc);
      for (let number: number = V.u; number < V.u + EVEN_NUMBERS; number += 1) {
        this.#gradient(
          gradientOf(number),
          (list[a + number] as number) * qa,
          (list[b + number] as number) * qb,
          (list[c + number] as number) * qc,
        );
      }
      return SPANS;
    }
    if (this.levels === null && isEven(list, a, b, c)) return FLAT;
    const first = this.levels === null ? V.seen : V.light;
    for (let index = 0; index < this.#runNumbers; index += 1) {
      const number = first + index;
      this.#gradient(FIRST + 3 * index, list[a + number] as number, list[b + number] as number, list[c + number] as number);
    }
    if (this.levels !== null) {
      const slope = this.#gradients;
      const u = FIRST + 3 * RUN.u;
      this.#chooseLevel(slope[u + 1] as number, slope[u + 4] as number, slope[u + 2] as number, slope[u + 5] as number);
    }
    return EVEN;
  }

  get #runNumbers(): number {
    return this.levels === null ? RUN.fog : RUN.numbers;
  }

  /** A row over which everything changes evenly. */
  #even(begin: number, end: number, y: number, coverage: number): void {
    for (let index = 0; index < this.#runNumbers; index += 1) {
      this.#from[index] = this.#at(FIRST + 3 * index, begin, y);
      this.#step[index] = this.#gradients[FIRST + 3 * index + 1] as number;
    }
    this.#run(begin, end, y, this.#from, coverage);
  }

  #run(begin: number, end: number, y: number, from: Float64Array, coverage: number): void {
    const row = y * this.target.width;
    const z = this.#at(DEPTH, begin, y);
    const dz = this.#gradients[DEPTH + 1] as number;
    if (this.levels === null) smoothRun(this.target, row + begin, row + end, z, dz, from, this.#step, coverage);
    else {
      const level = this.#level as TexelLevel;
      textureRun(this.target, row + begin, row + end, z, dz, from, this.#step, coverage, level, this.#fogColor);
    }
  }

  #spans(begin: number, end: number, y: number, coverage: number): void {
    const step = this.#step;
    const numbers = this.#runNumbers;
    let from = this.#from;
    let to = this.#to;
    this.#look(begin, y, from);
    let next = begin;
    for (let x = begin; x < end; x = next) {
      next = Math.min(end, x + (this.isLit && this.#shader.isNearLight ? LAMP_SPAN : SPAN));
      // The last look is at a pixel of the triangle: beyond its edge there may be anything.
      const last = next === end ? end - 1 : next;
      this.#look(last, y, to);
      const share = last > x ? 1 / (last - x) : 0;
      for (let index = 0; index < numbers; index += 1) step[index] = ((to[index] as number) - (from[index] as number)) * share;
      this.#run(x, next, y, from, coverage);
      const looked = to;
      to = from;
      from = looked;
    }
  }

  /** What a wide triangle sends out at a pixel: linear light before fog where it has a texture, else bytes of what is seen. */
  #look(x: number, y: number, into: Float64Array): void {
    const shader = this.#shader;
    const slope = this.#gradients;
    const right = x - this.#originX;
    const down = y - this.#originY;
    const even = this.#evens;
    const w = 1 / ((slope[Q] as number) + right * (slope[Q + 1] as number) + down * (slope[Q + 2] as number));
    for (let number: number = this.levels === null ? V.world : V.u; number < V.u + EVEN_NUMBERS; number += 1) {
      const at = gradientOf(number);
      even[number] = ((slope[at] as number) + right * (slope[at + 1] as number) + down * (slope[at + 2] as number)) * w;
    }
    const worldX = even[V.world] as number;
    const worldY = even[V.world + 1] as number;
    const worldZ = even[V.world + 2] as number;
    const fog = shader.hasFog ? shader.fogAt(shader.depthOf(worldX, worldY, worldZ)) : 0;
    if (this.isLit) {
      const nx = even[V.normal] as number;
      const ny = even[V.normal + 1] as number;
      const nz = even[V.normal + 2] as number;
      const per = 1 / Math.sqrt(Math.max(1e-30, nx * nx + ny * ny + nz * nz));
      shader.lightAt(worldX, worldY, worldZ, nx * per, ny * per, nz * per);
    }
    for (let channel = 0; channel < 3; channel += 1) {
      const base = even[V.base + channel] as number;
      const light = this.isLit ? base * (shader.out[channel] as number) : base;
      into[channel] = this.levels === null ? shader.seen(light, fog, channel) : light;
    }
    if (this.levels === null) return;
    const u = even[V.u] as number;
    const v = even[V.v] as number;
    into[RUN.fog] = fog;
    into[RUN.u] = u;
    into[RUN.v] = v;
    const qx = slope[Q + 1] as number;
    const qy = slope[Q + 2] as number;
    this.#chooseLevel(
      ((slope[FIRST + 1] as number) - u * qx) * w,
      ((slope[FIRST + 4] as number) - v * qx) * w,
      ((slope[FIRST + 2] as number) - u * qy) * w,
      ((slope[FIRST + 5] as number) - v * qy) * w,
    );
  }

  /** Takes the texture's size of which a pixel of the picture covers about one. */
  #chooseLevel(ux: number, vx: number, uy: number, vy: number): void {
    const levels = this.levels as readonly TexelLevel[];
    const { width, height } = levels[0] as TexelLevel;
    const across = Math.max(Math.abs(ux), Math.abs(uy)) * width;
    const down = Math.max(Math.abs(vx), Math.abs(vy)) * height;
    const level = Math.round(Math.log2(Math.max(1, across, down)) - 0.25);
    this.#level = levels[Math.min(levels.length - 1, Math.max(0, level))] as TexelLevel;
  }

  /** A line's colour at a share of its length, with the fog that is there. */
  #fogged(list: Float64Array, a: number, b: number, along: number): number {
    const shader = this.#shader;
    const fog = shader.fogAt(mix(list, a, b, V.depth, along));
    const channel = (index: number): number => shader.seen(mix(list, a, b, V.base + index, along), fog, index);
    return pixelOf(channel(0), channel(1), channel(2));
  }

  /** Writes how a number changes over the triangle. */
  #gradient(at: number, a: number, b: number, c: number): void {
    const edges = this.#edges;
    const per = edges[4] as number;
    const toB = b - a;
    const toC = c - a;
    this.#gradients[at] = a;
    this.#gradients[at + 1] = (toB * (edges[3] as number) - toC * (edges[1] as number)) * per;
    this.#gradients[at + 2] = (toC * (edges[0] as number) - toB * (edges[2] as number)) * per;
  }

  /** A number in the middle of a pixel. */
  #at(at: number, x: number, y: number): number {
    const slope = this.#gradients;
    return (slope[at] as number) + (x - this.#originX) * (slope[at + 1] as number) + (y - this.#originY) * (slope[at + 2] as number);
  }
}

function isEven(list: Float64Array, a: number, b: number, c: number): boolean {
  for (let number: number = V.seen; number < V.seen + 3; number += 1) {
    if (list[a + number] !== list[b + number] || list[b + number] !== list[c + number]) return false;
  }
  return true;
}

function mix(list: Float64Array, a: number, b: number, number: number, share: number): number {
  const from = list[a + number] as number;
  return from + ((list[b + number] as number) - from) * share;
}
