/**
 * What a meteor engine offers, whichever tier it is made for: WebAssembly, or JavaScript with the same bytes.
 *
 * A frame is one `step` and then a look at `renderData`: views over the engine's own memory, nothing copied,
 * nothing allocated. Lengths are CSS pixels from the upper left corner, times seconds.
 */
import type { MeteorOptions } from '../../generated/meteor-layout.js';

/** What to do about memory that is refused. */
export const WAY_OUT_SMALLER = 'Ask for fewer meteors and less debris';

/** The tiers of the meteor system; both give the same bytes. */
export const METEOR_TIERS = ['wasm', 'js'] as const;
export type MeteorTier = (typeof METEOR_TIERS)[number];
/** The tier asked for; `auto` is WebAssembly where it can run. */
export type MeteorTierChoice = MeteorTier | 'auto';

/**
 * What there is to draw: views over engine memory and how much of each is in use. One object for the kernel's
 * life, good after every call that returns; never keep one of its arrays beyond the next call of the kernel, since
 * the engine's memory may move (`epoch` counts how often it did).
 *
 * Records stand one behind the other; the generated layout (web/generated/meteor-layout.ts) has their fields
 * as byte offsets, so the n-th meteor's glow is `meteors[n * (Meteor.size / 4) + Meteor.glow / 4]`. Arrays may be
 * longer than what is in use: only `count` records are there, none of them dead.
 */
export interface MeteorRenderData {
  /** Meteor records, 8 numbers each: [x, y, scale, angle, glow, life, type, look]. */
  readonly meteors: Float32Array;
  readonly meteorCount: number;
  /**
   * Which points are a meteor's trail, 2 numbers each: [first, count]. The n-th range is the n-th meteor's; its
   * points are the `count` records of `trailPoints` from number `first` on, the one at the head first. A count is
   * 0 or at least 2. Meteors whose head has reached the path's end (glow 0) still have one until it has run out.
   */
  readonly trailRanges: Uint32Array;
  /** TrailPoint records, 3 numbers each: [x, y, opacity]. Opacity falls evenly from 1 at the head to 0. */
  readonly trailPoints: Float32Array;
  readonly trailPointCount: number;
  /** Particle records, 6 numbers each: [x, y, vx, vy, scale, opacity]. */
  readonly particles: Float32Array;
  readonly particleCount: number;
  /** Star records, 6 numbers each: [x, y, radius, opacity, color, sparkle]; only those in the picture. */
  readonly stars: Float32Array;
  readonly starCount: number;
  /** MeteorEvent records of the last step, 4 words each: [kind, id, x, y], x and y as bits of f32. `id` is what spawning gave. */
  readonly events: Uint32Array;
  readonly eventCount: number;
  /** MeteorHeader: 16 words. */
  readonly header: Uint32Array;
  /** What the last call changed: DIRTY_METEORS, DIRTY_PARTICLES, DIRTY_STARS, or DIRTY_ALL, as after `configure`. */
  readonly dirtyFlags: number;
  /** Counts up whenever the memory was laid out anew. */
  readonly epoch: number;
}

/** A meteor to spawn; what is left out is drawn as for any other. Places are within 100,000 px of the origin. */
export interface SpawnMeteor {
  /** Where it begins. Unit: px. */
  readonly x?: number;
  readonly y?: number;
  /** Where it ends. Unit: px. */
  readonly endX?: number;
  readonly endY?: number;
  /**
   * Where its path is drawn to on the way: the control point of a quadratic Bezier curve, whose middle lies half-way between
   * this point and the middle of both ends. Unit: px.
   */
  readonly controlX?: number;
  readonly controlY?: number;
  /** 0.1 to 4, before its type makes it larger. */
  readonly scale?: number;
  /** 1 to 4000 px/s, times the speed multiplier. */
  readonly speed?: number;
  /** In place of a speed: 0.1 to 3600 s from where it begins to where it ends, at a speed multiplier of 1. Both is an error. */
  readonly lifetime?: number;
  /** Strength of its glow, 0 to 10. */
  readonly glow?: number;
  /** How large it is, how strongly it glows, how much it sheds; and its colours, unless they are given. */
  readonly type?: 'cool' | 'warm' | 'bright';
  /**
   * Its colour, and that of its glow: any of CSS, or `#rrggbb` alone where nothing paints, as in Node. One of them counts for
   * both. Meteors fly in at most 48 pairs of given colours at a time.
   */
  readonly color?: string;
  readonly glowColor?: string;
}

/** Records that the memory of a shower has room for. */
export interface MeteorRoom {
  readonly meteors: number;
  readonly trailPoints: number;
  readonly particles: number;
  readonly stars: number;
}

/** Figures of the last 60 frames. */
export interface MeteorMetrics {
  readonly tier: MeteorTier;
  readonly frame: number;
  readonly meteors: number;
  readonly particles: number;
  readonly trailPoints: number;
  readonly stars: number;
  /** What these four have room for; more debris gets more of it. */
  readonly room: MeteorRoom;
  /** Most debris there was at a time. */
  readonly highWater: number;
  /** Most meteors there were at a time. */
  readonly meteorHighWater: number;
  /** Mean length of a step, as it was told. Unit: ms. */
  readonly frameMilliseconds: number;
  /** Mean of what a step took, packing included. Unit: ms. */
  readonly updateMilliseconds: number;
  /** Mean of its part for packing; 0 unless `measurePacking` is on, as it is in `<meteor-shower>`. Unit: ms. */
  readonly packMilliseconds: number;
  /** Mean of what drawing took, as `recordDraw` was told. Unit: ms. */
  readonly drawMilliseconds: number;
  /** Bytes of engine memory, and the most there were. */
  readonly memoryBytes: number;
  readonly memoryHighWater: number;
  /** Parts that did not change and were not packed, and those that were. */
  readonly cacheHits: number;
  readonly cacheMisses: number;
  readonly epoch: number;
}

export interface MeteorKernel {
  readonly tier: MeteorTier;
  /** The options as they are now. */
  readonly options: MeteorOptions;
  readonly renderData: MeteorRenderData;
  /** Whether steps are measured in two parts, which takes a second call over the boundary each. */
  measurePacking: boolean;

  /**
   * Goes on by a time: one call over the boundary. Any length will do, 0 and the sleep of a laptop included: paths, trails
   * and debris follow from time itself, so that none is lost and nothing is stepped over.
   *
   * @param dt seconds since the last step; NaN, and what is below 0, counts as 0, more than LONGEST_STEP as that
   * @param speedMultiplier times the speed of meteors and what they shed, 0 to 100: what interaction changes
   * @returns dirty flags, also in `renderData`
   */
  step(dt: number, speedMultiplier: number): number;
  /**
   * Begins a meteor now.
   * @param words a SpawnConfig, checked
   * @returns its id, or 0 when there is no room for one
   */
  spawn(words: Float32Array): number;
  /**
   * Changes options; what flies keeps its path and speed, and more than is now allowed ends by itself.
   * @throws MeteorOptionError for an unknown name, a value out of range, or another seed
   */
  configure(options: Partial<MeteorOptions>): void;
  /** Another size of the picture: `configure` with width and height. Unit: px. */
  resize(width: number, height: number): void;
  getMetrics(): MeteorMetrics;
  /** Takes note of what drawing a frame took. Unit: ms. */
  recordDraw(milliseconds: number): void;
  /** The shower as it stands: what the other tier goes on with, to the bit. */
  save(): ArrayBuffer;
  /** Gives the memory back. No other call may follow. */
  destroy(): void;
}

/** Why a tier does not run. */
export interface RefusedMeteorTier {
  readonly tier: MeteorTier;
  readonly reason: string;
  /** Whether the reason is one that passes, as a slow network does. */
  readonly passes?: boolean;
}
