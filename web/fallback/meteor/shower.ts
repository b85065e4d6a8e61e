/** A meteor shower in JavaScript: the twin of src/meteor/shower.cpp, bit for bit. */
import {
  BURST_LEAST,
  BURST_SECONDS,
  BURST_SHARE,
  CLOCK_RATE,
  CLUSTER_SECONDS,
  DIRTY_ALL,
  DIRTY_METEORS,
  DIRTY_PARTICLES,
  DIRTY_STARS,
  FLOOR_METEORS,
  FLOOR_PARTICLES,
  LONGEST_STEP,
  MAX_METEORS,
  METRIC_FRAMES,
  MeteorEvent,
  MeteorHeader,
  MeteorPurpose,
  STAR_RATE,
  STEPPED_MOVED,
} from '../../generated/meteor-layout.js';
import type { MeteorEngine } from '../../meteor/shared/engine.js';
import { minusLogUnit } from '../core/math.js';
import { randomBits, randomKey } from '../core/rng.js';
import { Columns, H, O, P, S } from './columns.js';
import { expire, packParticles } from './debris.js';
import { fly, packMeteors } from './flight.js';
import { ANY, launch } from './launch.js';
import { areaScale, NO_SLOT, Pools, starCount } from './pools.js';
import { packStars, placeStars } from './stars.js';

const f = Math.fround;
const SECONDS = 1 / CLOCK_RATE;
const HOUR = 3600 * CLOCK_RATE;
const BURST = Math.trunc(f(f(BURST_SECONDS) * CLOCK_RATE));
const CLUSTER = Math.trunc(f(f(CLUSTER_SECONDS) * CLOCK_RATE));
const STAR_TICKS = Math.trunc(f(CLOCK_RATE / f(STAR_RATE)));
const MICROSECONDS = f(1e6 / CLOCK_RATE);
const FRAMES = S.frames;

/** Ticks until the next meteor: `drawInterval`. */
function drawInterval(c: Columns): number {
  const key = randomKey(c.options[O.seed] as number, 0, MeteorPurpose.interval);
  const number = c.state[S.intervals] as number;
  c.state[S.intervals] = number + 1;
  const ticks = f(minusLogUnit(randomBits(key, number)) * f(CLOCK_RATE / (c.optionFloats[O.rate] as number)));
  return ticks < HOUR ? Math.trunc(ticks) + 1 : HOUR;
}

/** When a meteor of the first burst begins: `burstTime`. */
function burstTime(c: Columns, index: number): number {
  const total = c.state[S.burstTotal] as number;
  const clusters = c.state[S.burstClusters] as number;
  const cluster = Math.trunc((index * clusters) / total);
  const first = Math.ceil((cluster * total) / clusters);
  const last = Math.ceil(((cluster + 1) * total) / clusters);
  return cluster * Math.trunc(BURST / clusters) + (index - first) * Math.trunc(CLUSTER / (last - first));
}

/** Most meteors that come by themselves: `meteorLimit`. */
function meteorLimit(c: Columns): number {
  const wanted = c.options[O.meteors] as number;
  const scaled = Math.trunc(f(f(wanted * areaScale(c)) + 0.5));
  return Math.min(Math.max(scaled, Math.min(wanted, 1)), MAX_METEORS);
}

/** Packs all there is to draw outside of a step: `packAnew`. */
function packAnew(c: Columns): void {
  packMeteors(c);
  packParticles(c);
  packStars(c);
  c.header[H.dirtyFlags] = DIRTY_ALL;
}

export class Shower implements MeteorEngine {
  readonly #pools: Pools;

  /**
   * @param options the words of checked options
   * @throws RangeError when the memory is refused
   */
  static found(options: Uint32Array): Shower {
    const probe = new Columns({ meteors: 0, particles: 0, trailPoints: 0, stars: 0 });
    probe.options.set(options);
    const trailPoints = options[O.trailPoints] as number;
    const pools = new Pools({ meteors: FLOOR_METEORS, particles: FLOOR_PARTICLES, trailPoints, stars: starCount(probe) });
    const { c } = pools;
    c.options.set(options);
    if (c.options[O.burst] !== 0) {
      const limit = meteorLimit(c);
      const total = Math.min(Math.max(Math.trunc(f(limit * f(BURST_SHARE))), BURST_LEAST), limit);
      const bits = randomBits(randomKey(c.options[O.seed] as number, 0, MeteorPurpose.burst), 0);
      c.state[S.burstTotal] = total;
      c.state[S.burstClusters] = Math.min(3 + (bits & 1), Math.max(total, 1));
    }
    if ((c.optionFloats[O.rate] as number) > 0) {
      c.state[S.nextSpawn] = ((c.state[S.burstTotal] as number) > 0 ? BURST : 0) + drawInterval(c);
    }
    placeStars(c);
    packAnew(c);
    return new Shower(pools);
  }

  /**
   * Goes on with a shower that either kernel of this page saved.
   * @throws RangeError when the bytes are of another layout, or the memory is refused
   */
  static restore(saved: ArrayBuffer): Shower {
    const place = new Uint32Array(saved, MeteorHeader.size, P.size);
    const room = {
      meteors: place[P.meteorCapacity] as number,
      particles: place[P.particleCapacity] as number,
      trailPoints: place[P.trailCapacity] as number,
      stars: place[P.starCapacity] as number,
    };
    const pools = new Pools(room);
    const { c } = pools;
    if (place[P.stateBytes] !== c.stateBytes || saved.byteLength !== c.stateBytes) {
      throw new RangeError('these bytes are no saved shower of this version');
    }
    const places = c.header.slice(H.size);
    new Uint8Array(c.block).set(new Uint8Array(saved));
    c.header.set(places, H.size);
    c.header[H.memory] = c.block.byteLength;
    c.header[H.epoch] = (c.header[H.epoch] as number) + 1;
    placeStars(c);
    c.state[S.pending] = DIRTY_ALL;
    packAnew(c);
    return new Shower(pools);
  }

  private constructor(pools: Pools) {
    this.#pools = pools;
  }

  get buffer(): ArrayBuffer {
    return this.#pools.c.block;
  }

  readonly base = 0;

  configure(options: Uint32Array): boolean {
    const pools = this.#pools;
    const room = pools.room;
    const probe = new Columns({ meteors: 0, particles: 0, trailPoints: 0, stars: 0 });
    probe.options.set(options);
    const next = { ...room, trailPoints: options[O.trailPoints] as number, stars: starCount(probe) };
    if ((next.trailPoints !== room.trailPoints || next.stars !== room.stars) && !pools.layOut(next)) return false;
    const { c } = pools;
    const rate = c.optionFloats[O.rate] as number;
    c.options.set(options);
    placeStars(c);
    const nextRate = c.optionFloats[O.rate] as number;
    if (nextRate !== rate) {
      c.state[S.nextSpawn] = c.state[S.clock] as number;
      if (nextRate > 0) c.state[S.nextSpawn] = (c.state[S.nextSpawn] as number) + drawInterval(c);
    }
    c.state[S.pending] = DIRTY_ALL;
    packAnew(c);
    return true;
  }

  step(dt: number, speedMultiplier: number): number {
    this.advance(dt, speedMultiplier);
    return this.pack();
  }

  advance(dt: number, speedMultiplier: number): void {
    const asked = f(speedMultiplier);
    const multiplier = asked > 0 ? (asked < 100 ? asked : 100) : 0;
    const pools = this.#pools;
    const ticks = this.#takeTime(f(dt));
    const { header, state, events } = pools.c;
    header[H.frame] = (header[H.frame] as number) + 1;
    const words = MeteorEvent.size / 4;
    const told = state[S.eventsTold] as number;
    const count = header[H.eventCount] as number;
    events.copyWithin(0, told * words, count * words);
    header[H.eventCount] = count - told;
    state[S.eventsTold] = 0;
    state[S.displaced] = 0;
    if (ticks === 0) return;
    expire(pools.c);
    fly(pools, f(ticks * SECONDS), multiplier);
    this.#spawnDue(multiplier);
    pools.adapt(ticks);
    this.#markDirty();
  }

  pack(): number {
    const pools = this.#pools;
    const { c } = pools;
    const { header, state } = c;
    const flags = state[S.pending] as number;
    state[S.pending] = 0;
    if ((flags & DIRTY_METEORS) !== 0) packMeteors(c);
    if ((flags & DIRTY_PARTICLES) !== 0) packParticles(c);
    if ((flags & DIRTY_STARS) !== 0) packStars(c);
    let misses = 0;
    if ((flags & DIRTY_METEORS) !== 0) misses++;
    if ((flags & DIRTY_PARTICLES) !== 0) misses++;
    if ((flags & DIRTY_STARS) !== 0) misses++;
    header[H.cacheMisses] = (header[H.cacheMisses] as number) + misses;
    header[H.cacheHits] = (header[H.cacheHits] as number) + 3 - misses;
    state[S.eventsTold] = header[H.eventCount] as number;
    state[S.displaced] = 0;
    state[S.meteorsShown] = header[H.meteorCount] as number;
    state[S.particlesShown] = header[H.particleCount] as number;
    header[H.dirtyFlags] = flags;
    header[H.quality] = c.options[O.quality] as number;
    const frame = header[H.frame] as number;
    const steps = frame < METRIC_FRAMES ? frame : METRIC_FRAMES;
    header[H.meanFrameTime] = steps === 0 ? 0 : f(f(f(state[S.frameSum] as number) * MICROSECONDS) / steps);
    const moved = pools.moved;
    pools.moved = false;
    return moved ? flags | STEPPED_MOVED : flags;
  }

  spawn(): number {
    const pools = this.#pools;
    const epoch = pools.c.header[H.epoch];
    const slot = launch(pools, pools.c.config.slice(), 0, 1);
    // The pool grew: what was packed is in the old block.
    if (pools.c.header[H.epoch] !== epoch) packAnew(pools.c);
    if (slot === NO_SLOT) return 0;
    pools.c.state[S.pending] = (pools.c.state[S.pending] as number) | DIRTY_METEORS;
    return pools.c.id[slot] as number;
  }

  destroy(): void {}

  #takeTime(dt: number): number {
    const { state, stateFloats } = this.#pools.c;
    const longest = f(LONGEST_STEP);
    const seconds = dt > 0 ? (dt < longest ? dt : longest) : 0;
    const exact = f(f(seconds * CLOCK_RATE) + (stateFloats[S.carry] as number));
    const ticks = Math.trunc(exact);
    stateFloats[S.carry] = f(exact - ticks);
    state[S.clock] = (state[S.clock] as number) + ticks;
    const slot = state[S.frameSlot] as number;
    state[S.frameSum] = (state[S.frameSum] as number) + ticks - (state[FRAMES + slot] as number);
    state[FRAMES + slot] = ticks;
    state[S.frameSlot] = (slot + 1) % METRIC_FRAMES;
    return ticks;
  }

  #spawnDue(multiplier: number): void {
    const pools = this.#pools;
    for (;;) {
      const { state } = pools.c;
      const done = state[S.burstDone] as number;
      if (done >= (state[S.burstTotal] as number)) break;
      const when = burstTime(pools.c, done);
      if (when > (state[S.clock] as number)) break;
      state[S.burstDone] = done + 1;
      this.#spawnAt(when, multiplier);
    }
    if (!((pools.c.optionFloats[O.rate] as number) > 0)) return;
    for (;;) {
      const { c } = pools;
      const when = c.state[S.nextSpawn] as number;
      if ((((c.state[S.clock] as number) - when) | 0) < 0) break;
      if (pools.liveMeteors >= meteorLimit(c)) {
        c.state[S.nextSpawn] = (c.state[S.clock] as number) + drawInterval(c);
        break;
      }
      c.state[S.nextSpawn] = when + drawInterval(c);
      this.#spawnAt(when, multiplier);
    }
  }

  #spawnAt(when: number, multiplier: number): void {
    const pools = this.#pools;
    if (pools.liveMeteors >= meteorLimit(pools.c)) return;
    const ago = ((pools.c.state[S.clock] as number) - when) | 0;
    launch(pools, ANY, f(f(ago) * SECONDS), multiplier);
  }

  #markDirty(): void {
    const pools = this.#pools;
    const { state, options, optionFloats } = pools.c;
    let pending = state[S.pending] as number;
    if ((state[S.meteorsShown] as number) + pools.liveMeteors > 0) pending |= DIRTY_METEORS;
    if ((state[S.particlesShown] as number) + pools.liveParticles > 0) pending |= DIRTY_PARTICLES;
    const starsMove = (optionFloats[O.twinkle] as number) > 0 || optionFloats[O.starTurn] !== 0;
    const since = ((state[S.clock] as number) - (state[S.starClock] as number)) >>> 0;
    if (starsMove && (options[O.stars] as number) > 0 && since >= STAR_TICKS) pending |= DIRTY_STARS;
    state[S.pending] = pending;
  }
}
