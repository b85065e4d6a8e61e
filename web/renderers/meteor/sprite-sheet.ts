/**
 * All sprites of a shower in one picture, made once for a palette and a style of trails: WebGL2 takes
 * it as a texture, Canvas2D as an image. Light is premultiplied: what a pixel covers is its brightest
 * channel, so that added light never darkens the page behind it.
 */
import type { TrailStyle } from '../../generated/meteor-layout.js';
import { coreLight, type Rgb, shineLight, sparkLight, sparkleLight, starLight, trailLight, trailRamp } from '../../meteor/shared/light.js';
import type { MeteorPalette } from '../../meteor/shared/palette.js';

/** Where a sprite stands in the sheet, in texels. */
export interface Cell {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Steps in which sparks cool. */
export const SPARK_STEPS = 8;
const TRAIL = { width: 256, height: 64 } as const;
const SHINE = 128;
const CORE = 64;
const STAR = 32;
const SPARKLE = 64;
const SPARK = 32;
/** Texels between sprites, so that none shows at another's edge. */
const GAP = 2;

const TYPES = [0, 1, 2] as const;
const STARS = [0, 1, 2, 3] as const;
const line = TRAIL.height + GAP;
const SHINES_TOP = TYPES.length * line;
const SMALL_TOP = SHINES_TOP + SHINE + GAP;

/** Every sprite's place; trails run from the tail at the left to the head at the right. */
export const CELLS = {
  trails: TYPES.map((type): Cell => ({ x: 0, y: type * line, ...TRAIL })),
  shines: TYPES.map((type): Cell => ({ x: type * (SHINE + GAP), y: SHINES_TOP, width: SHINE, height: SHINE })),
  cores: TYPES.map((type): Cell => ({ x: type * (CORE + GAP), y: SMALL_TOP, width: CORE, height: CORE })),
  sparkles: STARS.map((star): Cell => ({ x: star * (SPARKLE + GAP), y: SMALL_TOP + CORE + GAP, width: SPARKLE, height: SPARKLE })),
  stars: STARS.map((star): Cell => ({ x: 3 * (CORE + GAP) + star * (STAR + GAP), y: SMALL_TOP, width: STAR, height: STAR })),
  sparks: Array.from(
    { length: SPARK_STEPS },
    (_, step): Cell => ({ x: step * (SPARK + GAP), y: SMALL_TOP + CORE + GAP + SPARKLE + GAP, width: SPARK, height: SPARK }),
  ),
} as const;

/** The cells of round sprites as one list, and where in it each kind begins: what a draw list's `cell` counts. */
export const SPRITE_CELLS: readonly Cell[] = [...CELLS.shines, ...CELLS.cores, ...CELLS.stars, ...CELLS.sparkles];
export const CELL_OF = { shines: 0, cores: TYPES.length, stars: 2 * TYPES.length, sparkles: 2 * TYPES.length + STARS.length } as const;

/** Size of the sheet in texels; one of given colours is only as large as what stands in it. */
export const SHEET = { width: 512, height: 512 } as const;
const LOOK_SHEET = { width: TRAIL.width, height: SMALL_TOP + CORE + GAP } as const;

export interface SpriteSheet {
  readonly width: number;
  readonly height: number;
  /** Premultiplied RGBA. */
  readonly bytes: Uint8Array;
}

/**
 * Draws the sheet: once for each change of palette or style, since it takes some milliseconds. A palette without stars, of one
 * type, is that of given colours: nothing but its meteors is drawn.
 */
export function makeSpriteSheet(palette: MeteorPalette, style: TrailStyle): SpriteSheet {
  const { types, stars } = palette;
  const size = stars.length > 0 ? SHEET : LOOK_SHEET;
  const bytes = new Uint8Array(size.width * size.height * 4);
  /** A sprite that is the same in all four quarters; `x` and `y` are 0 in the middle and 1 at the edge. */
  const fill = ({ x, y, width, height }: Cell, light: (x: number, y: number) => Rgb): void => {
    for (let row = 0; row < height / 2; row += 1) {
      for (let column = 0; column < width / 2; column += 1) {
        const rgb = light(1 - (2 * column + 1) / width, 1 - (2 * row + 1) / height);
        for (const line of [y + row, y + height - 1 - row]) {
          put(bytes, line * size.width + x + column, rgb);
          put(bytes, line * size.width + x + width - 1 - column, rgb);
        }
      }
    }
  };
  const fillRound = (cell: Cell, light: (distance: number) => Rgb): void => fill(cell, (x, y) => light(Math.min(1, Math.hypot(x, y))));
  const fillTrail = ({ x, y, width, height }: Cell, color: Rgb, glow: Rgb): void => {
    const ramp = trailRamp(color, glow);
    for (let column = 0; column < width; column += 1) {
      const progress = (column + 0.5) / width;
      const light = trailLight(style, progress, ramp(progress), glow);
      for (let row = 0; row < height / 2; row += 1) {
        const rgb = light(1 - (2 * row + 1) / height);
        put(bytes, (y + row) * size.width + x + column, rgb);
        put(bytes, (y + height - 1 - row) * size.width + x + column, rgb);
      }
    }
  };
  types.forEach(({ color, glow }, type) => {
    fillTrail(CELLS.trails[type] as Cell, color, glow);
    fillRound(CELLS.shines[type] as Cell, (distance) => shineLight(distance, color, glow));
    fillRound(CELLS.cores[type] as Cell, (distance) => coreLight(distance, color));
  });
  stars.forEach((color, star) => {
    fillRound(CELLS.stars[star] as Cell, (distance) => starLight(distance, color));
    fill(CELLS.sparkles[star] as Cell, (x, y) => sparkleLight(x, y, color));
  });
  if (size === SHEET)
    CELLS.sparks.forEach((cell, step) => {
      fillRound(cell, (distance) => sparkLight(distance, (step + 0.5) / SPARK_STEPS));
    });
  return { ...size, bytes };
}

function put(bytes: Uint8Array, texel: number, [red, green, blue]: Rgb): void {
  const r = Math.min(255, Math.round(red));
  const g = Math.min(255, Math.round(green));
  const b = Math.min(255, Math.round(blue));
  bytes[texel * 4] = r;
  bytes[texel * 4 + 1] = g;
  bytes[texel * 4 + 2] = b;
  bytes[texel * 4 + 3] = Math.max(r, g, b);
}

/** The sheet as `ImageData` wants it: colours not yet multiplied by what they cover. */
export function straightBytes({ bytes }: SpriteSheet): Uint8ClampedArray<ArrayBuffer> {
  const straight = new Uint8ClampedArray(bytes.length);
  for (let at = 0; at < bytes.length; at += 4) {
    const cover = bytes[at + 3] as number;
    straight[at + 3] = cover;
    if (cover === 0) continue;
    for (let channel = 0; channel < 3; channel += 1) straight[at + channel] = ((bytes[at + channel] as number) * 255) / cover;
  }
  return straight;
}
