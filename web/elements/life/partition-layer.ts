/**
 * The partitions of the workers over the picture, on a canvas of its own that both renderers share.
 *
 * Each partition has its worker's colour, stronger the busier the worker; the cells that a worker
 * copies from its neighbours are hatched in the colour of the one that copies; a spark is an animal
 * that changes hands. It is drawn anew when the view moves and when new numbers come, ten times a
 * second, not with every picture.
 */
import { CELL_SIZE, GHOST_CELLS } from '../../generated/life-layout.js';
import type { LifeFrame } from '../../life/shared/frame.js';
import type { WorkerStats } from '../../life/shared/records.js';
import { CANVAS2D_LIMITS, fittedSize } from '../../renderers/common/buffer-size.js';
import { deviceSize } from '../../renderers/common/device-size.js';
import { type Camera, nearestOffset, type Size } from '../../renderers/life/camera.js';
import { cssColor } from '../../renderers/life/palette.js';
import { type Crossing, copiesBetween, crossingsOf, shareOfMost, workerColor } from '../../renderers/life/partitions.js';
import { drawBadge } from './partition-badge.js';
import type { PictureLayer } from './picture.js';

/** Milliseconds a spark is seen. */
const SPARK_MS = 1400;
const MOST_SPARKS = 400;
/** Milliseconds between two looks for crossings: a frame of many animals takes a while to read. */
const LOOK_INTERVAL_MS = 90;
/** CSS pixels: side of the hatch's tile, and the length of a spark. */
const HATCH_PX = 8;
const SPARK_PX = 13;
/** Share of the way to a new time that a worker's load takes with every statistics. */
const SMOOTHING = 0.2;

interface Spark extends Crossing {
  readonly since: number;
}

/** A rectangle in device pixels. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export class PartitionLayer implements PictureLayer {
  readonly canvas = document.createElement('canvas');
  readonly #context = contextOf(this.canvas) as CanvasRenderingContext2D;
  readonly #hatches = new Map<string, CanvasPattern | null>();
  #workers: readonly WorkerStats[] = [];
  /** Milliseconds each worker is busy in a tick, smoothed: single ticks jump. */
  #busy: number[] = [];
  #sparks: Spark[] = [];
  #lookedAt = 0;
  #lookedTick = -1;
  #version = 0;
  #drawn = '';

  constructor() {
    this.canvas.className = 'over';
    this.canvas.setAttribute('aria-hidden', 'true');
  }

  /** Takes new numbers; none where one thread does everything. */
  setWorkers(workers: readonly WorkerStats[]): void {
    // Where a border was, nobody crosses one any more.
    if (!sameCut(this.#workers, workers)) this.#sparks = [];
    this.#workers = workers;
    this.#busy = workers.map(({ milliseconds: { compute, exchange } }, worker) => {
      const before = this.#busy[worker];
      return before === undefined ? compute + exchange : before + SMOOTHING * (compute + exchange - before);
    });
    this.#version += 1;
  }

  setFrame(frame: LifeFrame): void {
    const now = performance.now();
    if (now - this.#lookedAt < LOOK_INTERVAL_MS || frame.tick === this.#lookedTick) return;
    this.#lookedAt = now;
    this.#lookedTick = frame.tick;
    const partitions = this.#workers.map(({ partition }) => partition);
    const found = crossingsOf(frame, partitions, MOST_SPARKS).map((crossing) => ({ ...crossing, since: now }));
    this.#sparks = [...found, ...this.#sparks.filter(({ since }) => now - since < SPARK_MS)].slice(0, MOST_SPARKS);
    this.#version += 1;
  }

  draw(camera: Camera, world: Size, view: Size, pixelRatio: number): void {
    // Where the browser gives the page no more canvases, the picture goes on without this one.
    if ((this.#context as CanvasRenderingContext2D | null) === null) return;
    const { width, height, ratio } = fittedSize(deviceSize(view.width, view.height, pixelRatio), CANVAS2D_LIMITS);
    const key = [camera.x, camera.y, camera.zoom, width, height, this.#version].join();
    if (key === this.#drawn) return;
    this.#drawn = key;
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.#hatches.clear();
    }
    const context = this.#context;
    context.clearRect(0, 0, width, height);
    const scale = camera.zoom * ratio;
    const boxes = (rect: WorkerStats['partition'], margin: number): Box[] => boxesOf(rect, margin, { camera, world, width, height, scale });
    const loads = shareOfMost(this.#busy);
    this.#workers.forEach(({ partition }, worker) => {
      const color = cssColor(workerColor(worker));
      for (const box of boxes(partition, GHOST_CELLS)) this.#drawZone(box, worker, color, scale, ratio);
      for (const box of boxes(partition, 0)) this.#drawPartition(box, color, loads[worker] ?? 0, ratio);
    });
    this.#drawSparks(camera, world, scale, ratio);
    const clear = this.#clear(ratio);
    this.#workers.forEach((stats, worker) => {
      for (const box of boxes(stats.partition, 0)) {
        const seen = {
          left: Math.max(clear.left, box.left),
          top: Math.max(clear.top, box.top),
          right: Math.min(clear.right, box.right),
          bottom: Math.min(clear.bottom, box.bottom),
        };
        drawBadge(context, seen, { worker, color: cssColor(workerColor(worker)), load: loads[worker] ?? 0, stats }, ratio);
      }
    });
  }

  /** What a page's own cards leave free, as the page's style says. */
  #clear(ratio: number): Box {
    const style = getComputedStyle(this.canvas);
    const inset = (side: string): number => (Number.parseFloat(style.getPropertyValue(`--life-sim-clear-${side}`)) || 0) * ratio;
    const { width, height } = this.canvas;
    return { left: inset('left'), top: inset('top'), right: width - inset('right'), bottom: height - inset('bottom') };
  }

  /** What a worker copies: the cells around its partition. */
  #drawZone(box: Box, worker: number, color: string, scale: number, ratio: number): void {
    const context = this.#context;
    const hatch = this.#hatch(color, worker % 2 === 0, ratio);
    if (hatch === null) return;
    // The hatch stays with the world when the view moves.
    hatch.setTransform(new DOMMatrix().translate(box.left, box.top));
    const margin = GHOST_CELLS * CELL_SIZE * scale;
    context.beginPath();
    context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    context.rect(box.left + margin, box.top + margin, box.right - box.left - 2 * margin, box.bottom - box.top - 2 * margin);
    context.fillStyle = hatch;
    context.globalAlpha = 0.34;
    context.fill('evenodd');
    context.globalAlpha = 1;
  }

  #drawPartition({ left, top, right, bottom }: Box, color: string, load: number, ratio: number): void {
    const context = this.#context;
    context.fillStyle = color;
    context.globalAlpha = 0.015 + 0.075 * load;
    context.fillRect(left, top, right - left, bottom - top);
    context.globalAlpha = 0.9;
    context.strokeStyle = color;
    context.lineWidth = 1.5 * ratio;
    // Inside of the edge, so that a neighbour's line stands beside it.
    const inset = ratio;
    context.strokeRect(left + inset, top + inset, right - left - 2 * inset, bottom - top - 2 * inset);
    context.globalAlpha = 1;
  }

  #drawSparks(camera: Camera, world: Size, scale: number, ratio: number): void {
    const context = this.#context;
    const { width, height } = this.canvas;
    const now = performance.now();
    const length = SPARK_PX * ratio;
    context.lineCap = 'round';
    for (const { x, y, dx, dy, to, since } of this.#sparks) {
      const alpha = 1 - (now - since) / SPARK_MS;
      if (alpha <= 0) continue;
      const headX = width / 2 + nearestOffset(x - camera.x, world.width) * scale + (dx * length) / 2;
      const headY = height / 2 + nearestOffset(y - camera.y, world.height) * scale + (dy * length) / 2;
      if (headX < -length || headY < -length || headX > width + length || headY > height + length) continue;
      context.globalAlpha = alpha;
      context.strokeStyle = cssColor(workerColor(to));
      context.lineWidth = 2 * ratio;
      context.beginPath();
      context.moveTo(headX - dx * length, headY - dy * length);
      context.lineTo(headX, headY);
      context.stroke();
      context.fillStyle = '#fff';
      context.beginPath();
      context.arc(headX, headY, 1.8 * ratio, 0, 2 * Math.PI);
      context.fill();
    }
    context.globalAlpha = 1;
  }

  #hatch(color: string, rising: boolean, ratio: number): CanvasPattern | null {
    const known = this.#hatches.get(color);
    if (known !== undefined) return known;
    const side = Math.round(HATCH_PX * ratio);
    const tile = document.createElement('canvas');
    tile.width = side;
    tile.height = side;
    const context = contextOf(tile);
    if (context === null) return null;
    context.strokeStyle = color;
    context.lineWidth = ratio;
    context.beginPath();
    // Three lines, so that the tile's corners are covered as well.
    for (const shift of [-side, 0, side]) {
      context.moveTo(shift - 1, rising ? side + 1 : -1);
      context.lineTo(shift + side + 1, rising ? -1 : side + 1);
    }
    context.stroke();
    const hatch = this.#context.createPattern(tile, 'repeat');
    this.#hatches.set(color, hatch);
    return hatch;
  }
}

/** Null where the page gets no more canvases, or may not draw on any. */
function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D | null {
  try {
    return canvas.getContext('2d');
  } catch {
    return null;
  }
}

function sameCut(before: readonly WorkerStats[], now: readonly WorkerStats[]): boolean {
  const cut = (workers: readonly WorkerStats[]): string => JSON.stringify(workers.map(({ partition }) => partition));
  return cut(before) === cut(now);
}

/** Every copy of a rectangle of cells, grown by a margin of cells, that is in view. */
function boxesOf(
  { left, top, right, bottom }: WorkerStats['partition'],
  margin: number,
  view: { readonly camera: Camera; readonly world: Size; readonly width: number; readonly height: number; readonly scale: number },
): Box[] {
  const { camera, world, width, height, scale } = view;
  const [x0, y0] = [(left - margin) * CELL_SIZE, (top - margin) * CELL_SIZE];
  const [x1, y1] = [(right + margin) * CELL_SIZE, (bottom + margin) * CELL_SIZE];
  const halfX = width / scale / 2;
  const halfY = height / scale / 2;
  const [firstX, lastX] = copiesBetween(x0, x1, camera.x - halfX, camera.x + halfX, world.width);
  const [firstY, lastY] = copiesBetween(y0, y1, camera.y - halfY, camera.y + halfY, world.height);
  const boxes: Box[] = [];
  for (let i = firstX; i <= lastX; i += 1) {
    for (let j = firstY; j <= lastY; j += 1) {
      const toX = (x: number): number => Math.round(width / 2 + (x + i * world.width - camera.x) * scale);
      const toY = (y: number): number => Math.round(height / 2 + (y + j * world.height - camera.y) * scale);
      boxes.push({ left: toX(x0), top: toY(y0), right: toX(x1), bottom: toY(y1) });
    }
  }
  return boxes;
}
