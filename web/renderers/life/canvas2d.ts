/**
 * The renderer without a GPU: one ImageData that is filled by hand, which a browser without GPU
 * shows ten times as fast as the same picture by software GL.
 *
 * Far away an animal is a light of a few pixels, nearer a stamp, and close up a path.
 */
import { ColorBy, FrameAnimal } from '../../generated/life-layout.js';
import type { LifeFrame } from '../../life/shared/frame.js';
import { CanvasBuffer } from '../common/buffer-size.js';
import { deviceSize } from '../common/device-size.js';
import type { Camera } from './camera.js';
import { type Context2D, drawDrops } from './canvas2d-drops.js';
import { paintGround } from './canvas2d-ground.js';
import { noPlaces, type PixelGrid, placeAnimals } from './canvas2d-places.js';
import { type Coloring, splat, splatKernel } from './canvas2d-splat.js';
import { type StampSheet, stamp, stampPixels, stampSheet } from './canvas2d-stamp.js';
import { densityField, type Field, foodField } from './ground.js';
import { type Mark, marksOf } from './marks.js';
import { tintTable, tribeTable } from './palette.js';
import { type LifeRenderer, NO_OVERLAYS, type Overlays, tickProgress } from './renderer.js';
import { bodyPixels, crowdGain, HALO_REACH, meanSpacing } from './shape.js';

/** Body radius in device pixels from which animals are stamps, and from which they are paths. */
const STAMPS_FROM_PX = 2.6;
const PATHS_FROM_PX = 16;
/** Most animals that are drawn as paths; more are stamps, which cost less. */
const MOST_PATHS = 600;
/** Most animals in view whose lights have a halo. */
const MOST_HALOS = 40_000;
/** Milliseconds after which the ground is painted again though the camera stands. */
const GROUND_INTERVAL_MS = 300;

interface Pixels extends PixelGrid {
  readonly image: ImageData;
  readonly ground: Uint32Array;
}

export class Canvas2dRenderer implements LifeRenderer {
  readonly name = 'canvas2d';
  readonly reason: string;
  readonly lost = false;
  readonly #buffer: CanvasBuffer;
  readonly #context: Context2D;
  readonly #places = noPlaces();
  #frame: LifeFrame | null = null;
  #camera: Camera = { x: 0, y: 0, zoom: 1 };
  /** What the canvas would show, and what of it is drawn. */
  #wanted = { width: 1, height: 1, ratio: 1 };
  #size = { width: 1, height: 1, ratio: 1 };
  #resized = true;
  #overlays: Overlays = NO_OVERLAYS;
  #tribes = tribeTable([]);
  #tints = { colorBy: -1, table: tintTable(ColorBy.tribe) };
  #pixels: Pixels | null = null;
  #sheet: StampSheet | null = null;
  #groundKey = '';
  #groundAt = Number.NEGATIVE_INFINITY;

  /** @throws Error when the canvas already has a context of another kind */
  constructor(canvas: HTMLCanvasElement | OffscreenCanvas, reason: string) {
    const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true }) as Context2D | null;
    if (context === null) throw new Error('this canvas gives no 2D context: it has one of another kind, or there is none here');
    this.#buffer = new CanvasBuffer(canvas);
    this.#context = context;
    this.reason = reason;
  }

  setFrame(frame: LifeFrame): void {
    this.#frame = frame;
  }

  setCamera(camera: Camera): void {
    this.#camera = camera;
  }

  resize(cssWidth: number, cssHeight: number, devicePixelRatio: number): void {
    this.#wanted = deviceSize(cssWidth, cssHeight, devicePixelRatio);
    this.#resized = true;
  }

  setPalette(hues: readonly number[]): void {
    this.#tribes = tribeTable(hues);
  }

  setOverlays(overlays: Overlays): void {
    this.#overlays = overlays;
  }

  draw(now: number): void {
    const frame = this.#frame;
    if (frame === null || frame.buffer.byteLength === 0) return;
    const pixels = this.#fitPixels();
    this.#paintGround(pixels, frame, now);
    pixels.words.set(pixels.ground);
    const { zoom } = this.#camera;
    const { ratio } = this.#size;
    const scale = zoom * ratio;
    const bodyPx = bodyPixels(scale, meanSpacing(frame), ratio);
    const progress = tickProgress(frame, now);
    const margin = bodyPx < STAMPS_FROM_PX ? 2 : bodyPx * HALO_REACH;
    placeAnimals(frame, { ...this.#size, camera: this.#camera, progress, margin }, this.#places);
    const coloring = this.#coloring(frame.colorBy);
    const paths = bodyPx >= PATHS_FROM_PX && this.#places.count <= MOST_PATHS;
    if (bodyPx < STAMPS_FROM_PX) {
      const kernel = splatKernel(bodyPx, this.#places.count > MOST_HALOS ? 3 : 5);
      const gain = crowdGain(frame.count, frame.worldWidth * frame.worldHeight * scale * scale);
      splat(pixels, this.#places, frame.animals, coloring, kernel, gain);
    } else if (!paths) {
      const wanted = Math.min(PATHS_FROM_PX, bodyPx);
      if (this.#sheet?.bodyPx !== stampPixels(wanted)) this.#sheet = stampSheet(wanted);
      stamp(pixels, this.#places, frame.animals, coloring, this.#sheet as StampSheet);
    }
    this.#context.putImageData(pixels.image, 0, 0);
    if (paths) drawDrops(this.#context, this.#places, frame.animals, coloring, bodyPx);
    for (const mark of marksOf(frame, this.#overlays, this.#camera, ratio, progress, bodyPx)) this.#drawMark(mark);
  }

  destroy(): void {
    this.#frame = null;
    this.#pixels = null;
    this.#sheet = null;
    Object.assign(this.#places, noPlaces());
  }

  #fitPixels(): Pixels {
    if (this.#resized) this.#size = this.#buffer.fit2d(this.#wanted);
    this.#resized = false;
    const { width, height } = this.#size;
    if (this.#pixels?.width === width && this.#pixels.height === height) return this.#pixels;
    const image = new ImageData(width, height);
    const words = new Uint32Array(image.data.buffer);
    this.#pixels = { width, height, image, words, ground: new Uint32Array(width * height) };
    this.#groundKey = '';
    return this.#pixels;
  }

  #paintGround(pixels: Pixels, frame: LifeFrame, now: number): void {
    const { food, density } = this.#overlays;
    const { x, y, zoom } = this.#camera;
    const plain = !food && !density;
    const key = plain ? 'night' : [food && frame.food !== null, density, x, y, zoom].join();
    if (key === this.#groundKey && (plain || now - this.#groundAt < GROUND_INTERVAL_MS)) return;
    this.#groundKey = key;
    this.#groundAt = now;
    const view = { ...this.#size, camera: this.#camera, worldWidth: frame.worldWidth, worldHeight: frame.worldHeight };
    const heat: Field | null = density ? densityField(frame) : null;
    paintGround(pixels.ground, view, food ? foodField(frame) : null, heat);
  }

  #coloring(colorBy: number): Coloring {
    if (colorBy === ColorBy.tribe) return { table: this.#tribes, by: FrameAnimal.tribe };
    if (this.#tints.colorBy !== colorBy) this.#tints = { colorBy, table: tintTable(colorBy) };
    return { table: this.#tints.table, by: FrameAnimal.tint };
  }

  #drawMark({ kind, x, y, radius, heading, halfAngle }: Mark): void {
    const context = this.#context;
    const { width, height, ratio } = this.#size;
    context.save();
    context.translate(width / 2 + x, height / 2 + y);
    context.beginPath();
    context.lineWidth = 1.5 * ratio;
    if (kind === 'sight') {
      const fill = context.createRadialGradient(0, 0, 0, 0, 0, radius);
      fill.addColorStop(0, 'rgb(255 246 214 / 0.3)');
      fill.addColorStop(1, 'rgb(255 246 214 / 0.05)');
      if (halfAngle < Math.PI) context.moveTo(0, 0);
      context.arc(0, 0, radius, heading - halfAngle, heading + halfAngle);
      context.closePath();
      context.fillStyle = fill;
      context.fill();
      context.strokeStyle = 'rgb(255 246 214 / 0.4)';
      context.lineWidth = ratio;
    } else {
      context.arc(0, 0, radius, 0, 2 * Math.PI);
      context.strokeStyle = kind === 'ring' ? 'rgb(255 255 255 / 0.95)' : 'rgb(255 255 255 / 0.6)';
      if (kind === 'brush') context.setLineDash([5 * ratio, 4 * ratio]);
    }
    context.stroke();
    context.restore();
  }
}
