/**
 * A shower on a 2D canvas. Every light is a sprite of the sheet, added to what is there; no gradient
 * is made and nothing is allocated while pictures are drawn. Only the tiles that a moving light
 * touches, now or in the picture before, are cleared: the stars come back from a layer of their own,
 * then everything that moves is drawn again on top.
 */
import { DIRTY_ALL, DIRTY_STARS, OWN_LOOK, type TrailStyle } from '../../generated/meteor-layout.js';
import type { MeteorRenderData } from '../../meteor/shared/kernel.js';
import type { LookSheets } from '../../meteor/shared/look-sheets.js';
import { type MeteorPalette, paletteOf, type TypeColors } from '../../meteor/shared/palette.js';
import type { MeteorRenderer } from '../../meteor/shared/renderer.js';
import { CanvasBuffer } from '../common/buffer-size.js';
import { deviceSize } from '../common/device-size.js';
import { drawSparks, MANY_SPARKS, markSparks, SparkSums } from './canvas2d-sparks.js';
import { DirtyTiles } from './dirty-tiles.js';
import { type NumberList, SLICE, SPRITE } from './draw-list.js';
import { ShowerLists, sparkExposure, trailStyleOf } from './shower-lists.js';
import { CELLS, type Cell, makeSpriteSheet, SPRITE_CELLS, type SpriteSheet, straightBytes } from './sprite-sheet.js';

type Canvas = HTMLCanvasElement | OffscreenCanvas;
type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** Share of dirty tiles from which it is quicker to clear everything. */
const MOSTLY = 0.7;
const REGION_COLOR = 'rgb(255 120 90 / 0.9)';

export class MeteorCanvas2d implements MeteorRenderer {
  readonly name = 'canvas2d';
  readonly lost = false;
  readonly reason: string;
  readonly #canvas: Canvas;
  readonly #buffer: CanvasBuffer;
  readonly #context: Context;
  readonly #stars: Canvas;
  readonly #starContext: Context;
  readonly #lists = new ShowerLists();
  readonly #tiles = new DirtyTiles();
  readonly #sheet: Canvas;
  #looks: LookSheets | null = null;
  #sums: SparkSums | null = null;
  #palette: MeteorPalette = paletteOf('shower');
  /** The style the sheet has; null when it has to be made. */
  #style: TrailStyle | null = null;
  /** What the canvas would show, and what of it is drawn. */
  #wanted = { width: 1, height: 1, ratio: 1 };
  #size = { width: 1, height: 1, ratio: 1 };
  #resized = true;
  #starsTold = 0;
  #showsRegions = false;

  /** @throws Error when the canvas gives no 2D context */
  constructor(canvas: Canvas, reason: string) {
    this.reason = reason;
    this.#canvas = canvas;
    this.#buffer = new CanvasBuffer(canvas);
    this.#context = contextOf(canvas);
    this.#stars = makeCanvas();
    this.#starContext = contextOf(this.#stars);
    this.#sheet = makeCanvas();
  }

  get drawnShare(): number {
    return this.#tiles.share;
  }

  resize(cssWidth: number, cssHeight: number, devicePixelRatio: number): void {
    this.#wanted = deviceSize(cssWidth, cssHeight, devicePixelRatio);
    this.#resized = true;
  }

  setPalette(palette: MeteorPalette): void {
    this.#palette = palette;
    this.#style = null;
  }

  setLooks(looks: LookSheets): void {
    looks.forget();
    this.#looks = looks;
  }

  paint(colors: TypeColors, style: TrailStyle): Canvas {
    return painted(makeCanvas(), makeSpriteSheet({ types: [colors], stars: [] }, style));
  }

  drop = emptied;

  showRegions(show: boolean): void {
    this.#showsRegions = show;
    this.#tiles.markAll();
  }

  draw(data: MeteorRenderData, dirty: number): void {
    const style = trailStyleOf(data);
    const flags = this.#prepare(style) ? DIRTY_ALL : this.#withoutStars(dirty);
    if (flags === 0) return;
    const { width, height, ratio } = this.#size;
    if ((flags & DIRTY_STARS) !== 0) this.#drawStars(data);
    const area = (width * height) / (ratio * ratio);
    const sparkLight = sparkExposure(data, area);
    this.#lists.takeMeteors(data, style, area);
    this.#markMoving(data, (flags & DIRTY_STARS) !== 0);
    const context = this.#context;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.globalAlpha = 1;
    context.globalCompositeOperation = 'source-over';
    this.#restoreGround();
    context.globalCompositeOperation = 'lighter';
    if (this.#looks !== null) this.#lists.takeMeteors(data, style, area, OWN_LOOK);
    this.#drawMeteors(this.#sheet);
    this.#looks?.each(style, this, (look, sheet) => {
      this.#lists.takeMeteors(data, style, area, look);
      this.#drawMeteors(sheet);
    });
    if (data.particleCount > MANY_SPARKS) {
      this.#sums ??= new SparkSums(makeCanvas());
      context.globalAlpha = 1;
      context.drawImage(this.#sums.sum(data, width, height, ratio, sparkLight), 0, 0);
    } else drawSparks(context, this.#sheet, data, ratio, sparkLight);
    if (this.#showsRegions) this.#outlineRegions();
  }

  destroy(): void {
    for (const canvas of [this.#canvas, this.#stars, this.#sheet]) emptied(canvas);
    this.#sums = null;
  }

  /** Makes what a changed size, palette or style asks for; gives whether the canvas is empty now. */
  #prepare(style: TrailStyle): boolean {
    const anew = this.#resized || style !== this.#style;
    if (this.#resized) {
      this.#size = this.#buffer.fit2d(this.#wanted);
      const { width, height } = this.#size;
      this.#stars.width = width;
      this.#stars.height = height;
      this.#tiles.resize(width, height);
      this.#resized = false;
    }
    if (style !== this.#style) {
      painted(this.#sheet, makeSpriteSheet(this.#palette, style));
      this.#style = style;
    }
    if (anew) this.#tiles.markAll();
    return anew;
  }

  /** Stars change so slowly that every second telling of them is left out: their layer is the whole canvas. */
  #withoutStars(dirty: number): number {
    if (dirty === DIRTY_ALL || (dirty & DIRTY_STARS) === 0) return dirty;
    this.#starsTold += 1;
    return this.#starsTold % 2 === 0 ? dirty : dirty & ~DIRTY_STARS;
  }

  #drawStars(data: MeteorRenderData): void {
    this.#lists.takeStars(data);
    const context = this.#starContext;
    context.globalCompositeOperation = 'source-over';
    context.clearRect(0, 0, this.#size.width, this.#size.height);
    context.globalCompositeOperation = 'lighter';
    drawSprites(context, this.#sheet, this.#lists.stars, this.#size.ratio);
  }

  #markMoving(data: MeteorRenderData, all: boolean): void {
    const tiles = this.#tiles;
    const { ratio } = this.#size;
    tiles.beginPicture();
    const { slices, heads } = this.#lists;
    for (let at = 0; at < slices.length; at += SLICE.numbers) {
      const x0 = (slices.data[at + SLICE.x0] as number) * ratio;
      const y0 = (slices.data[at + SLICE.y0] as number) * ratio;
      const x1 = (slices.data[at + SLICE.x1] as number) * ratio;
      const y1 = (slices.data[at + SLICE.y1] as number) * ratio;
      const half = (slices.data[at + SLICE.half] as number) * ratio;
      tiles.mark(Math.min(x0, x1) - half, Math.min(y0, y1) - half, Math.max(x0, x1) + half, Math.max(y0, y1) + half);
    }
    for (let at = 0; at < heads.length; at += SPRITE.numbers) {
      const x = (heads.data[at + SPRITE.x] as number) * ratio;
      const y = (heads.data[at + SPRITE.y] as number) * ratio;
      const radius = (heads.data[at + SPRITE.radius] as number) * ratio;
      tiles.mark(x - radius, y - radius, x + radius, y + radius);
    }
    if (data.particleCount > MANY_SPARKS) tiles.mark(0, 0, this.#size.width, this.#size.height);
    else markSparks(tiles, data, ratio);
    if (all) tiles.markAll();
    tiles.end();
  }

  /** Puts the stars back where something moved. */
  #restoreGround(): void {
    const context = this.#context;
    const { width, height } = this.#size;
    const { regions, count, share } = this.#tiles;
    if (share > MOSTLY || this.#showsRegions) {
      context.clearRect(0, 0, width, height);
      context.drawImage(this.#stars, 0, 0);
      return;
    }
    for (let at = 0; at < count * 4; at += 4) {
      const x = regions[at] as number;
      const y = regions[at + 1] as number;
      const w = regions[at + 2] as number;
      const h = regions[at + 3] as number;
      context.clearRect(x, y, w, h);
      context.drawImage(this.#stars, x, y, w, h, x, y, w, h);
    }
  }

  /** Adds the meteors that are listed. */
  #drawMeteors(sheet: Canvas): void {
    const context = this.#context;
    const { ratio } = this.#size;
    const { slices, heads } = this.#lists;
    const { data } = slices;
    for (let at = 0; at < slices.length; at += SLICE.numbers) {
      const x = data[at + SLICE.x0] as number;
      const y = data[at + SLICE.y0] as number;
      const dx = (data[at + SLICE.x1] as number) - x;
      const dy = (data[at + SLICE.y1] as number) - y;
      const length = Math.sqrt(dx * dx + dy * dy);
      if (length < 1e-3) continue;
      const along = (dx / length) * ratio;
      const down = (dy / length) * ratio;
      const half = data[at + SLICE.half] as number;
      const u0 = data[at + SLICE.u0] as number;
      const share = (data[at + SLICE.u1] as number) - u0;
      const cell = CELLS.trails[data[at + SLICE.type] as number] as Cell;
      context.setTransform(along, down, -down, along, x * ratio, y * ratio);
      context.globalAlpha = data[at + SLICE.light] as number;
      context.drawImage(sheet, cell.x + u0 * cell.width, cell.y, share * cell.width, cell.height, 0, -half, length, 2 * half);
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
    drawSprites(context, sheet, heads, ratio);
  }

  #outlineRegions(): void {
    const context = this.#context;
    const { regions, count } = this.#tiles;
    context.globalCompositeOperation = 'source-over';
    context.globalAlpha = 1;
    context.strokeStyle = REGION_COLOR;
    for (let at = 0; at < count * 4; at += 4) {
      context.strokeRect(
        (regions[at] as number) + 0.5,
        (regions[at + 1] as number) + 0.5,
        (regions[at + 2] as number) - 1,
        (regions[at + 3] as number) - 1,
      );
    }
  }
}

/** Adds sprites; light above 1 is added in several layers. */
function drawSprites(context: Context, sheet: CanvasImageSource, list: NumberList, ratio: number): void {
  const data = list.data;
  for (let at = 0; at < list.length; at += SPRITE.numbers) {
    const radius = (data[at + SPRITE.radius] as number) * ratio;
    const x = (data[at + SPRITE.x] as number) * ratio - radius;
    const y = (data[at + SPRITE.y] as number) * ratio - radius;
    const cell = SPRITE_CELLS[data[at + SPRITE.cell] as number] as Cell;
    for (let light = data[at + SPRITE.light] as number; light > 0; light -= 1) {
      context.globalAlpha = Math.min(1, light);
      context.drawImage(sheet, cell.x, cell.y, cell.width, cell.height, x, y, 2 * radius, 2 * radius);
    }
  }
}

function makeCanvas(): Canvas {
  return typeof OffscreenCanvas === 'function' ? new OffscreenCanvas(1, 1) : document.createElement('canvas');
}

/** Gives a canvas the pixels of a sheet. */
function painted(canvas: Canvas, sheet: SpriteSheet): Canvas {
  canvas.width = sheet.width;
  canvas.height = sheet.height;
  contextOf(canvas).putImageData(new ImageData(straightBytes(sheet), sheet.width, sheet.height), 0, 0);
  return canvas;
}

/** Gives a canvas's pixels back at once, not when the collector comes. */
function emptied(canvas: Canvas): void {
  canvas.width = 1;
  canvas.height = 1;
}

function contextOf(canvas: Canvas): Context {
  const context = canvas.getContext('2d') as Context | null;
  if (context === null) throw new Error('this canvas gives no 2D context');
  return context;
}
