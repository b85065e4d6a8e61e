/**
 * How a meteor's light falls off: along its trail, across it, around its head, around a spark or a
 * star. Pure numbers; sprite-sheet.ts makes pixels of them, so that every renderer shows the same.
 */

import { CORE_RADIUS_PER_SIZE, HEAD_RADIUS, HEAD_RADIUS_PER_SIZE, TAPER_POWER, TrailStyle } from '../../generated/meteor-layout.js';

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

interface TrailShape {
  /** Narrowest trail at its head, in CSS pixels: a small meteor stays visible. */
  readonly leastWidth: number;
  /** Power of the distance from the tail by which the trail narrows; 0 keeps its width. */
  readonly taper: number;
  /** Power by which it darkens. */
  readonly fade: number;
  /** Strength of the soft light beside it, relative to the middle. */
  readonly halo: number;
  /** Pieces a trail is drawn in at most. */
  readonly slices: number;
}

/** By TrailStyle. */
export const TRAIL_SHAPES: Readonly<Record<TrailStyle, TrailShape>> = {
  [TrailStyle.tapered]: { leastWidth: 2, taper: TAPER_POWER, fade: 1.2, halo: 0.34, slices: 14 },
  [TrailStyle.smooth]: { leastWidth: 1.5, taper: 0.6, fade: 1.4, halo: 0.2, slices: 10 },
  [TrailStyle.simple]: { leastWidth: 1.2, taper: 0.45, fade: 1.5, halo: 0.1, slices: 6 },
};

/** Width of a trail at its head, in CSS pixels. */
export function trailWidth(style: TrailStyle, size: number): number {
  return Math.max(TRAIL_SHAPES[style].leastWidth, Math.min(5 * size, 4));
}

/** Half the height of a trail's sprite, in widths of the trail at its head: room for the light beside it. */
export const TRAIL_REACH = 3.5;

/** Radius of the shine around a head, in CSS pixels. */
export const shineRadius = (size: number): number => HEAD_RADIUS + HEAD_RADIUS_PER_SIZE * size;
/** Radius of a head's core sprite, in CSS pixels: room for the light that leaves the core. */
export const coreReach = (size: number): number => 2 * CORE_RADIUS_PER_SIZE * size;

/** The last colour of a trail, before it is dark. */
const EMBER: Rgb = [80, 30, 20];
const WHITE: Rgb = [255, 255, 255];

const mix = (from: Rgb, to: Rgb, share: number): Rgb => [
  from[0] + (to[0] - from[0]) * share,
  from[1] + (to[1] - from[1]) * share,
  from[2] + (to[2] - from[2]) * share,
];

/** 0 up to `from`, 1 from `to` on, and smooth between. */
export function smoothStep(from: number, to: number, at: number): number {
  const share = Math.min(1, Math.max(0, (at - from) / (to - from)));
  return share * share * (3 - 2 * share);
}

/** Colours of a trail's middle by progress: 0 at the tail, 1 at the head. */
export function trailRamp(color: Rgb, glow: Rgb): (progress: number) => Rgb {
  const shifted: Rgb = [glow[0] * 0.52, glow[1] * 0.62, Math.min(255, glow[2] * 1.05)];
  const stops: readonly (readonly [number, Rgb])[] = [
    [0, EMBER],
    [0.14, mix(EMBER, shifted, 0.35)],
    [0.36, shifted],
    [0.64, glow],
    [0.86, color],
    [1, WHITE],
  ];
  return (progress) => {
    let next = 1;
    while (next < stops.length - 1 && (stops[next]?.[0] ?? 1) < progress) next += 1;
    const [from, low] = stops[next - 1] as readonly [number, Rgb];
    const [to, high] = stops[next] as readonly [number, Rgb];
    return mix(low, high, (progress - from) / (to - from));
  };
}

/**
 * Light across a trail at one place along it, 0 to 255 a channel, by the distance from its middle: 1 is the
 * sprite's edge.
 * @param progress 0 at the tail, 1 at the head
 */
export function trailLight(style: TrailStyle, progress: number, inner: Rgb, glow: Rgb): (across: number) => Rgb {
  const { taper, fade, halo } = TRAIL_SHAPES[style];
  // Nothing is narrower than what pixels can show: a thinner trail is a darker one.
  const width = Math.max(0.16, progress ** taper) / TRAIL_REACH / 2;
  const light = progress ** fade;
  // The head's own shine goes on where the trail ends: the last stretch blends into it.
  const beside = halo * progress ** (fade + 0.4) * smoothStep(1, 0.95, progress);
  const reach = 0.16 + 0.3 * progress;
  return (across) => {
    const core = Math.exp(-((across / width) ** 2) * 1.3) * light;
    const around = Math.exp(-((across / reach) ** 2)) * beside * smoothStep(1, 0.7, across);
    return [inner[0] * core + glow[0] * around, inner[1] * core + glow[1] * around, inner[2] * core + glow[2] * around];
  };
}

/** Light around a head; `distance` is 1 at the shine's radius. */
export function shineLight(distance: number, color: Rgb, glow: Rgb): Rgb {
  const rim = smoothStep(1, 0.55, distance);
  const near = 0.5 * Math.exp(-((distance / 0.11) ** 2));
  const around = (0.3 * Math.exp(-((distance / 0.27) ** 2)) + 0.13 * Math.exp(-((distance / 0.6) ** 2))) * rim;
  return [color[0] * near + glow[0] * around, color[1] * near + glow[1] * around, color[2] * near + glow[2] * around];
}

/** Light of a head's core; `distance` is 1 at its sprite's edge, twice the core's radius. */
export function coreLight(distance: number, color: Rgb): Rgb {
  const light = (0.75 * Math.exp(-((distance / 0.22) ** 2)) + 0.25 * Math.exp(-((distance / 0.5) ** 2))) * smoothStep(1, 0.6, distance);
  const hot = mix(color, WHITE, Math.exp(-((distance / 0.25) ** 2)));
  return [hot[0] * light, hot[1] * light, hot[2] * light];
}

/** Light of a spark of debris, which cools with `heat`, 1 to 0. */
export function sparkLight(distance: number, heat: number): Rgb {
  const color = heat > 0.5 ? mix([255, 190, 120], [255, 246, 228], heat * 2 - 1) : mix([190, 70, 34], [255, 190, 120], heat * 2);
  const light = Math.exp(-((distance / 0.34) ** 2)) + 0.22 * Math.exp(-((distance / 0.7) ** 2)) * smoothStep(1, 0.6, distance);
  return [color[0] * light, color[1] * light, color[2] * light];
}

/** Light of a star. */
export function starLight(distance: number, color: Rgb): Rgb {
  const point = Math.exp(-((distance / 0.26) ** 2));
  const veil = 0.16 * Math.exp(-((distance / 0.6) ** 2)) * smoothStep(1, 0.6, distance);
  const hot = mix(color, WHITE, 0.55 * point);
  return [hot[0] * point + color[0] * veil, hot[1] * point + color[1] * veil, hot[2] * point + color[2] * veil];
}

/** Light of a star that sparkles, in a cross of rays; `x` and `y` are 1 at the edge. */
export function sparkleLight(x: number, y: number, color: Rgb): Rgb {
  const distance = Math.hypot(x, y);
  const ray = (along: number, beside: number): number => Math.exp(-((beside / 0.035) ** 2)) * Math.exp(-((along / 0.34) ** 2));
  const rays = (ray(x, y) + ray(y, x)) * 0.7 * smoothStep(1, 0.7, distance);
  const star = starLight(Math.min(1, distance * 1.9), color);
  return [star[0] + color[0] * rays, star[1] + color[1] * rays, star[2] + color[2] * rays];
}
