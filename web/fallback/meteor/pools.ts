/** The pools of a shower: the twin of src/meteor/pools.cpp and scale.h, bit for bit. */
import {
  CLOCK_RATE,
  DIRTY_ALL,
  FLOOR_METEORS,
  FLOOR_PARTICLES,
  GROW_FACTOR,
  GROW_USE,
  MAX_METEORS,
  MOST_STARS,
  REFERENCE_AREA,
  SHRINK_FACTOR,
  SHRINK_SECONDS,
  SHRINK_USE,
} from '../../generated/meteor-layout.js';
import { type Capacities, Columns, H, O, P, S, TABLE } from './columns.js';
import { placeStars } from './stars.js';

const f = Math.fround;
const PER_AREA = f(1 / f(REFERENCE_AREA));
const GROW = f(GROW_FACTOR);
const FULL = f(GROW_USE);
const SHRINK = f(SHRINK_FACTOR);
const LOW = f(SHRINK_USE);
const PATIENCE = Math.trunc(f(f(SHRINK_SECONDS) * CLOCK_RATE));
const QUARTER_CIRCLE = f(f(Math.PI) / 4);

/** No slot: the pool is full. */
export const NO_SLOT = -1;

/** By how much counts are larger than those given for the reference area: `areaScale`. */
export function areaScale(c: Columns): number {
  if (c.options[O.scaleByArea] === 0) return 1;
  const area = f((c.optionFloats[O.width] as number) * (c.optionFloats[O.height] as number));
  return f(Math.sqrt(f(area * PER_AREA)));
}

/** Stars in the circle around the picture: `starCount`. */
export function starCount(c: Columns): number {
  const w = c.optionFloats[O.width] as number;
  const h = c.optionFloats[O.height] as number;
  const circle = f(f(f(w * w) + f(h * h)) * QUARTER_CIRCLE);
  const count = f(f((c.options[O.stars] as number) * areaScale(c)) * f(circle / f(w * h)));
  return count < MOST_STARS ? Math.trunc(count) : MOST_STARS;
}

function inFours(count: number): number {
  return Math.ceil(count / 4) * 4;
}

function grown(capacity: number, most: number): number {
  const more = Math.trunc(f(capacity * GROW));
  return Math.min(inFours(Math.max(more, capacity + 1)), most);
}

function shrunk(capacity: number, least: number): number {
  return Math.max(inFours(Math.trunc(f(capacity * SHRINK))), least);
}

/** A shower's columns, and the ways to get other ones. */
export class Pools {
  c: Columns;
  /** The block moved since the last step. */
  moved = true;

  /** @throws RangeError when the memory is refused */
  constructor(room: Capacities) {
    this.c = new Columns(room);
    this.#beginEpoch(0);
  }

  get room(): Capacities {
    const place = (field: number): number => this.c.header[H.size + field] as number;
    return {
      meteors: place(P.meteorCapacity),
      particles: place(P.particleCapacity),
      trailPoints: place(P.trailCapacity),
      stars: place(P.starCapacity),
    };
  }

  get liveMeteors(): number {
    return (this.c.state[S.meteorSlots] as number) - (this.c.state[S.meteorFree] as number);
  }

  get liveParticles(): number {
    return (this.c.state[S.particleSlots] as number) - (this.c.state[S.particleFree] as number);
  }

  /** A free slot, or NO_SLOT. */
  takeMeteor(): number {
    const { state, meteorFree } = this.c;
    if ((state[S.meteorFree] as number) > 0) {
      state[S.meteorFree] = (state[S.meteorFree] as number) - 1;
      return meteorFree[state[S.meteorFree] as number] as number;
    }
    if (state[S.meteorSlots] === this.c.id.length && !this.#growMeteors()) return NO_SLOT;
    const slot = this.c.state[S.meteorSlots] as number;
    this.c.state[S.meteorSlots] = slot + 1;
    return slot;
  }

  /** A free slot, or NO_SLOT. */
  takeParticle(): number {
    const { state, particleFree } = this.c;
    if ((state[S.particleFree] as number) > 0) {
      state[S.particleFree] = (state[S.particleFree] as number) - 1;
      return particleFree[state[S.particleFree] as number] as number;
    }
    if (state[S.particleSlots] === this.c.traits.length && !this.#growParticles()) return NO_SLOT;
    const slot = this.c.state[S.particleSlots] as number;
    this.c.state[S.particleSlots] = slot + 1;
    return slot;
  }

  /** Grows pools that are nearly full, and shrinks those that have long been nearly empty. */
  adapt(ticks: number): void {
    if (this.liveMeteors >= f(this.c.id.length * FULL)) this.#growMeteors();
    if (this.liveParticles >= f(this.c.traits.length * FULL)) this.#growParticles();

    const { state, id, traits } = this.c;
    const meteors = id.length;
    const particles = traits.length;
    let nextMeteors = meteors;
    let nextParticles = particles;
    state[S.meteorsLow] = this.liveMeteors < f(meteors * LOW) ? (state[S.meteorsLow] as number) + ticks : 0;
    state[S.particlesLow] = this.liveParticles < f(particles * LOW) ? (state[S.particlesLow] as number) + ticks : 0;
    if ((state[S.meteorsLow] as number) >= PATIENCE) {
      state[S.meteorsLow] = 0;
      nextMeteors = shrunk(meteors, FLOOR_METEORS);
    }
    if ((state[S.particlesLow] as number) >= PATIENCE) {
      state[S.particlesLow] = 0;
      nextParticles = shrunk(particles, FLOOR_PARTICLES);
    }
    if (nextMeteors === meteors && nextParticles === particles) return;
    if (nextMeteors !== meteors) this.#closeUpMeteors();
    if (nextParticles !== particles) this.#closeUpParticles();
    this.layOut({ ...this.room, meteors: nextMeteors, particles: nextParticles });
  }

  /** Lays the block out anew; false when the memory is refused. */
  layOut(room: Capacities): boolean {
    let next: Columns;
    try {
      next = new Columns(room);
    } catch {
      return false;
    }
    const before = this.c;
    next.header.set(before.header.subarray(0, H.size));
    next.state.set(before.state);
    next.options.set(before.options);
    next.config.set(before.config);
    next.events.set(before.events);
    const meteors = before.state[S.meteorSlots] as number;
    next.meteorColumns.forEach((column, index) => {
      column.set((before.meteorColumns[index] as Float32Array).subarray(0, meteors));
    });
    next.table.set(before.table.subarray(0, meteors * TABLE));
    next.meteorFree.set(before.meteorFree.subarray(0, before.state[S.meteorFree]));
    next.particleColumns.forEach((column, index) => {
      column.set((before.particleColumns[index] as Float32Array).subarray(0, before.state[S.particleSlots]));
    });
    next.particleFree.set(before.particleFree.subarray(0, before.state[S.particleFree]));
    this.c = next;
    this.#beginEpoch(before.header[H.epoch] as number);
    return true;
  }

  /** What a block that was just laid out says of itself. */
  #beginEpoch(epoch: number): void {
    this.c.header[H.memory] = this.c.block.byteLength;
    this.c.header[H.epoch] = epoch + 1;
    this.c.state[S.pending] = DIRTY_ALL;
    this.moved = true;
    placeStars(this.c);
  }

  #growMeteors(): boolean {
    const next = this.room;
    if (next.meteors >= MAX_METEORS) return false;
    next.meteors = grown(next.meteors, MAX_METEORS);
    return this.layOut(next);
  }

  #growParticles(): boolean {
    const next = this.room;
    const most = Math.max(inFours(this.c.options[O.debris] as number), FLOOR_PARTICLES);
    if (next.particles >= most) return false;
    next.particles = grown(next.particles, most);
    return this.layOut(next);
  }

  #closeUpMeteors(): void {
    const { state, id, table, traits, owner, meteorFree: moved } = this.c;
    const columns = this.c.meteorColumns;
    let to = 0;
    for (let slot = 0; slot < (state[S.meteorSlots] as number); slot++) {
      moved[slot] = to;
      if (id[slot] === 0) continue;
      if (slot !== to) {
        for (const column of columns) column[to] = column[slot] as number;
        table.copyWithin(to * TABLE, slot * TABLE, (slot + 1) * TABLE);
      }
      to++;
    }
    for (let slot = 0; slot < (state[S.particleSlots] as number); slot++) {
      if (traits[slot] === 0) continue;
      owner[slot] = Math.min(moved[owner[slot] as number] as number, to === 0 ? 0 : to - 1);
    }
    state[S.meteorSlots] = to;
    state[S.meteorFree] = 0;
  }

  #closeUpParticles(): void {
    const { state, traits } = this.c;
    const columns = this.c.particleColumns;
    const slots = state[S.particleSlots] as number;
    let to = 0;
    for (let slot = 0; slot < slots; slot++) {
      if (traits[slot] === 0) continue;
      if (slot !== to) for (const column of columns) column[to] = column[slot] as number;
      to++;
    }
    traits.fill(0, to, slots);
    state[S.particleSlots] = to;
    state[S.particleFree] = 0;
  }
}
