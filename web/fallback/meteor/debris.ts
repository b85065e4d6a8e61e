/** Debris: the twin of src/meteor/debris.cpp, bit for bit. Four lanes there are a plain loop here. */
import {
  CLOCK_RATE,
  DEBRIS_BACK_LEAST,
  DEBRIS_BACK_MOST,
  DEBRIS_DRAG,
  DEBRIS_FADE0,
  DEBRIS_FADE1,
  DEBRIS_FADE2,
  DEBRIS_JITTER,
  DEBRIS_LIFE_LEAST,
  DEBRIS_LIFE_SPREAD,
  DEBRIS_OPACITY_LEAST,
  DEBRIS_OPACITY_SPREAD,
  DEBRIS_SIDE_LEAST,
  DEBRIS_SIDE_MOST,
  DEBRIS_SIZE_LEAST,
  DEBRIS_SIZE_SPREAD,
  DEBRIS_SWAY_X,
  DEBRIS_SWAY_Y,
  LOOK_STEP,
  METEOR_TYPES,
  MeteorPurpose,
  Particle,
  TRAIL_BEFORE_DEBRIS,
} from '../../generated/meteor-layout.js';
import { randomBits, randomKey } from '../core/rng.js';
import { type Columns, H, O, S } from './columns.js';
import { pathDirection, pathParameter, pathPoint, place } from './path.js';
import { NO_SLOT, type Pools } from './pools.js';

const f = Math.fround;
const SECONDS = 1 / CLOCK_RATE;
const PER_BYTE = f(1 / 255);
const PER_4096 = 1 / 4096;
const PER_PHASE = 1 / 2147483648;
const LIFE_LEAST = f(DEBRIS_LIFE_LEAST);
const LIFE_SPREAD = f(DEBRIS_LIFE_SPREAD);
const LIFE_MOST = f(LIFE_LEAST + LIFE_SPREAD);
const DRAG = f(DEBRIS_DRAG);
const JITTER = f(DEBRIS_JITTER);
const FADE_0 = f(DEBRIS_FADE0);
const FADE_1 = f(DEBRIS_FADE1);
const FADE_2 = f(DEBRIS_FADE2);
const OPACITY_LEAST = f(DEBRIS_OPACITY_LEAST);
const OPACITY_SPREAD = f(DEBRIS_OPACITY_SPREAD);
const SIZE_LEAST = f(DEBRIS_SIZE_LEAST);
const SIZE_SPREAD = f(DEBRIS_SIZE_SPREAD);
const BACK_LEAST = f(DEBRIS_BACK_LEAST);
const BACK_SPREAD = f(f(DEBRIS_BACK_MOST) - BACK_LEAST);
const SIDE_LEAST = f(DEBRIS_SIDE_LEAST);
const SIDE_SPREAD = f(f(DEBRIS_SIDE_MOST) - SIDE_LEAST);
const SHED = METEOR_TYPES.map(({ debris }) => f(debris));
const WORDS = Particle.size / 4;
const TINY = f(1e-6);

/** Shortest life, and what each step of a byte adds to it. Unit: s. */
function leastLife(c: Columns): number {
  return f((c.optionFloats[O.debrisLife] as number) * LIFE_LEAST);
}
function lifeStep(c: Columns): number {
  return f(f((c.optionFloats[O.debrisLife] as number) * LIFE_SPREAD) * PER_BYTE);
}

/** Frees what has lived out: `expire`. */
export function expire(c: Columns): void {
  const { state, traits, birth, owner, ownerId, id, shed, particleFree } = c;
  const clock = state[S.clock] as number;
  const slots = state[S.particleSlots] as number;
  const least = leastLife(c);
  const step = lifeStep(c);
  let free = state[S.particleFree] as number;
  for (let slot = 0; slot < slots; slot++) {
    const trait = traits[slot] as number;
    if (trait === 0) continue;
    const age = f(f((clock - (birth[slot] as number)) | 0) * SECONDS);
    if (age < f(least + f((trait & 255) * step))) continue;
    traits[slot] = 0;
    particleFree[free++] = slot;
    const from = owner[slot] as number;
    if (id[from] === ownerId[slot]) shed[from] = (shed[from] as number) - 1;
  }
  const none = free === slots;
  state[S.particleSlots] = none ? 0 : slots;
  state[S.particleFree] = none ? 0 : free;
}

/** What a meteor shed in the last `seconds`: `shed`. */
export function shed(pools: Pools, slot: number, seconds: number, speedMultiplier: number): void {
  let c = pools.c;
  const usual = f((c.optionFloats[O.debrisRate] as number) * (SHED[(c.type[slot] as number) % LOOK_STEP] as number));
  const rate = f(usual * speedMultiplier);
  const owed = f((c.owed[slot] as number) + f(rate * seconds));
  const due = Math.trunc(owed);
  c.owed[slot] = f(owed - due);
  if (due === 0) return;
  const most = Math.trunc(f(f((c.options[O.debrisPerMeteor] as number) * (c.share[slot] as number)) + 0.5));
  const velocity = f((c.speed[slot] as number) * speedMultiplier);
  const spacing = f((c.trail[slot] as number) / ((c.options[O.trailPoints] as number) - 1));
  const leastTrail = f(spacing * TRAIL_BEFORE_DEBRIS);
  const longestLife = f((c.optionFloats[O.debrisLife] as number) * LIFE_MOST);
  const lasting = Math.trunc(f(longestLife * rate));
  const key = randomKey(c.options[O.seed] as number, 0, MeteorPurpose.debris);
  for (let k = due > lasting ? due - lasting : 1; k <= due; k++) {
    if ((c.shed[slot] as number) >= most || pools.liveParticles >= (c.options[O.debris] as number)) return;
    const age = f(f(owed - k) / rate);
    const distance = f((c.travelled[slot] as number) - f(velocity * age));
    if (!(distance > leastTrail && distance < (c.length[slot] as number))) continue;
    const at = pools.takeParticle();
    if (at === NO_SLOT) return;
    c = pools.c;
    const serial = c.state[S.particleSerial] as number;
    c.state[S.particleSerial] = serial + 1;
    const bits = randomBits(key, (serial * 2) | 0);
    const kick = randomBits(key, (serial * 2 + 1) | 0);
    const t = pathParameter(c, slot, distance);
    pathDirection(c, slot, t);
    const scale = f(1 / f(Math.sqrt(f(f(f(place.x * place.x) + f(place.y * place.y)) + TINY))));
    const aheadX = f(place.x * scale);
    const aheadY = f(place.y * scale);
    pathPoint(c, slot, t);
    const back = f(velocity * f(BACK_LEAST + f(BACK_SPREAD * ((kick & 0xfff) * PER_4096))));
    const aside = f(SIDE_LEAST + f(SIDE_SPREAD * (((kick >>> 12) & 0xfff) * PER_4096)));
    const side = kick >>> 31 !== 0 ? aside : -aside;
    c.x[at] = place.x;
    c.y[at] = place.y;
    c.vx[at] = f(-f(aheadX * back) - f(aheadY * side));
    c.vy[at] = f(f(aheadX * side) - f(aheadY * back));
    c.birth[at] = (c.state[S.clock] as number) - Math.trunc(f(age * CLOCK_RATE));
    c.traits[at] = bits | 1;
    c.owner[at] = slot;
    c.ownerId[at] = c.id[slot] as number;
    c.shed[slot] = (c.shed[slot] as number) + 1;
  }
}

/** Packs the particles that live: `packParticles`. */
export function packParticles(c: Columns): void {
  const { x, y, vx, vy, birth, traits, particles, header } = c;
  const clock = c.state[S.clock] as number;
  const slots = c.state[S.particleSlots] as number;
  const least = leastLife(c);
  const step = lifeStep(c);
  let out = 0;
  for (let slot = 0; slot < slots; slot++) {
    const trait = traits[slot] as number;
    if (trait === 0) continue;
    const ticks = (clock - (birth[slot] as number)) | 0;
    const age = f(f(ticks) * SECONDS);
    const ratio = f(age / f(least + f((trait & 255) * step)));
    if (!(ratio < 1)) continue;
    const slowed = f(1 / f(1 + f(age * DRAG)));
    const way = f(age * slowed);
    const slowedTwice = f(slowed * slowed);
    const speedX = vx[slot] as number;
    const speedY = vy[slot] as number;
    const phase = trait & 0xff000000;
    const sway = f(ratio * JITTER);

    const s = f(f((phase + Math.imul(ticks, DEBRIS_SWAY_X)) | 0) * PER_PHASE);
    const waveX = f(f(s * f(1 - Math.abs(s))) * 4);
    const r = f(f((phase + Math.imul(ticks, DEBRIS_SWAY_Y)) | 0) * PER_PHASE);
    const waveY = f(f(r * f(1 - Math.abs(r))) * 4);
    particles[out] = f(f((x[slot] as number) + f(speedX * way)) + f(waveX * sway));
    particles[out + 1] = f(f((y[slot] as number) + f(speedY * way)) + f(waveY * sway));
    particles[out + 2] = f(speedX * slowedTwice);
    particles[out + 3] = f(speedY * slowedTwice);

    const root = f(Math.sqrt(f(Math.sqrt(f(1 - ratio)))));
    const fade = f(root * f(FADE_0 + f(root * f(FADE_1 + f(root * FADE_2)))));
    particles[out + 4] = f(SIZE_LEAST + f(f(((trait >>> 8) & 255) * PER_BYTE) * SIZE_SPREAD));
    const full = f(OPACITY_LEAST + f(f(((trait >>> 16) & 255) * PER_BYTE) * OPACITY_SPREAD));
    particles[out + 5] = f(full * fade);
    out += WORDS;
  }
  const count = out / WORDS;
  header[H.particleCount] = count;
  if (count > (header[H.highWater] as number)) header[H.highWater] = count;
}
