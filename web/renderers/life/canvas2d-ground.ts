/** Paints the ground into packed pixels; kept between frames, because it changes slowly. */
import { type Camera, nearestOffset } from './camera.js';
import { type Field, groundColor } from './ground.js';
import { packPixel } from './pixel-math.js';

/** What the ground was last painted from. */
export interface GroundView {
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly ratio: number;
  readonly camera: Camera;
  readonly worldWidth: number;
  readonly worldHeight: number;
}

/** Pixels by food or heat byte, for one field alone. */
const FOOD_PIXELS = Uint32Array.from({ length: 256 }, (_, food) => packPixel(...groundColor(food, 0)));
const HEAT_PIXELS = Uint32Array.from({ length: 256 }, (_, heat) => packPixel(...groundColor(0, heat)));
/** Pixels by both, a quarter as fine: 64 steps of food for each of 64 steps of heat. */
const BOTH_PIXELS = Uint32Array.from({ length: 64 * 64 }, (_, index) =>
  packPixel(...groundColor((index & 63) * 4.05, (index >> 6) * 4.05)),
);
/** Bytes as they are, for the first of two fields. */
const BYTES = Uint32Array.from({ length: 256 }, (_, byte) => byte);

/** Fills `pixels` with the night, food, heat, or both. */
export function paintGround(pixels: Uint32Array, view: GroundView, food: Field | null, heat: Field | null): void {
  if (food === null && heat === null) {
    pixels.fill(FOOD_PIXELS[0] as number);
  } else if (food !== null && heat !== null) {
    paintField(pixels, view, food, BYTES);
    paintHeatOver(pixels, view, heat);
  } else if (food !== null) {
    paintField(pixels, view, food, FOOD_PIXELS);
  } else {
    paintField(pixels, view, heat as Field, HEAT_PIXELS);
  }
}

function paintField(pixels: Uint32Array, view: GroundView, field: Field, colors: Uint32Array): void {
  eachRow(view, field, (row, y, left, share) => {
    const begin = y * view.width;
    for (let x = 0; x < view.width; x += 1) {
      const column = left[x] as number;
      const near = row[column] as number;
      const value = near + ((row[column + 1] as number) - near) * (share[x] as number);
      pixels[begin + x] = colors[value | 0] as number;
    }
  });
}

/** Turns pixels that are food bytes into colours. */
function paintHeatOver(pixels: Uint32Array, view: GroundView, field: Field): void {
  eachRow(view, field, (row, y, left, share) => {
    const begin = y * view.width;
    for (let x = 0; x < view.width; x += 1) {
      const column = left[x] as number;
      const near = row[column] as number;
      const heat = near + ((row[column + 1] as number) - near) * (share[x] as number);
      const food = pixels[begin + x] as number;
      pixels[begin + x] = BOTH_PIXELS[((heat >> 2) << 6) | (food >> 2)] as number;
    }
  });
}

/**
 * Calls `paint` for every row of pixels with the field's values along it, between the two rows of
 * cells it lies between; `left` and `share` say for every pixel which two cells to mix and how.
 */
function eachRow(
  view: GroundView,
  field: Field,
  paint: (row: Float32Array, y: number, left: Uint16Array, share: Float32Array) => void,
): void {
  const { columns, rows, bytes } = field;
  const perPixelX = columns / (view.worldWidth * view.camera.zoom * view.ratio);
  const perPixelY = rows / (view.worldHeight * view.camera.zoom * view.ratio);
  const left = new Uint16Array(view.width);
  const share = new Float32Array(view.width);
  const originX = (view.camera.x / view.worldWidth) * columns - 0.5;
  const originY = (view.camera.y / view.worldHeight) * rows - 0.5;
  for (let x = 0; x < view.width; x += 1) {
    const at = wrap(originX + (x + 0.5 - view.width / 2) * perPixelX, columns);
    left[x] = at;
    share[x] = at - Math.floor(at);
  }
  const row = new Float32Array(columns + 1);
  for (let y = 0; y < view.height; y += 1) {
    const at = wrap(originY + (y + 0.5 - view.height / 2) * perPixelY, rows);
    const top = Math.floor(at);
    const upper = top * columns;
    const lower = ((top + 1) % rows) * columns;
    const down = at - top;
    for (let column = 0; column < columns; column += 1) {
      const near = bytes[upper + column] as number;
      row[column] = near + ((bytes[lower + column] as number) - near) * down;
    }
    row[columns] = row[0] as number;
    paint(row, y, left, share);
  }
}

function wrap(at: number, period: number): number {
  const rest = nearestOffset(at - period / 2, period) + period / 2;
  return rest >= period || rest < 0 ? 0 : rest;
}
