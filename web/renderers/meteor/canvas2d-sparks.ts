/**
 * Debris on a 2D canvas: a sprite each, or, when there are thousands, points of light summed up in an
 * image of the whole canvas, which costs the same for a few as for a million.
 */
import { Particle } from '../../generated/meteor-layout.js';
import type { MeteorRenderData } from '../../meteor/shared/kernel.js';
import type { DirtyTiles } from './dirty-tiles.js';
import { SPARK_RADIUS, sparkStep } from './sparks.js';
import { CELLS, type Cell } from './sprite-sheet.js';

/** Debris from which it is summed up. */
export const MANY_SPARKS = 4000;

const WORD = 4;
const WORDS = Particle.size / WORD;
type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Adds a sprite for each piece; the context's transform is one of device pixels. */
export function drawSparks(
  context: Context,
  sheet: CanvasImageSource,
  { particles, particleCount }: MeteorRenderData,
  ratio: number,
  light: number,
): void {
  for (let at = 0; at < particleCount * WORDS; at += WORDS) {
    const opacity = particles[at + Particle.opacity / WORD] as number;
    const radius = (particles[at + Particle.scale / WORD] as number) * SPARK_RADIUS * ratio;
    const x = (particles[at] as number) * ratio;
    const y = (particles[at + 1] as number) * ratio;
    const cell = CELLS.sparks[sparkStep(opacity)] as Cell;
    context.globalAlpha = opacity * light;
    context.drawImage(sheet, cell.x, cell.y, cell.width, cell.height, x - radius, y - radius, 2 * radius, 2 * radius);
  }
}

/** Marks the tiles of all debris. */
export function markSparks(tiles: DirtyTiles, { particles, particleCount }: MeteorRenderData, ratio: number): void {
  for (let at = 0; at < particleCount * WORDS; at += WORDS) {
    const radius = (particles[at + Particle.scale / WORD] as number) * SPARK_RADIUS * ratio;
    const x = (particles[at] as number) * ratio;
    const y = (particles[at + 1] as number) * ratio;
    tiles.mark(x - radius, y - radius, x + radius, y + radius);
  }
}

/** Warm white, with nothing of it there yet: a little-endian word of R, G, B, A bytes. */
const SPARK_COLOR = 0x00a8dcff;

/** The sums. */
export class SparkSums {
  readonly #canvas: OffscreenCanvas | HTMLCanvasElement;
  readonly #context: Context;
  #image: ImageData | null = null;
  #words = new Uint32Array(0);

  constructor(canvas: OffscreenCanvas | HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d', { willReadFrequently: true }) as Context;
  }

  /** An image of all debris, as large as the canvas it is for. */
  sum({ particles, particleCount }: MeteorRenderData, width: number, height: number, ratio: number, light: number): CanvasImageSource {
    if (this.#image === null || this.#image.width !== width || this.#image.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
      this.#image = this.#context.createImageData(width, height);
      this.#words = new Uint32Array(this.#image.data.buffer);
    }
    const bytes = this.#image.data;
    this.#words.fill(SPARK_COLOR);
    for (let at = 0; at < particleCount * WORDS; at += WORDS) {
      const x = Math.floor((particles[at] as number) * ratio);
      const y = Math.floor((particles[at + 1] as number) * ratio);
      if (x < 0 || y < 0 || x >= width || y >= height) continue;
      const alpha = (y * width + x) * 4 + 3;
      // The array clamps at 255.
      bytes[alpha] = (bytes[alpha] as number) + (particles[at + Particle.opacity / WORD] as number) * light * 255;
    }
    this.#context.putImageData(this.#image, 0, 0);
    return this.#canvas;
  }
}
