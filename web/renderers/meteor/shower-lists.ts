/** Makes the draw lists of a shower: pieces of trails, heads, stars. */
import { Meteor, MeteorHeader, OWN_LOOK, QUALITIES, Star, TrailPoint, TrailStyle } from '../../generated/meteor-layout.js';
import type { MeteorRenderData } from '../../meteor/shared/kernel.js';
import { coreReach, shineRadius, smoothStep, TRAIL_REACH, TRAIL_SHAPES, trailWidth } from '../../meteor/shared/light.js';
import { NumberList, SLICE, SPRITE } from './draw-list.js';
import { CELL_OF } from './sprite-sheet.js';

/** Meteors from which each is drawn in as few pieces as it can: nobody sees the bend of one among so many. */
export const CROWD = 400;
const CROWD_SLICES = 2;
/** Pieces of a straight trail. */
const LEAST_SLICES = 2;
/** Sine of the angle between two pieces that nobody sees. */
const KINK = 0.025;
/** Share of its path over which a meteor's trail goes out along with its head. */
const GOES_OUT = 0.1;
/** Radius of a star's sprite in radii of the star: room for its veil. */
const STAR_REACH = 3.2;
/** The same for its cross of rays. */
const SPARKLE_REACH = 13;

/** Meteors, and pieces of debris, in a million square pixels up to which each has its full light. */
const METEORS_IN_FULL = 220;
const SPARKS_IN_FULL = 12_000;
/** How much of the light that is too much is taken back: 1 keeps the sum of all of it. */
const RESTRAINT = 0.5;

/** Light of one among so many: a crowd that outshone itself would be a white sheet. */
function exposure(count: number, area: number, inFull: number): number {
  const crowd = (count * 1e6) / (area * inFull);
  return crowd <= 1 ? 1 : crowd ** -RESTRAINT;
}

/** Light of each piece of debris. @param area of the picture, in square CSS pixels */
export function sparkExposure({ particleCount }: MeteorRenderData, area: number): number {
  return exposure(particleCount, area, SPARKS_IN_FULL);
}

const WORD = 4;
const METEOR_WORDS = Meteor.size / WORD;
const POINT_WORDS = TrailPoint.size / WORD;
const STAR_WORDS = Star.size / WORD;

/** How trails are drawn at a shower's quality. */
export function trailStyleOf({ header }: MeteorRenderData): TrailStyle {
  return QUALITIES[header[MeteorHeader.quality / WORD] as number]?.trail ?? TrailStyle.smooth;
}

export class ShowerLists {
  readonly slices = new NumberList(SLICE.numbers, 256);
  readonly heads = new NumberList(SPRITE.numbers, 64);
  readonly stars = new NumberList(SPRITE.numbers, 512);

  /**
   * Fills `slices` and `heads`.
   * @param area of the picture, in square CSS pixels
   * @param look of the meteors, all unless given. Colours that are no type's have a sheet of their own, and stand in it where
   *             those of the first type do.
   */
  takeMeteors(data: MeteorRenderData, style: TrailStyle, area: number, look = 0): void {
    this.slices.clear();
    this.heads.clear();
    const crowded = data.meteorCount > CROWD;
    const gain = exposure(data.meteorCount, area, METEORS_IN_FULL);
    const slices = crowded ? CROWD_SLICES : TRAIL_SHAPES[style].slices;
    for (let index = 0; index < data.meteorCount; index += 1) {
      const at = index * METEOR_WORDS;
      if (look > 0 && data.meteors[at + Meteor.look / WORD] !== look) continue;
      const type = look > OWN_LOOK ? 0 : (data.meteors[at + Meteor.type / WORD] as number);
      const scale = data.meteors[at + Meteor.scale / WORD] as number;
      const life = data.meteors[at + Meteor.life / WORD] as number;
      this.#addTrail(data, index, style, slices, scale, type, gain * smoothStep(1, 1 - GOES_OUT, life));
      const glow = data.meteors[at + Meteor.glow / WORD] as number;
      if (glow <= 0) continue;
      const x = data.meteors[at + Meteor.x / WORD] as number;
      const y = data.meteors[at + Meteor.y / WORD] as number;
      addSprite(this.heads, x, y, shineRadius(scale), glow * gain, CELL_OF.shines + type);
      if (!crowded) addSprite(this.heads, x, y, coreReach(scale), Math.min(1, glow) * gain, CELL_OF.cores + type);
    }
  }

  /** Fills `stars`. */
  takeStars({ stars, starCount }: MeteorRenderData): void {
    this.stars.clear();
    for (let at = 0; at < starCount * STAR_WORDS; at += STAR_WORDS) {
      const x = stars[at + Star.x / WORD] as number;
      const y = stars[at + Star.y / WORD] as number;
      const radius = stars[at + Star.radius / WORD] as number;
      const color = stars[at + Star.color / WORD] as number;
      const sparkle = stars[at + Star.sparkle / WORD] as number;
      addSprite(this.stars, x, y, radius * STAR_REACH, stars[at + Star.opacity / WORD] as number, CELL_OF.stars + color);
      if (sparkle > 0) addSprite(this.stars, x, y, radius * SPARKLE_REACH, sparkle, CELL_OF.sparkles + color);
    }
  }

  #addTrail(data: MeteorRenderData, index: number, style: TrailStyle, slices: number, scale: number, type: number, light: number): void {
    const first = data.trailRanges[index * 2] as number;
    const count = data.trailRanges[index * 2 + 1] as number;
    if (count < 2 || light <= 0) return;
    const points = data.trailPoints;
    // A trail that is still growing has all its colours, on a shorter way.
    const end = points[(first + count - 1) * POINT_WORDS + TrailPoint.opacity / WORD] as number;
    const whole = 1 - end;
    if (whole <= 0) return;
    const half = trailWidth(style, scale) * TRAIL_REACH;
    const pieces = Math.min(slices, Math.max(LEAST_SLICES, Math.ceil(bendOf(points, first, count) / KINK)));
    const stride = Math.max(1, Math.ceil((count - 1) / pieces));
    for (let near = 0; near < count - 1; near += stride) {
      const from = (first + Math.min(count - 1, near + stride)) * POINT_WORDS;
      const to = (first + near) * POINT_WORDS;
      const at = this.slices.add();
      const out = this.slices.data;
      out[at + SLICE.x0] = points[from] as number;
      out[at + SLICE.y0] = points[from + 1] as number;
      out[at + SLICE.x1] = points[to] as number;
      out[at + SLICE.y1] = points[to + 1] as number;
      out[at + SLICE.u0] = ((points[from + 2] as number) - end) / whole;
      out[at + SLICE.u1] = ((points[to + 2] as number) - end) / whole;
      out[at + SLICE.half] = half;
      out[at + SLICE.light] = light;
      out[at + SLICE.type] = type;
    }
  }
}

/** Sine of the angle between a trail's two ends. */
function bendOf(points: Float32Array, first: number, count: number): number {
  const head = first * POINT_WORDS;
  const end = (first + count - 2) * POINT_WORDS;
  const x0 = (points[head] as number) - (points[head + POINT_WORDS] as number);
  const y0 = (points[head + 1] as number) - (points[head + POINT_WORDS + 1] as number);
  const x1 = (points[end] as number) - (points[end + POINT_WORDS] as number);
  const y1 = (points[end + 1] as number) - (points[end + POINT_WORDS + 1] as number);
  const lengths = Math.sqrt((x0 * x0 + y0 * y0) * (x1 * x1 + y1 * y1));
  return lengths > 0 ? Math.abs(x0 * y1 - y0 * x1) / lengths : 0;
}

function addSprite(list: NumberList, x: number, y: number, radius: number, light: number, cell: number): void {
  const at = list.add();
  const out = list.data;
  out[at + SPRITE.x] = x;
  out[at + SPRITE.y] = y;
  out[at + SPRITE.radius] = radius;
  out[at + SPRITE.light] = light;
  out[at + SPRITE.cell] = cell;
}
