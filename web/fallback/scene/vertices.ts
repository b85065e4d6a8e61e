/** What is done with all vertices of a mesh at a time: the twin of the first part of src/scene/mesh_store.cpp, bit for bit. */

import { mixWord } from '../../engine/hash.js';
import { LARGEST_COORDINATE, MeshEntry, VERTEX_WORDS } from '../../generated/scene-layout.js';
import { squareRoot } from '../core/math.js';
import type { GrowingArray } from './memory.js';

const f = Math.fround;

const FIRST_VERTEX = MeshEntry.firstVertex / 4;
const VERTICES = MeshEntry.vertices / 4;
const CENTER = MeshEntry.center / 4;
const RADIUS = MeshEntry.radius / 4;
const LEAST = MeshEntry.least / 4;
const MOST = MeshEntry.most / 4;
const SEE_THROUGH = MeshEntry.seeThrough / 4;

/** Words of a vertex that are numbers; a colour is the last one. */
const NUMBERS = VERTEX_WORDS - 1;
/** Rounding makes no square of a distance smaller by more than this makes the radius larger. */
const RADIUS_MARGIN = f(1.000001);
const LARGEST_BITS = new Uint32Array(new Float32Array([LARGEST_COORDINATE]).buffer)[0] as number;

/** Whether all numbers of some vertices are finite and no larger than they may be, from their bits. */
export function areNumbers(words: Uint32Array, at: number, vertices: number): boolean {
  let largest = 0;
  for (let vertex = at; vertex < at + vertices * VERTEX_WORDS; vertex += VERTEX_WORDS) {
    for (let k = vertex; k < vertex + NUMBERS; k++) {
      const size = (words[k] as number) & 0x7fffffff;
      if (size > largest) largest = size;
    }
  }
  return largest <= LARGEST_BITS;
}

/** The largest of some indices. */
export function largestOf(words: Uint32Array, at: number, count: number): number {
  let largest = 0;
  for (let i = at; i < at + count; i++) {
    const word = words[i] as number;
    if (word > largest) largest = word;
  }
  return largest;
}

/** Bounds of a mesh, and whether it can be seen through. Neither the order of the vertices nor the sign of a zero shows. */
export function writeBounds(entries: GrowingArray, base: number, vertices: GrowingArray): void {
  const { words, floats } = entries;
  const from = (words[base + FIRST_VERTEX] as number) * VERTEX_WORDS;
  const to = from + (words[base + VERTICES] as number) * VERTEX_WORDS;
  for (let axis = 0; axis < 3; axis++) {
    let least = vertices.floats[from + axis] as number;
    let most = least;
    for (let at = from + axis; at < to; at += VERTEX_WORDS) {
      const value = vertices.floats[at] as number;
      least = value < least ? value : least;
      most = most < value ? value : most;
    }
    // Zeros of both signs become 0.
    floats[base + LEAST + axis] = least + 0;
    floats[base + MOST + axis] = most + 0;
    floats[base + CENTER + axis] = f((floats[base + LEAST + axis] as number) + (floats[base + MOST + axis] as number)) * 0.5;
  }
  const x = floats[base + CENTER] as number;
  const y = floats[base + CENTER + 1] as number;
  const z = floats[base + CENTER + 2] as number;
  let farthest = 0;
  let colors = 0xffffffff;
  for (let at = from; at < to; at += VERTEX_WORDS) {
    const dx = f((vertices.floats[at] as number) - x);
    const dy = f((vertices.floats[at + 1] as number) - y);
    const dz = f((vertices.floats[at + 2] as number) - z);
    const square = f(f(f(dx * dx) + f(dy * dy)) + f(dz * dz));
    farthest = farthest < square ? square : farthest;
    colors &= vertices.words[at + NUMBERS] as number;
  }
  floats[base + RADIUS] = squareRoot(farthest) * RADIUS_MARGIN;
  words[base + SEE_THROUGH] = colors >>> 24 === 255 ? 0 : 1;
}

/** Folds words in four strands, word i into strand i modulo 4: a processor mixes them at a time. */
export function foldWords(hash: number, words: Uint32Array, at: number, count: number): number {
  let a = hash;
  let b = (hash + 1) >>> 0;
  let c = (hash + 2) >>> 0;
  let d = (hash + 3) >>> 0;
  let i = at;
  for (; i + 4 <= at + count; i += 4) {
    a = mixWord(a, words[i] as number);
    b = mixWord(b, words[i + 1] as number);
    c = mixWord(c, words[i + 2] as number);
    d = mixWord(d, words[i + 3] as number);
  }
  for (; i < at + count; i++) a = mixWord(a, words[i] as number);
  return mixWord(mixWord(mixWord(a, b), c), d);
}
