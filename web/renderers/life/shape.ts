/**
 * How an animal looks, in numbers that all renderers share.
 *
 * Close up it is a drop: a round head that leads and a tail that tapers off, with a halo around it.
 *
 *        tail  .-=====(  head )   --> heading
 *
 * From afar it is a round, soft light. Lengths are in body radii unless they say otherwise.
 */
import { BODY_RADIUS } from '../../generated/life-layout.js';

/** The drop: a circle at each end of a line along the heading. */
export const TAIL_X = -1.75;
export const TAIL_RADIUS = 0.12;
export const HEAD_X = 0.3;
export const HEAD_RADIUS = 0.78;

/** Where the halo ends, from the animal's place. */
export const HALO_REACH = 3;
/** Brightness of the halo at the drop's edge. */
export const HALO_STRENGTH = 0.34;

/** Body radius from afar: at least this many CSS pixels, ... */
const LEAST_BODY_PX = 1.1;
/** ... and up to this many, ... */
const MOST_FAR_BODY_PX = 2.5;
/** ... as far as it takes no more than this share of the way to its neighbour. */
const FAR_BODY_SHARE = 0.18;
/** Body radius in device pixels at which the drop begins to show, and at which it is all there. */
export const DROP_FROM_PX = 1.6;
export const DROP_FULL_PX = 3.2;

/** Brightness of an animal without energy; a full one has 1. */
export const STARVING_LIGHT = 0.5;

/**
 * Body radius in device pixels as drawn: true to scale up close, larger from afar, so that a wide
 * screen isn't dust on a black ground.
 *
 * @param scale device pixels per world unit
 * @param spacing world units from an animal to the next, on average
 * @param ratio device pixels per CSS pixel
 */
export function bodyPixels(scale: number, spacing: number, ratio: number): number {
  const far = Math.min(MOST_FAR_BODY_PX * ratio, FAR_BODY_SHARE * spacing * scale);
  return Math.max(LEAST_BODY_PX * ratio, far, BODY_RADIUS * scale);
}

/** World units from an animal to the next if all stood evenly. */
export function meanSpacing(frame: { readonly count: number; readonly worldWidth: number; readonly worldHeight: number }): number {
  return Math.sqrt((frame.worldWidth * frame.worldHeight) / Math.max(1, frame.count));
}

/**
 * Brightness that keeps a crowd from burning out: below a dozen pixels an animal, each gets less.
 *
 * @param count animals in the world
 * @param area the world's area in device pixels
 */
export function crowdGain(count: number, area: number): number {
  if (count === 0) return 1;
  return Math.min(1, Math.max(0.1, area / count / 12));
}

/** Signed distance to the drop's edge from (x, y), with x along the heading; negative inside. */
export function dropDistance(x: number, y: number): number {
  const length = HEAD_X - TAIL_X;
  const slope = (TAIL_RADIUS - HEAD_RADIUS) / length;
  const rise = Math.sqrt(1 - slope * slope);
  const px = Math.abs(y);
  const py = x - TAIL_X;
  const along = -slope * px + rise * py;
  if (along < 0) return Math.hypot(px, py) - TAIL_RADIUS;
  if (along > rise * length) return Math.hypot(px, py - length) - HEAD_RADIUS;
  return rise * px + slope * py - TAIL_RADIUS;
}

/** Brightness of the halo at a distance from the animal's place and from its edge. */
export function haloLight(fromPlace: number, fromEdge: number): number {
  const fade = Math.max(0, 1 - fromPlace / HALO_REACH);
  return HALO_STRENGTH * Math.exp(-2.2 * Math.max(0, fromEdge)) * fade;
}
